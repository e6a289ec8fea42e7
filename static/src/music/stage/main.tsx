// The projector's page of a music room: /music/stage/CODE. Dark unless somebody here has chosen otherwise.

import "../../shared/base.css";
import "./stage.css";
import { cleanCode } from "../../shared/code";
import { startPage } from "../../shared/ui/start";
import { App } from "./app";
import { startSession } from "./session";

const code = cleanCode(location.pathname.split("/").filter(Boolean)[2] ?? "");
if (code === "") location.replace("/");
else startPage(<App session={startSession(code)} />, { theme: "dark", themeScope: "stage" });
