// A field for a link or key that was copied on another device.

import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";

interface PasteFormProps {
  label: string;
  button: string;
  /** What is said of a text that is none of these. */
  bad: string;
  /** Takes what was pasted; `false`: it cannot be used. */
  take: (pasted: string) => boolean;
  /** Stands above the field. */
  children?: ComponentChildren;
}

export function PasteForm({ label, button, bad, take, children }: PasteFormProps) {
  const [pasted, setPasted] = useState("");
  const [refused, setRefused] = useState(false);
  const id = useId();
  return (
    <form
      class="field sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        const taken = take(pasted);
        setRefused(!taken);
        if (taken) setPasted("");
      }}
    >
      {children}
      <label for={id}>{label}</label>
      <div class="row grow">
        <input
          id={id}
          value={pasted}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => setPasted(event.currentTarget.value)}
          aria-invalid={refused}
          aria-describedby={refused ? `${id}-bad` : undefined}
        />
        <button type="submit" class="button">
          {button}
        </button>
      </div>
      {refused && (
        <p id={`${id}-bad`} class="hint is-error" role="alert">
          {bad}
        </p>
      )}
    </form>
  );
}
