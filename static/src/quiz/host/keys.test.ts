import assert from "node:assert/strict";
import { test } from "node:test";
import type { Focus, Key } from "../../shared/keys";
import { wishOf } from "./keys";
import { initialModel, type HostModel } from "./model";

const press = (key: string, phase: HostModel["phase"], focus: Focus = "nothing", over: Partial<Key> = {}) =>
  wishOf({ key, ctrlKey: false, altKey: false, metaKey: false, repeat: false, ...over }, focus, { ...initialModel("X"), access: "granted", phase });

test("Space is the main action of each phase", () => {
  assert.equal(press(" ", "waiting"), "start");
  assert.equal(press(" ", "question_open"), "reveal");
  assert.equal(press(" ", "question_paused"), "resume");
  assert.equal(press(" ", "question_revealed"), "next");
  assert.equal(press(" ", "round_leaderboard"), "next");
  assert.equal(press(" ", "ended"), null);
});

test("letters, upper or lower case", () => {
  assert.equal(press("p", "question_open"), "pause");
  assert.equal(press("P", "question_paused"), "resume");
  assert.equal(press("+", "question_open"), "extend");
  assert.equal(press("R", "question_open"), "reveal");
  assert.equal(press("l", "question_open"), "leaderboard");
  assert.equal(press("?", "waiting"), "help");
});

test("keys never fire while somebody types, holds them or means the browser", () => {
  assert.equal(press("r", "question_open", "text"), null);
  assert.equal(press(" ", "question_open", "text"), null);
  assert.equal(press("r", "question_open", "nothing", { ctrlKey: true }), null);
  assert.equal(press("r", "question_open", "nothing", { repeat: true }), null);
});

test("a focused control keeps Space for itself; Escape means nothing", () => {
  assert.equal(press(" ", "question_open", "control"), null);
  assert.equal(press("n", "question_revealed", "control"), "next");
  assert.equal(press("Escape", "question_open"), null);
});
