// The room's screen of a prompt: /p/NAME/stage.

import "../../shared/base.css";
import "../shared/totals.css";
import "./stage.css";
import { startPage } from "../../shared/ui/start";
import { nameIn } from "../shared/begin";
import { Stage } from "./stage";

startPage(<Stage name={nameIn(location.pathname)} />, { theme: "dark", themeScope: "stage" });
