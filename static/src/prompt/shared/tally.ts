// What all have answered up to now: the server's sums, moved on by what has happened since.

import type { Question } from "../../wire/prompt";
import type { Statistics } from "./api";
import { answered, type Happening } from "./dialect";

/** Sums for the screen. */
export interface Tally {
  users: number;
  likes: number;
  /** How many hold each answer, in the order of the question's answers; empty for a press. */
  active: number[];
  /** Who presses now, and presses in all. */
  pressing: number;
  presses: number;
}

export const nobody: Tally = { users: 0, likes: 0, active: [], pressing: 0, presses: 0 };

/** The answers that a question offers, as numbers that an event carries. */
export function choices(question: Question): number[] {
  switch (question.style) {
    case "numeric":
      return Array.from({ length: Math.floor((question.max - question.min) / question.step) + 1 }, (_, i) => question.min + i * question.step);
    case "press":
      return [];
    case "color":
      return question.colors.map((_, i) => i);
    case "word":
      return question.options.map((_, i) => i);
  }
}

/** The server's sums as a tally. */
export function tallyOf(question: Question, sums: Statistics): Tally {
  const active = choices(question).map((choice, i) => {
    if (question.style === "numeric") return sums.numeric_active?.[String(choice)] ?? 0;
    return (question.style === "color" ? sums.color_active : sums.word_active)?.[i] ?? 0;
  });
  return { users: sums.users, likes: sums.likes, active, pressing: sums.press_active ?? 0, presses: sums.press ?? 0 };
}

/** The tally after something happened. `former`: what that person had answered before, where we know it. */
export function after(tally: Tally, question: Question, one: Happening, former: number | null): Tally {
  switch (one.type) {
    case "join":
      return { ...tally, users: tally.users + 1 };
    case "leave":
      return { ...tally, users: Math.max(0, tally.users - 1) };
    case "like":
      return { ...tally, likes: tally.likes + 1 };
    case "press_prompt_start_response":
      return { ...tally, pressing: tally.pressing + 1, presses: tally.presses + 1 };
    case "press_prompt_end_response":
      return { ...tally, pressing: Math.max(0, tally.pressing - 1) };
    case "numeric_prompt_response":
    case "color_prompt_response":
    case "word_prompt_response":
      return { ...tally, active: moved(tally.active, choices(question), answered(one.data), former) };
  }
}

function moved(active: number[], all: number[], to: number | null, from: number | null): number[] {
  return active.map((count, i) => Math.max(0, count + (all[i] === to ? 1 : 0) - (from !== null && all[i] === from ? 1 : 0)));
}

/** The mean of all numeric answers; `null` where nobody has answered. */
export function average(question: Question, tally: Tally): number | null {
  const count = tally.active.reduce((sum, n) => sum + n, 0);
  if (count === 0) return null;
  return choices(question).reduce((sum, choice, i) => sum + choice * (tally.active[i] ?? 0), 0) / count;
}

/** Shares of the answers, each from 0 to 1. */
export function shares(tally: Tally): number[] {
  const count = tally.active.reduce((sum, n) => sum + n, 0);
  return tally.active.map((n) => (count === 0 ? 0 : n / count));
}
