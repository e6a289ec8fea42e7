import assert from "node:assert/strict";
import { test } from "node:test";
import type { Begun } from "../shared/api";
import type { Happening } from "../shared/dialect";
import { answer, answerOf, did, happened, initial, isOver, opened, settled, summed, type Model } from "./model";

const begun: Begun = {
  uid: "p",
  jwt: "j",
  session_uid: "mine",
  prompt: { style: "word", text: "How was it?", options: ["calm", "awake"] },
  duration_seconds: 30,
};
const running = (): Model => ({ ...initial("Ana"), screen: "running", begun, time: 1, tally: { users: 2, likes: 0, active: [0, 0], pressing: 0, presses: 0 } });
let ids = 0;
const event = (type: Happening["type"], data: object, session = "theirs"): Happening => ({ uid: `e${++ids}`, session, user: null, type, time: 1, icon: null, data: data as Happening["data"] });

test("given somebody who joined by name, when they answer and change it, then the line says who and the sums move", () => {
  let model = happened(running(), event("join", { name: "Ben" }));
  model = happened(model, event("word_prompt_response", { index: 0 }));
  model = happened(model, event("word_prompt_response", { index: 1 }));
  assert.deepEqual(model.tally.active, [0, 1]);
  assert.equal(model.tally.users, 3);
  assert.deepEqual(model.lines.map((line) => [line.name, line.what, line.value]), [["Ben", "joined", null], ["Ben", "answered", 0], ["Ben", "answered", 1]]);
});

test("our own answer counts at once, a change takes the former one away", () => {
  const choose = (model: Model, value: number) => {
    const { type, data } = answerOf(model, value)!;
    return answer(model, type, data);
  };
  const once = choose(running(), 0);
  const twice = choose(once, 1);
  assert.deepEqual([once.mine, once.tally.active, twice.mine, twice.tally.active], [0, [1, 0], 1, [0, 1]]);
});

test("hearts float and are gone; only so many at a time, only so many lines", () => {
  let model = running();
  for (let i = 0; i < 40; i += 1) model = happened(model, event("like", {}));
  assert.equal(model.hearts.length, 24);
  assert.equal(model.lines.length, 4);
  assert.equal(model.tally.likes, 40);
  const gone = settled(model, model.hearts[0]!);
  assert.equal(gone.hearts.length, 23);
});

test("it is over at the duration, not before", () => {
  assert.equal(isOver({ ...running(), time: 29.99 }), false);
  assert.equal(isOver({ ...running(), time: 30 }), true);
});

test("given a later visitor, when the server's sums and the history tell of the same people, then each counts once", () => {
  // Three were here before: their joins lie in the first second, and one has answered in the second one.
  const sums = { users: 4, likes: 0, active: [0, 0], pressing: 0, presses: 0 };
  let model: Model = { ...opened(initial("Dora"), begun), screen: "running", time: 0 };
  model = did(model, "join", { name: "Dora" });
  for (const name of ["Ana", "Ben", "Cleo"]) model = happened({ ...model, time: 0.2 }, { ...event("join", { name }, name), time: 0.1 });
  assert.equal(model.tally.users, 4);
  model = happened({ ...model, time: 1.2 }, { ...event("word_prompt_response", { index: 1 }, "Ana"), time: 1.1 });
  // The sums of the first second come; the answer of the second one is not in them.
  model = summed({ ...model, time: 1.3 }, sums, 0.97);
  assert.deepEqual([model.tally.users, model.tally.active], [4, [0, 1]]);
  model = summed({ ...model, time: 3.3 }, { ...sums, active: [0, 1] }, 2.9);
  assert.deepEqual([model.tally.users, model.tally.active], [4, [0, 1]]);
});

test("given an answer that the server's sums do not know yet, when they come, then it still counts, and a change too", () => {
  let model: Model = { ...opened(initial("Ana"), begun), screen: "running", time: 3 };
  model = answer(model, "word_prompt_response", { index: 0 });
  model = summed({ ...model, time: 3.1 }, { users: 1, likes: 0, active: [0, 5], pressing: 0, presses: 0 }, 2.9);
  assert.deepEqual(model.tally.active, [1, 5]);
  model = answer({ ...model, time: 3.4 }, "word_prompt_response", { index: 1 });
  model = summed({ ...model, time: 3.5 }, { users: 1, likes: 0, active: [0, 5], pressing: 0, presses: 0 }, 2.9);
  assert.deepEqual(model.tally.active, [0, 6]);
});
