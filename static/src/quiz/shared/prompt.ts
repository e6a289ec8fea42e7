// A question's wording. The server fills in English for questions without a wording of their own; those are
// shown in the reader's language.

import en from "../../locales/en";
import { t } from "../../shared/i18n";
import type { Category } from "../../wire/quiz";

/** The prompt in the reader's language where it is the category's own, else as the host wrote it. */
export function promptOf(question: { prompt: string; category: Category }): string {
  return question.prompt === en.prompts[question.category] ? t.value.prompts[question.category] : question.prompt;
}
