import assert from "node:assert/strict";
import { test } from "node:test";
import type { Question } from "../../wire/prompt";
import { nobody } from "../shared/tally";
import { at, lines, POINTS_MAX, sampled } from "./curve";

test("a short prompt is read bin by bin, a long one in even steps with its end", () => {
  assert.deepEqual(sampled(5), [0, 1, 2, 3, 4, 5, 6]);
  const long = sampled(300);
  assert.equal(long[long.length - 1], 510);
  assert.ok(long.length <= POINTS_MAX + 1);
});

test("numbers have one line between their bounds, words one each", () => {
  const mood: Question = { style: "numeric", text: "?", min: 0, max: 10, step: 1 };
  const tally = { ...nobody, active: [0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0] };
  assert.deepEqual(lines(mood, [{ time: 0, tally }]), [{ choice: null, values: [0.5] }]);
  const words: Question = { style: "word", text: "?", options: ["a", "b"] };
  const found = lines(words, [{ time: 0, tally: { ...nobody, active: [1, 3] } }]);
  assert.deepEqual(found.map((line) => line.values), [[0.25], [0.75]]);
});

test("the sums at a second are those of the last point before it", () => {
  const points = [0, 2, 4].map((time) => ({ time, tally: nobody }));
  assert.equal(at(points, 3.9)?.time, 2);
  assert.equal(at(points, 99)?.time, 4);
  assert.equal(at([], 1), null);
});
