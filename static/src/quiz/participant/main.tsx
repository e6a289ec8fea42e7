// The phone's page: /j/CODE.

import "../../shared/base.css";
import "./participant.css";
import { codeFromPath } from "../../shared/code";
import { startPage } from "../../shared/ui/start";
import { App } from "./app";
import { startSession } from "./session";

const code = codeFromPath(location.pathname);
if (code === "") {
  location.replace("/");
} else {
  // From the home page the code was typed in: no second tap is needed.
  const joinAtOnce = location.hash === "#join";
  if (joinAtOnce) history.replaceState(null, "", location.pathname);
  startPage(<App session={startSession(code, joinAtOnce)} />);
}
