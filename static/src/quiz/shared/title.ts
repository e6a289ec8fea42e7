// The tab's title: the phase first, so that it can be read in a narrow tab and is what a screen reader says.

import type { Phase } from "../../wire/quiz";
import { t } from "../../shared/i18n";

/** Names the page after where its quiz is; `title` may be empty. */
export function titlePage(phase: Phase, title: string): void {
  document.title = [t.value.phases[phase], title, "Soirée"].filter((part) => part !== "").join(" – ");
}
