// The console's texts in the language in use.

import folder from "locales:./locales";
import { catalogue } from "../../shared/i18n";
import type { ConsoleTexts } from "./locales/en";

/** The texts: `c.value.inbox`. */
export const c = catalogue<ConsoleTexts>(folder);
