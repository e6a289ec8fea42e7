import assert from "node:assert/strict";
import { test } from "node:test";
import type { Question } from "../../wire/prompt";
import type { Happening } from "./dialect";
import { after, average, choices, nobody, shares, tallyOf } from "./tally";

const mood: Question = { style: "numeric", text: "How do you feel?", min: 1, max: 5, step: 1 };
const words: Question = { style: "word", text: "A word?", options: ["calm", "awake"] };
const event = (type: Happening["type"], data: object): Happening => ({ uid: "u", session: "s", user: null, type, time: 0, icon: null, data: data as Happening["data"] });

test("sums of the server become counts in the order of the answers", () => {
  const sums = { bin_width: 1, users: 4, likes: 2, numeric_active: { "2": 1, "5": 3 }, press_active: null, press: null, color_active: null, word_active: null };
  const tally = tallyOf(mood, sums);
  assert.deepEqual(choices(mood), [1, 2, 3, 4, 5]);
  assert.deepEqual(tally.active, [0, 1, 0, 0, 3]);
  assert.equal(average(mood, tally), (2 + 15) / 4);
  assert.deepEqual(shares(tally), [0, 0.25, 0, 0, 0.75]);
});

test("a changed answer counts anew and takes the former one away", () => {
  const first = after({ ...nobody, active: [0, 0] }, words, event("word_prompt_response", { index: 1 }), null);
  const second = after(first, words, event("word_prompt_response", { index: 0 }), 1);
  assert.deepEqual([first.active, second.active], [[0, 1], [1, 0]]);
  assert.equal(average(words, { ...nobody, active: [0, 0] }), null);
});

test("presses are counted and let go", () => {
  const press: Question = { style: "press", text: "Press" };
  const down = after(nobody, press, event("press_prompt_start_response", {}), null);
  const up = after(down, press, event("press_prompt_end_response", {}), null);
  assert.deepEqual([down.pressing, down.presses, up.pressing, up.presses], [1, 1, 0, 1]);
});
