// The creator's pages by address: `/prompts` and `/prompts/UID`, behind the administrator's token.

import "../../shared/base.css";
import "../../shared/console.css";
import "../shared/totals.css";
import "./host.css";
import { AdminGate } from "../../shared/ui/admin-gate";
import { HostFrame } from "../../shared/ui/host-frame";
import { startPage } from "../../shared/ui/start";
import { Toasts } from "../../shared/ui/toast";
import { p } from "../texts";
import { Prompts } from "./prompts";
import { Watch } from "./watch";

function App() {
  const uid = decodeURIComponent(location.pathname.split("/").filter(Boolean)[1] ?? "");
  return (
    <>
      <HostFrame aside={uid === "" ? undefined : <a href="/prompts">{p.value.hostBack}</a>}>
        <AdminGate>
          {(token, refused) => (uid === "" ? <Prompts token={token} refused={refused} /> : <Watch token={token} refused={refused} uid={uid} />)}
        </AdminGate>
      </HostFrame>
      <Toasts />
    </>
  );
}

startPage(<App />);
