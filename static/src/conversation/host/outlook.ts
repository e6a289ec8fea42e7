// Whether a channel is open and when that changes, in words.

import { language } from "../../shared/i18n";
import type { Hours } from "../../wire/desk";
import { outlook } from "./hours";
import { a } from "./texts";

/** One sentence about now. */
export function outlookText(hours: Hours, now = new Date()): string {
  const { isOpen, until } = outlook(hours, now);
  if (until === null) return isOpen ? a.value.openAlways : a.value.closedForLong;
  const date = new Intl.DateTimeFormat(language.value, { timeZone: "UTC", weekday: "long", day: "numeric", month: "long" }).format(new Date(`${until.date}T00:00:00Z`));
  return (isOpen ? a.value.openUntil : a.value.opensAt)(date, until.time, hours.time_zone);
}
