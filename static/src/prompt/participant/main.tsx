// The participant's page: /p/NAME for prompts, /journey/UID for journeys.

import "../../shared/base.css";
import "./participant.css";
import { startPage } from "../../shared/ui/start";
import { target } from "../shared/begin";
import { App } from "./app";
import { startSession } from "./session";

const found = target(location.pathname);
if (found === null) location.replace("/");
else startPage(<App session={startSession(found.dialect, found.name)} />);
