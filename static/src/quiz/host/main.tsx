// The host's pages by address: `/host`, `/host/new` and `/host/CODE`.

import "../../shared/base.css";
import "../../shared/console.css";
import "./host.css";
import { startPage } from "../../shared/ui/start";
import { Toasts } from "../../shared/ui/toast";
import { Console } from "./console";
import { Dashboard } from "./dashboard";
import { Editor } from "./editor/editor";
import { h } from "./texts";

function Page() {
  const part = decodeURIComponent(location.pathname.split("/").filter(Boolean)[1] ?? "");
  if (part === "new") return <Editor id={new URLSearchParams(location.search).get("quiz")} />;
  return part === "" ? <Dashboard /> : <Console code={part} />;
}

function App() {
  return (
    <>
      <a class="skip-link" href="#main">
        {h.value.skip}
      </a>
      <Page />
      <Toasts />
    </>
  );
}

startPage(<App />);
