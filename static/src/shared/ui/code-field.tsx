// The one field for a room's code: upper-case as one types.

import { useId } from "preact/hooks";
import { cleanCode } from "../code";
import { t } from "../i18n";

interface CodeFieldProps {
  value: string;
  onInput: (code: string) => void;
  error?: string | undefined;
}

export function CodeField({ value, onInput, error }: CodeFieldProps) {
  const id = useId();
  return (
    <div class="code-field">
      <label for={id}>{t.value.codeLabel}</label>
      <input
        id={id}
        value={value}
        onInput={(event) => {
          const clean = cleanCode(event.currentTarget.value);
          event.currentTarget.value = clean;
          onInput(clean);
        }}
        autocapitalize="characters"
        autocomplete="off"
        autocorrect="off"
        spellcheck={false}
        inputMode="text"
        enterkeyhint="go"
        maxLength={64}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-hint`}
      />
      <p id={`${id}-hint`} class={error === undefined ? "hint" : "hint is-error"} role={error === undefined ? undefined : "alert"}>
        {error ?? t.value.codeHint}
      </p>
    </div>
  );
}
