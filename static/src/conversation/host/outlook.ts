// Whether a channel is open and when that changes, in words.

import { dateText } from "../../shared/when";
import type { Hours } from "../../wire/desk";
import { outlook } from "./hours";
import { a } from "./texts";

/** One sentence about now. */
export function outlookText(hours: Hours, now = new Date()): string {
  const { isOpen, until } = outlook(hours, now);
  if (until === null) return isOpen ? a.value.openAlways : a.value.closedForLong;
  return (isOpen ? a.value.openUntil : a.value.opensAt)(dateText(until.date), until.time, hours.time_zone);
}
