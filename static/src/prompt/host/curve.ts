// The curve of answers over the recording: some bins of the prompt, read once and drawn as lines. Pure but for the
// reading.

import type { Made, Question } from "../../wire/prompt";
import { bins, statistics } from "../shared/api";
import { average, choices, shares, tallyOf, type Tally } from "../shared/tally";

/** Points of a curve: enough for a screen's width. */
export const POINTS_MAX = 60;

export interface Point {
  /** Seconds. */
  time: number;
  tally: Tally;
}

/** The bins that are read: all, or evenly spread ones with the last. */
export function sampled(duration: number): number[] {
  const count = bins(duration);
  const step = Math.max(1, Math.ceil(count / POINTS_MAX));
  const picked = Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step);
  return picked[picked.length - 1] === count - 1 ? picked : [...picked, count - 1];
}

/** Reads the curve; `null` where the server does not tell. */
export async function readCurve(prompt: Made): Promise<Point[] | null> {
  const width = prompt.duration_seconds / bins(prompt.duration_seconds);
  const points: Point[] = [];
  for (const bin of sampled(prompt.duration_seconds)) {
    const sums = await statistics(prompt.kind, prompt.uid, prompt.jwt, bin);
    if (!sums.ok) return null;
    points.push({ time: bin * width, tally: tallyOf(prompt.prompt, sums.value) });
  }
  return points;
}

/** One line of the curve, values from 0 to 1. */
export interface Line {
  /** The answer that it is of; `null`: all of them together. */
  choice: number | null;
  values: number[];
}

/** The lines for a question: the average, the share that presses, or each answer's share. */
export function lines(question: Question, points: Point[]): Line[] {
  switch (question.style) {
    case "numeric": {
      // One number alone is possible.
      const spread = Math.max(1, question.max - question.min);
      const values = points.map((point) => ((average(question, point.tally) ?? question.min) - question.min) / spread);
      return [{ choice: null, values }];
    }
    case "press":
      return [{ choice: null, values: points.map((point) => (point.tally.users === 0 ? 0 : Math.min(1, point.tally.pressing / point.tally.users))) }];
    case "color":
    case "word":
      return choices(question).map((choice, i) => ({ choice, values: points.map((point) => shares(point.tally)[i] ?? 0) }));
  }
}

/** The last point at or before a second. */
export function at(points: Point[], time: number): Point | null {
  let found: Point | null = points[0] ?? null;
  for (const point of points) if (point.time <= time) found = point;
  return found;
}
