import assert from "node:assert/strict";
import { test } from "node:test";
import { body, empty, faults, type Draft } from "./draft";

const good: Draft = { ...empty, text: "How do you feel?" };

test("a complete draft has no fault and becomes the server's body", () => {
  assert.deepEqual(faults(good), []);
  assert.deepEqual(body(good), {
    kind: "interactive_prompt",
    prompt: { style: "numeric", text: "How do you feel?", min: 1, max: 10, step: 1 },
    duration_seconds: 30,
  });
});

test("each rule of the protocol names its field", () => {
  assert.deepEqual(faults({ ...good, text: " " }), ["text"]);
  assert.deepEqual(faults({ ...good, text: "x".repeat(76) }), ["text"]);
  assert.deepEqual(faults({ ...good, max: "11", min: "0" }), ["range"]);
  assert.deepEqual(faults({ ...good, max: "1.5" }), ["range"]);
  assert.deepEqual(faults({ ...good, style: "word", options: ["calm", " "] }), ["options"]);
  assert.deepEqual(faults({ ...good, style: "word", options: ["calm", "x".repeat(46)] }), ["options"]);
  assert.deepEqual(faults({ ...good, style: "color", colors: ["#123456", "red"] }), ["options"]);
  assert.deepEqual(faults({ ...good, seconds: "301" }), ["seconds"]);
  assert.deepEqual(faults({ ...good, identifier: "a b" }), ["identifier"]);
});

test("a journey with a recording needs no length, a prompt does", () => {
  assert.deepEqual(faults({ ...good, kind: "journey", seconds: "" }, true), []);
  assert.deepEqual(faults({ ...good, kind: "journey", seconds: "" }), ["seconds"]);
});
