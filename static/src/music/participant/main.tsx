// The guest's page: /m/CODE.

import "../../shared/base.css";
import "./guest.css";
import { codeFromPath } from "../../shared/code";
import { startPage } from "../../shared/ui/start";
import { App } from "./app";
import { startSession } from "./session";

const code = codeFromPath(location.pathname);
if (code === "") location.replace("/");
else startPage(<App session={startSession(code)} />);
