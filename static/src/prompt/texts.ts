// The prompts' texts in the language in use.

import folder from "locales:./locales";
import { catalogue } from "../shared/i18n";
import type { PromptTexts } from "./locales/en";

/** The texts: `p.value.begin`. */
export const p = catalogue<PromptTexts>(folder);
