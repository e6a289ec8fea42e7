import "../shared/base.css";
import { startPage } from "../shared/ui/start";
import { Frame } from "../shared/ui/frame";
startPage(<Frame>Soirée</Frame>);
