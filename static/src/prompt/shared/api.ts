// The calls of both dialects, as these pages need them.

import { call, type Answer } from "../../shared/http";
import type {
  Dialect,
  EventData,
  EventType,
  FaceList,
  Icon,
  JourneyPage,
  JourneyStatistics,
  PromptPage,
  PromptStatistics,
  Question,
  RecordingLink,
} from "../../wire/prompt";
import { happening, NAMES, type Happening } from "./dialect";
import { tallyOf, type Tally } from "./tally";

/** A prompt that was begun: who we are in it, and what it asks. */
export interface Begun {
  uid: string;
  jwt: string;
  session_uid: string;
  prompt: Question;
  duration_seconds: number;
  recording?: RecordingLink;
}

/** Sums up to a second. */
export type Statistics = Omit<PromptStatistics, "prompt_time">;

/** The call's name of each event that a page posts. */
const POSTS: Record<EventType, string> = {
  join: "join",
  leave: "leave",
  like: "like",
  numeric_prompt_response: "respond_numeric_prompt",
  press_prompt_start_response: "respond_press_prompt/start",
  press_prompt_end_response: "respond_press_prompt/end",
  color_prompt_response: "respond_color_prompt",
  word_prompt_response: "respond_word_prompt",
};
/** Happenings asked for at once. */
const HISTORY_LIMIT = 200;

/** Posts one event. `keepalive`: the page is going. */
export function post(dialect: Dialect, begun: Begun, bearer: string, type: EventType, time: number, data: EventData, keepalive = false) {
  const names = NAMES[dialect];
  const body = { [names.uid]: begun.uid, [names.jwt]: begun.jwt, session_uid: begun.session_uid, [names.time]: time, data };
  return call<{ uid: string }>("POST", `${names.http}/events/${POSTS[type]}`, bearer, body, keepalive);
}

/** What others did from second `from` until before `to`: a sample where there was much. */
export async function history(dialect: Dialect, uid: string, jwt: string, from: number, to: number): Promise<Answer<Happening[]>> {
  const names = NAMES[dialect];
  const filters = {
    [names.uid]: { operator: "eq", value: uid },
    [names.time]: { operator: "bte", value: [from, to] },
    dropout_for_total: { operator: "eq", value: HISTORY_LIMIT },
  };
  const sort = [{ key: names.time, dir: "asc", before: null, after: null }];
  const body = { filters, sort, limit: HISTORY_LIMIT };
  const answer = await call<PromptPage | JourneyPage>("POST", `${names.http}/events/search`, jwt, body);
  return answer.ok ? { ok: true, value: answer.value.items.map(happening) } : answer;
}

/** Sums up to and including a bin. */
export function statistics(dialect: Dialect, uid: string, jwt: string, bin: number): Promise<Answer<PromptStatistics | JourneyStatistics>> {
  return call("GET", `${NAMES[dialect].http}/events/stats?uid=${encodeURIComponent(uid)}&bin=${bin}`, jwt);
}

/** Pictures of people who are there at a second. */
export async function faces(dialect: Dialect, uid: string, jwt: string, time: number, limit: number): Promise<Answer<Icon[]>> {
  const names = NAMES[dialect];
  const answer = await call<FaceList>("POST", `${names.http}/profile_pictures`, undefined, { uid, jwt, [names.time]: time, limit });
  return answer.ok ? { ok: true, value: answer.value.items.map((item) => item.picture) } : answer;
}

/** Seconds after which whoever took part has joined, and nobody has left at the end yet. */
const JOINED_S = 2;

/** Everybody's answers by now, and how many took part: at the end all have left, so these are counted near the start. */
export async function totals(prompt: Pick<Begun, "uid" | "jwt" | "prompt" | "duration_seconds"> & { kind: Dialect }): Promise<Tally | null> {
  const { kind, uid, jwt, duration_seconds: duration } = prompt;
  const [last, early] = await Promise.all([statistics(kind, uid, jwt, bins(duration) - 1), statistics(kind, uid, jwt, binOf(JOINED_S, duration))]);
  return last.ok && early.ok ? { ...tallyOf(prompt.prompt, last.value), users: early.value.users } : null;
}

/** Bins of a duration, as the server counts them. */
export function bins(duration: number): number {
  return duration <= 1 ? 1 : 2 ** Math.ceil(Math.log2(duration)) - 1;
}

/** The bin that holds a second. */
export function binOf(time: number, duration: number): number {
  const count = bins(duration);
  return Math.max(0, Math.min(count - 1, Math.floor((time / duration) * count)));
}
