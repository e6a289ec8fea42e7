// A field with its label; the hint turns into the error, for it says what is expected.

import type { ComponentChildren } from "preact";

interface Described {
  id: string;
  "aria-invalid": boolean;
  "aria-describedby": string | undefined;
}

interface LabelledProps {
  id: string;
  label: string;
  hint?: string;
  wrong?: boolean;
  /** Said in place of the hint: what the server has found. */
  error?: string | undefined;
  children: (described: Described) => ComponentChildren;
}

export function Labelled({ id, label, hint, wrong = false, error, children }: LabelledProps) {
  const bad = wrong || error !== undefined;
  const said = error ?? hint;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, "aria-invalid": bad, "aria-describedby": said === undefined ? undefined : `${id}-hint` })}
      {said !== undefined && (
        <p id={`${id}-hint`} class={bad ? "hint is-error" : "hint"} role={bad ? "alert" : undefined}>
          {said}
        </p>
      )}
    </div>
  );
}
