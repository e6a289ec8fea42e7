// A field for a token or a sign-in link: what stands before pages that not everybody may see.

import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";

interface SignInProps {
  title: string;
  lead: string;
  label: string;
  submit: string;
  /** Why what was entered before was not taken; `null` where nothing was. */
  refusal: string | null;
  enter: (typed: string) => void;
}

export function SignIn({ title, lead, label, submit, refusal, enter }: SignInProps) {
  const [typed, setTyped] = useState("");
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (refusal !== null) field.current?.focus();
  }, []);
  return (
    <form
      class="card stack sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() !== "") enter(typed);
      }}
    >
      <h1>{title}</h1>
      <p>{lead}</p>
      <div class="field">
        <label for={id}>{label}</label>
        <input
          id={id}
          ref={field}
          type="password"
          autocomplete="current-password"
          value={typed}
          aria-invalid={refusal !== null}
          aria-describedby={refusal === null ? undefined : `${id}-bad`}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        {refusal !== null && (
          <p id={`${id}-bad`} class="hint is-error" role="alert">
            {refusal}
          </p>
        )}
      </div>
      <button type="submit" class="button button-main">
        {submit}
      </button>
    </form>
  );
}
