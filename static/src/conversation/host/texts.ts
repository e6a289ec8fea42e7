// The texts of the administrator's page of the chat, in the language in use.

import locales from "locales:./locales";
import { catalogue } from "../../shared/i18n";
import type { TalksTexts } from "./locales/en";

/** The page's texts: `a.value.title`. */
export const a = catalogue<TalksTexts>(locales);
