// The projector's page: /stage/CODE. Dark unless somebody here has chosen otherwise.

import "../../shared/base.css";
import "./stage.css";
import { codeFromPath } from "../../shared/code";
import { startPage } from "../../shared/ui/start";
import { App } from "./app";
import { startSession } from "./session";

const code = codeFromPath(location.pathname);
if (code === "") location.replace("/");
else startPage(<App session={startSession(code)} />, { theme: "dark", themeScope: "stage" });
