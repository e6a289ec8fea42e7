// A channel while it is being written: what stands in the fields, what is wrong with it, what is sent. Pure.

import type { BotChoice, ChannelSettings, Hours } from "../../wire/desk";
import type { ChannelBody, ChannelRow } from "./api";
import { isDate, isWhole, isZone, noWeek, openingsOf, ownZone, weekOf, type Week } from "./hours";

/** The fields as they stand, nearly all of them texts. */
export interface Draft {
  name: string;
  bot: BotChoice["kind"];
  /** A flow: the name of its file, or the flow itself; empty: the one that comes with the server. */
  script: string;
  url: string;
  botName: string;
  greeting: string;
  busyText: string;
  fallbackText: string;
  locale: "" | "de" | "en";
  /** Minutes. */
  queue: string;
  silence: string;
  /** Seconds. */
  patience: string;
  files: boolean;
  /** Whether people are there at certain times only. */
  hoursOn: boolean;
  zone: string;
  week: Week;
  /** Days on which nobody is there, one a line. */
  daysOff: string;
  closedText: string;
  /** One a line. */
  origins: string;
}

export type Field = keyof Draft;
/** The fields that hold a text. */
export type TextField = { [K in Field]: Draft[K] extends string ? K : never }[Field];

export const NAME_MAX = 120;
export const BOT_NAME_MAX = 200;
export const TEXT_MAX = 1_000;
/** Minutes that a wait or a silence may last. */
const MINUTES_MAX = 24 * 60;
/** Seconds that a bot may take. */
const PATIENCE_MAX = 60;

export const empty: Draft = {
  name: "",
  bot: "scripted",
  script: "",
  url: "",
  botName: "",
  greeting: "",
  busyText: "",
  fallbackText: "",
  locale: "",
  queue: "",
  silence: "",
  patience: "",
  files: true,
  hoursOn: false,
  zone: ownZone(),
  week: noWeek(),
  daysOff: "",
  closedText: "",
  origins: "",
};

/** A channel as it stands. */
export function draftOf({ name, bot, settings }: ChannelRow): Draft {
  const script = bot.kind === "scripted" ? bot.script : undefined;
  const minutes = (seconds: number | undefined) => (seconds === undefined ? "" : String(Math.round((seconds / 60) * 100) / 100));
  return {
    name,
    bot: bot.kind,
    script: script === undefined ? "" : typeof script === "string" ? script : JSON.stringify(script, null, 2),
    url: bot.kind === "webhook" ? bot.url : "",
    botName: settings.bot_name ?? "",
    greeting: settings.greeting ?? "",
    busyText: settings.busy_text ?? "",
    fallbackText: settings.fallback_text ?? "",
    locale: settings.locale === "de" || settings.locale === "en" ? settings.locale : "",
    queue: minutes(settings.queue_seconds),
    silence: minutes(settings.silence_seconds),
    patience: settings.bot_seconds === undefined ? "" : String(settings.bot_seconds),
    files: settings.files ?? true,
    hoursOn: settings.hours !== undefined,
    zone: settings.hours?.time_zone ?? ownZone(),
    week: weekOf(settings.hours?.week ?? []),
    daysOff: (settings.hours?.closed ?? []).join("\n"),
    closedText: settings.closed_text ?? "",
    origins: (settings.allowed_origins ?? []).join("\n"),
  };
}

const lines = (text: string): string[] =>
  text
    .split(/[\n,]+/)
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** Whether it is an address of a site and nothing behind it. */
function isOrigin(text: string): boolean {
  return /^https?:\/\/[a-z0-9.:[\]-]+\/?$/i.test(text);
}

function isMinutes(text: string): boolean {
  const seconds = secondsOf(text);
  return text.trim() === "" || (seconds !== undefined && seconds >= 1 && seconds <= MINUTES_MAX * 60);
}

function secondsOf(text: string): number | undefined {
  const minutes = Number(text.trim().replace(",", "."));
  return text.trim() === "" || !Number.isFinite(minutes) ? undefined : Math.round(minutes * 60);
}

/** The fields that the server would not take. */
export function faults(draft: Draft): Field[] {
  const wrong: Field[] = [];
  if (draft.name.trim() === "") wrong.push("name");
  if (draft.bot === "webhook" && !/^https?:\/\/\S+$/i.test(draft.url.trim())) wrong.push("url");
  if (!isMinutes(draft.queue)) wrong.push("queue");
  if (!isMinutes(draft.silence)) wrong.push("silence");
  const patience = draft.patience.trim();
  if (patience !== "" && !(/^\d+$/.test(patience) && Number(patience) >= 1 && Number(patience) <= PATIENCE_MAX)) wrong.push("patience");
  if (draft.hoursOn && !isWhole(draft.week)) wrong.push("week");
  if (draft.hoursOn && !isZone(draft.zone.trim())) wrong.push("zone");
  if (draft.hoursOn && !lines(draft.daysOff).every(isDate)) wrong.push("daysOff");
  if (!lines(draft.origins).every(isOrigin)) wrong.push("origins");
  return wrong;
}

/** What is sent: fields that are empty are left out. */
export function body(draft: Draft): ChannelBody {
  const settings: ChannelSettings = {};
  const text = (value: string, set: (value: string) => void) => value.trim() !== "" && set(value.trim());
  text(draft.botName, (value) => (settings.bot_name = value));
  text(draft.greeting, (value) => (settings.greeting = value));
  text(draft.busyText, (value) => (settings.busy_text = value));
  text(draft.fallbackText, (value) => (settings.fallback_text = value));
  text(draft.closedText, (value) => (settings.closed_text = value));
  text(draft.patience, (value) => (settings.bot_seconds = Number(value)));
  if (!draft.files) settings.files = false;
  if (draft.hoursOn) settings.hours = hoursOf(draft);
  if (draft.locale !== "") settings.locale = draft.locale;
  const [queue, silence, origins] = [secondsOf(draft.queue), secondsOf(draft.silence), lines(draft.origins)];
  if (queue !== undefined) settings.queue_seconds = queue;
  if (silence !== undefined) settings.silence_seconds = silence;
  if (origins.length > 0) settings.allowed_origins = origins;
  return { name: draft.name.trim(), bot: botOf(draft), settings };
}

/** The hours as they are sent. */
export function hoursOf(draft: Pick<Draft, "zone" | "week" | "daysOff">): Hours {
  const closed = lines(draft.daysOff);
  return { time_zone: draft.zone.trim(), week: openingsOf(draft.week), ...(closed.length === 0 ? {} : { closed }) };
}

function botOf(draft: Draft): BotChoice {
  if (draft.bot === "webhook") return { kind: "webhook", url: draft.url.trim() };
  const script = draft.script.trim();
  return script === "" ? { kind: "scripted" } : { kind: "scripted", script: asObject(script) ?? script };
}

/** A flow that was written as JSON; `null`: it is TOML, or a file's name. */
function asObject(text: string): Record<string, unknown> | null {
  if (!text.startsWith("{")) return null;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** Where the server's names of fields stand in the form. */
const SERVER_FIELDS: [RegExp, Field][] = [
  [/^name/, "name"],
  [/^bot\.url/, "url"],
  [/^bot/, "script"],
  [/^settings\.bot_name/, "botName"],
  [/^settings\.greeting/, "greeting"],
  [/^settings\.busy_text/, "busyText"],
  [/^settings\.fallback_text/, "fallbackText"],
  [/^settings\.closed_text/, "closedText"],
  [/^settings\.hours\.time_zone/, "zone"],
  [/^settings\.hours\.closed/, "daysOff"],
  [/^settings\.hours/, "week"],
  [/^settings\.bot_seconds/, "patience"],
  [/^settings\.locale/, "locale"],
  [/^settings\.queue_seconds/, "queue"],
  [/^settings\.silence_seconds/, "silence"],
  [/^settings\.allowed_origins/, "origins"],
];

/** What the server says of which field of the form; `null`: of none of them. */
export function fieldOf(serverField: string): Field | null {
  return SERVER_FIELDS.find(([pattern]) => pattern.test(serverField))?.[1] ?? null;
}
