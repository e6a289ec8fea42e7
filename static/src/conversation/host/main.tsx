// The administrator's page of the chat, `/talks`, behind the administrator's token: channels, agents, figures.

import "../../shared/base.css";
import "../../shared/console.css";
import "./host.css";
import { AdminGate } from "../../shared/ui/admin-gate";
import { HostFrame } from "../../shared/ui/host-frame";
import { startPage } from "../../shared/ui/start";
import { Toasts } from "../../shared/ui/toast";
import { Talks } from "./talks";
import { a } from "./texts";

function App() {
  return (
    <>
      <HostFrame aside={<a href="/console">{a.value.console}</a>}>
        <AdminGate>{(token, refused) => <Talks token={token} refused={refused} />}</AdminGate>
      </HostFrame>
      <Toasts />
    </>
  );
}

startPage(<App />);
