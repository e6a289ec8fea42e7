// Days and times as the language in use writes them: one manner for a language, whatever the browser is set to.

import { t } from "./i18n";

const KINDS = {
  time: { hour: "2-digit", minute: "2-digit" },
  day: { day: "numeric", month: "short" },
  weekday: { weekday: "long", day: "numeric", month: "long" },
  date: { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" },
  moment: { dateStyle: "medium", timeStyle: "short" },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Made once each: they are dear, and lists have many times. */
const made = new Map<string, Intl.DateTimeFormat>();

function written(kind: keyof typeof KINDS, at: number): string {
  const { locale } = t.value;
  const key = `${locale} ${kind}`;
  const format = made.get(key) ?? new Intl.DateTimeFormat(locale, KINDS[kind]);
  made.set(key, format);
  return format.format(at);
}

/** `20:34`. All of these take epoch milliseconds. */
export const timeText = (at: number): string => written("time", at);

/** `21 Nov`. */
export const dayText = (at: number): string => written("day", at);

/** `Saturday 21 November`. */
export const weekdayText = (at: number): string => written("weekday", at);

/** The same of a date like `2026-11-21`, which is that day wherever one is. */
export const dateText = (date: string): string => written("date", Date.parse(`${date}T00:00:00Z`));

/** `21 Nov 2026, 20:34`. */
export const momentText = (at: number): string => written("moment", at);
