// What stands before the administrator's pages: a field for the token, where this device has none that the server
// takes.

import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { adminToken, dropAdminToken, keepAdminToken } from "../admin";
import { t } from "../i18n";

interface GateProps {
  /** The pages behind it; `refused` is called when the server does not take the token. */
  children: (token: string, refused: () => void) => ComponentChildren;
}

export function AdminGate({ children }: GateProps) {
  const [token, setToken] = useState(adminToken);
  const [wrong, setWrong] = useState(false);
  const [typed, setTyped] = useState("");
  const id = useId();
  if (token !== null) {
    const refused = () => {
      dropAdminToken();
      setWrong(true);
      setToken(null);
    };
    return <>{children(token, refused)}</>;
  }
  return (
    <form
      class="card stack sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() === "") return;
        keepAdminToken(typed);
        setWrong(false);
        setToken(adminToken());
      }}
    >
      <h1>{t.value.adminTitle}</h1>
      <p>{t.value.adminLead}</p>
      <div class="field">
        <label for={id}>{t.value.adminLabel}</label>
        <input
          id={id}
          type="password"
          autocomplete="current-password"
          value={typed}
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}-bad` : undefined}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        {wrong && (
          <p id={`${id}-bad`} class="hint is-error" role="alert">
            {t.value.adminWrong}
          </p>
        )}
      </div>
      <button type="submit" class="button button-main">
        {t.value.adminEnter}
      </button>
    </form>
  );
}
