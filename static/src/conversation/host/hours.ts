// Opening hours while they are being written, and when it opens next. Pure: the time comes from outside.

import type { Day, Hours, Opening } from "../../wire/desk";

/** A time of opening of one day, as the fields have it: `18:00`, empty while nothing stands there. */
export interface Span {
  from: string;
  to: string;
}

export type Week = Record<Day, Span[]>;

export const DAYS: readonly Day[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/** Times of opening of one day; the server takes four a day. */
export const SPANS_MAX = 4;
/** Days that the next opening is looked for in. */
const AHEAD = 60;
const DAY_MINUTES = 24 * 60;

export const noWeek = (): Week => ({ mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] });

/** A week with usual times, to begin with. */
export const usualWeek = (): Week => ({ ...noWeek(), ...Object.fromEntries(DAYS.slice(0, 5).map((day) => [day, [{ from: "09:00", to: "17:00" }]])) });

/** The week as it stands in a channel; the end of the day is midnight in a field. */
export function weekOf(openings: Opening[]): Week {
  const week = noWeek();
  for (const { days, from, to } of openings) for (const day of days) week[day].push({ from, to: to === "24:00" ? "00:00" : to });
  for (const day of DAYS) week[day].sort((a, b) => a.from.localeCompare(b.from));
  return week;
}

/** What is sent: days with the same time together. */
export function openingsOf(week: Week): Opening[] {
  const found = new Map<string, Opening>();
  for (const day of DAYS) {
    for (const { from, to: end } of week[day]) {
      const to = end === "00:00" ? "24:00" : end;
      const opening = found.get(`${from} ${to}`) ?? { days: [], from, to };
      if (!opening.days.includes(day)) opening.days.push(day);
      found.set(`${from} ${to}`, opening);
    }
  }
  return [...found.values()];
}

/** Whether each time is whole. */
export const isWhole = (week: Week): boolean => DAYS.every((day) => week[day].every((span) => isTime(span.from) && isTime(span.to)));

/** A time of day however it was typed, `9`, `930` or `17.30`, as `09:30`; what is none stays as it is. */
export function timeFrom(typed: string): string {
  const [, hour, minute = "00"] = /^\s*(\d{1,2})(?:[:.h]?(\d\d))?\s*$/.exec(typed) ?? [];
  const time = `${hour?.padStart(2, "0")}:${minute}`;
  return isTime(time) ? time : typed;
}

const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

/** Whether it is a day like 2026-12-24. */
export function isDate(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** This browser's time zone. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Whether there is such a time zone. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name !== "";
  } catch {
    return false;
  }
}

/** Whether it is open, and when that changes: a day and a time of the channel's own clock. */
export interface Outlook {
  isOpen: boolean;
  /** The end of the opening that is, or the beginning of the next one; `null`: none is soon. */
  until: { date: string; day: Day; time: string } | null;
}

/** The day and the minutes after midnight on the clock of a time zone. */
function local(zone: string, now: Date): { date: string; minutes: number } {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatToParts(now);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return { date: `${part("year")}-${part("month")}-${part("day")}`, minutes: Number(part("hour")) * 60 + Number(part("minute")) };
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const timeOf = (minutes: number): string => `${String(Math.floor((minutes % DAY_MINUTES) / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

function plusDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

const dayOf = (date: string): Day => DAYS[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? "mon";

/** How it stands now. All times count in minutes from the beginning of the day that is today there. */
export function outlook(hours: Hours, now: Date): Outlook {
  const { date: today, minutes } = local(hours.time_zone, now);
  const spans: [number, number][] = [];
  for (let ahead = -1; ahead <= AHEAD; ahead += 1) {
    const date = plusDays(today, ahead);
    if (hours.closed?.includes(date)) continue;
    for (const { days, from, to } of hours.week) {
      if (!days.includes(dayOf(date))) continue;
      const [begin, end] = [minutesOf(from), minutesOf(to)];
      spans.push([ahead * DAY_MINUTES + begin, ahead * DAY_MINUTES + (end > begin ? end : end + DAY_MINUTES)]);
    }
  }
  const at = (moment: number) => {
    const date = plusDays(today, Math.floor(moment / DAY_MINUTES));
    return { date, day: dayOf(date), time: timeOf(moment) };
  };
  // Openings that follow each other without a gap are one.
  let end = minutes;
  for (const [from, to] of spans.sort((a, b) => a[0] - b[0])) if (from <= end && to > end) end = to;
  if (end > minutes) return { isOpen: true, until: end >= AHEAD * DAY_MINUTES ? null : at(end) };
  const next = spans.find(([from]) => from > minutes);
  return { isOpen: false, until: next === undefined ? null : at(next[0]) };
}
