// What the participant's page knows, and how it changes. Pure: screens are functions of it.

import type { Behind, EventData, EventType, Icon } from "../../wire/prompt";
import type { Begun } from "../shared/api";
import { answered, nameIn, type Happening } from "../shared/dialect";
import { after, choices, nobody, type Tally } from "../shared/tally";

/** One line of what happens. */
export interface Line {
  uid: string;
  name: string;
  icon: Icon | null;
  what: "joined" | "left" | "liked" | "answered" | "pressed";
  /** The answer, where there is one. */
  value: number | null;
}

/** Something that has moved the sums lately: the server tells those of a moment that is over, and knows nothing of it yet. */
interface Move {
  one: Happening;
  /** What that person had answered before, where we know it. */
  former: number | null;
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
  /** What has moved it in the last seconds. */
  moves: Move[];
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
  /** The network is away: what happens elsewhere is not seen, what we do waits. */
  away: boolean;
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
/** Seconds for which a move is kept: longer than a bin and the way of an answer. And moves at most. */
const MOVES_S = 5;
const MOVES_MAX = 500;

/** The page before anything has happened. */
export function initial(name: string): Model {
  return {
    screen: "looking",
    behind: null,
    name,
    begun: null,
    time: -COUNTDOWN_S,
    tally: nobody,
    moves: [],
    lines: [],
    hearts: [],
    ripples: [],
    faces: [],
    mine: null,
    pressing: false,
    likes: 0,
    peak: 0,
    away: false,
    problem: null,
    names: {},
    answers: {},
  };
}

/** The moment at which the prompt is over for us. */
export const isOver = (model: Model): boolean => model.begun !== null && model.time >= model.begun.duration_seconds;

/** A prompt begins: nobody has answered yet as far as we know. */
export function opened(model: Model, begun: Begun): Model {
  return { ...model, screen: "countdown", begun, time: -COUNTDOWN_S, tally: { ...nobody, active: choices(begun.prompt).map(() => 0) } };
}

/** Somebody did something, now. */
export function happened(model: Model, one: Happening): Model {
  if (model.begun === null) return model;
  const session = one.session ?? one.uid;
  const value = answered(one.data);
  const names = one.type === "join" && nameIn(one.data) !== "" ? remember(model.names, session, nameIn(one.data)) : model.names;
  const next: Model = {
    ...moved(model, one, model.answers[session] ?? null),
    names,
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

/** Something that we did counts at once; the server's sums confirm it. */
export function did(model: Model, type: EventType, data: EventData): Model {
  return moved(model, { uid: "", session: null, user: null, type, time: model.time, icon: null, data }, model.mine);
}

/** Our own answer. */
export function answer(model: Model, type: EventType, data: EventData): Model {
  return { ...did(model, type, data), mine: answered(data) };
}

/** The event that answers a question with a value; `null` where it is answered otherwise. */
export function answerOf(model: Model, value: number): { type: EventType; data: EventData } | null {
  switch (model.begun?.prompt.style) {
    case "numeric":
      return { type: "numeric_prompt_response", data: { rating: value } };
    case "color":
      return { type: "color_prompt_response", data: { index: value } };
    case "word":
      return { type: "word_prompt_response", data: { index: value } };
    default:
      return null;
  }
}

/** The server's sums of everything before the second `until`, and what we have seen since. */
export function summed(model: Model, sums: Tally, until: number): Model {
  const { begun } = model;
  if (begun === null) return model;
  const since = model.moves.filter(({ one }) => one.time >= until);
  return { ...model, tally: since.reduce((tally, { one, former }) => after(tally, begun.prompt, one, former), sums) };
}

function moved(model: Model, one: Happening, former: number | null): Model {
  if (model.begun === null) return model;
  const recent = model.moves.filter((move) => move.one.time >= model.time - MOVES_S);
  const moves = [...recent, { one, former }].slice(-MOVES_MAX);
  return { ...model, moves, tally: after(model.tally, model.begun.prompt, one, former) };
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
