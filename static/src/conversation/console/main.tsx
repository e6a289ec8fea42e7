// The agents' console: `/console#token=…`.

import "../../shared/base.css";
import "../../shared/console.css";
import "./console.css";
import "./files.css";
import { useEffect, useMemo, useState } from "preact/hooks";
import { Frame } from "../../shared/ui/frame";
import { SignIn } from "../../shared/ui/sign-in";
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
        <Door
          isRefused={wrong}
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
  const drop = () => {
    session.close();
    leave(false);
  };
  return <Desk session={session} drop={drop} />;
}

function Door({ isRefused, enter }: { isRefused: boolean; enter: (typed: string) => void }) {
  const { signInTitle, signInLead, signInLabel, signIn, signInWrong } = c.value;
  useEffect(() => void (document.title = `${signInTitle} – Soirée`), [signInTitle]);
  return (
    <Frame>
      <SignIn title={signInTitle} lead={signInLead} label={signInLabel} submit={signIn} refusal={isRefused ? signInWrong : null} enter={enter} />
    </Frame>
  );
}

startPage(<App />);
