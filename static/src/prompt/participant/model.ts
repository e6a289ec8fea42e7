// What the participant's page knows, and how it changes. Pure: screens are functions of it.

import type { Behind, Icon } from "../../wire/prompt";
import type { Begun } from "../shared/api";
import { answered, nameIn, type Happening } from "../shared/dialect";
import { after, nobody, type Tally } from "../shared/tally";

/** One line of what happens. */
export interface Line {
  uid: string;
  name: string;
  icon: Icon | null;
  what: "joined" | "left" | "liked" | "answered" | "pressed";
  /** The answer, where there is one. */
  value: number | null;
}

export interface Model {
  screen: "looking" | "door" | "preparing" | "countdown" | "running" | "ended" | "problem";
  /** What stands behind the link; `null` until the server has told. */
  behind: Behind | null;
  name: string;
  begun: Begun | null;
  /** Seconds since our own start; negative while we count down. */
  time: number;
  tally: Tally;
  lines: Line[];
  /** Hearts of the last moments, by id, to be shown floating. */
  hearts: string[];
  /** Presses of others in the last moments, by id. */
  ripples: string[];
  faces: Icon[];
  /** Our own answer. */
  mine: number | null;
  pressing: boolean;
  likes: number;
  /** The most people that were here at one of our seconds. */
  peak: number;
  problem: { kind: "notFound" | "unreachable" | "refused"; detail: string } | null;
  /** Who goes by which name, by session. */
  names: Record<string, string>;
  /** Last known answers of others, by session. */
  answers: Record<string, number>;
}

/** Seconds that are counted before the start. */
export const COUNTDOWN_S = 3;
/** Lines that are kept on the page. */
const LINES_MAX = 4;
/** Things that float at one time. */
const FLOATING_MAX = 24;
/** People whose names and answers are remembered. */
const PEOPLE_MAX = 2_000;

/** The page before anything has happened. */
export function initial(name: string): Model {
  return {
    screen: "looking",
    behind: null,
    name,
    begun: null,
    time: -COUNTDOWN_S,
    tally: nobody,
    lines: [],
    hearts: [],
    ripples: [],
    faces: [],
    mine: null,
    pressing: false,
    likes: 0,
    peak: 0,
    problem: null,
    names: {},
    answers: {},
  };
}

/** The moment at which the prompt is over for us. */
export const isOver = (model: Model): boolean => model.begun !== null && model.time >= model.begun.duration_seconds;

/** Somebody did something, now. */
export function happened(model: Model, one: Happening): Model {
  if (model.begun === null) return model;
  const session = one.session ?? one.uid;
  const value = answered(one.data);
  const names = one.type === "join" && nameIn(one.data) !== "" ? remember(model.names, session, nameIn(one.data)) : model.names;
  const tally = after(model.tally, model.begun.prompt, one, model.answers[session] ?? null);
  const next: Model = {
    ...model,
    names,
    tally,
    answers: value === null ? model.answers : remember(model.answers, session, value),
    hearts: one.type === "like" ? floating(model.hearts, one.uid) : model.hearts,
    ripples: one.type === "press_prompt_start_response" ? floating(model.ripples, one.uid) : model.ripples,
  };
  const line = lineOf(one, names[session] ?? "", value);
  return line === null ? next : { ...next, lines: [...model.lines, line].slice(-LINES_MAX) };
}

/** Something that floated has left the screen. */
export function settled(model: Model, uid: string): Model {
  return { ...model, hearts: model.hearts.filter((id) => id !== uid), ripples: model.ripples.filter((id) => id !== uid) };
}

/** Our own answer counts at once; the server's sums confirm it. */
export function answer(model: Model, value: number): Model {
  if (model.begun === null) return model;
  const one = { type: ownType(model), data: { index: value, rating: value } } as unknown as Happening;
  return { ...model, mine: value, tally: after(model.tally, model.begun.prompt, one, model.mine) };
}

function ownType(model: Model): Happening["type"] {
  switch (model.begun?.prompt.style) {
    case "color":
      return "color_prompt_response";
    case "word":
      return "word_prompt_response";
    default:
      return "numeric_prompt_response";
  }
}

function remember<T>(known: Record<string, T>, key: string, value: T): Record<string, T> {
  const keys = Object.keys(known);
  if (keys.length < PEOPLE_MAX || key in known) return { ...known, [key]: value };
  const { [keys[0]!]: _, ...rest } = known;
  return { ...rest, [key]: value };
}

function floating(ids: string[], uid: string): string[] {
  return [...ids, uid].slice(-FLOATING_MAX);
}

function lineOf(one: Happening, name: string, value: number | null): Line | null {
  const line = (what: Line["what"]): Line => ({ uid: one.uid, name, icon: one.icon, what, value });
  switch (one.type) {
    case "join":
      return line("joined");
    case "leave":
      return line("left");
    case "like":
      return line("liked");
    case "press_prompt_start_response":
      return line("pressed");
    case "press_prompt_end_response":
      return null;
    case "numeric_prompt_response":
    case "color_prompt_response":
    case "word_prompt_response":
      return line("answered");
  }
}
