// The two names of one protocol: where its calls are and how its fields are called. Everything else in these
// pages knows only happenings.

import type { EventData, EventType, Icon, JourneyItem, JourneyLiveEvent, PromptItem, PromptLiveEvent } from "../../wire/prompt";
import type { Dialect } from "../../wire/prompt";

interface Names {
  /** Prefix of the calls. */
  http: string;
  /** Path of the live socket. */
  socket: string;
  uid: "interactive_prompt_uid" | "journey_uid";
  jwt: "interactive_prompt_jwt" | "journey_jwt";
  time: "prompt_time" | "journey_time";
  expected: "expected_receive_prompt_time" | "expected_receive_journey_time";
}

export const NAMES: Record<Dialect, Names> = {
  interactive_prompt: {
    http: "/api/1/interactive_prompts",
    socket: "/api/2/interactive_prompts/live",
    uid: "interactive_prompt_uid",
    jwt: "interactive_prompt_jwt",
    time: "prompt_time",
    expected: "expected_receive_prompt_time",
  },
  journey: {
    http: "/api/1/journeys",
    socket: "/api/2/journeys/live",
    uid: "journey_uid",
    jwt: "journey_jwt",
    time: "journey_time",
    expected: "expected_receive_journey_time",
  },
};

/** Something that somebody did at a second of the prompt, live or long ago. */
export interface Happening {
  uid: string;
  session: string | null;
  user: string | null;
  type: EventType;
  /** Seconds since that person's own start. */
  time: number;
  icon: Icon | null;
  data: EventData;
}

/** An event of either dialect, from the socket or from the history. */
export function happening(event: PromptLiveEvent | JourneyLiveEvent | PromptItem | JourneyItem): Happening {
  const { uid, user_sub: user, session_uid: session, evtype: type, data } = event;
  const time = "prompt_time" in event ? event.prompt_time : event.journey_time;
  const icon = "icon" in event ? event.icon : null;
  return { uid, user, session, type, time, icon, data };
}

/** A number that an answer carries; `null` where it carries none. */
export function answered(data: EventData): number | null {
  if ("rating" in data) return data.rating;
  if ("index" in data) return data.index;
  return null;
}

/** The name that somebody who joins or leaves goes by; empty where the dialect tells none. */
export const nameIn = (data: EventData): string => ("name" in data ? data.name : "");
