// The participant's page: /p/NAME, for prompts and journeys alike.

import "../../shared/base.css";
import "../shared/totals.css";
import "./participant.css";
import { startPage } from "../../shared/ui/start";
import { nameIn } from "../shared/begin";
import { App } from "./app";
import { startSession } from "./session";

const name = nameIn(location.pathname);
if (name === "") location.replace("/");
else startPage(<App session={startSession(name)} />);
