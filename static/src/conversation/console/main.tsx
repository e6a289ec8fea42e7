// The agents' console: `/console#token=…`.

import "../../shared/base.css";
import "../../shared/console.css";
import "./console.css";
import "./files.css";
import { useId, useMemo, useState } from "preact/hooks";
import { Frame } from "../../shared/ui/frame";
import { startPage } from "../../shared/ui/start";
import { Toasts } from "../../shared/ui/toast";
import { Desk } from "./desk";
import { startSession } from "./session";
import { c } from "./texts";
import { agentToken, dropToken, keepToken } from "./token";

function App() {
  const [token, setToken] = useState(agentToken);
  const [wrong, setWrong] = useState(false);
  const leave = (refused: boolean) => {
    dropToken();
    setWrong(refused);
    setToken(null);
  };
  return (
    <>
      {token === null ? (
        <SignIn
          wrong={wrong}
          enter={(typed) => {
            keepToken(typed);
            setToken(agentToken());
          }}
        />
      ) : (
        <Signed key={token} token={token} leave={leave} />
      )}
      <Toasts />
    </>
  );
}

function Signed({ token, leave }: { token: string; leave: (refused: boolean) => void }) {
  const session = useMemo(() => startSession(token, () => leave(true)), [token]);
  return <Desk
      session={session}
      drop={() => {
        session.close();
        leave(false);
      }}
    />;
}

function SignIn({ wrong, enter }: { wrong: boolean; enter: (typed: string) => void }) {
  const [typed, setTyped] = useState("");
  const id = useId();
  return (
    <Frame>
      <form
        class="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== "") enter(typed);
        }}
      >
        <h1>{c.value.signInTitle}</h1>
        <p>{c.value.signInLead}</p>
        <div class="field">
          <label for={id}>{c.value.signInLabel}</label>
          <input id={id} type="password" autocomplete="current-password" value={typed} aria-invalid={wrong} aria-describedby={wrong ? `${id}-bad` : undefined} onInput={(event) => setTyped(event.currentTarget.value)} />
          {wrong && (
            <p id={`${id}-bad`} class="hint is-error" role="alert">
              {c.value.signInWrong}
            </p>
          )}
        </div>
        <button type="submit" class="button button-main">
          {c.value.signIn}
        </button>
      </form>
    </Frame>
  );
}

startPage(<App />);
