// A prompt as it is being made: what is typed, and what is wrong with it. Pure.

import type { Dialect, NewPrompt, Question } from "../../wire/prompt";

export type Style = Question["style"];

export interface Draft {
  kind: Dialect;
  style: Style;
  text: string;
  min: string;
  max: string;
  colors: string[];
  options: string[];
  seconds: string;
  identifier: string;
}

export type Field = "text" | "range" | "options" | "seconds" | "identifier";

/** Limits of the protocol. */
export const TEXT_MAX = 75;
export const OPTION_MAX = 45;
export const CHOICES_MIN = 2;
export const CHOICES_MAX = 8;
const NUMBERS_MAX = 11;
const SECONDS_MIN = 5;
const SECONDS_MAX = 300;
const COLOR = /^#[0-9a-f]{6}$/i;
const IDENTIFIER = /^[A-Za-z0-9_-]{1,64}$/;

/** Colours to begin with: told apart by most eyes, and named by letters anyway. */
export const PALETTE = ["#2463D6", "#F6C24A", "#BF1D48", "#8CE3CC", "#7A4FBF", "#E07B39", "#3C8C4A", "#6B7280"];

export const empty: Draft = {
  kind: "interactive_prompt",
  style: "numeric",
  text: "",
  min: "1",
  max: "10",
  colors: PALETTE.slice(0, 4),
  options: ["", ""],
  seconds: "30",
  identifier: "",
};

/** The fields that cannot stay as they are. A journey with a recording takes its length from that. */
export function faults(draft: Draft, hasRecording = false): Field[] {
  const wrong: Field[] = [];
  const length = [...draft.text.trim()].length;
  if (length < 1 || length > TEXT_MAX) wrong.push("text");
  if (draft.style === "numeric") {
    const [min, max] = [Number(draft.min), Number(draft.max)];
    const whole = draft.min.trim() !== "" && draft.max.trim() !== "" && Number.isInteger(min) && Number.isInteger(max);
    if (!whole || max <= min || max - min + 1 > NUMBERS_MAX) wrong.push("range");
  }
  const filled = draft.options.map((option) => option.trim()).filter((option) => option !== "");
  const tooLong = filled.some((option) => [...option].length > OPTION_MAX);
  if (draft.style === "word" && (filled.length < CHOICES_MIN || filled.length > CHOICES_MAX || tooLong)) wrong.push("options");
  const colors = draft.colors.length;
  if (draft.style === "color" && (colors < CHOICES_MIN || colors > CHOICES_MAX || !draft.colors.every((color) => COLOR.test(color)))) wrong.push("options");
  const seconds = Number(draft.seconds);
  const needed = draft.kind === "interactive_prompt" || !hasRecording;
  if (needed && !(seconds >= SECONDS_MIN && seconds <= SECONDS_MAX)) wrong.push("seconds");
  if (draft.identifier.trim() !== "" && !IDENTIFIER.test(draft.identifier.trim())) wrong.push("identifier");
  return wrong;
}

/** What is asked, as the server takes it. */
export function question(draft: Draft): Question {
  const text = draft.text.trim();
  switch (draft.style) {
    case "numeric":
      return { style: "numeric", text, min: Number(draft.min), max: Number(draft.max), step: 1 };
    case "press":
      return { style: "press", text };
    case "color":
      return { style: "color", text, colors: draft.colors.map((color) => color.toUpperCase()) };
    case "word":
      return { style: "word", text, options: draft.options.map((option) => option.trim()).filter((option) => option !== "") };
  }
}

/** The whole body. */
export function body(draft: Draft): NewPrompt {
  const identifier = draft.identifier.trim();
  return {
    kind: draft.kind,
    prompt: question(draft),
    duration_seconds: Number(draft.seconds),
    ...(identifier === "" ? {} : { identifier }),
  };
}
