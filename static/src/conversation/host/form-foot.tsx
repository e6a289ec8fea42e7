// The end of a form of the administration page: what went wrong, and its buttons.

import { a } from "./texts";

interface FormFootProps {
  /** What went wrong; empty for nothing. */
  trouble: string;
  /** Whether it is being saved. */
  busy: boolean;
  /** What the main button says. */
  submit: string;
  /** Leaves the form; `null` where there is nothing to go back to. */
  cancel: (() => void) | null;
}

export function FormFoot({ trouble, busy, submit, cancel }: FormFootProps) {
  return (
    <>
      {trouble !== "" && (
        <p class="notice is-bad" role="alert">
          {trouble}
        </p>
      )}
      <div class="row">
        <button type="submit" class="button button-main" aria-disabled={busy}>
          {busy ? a.value.saving : submit}
        </button>
        {cancel !== null && (
          <button type="button" class="button" onClick={cancel}>
            {a.value.cancel}
          </button>
        )}
      </div>
    </>
  );
}
