// The console's texts in the language in use.

import folder from "locales:./locales";
import { catalogue } from "../../shared/i18n";
import type { ConsoleTexts } from "./locales/en";

/** The texts: `c.value.inbox`. */
export const c = catalogue<ConsoleTexts>(folder);

/** Why something was not done: in the language in use where there are words for it, else the server's own. */
export const faultText = ({ code, text }: { code: string; text: string }): string => c.value.faults[code] ?? text;
