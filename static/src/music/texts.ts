// The guest's and the stage's texts in the language in use.

import folder from "locales:./locales";
import { catalogue } from "../shared/i18n";
import type { MusicTexts } from "./locales/en";

/** The music room's texts: `m.value.nowPlaying`. */
export const m = catalogue<MusicTexts>(folder);
