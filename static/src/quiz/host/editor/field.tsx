// A labelled field that names what is wrong with it.

import type { ComponentChildren, JSX } from "preact";
import { h } from "../texts";
import { fieldId, useEditor, type Place } from "./context";

interface FieldProps {
  place: Place;
  label: string;
  hint?: string;
  class?: string;
  /** Draws the control with the attributes that tie it to label and hint. */
  children: (attributes: ControlAttributes) => ComponentChildren;
}

export interface ControlAttributes {
  id: string;
  onBlur: () => void;
  "aria-invalid": boolean;
  "aria-describedby": string | undefined;
}

export function Field({ place, label, hint, class: name = "", children }: FieldProps) {
  const { issueAt, touch } = useEditor();
  const issue = issueAt(place);
  const id = fieldId(place);
  const note = issue === undefined ? hint : h.value.issue(issue);
  return (
    <div class={`field ${name}`}>
      <label for={id}>{label}</label>
      {children({
        id,
        onBlur: () => touch(place),
        "aria-invalid": issue !== undefined,
        "aria-describedby": note === undefined ? undefined : `${id}-note`,
      })}
      {note !== undefined && (
        <p id={`${id}-note`} class={issue === undefined ? "hint" : "hint is-error"}>
          {note}
        </p>
      )}
    </div>
  );
}

interface TextFieldProps extends Omit<FieldProps, "children"> {
  value: string;
  onInput: (value: string) => void;
  placeholder?: string;
  /** What stands before the text: a mark. */
  before?: JSX.Element;
}

export function TextField({ value, onInput, placeholder, before, ...field }: TextFieldProps) {
  return (
    <Field {...field}>
      {(attributes) => (
        <span class="with-mark">
          {before}
          <input {...attributes} value={value} placeholder={placeholder} autocomplete="off" onInput={(event) => onInput(event.currentTarget.value)} />
        </span>
      )}
    </Field>
  );
}
