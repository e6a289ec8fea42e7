import assert from "node:assert/strict";
import { test } from "node:test";
import type { Focus } from "../../shared/keys";
import { KEYS, wishOf } from "./keys";

const press = (key: string, focus: Focus = "nothing", part: { altKey?: boolean; ctrlKey?: boolean } = {}) => wishOf({ key, ctrlKey: false, altKey: false, metaKey: false, repeat: false, ...part }, focus);

test("keys of the help do what it says, and none of them in a text field", () => {
  for (const { keys, wish } of KEYS.filter(({ keys }) => !keys.startsWith("Alt"))) {
    assert.equal(press(keys), wish);
    assert.equal(press(keys, "control"), wish);
    assert.equal(press(keys, "text"), null);
  }
  assert.equal(press("E", "nothing", { ctrlKey: true }), null);
});

test("with Alt the arrows change the conversation from anywhere", () => {
  assert.equal(press("ArrowDown", "text", { altKey: true }), "next");
  assert.equal(press("ArrowUp", "nothing", { altKey: true }), "previous");
  assert.equal(press("ArrowDown", "text"), null);
});
