import assert from "node:assert/strict";
import { test } from "node:test";
import type { Focus, Key } from "../../shared/keys";
import { KEYS, wishOf } from "./keys";

const key = (name: string, over: Partial<Key> = {}): Key => ({ key: name, ctrlKey: false, altKey: false, metaKey: false, repeat: false, ...over });
const at = (name: string, focus: Focus = "nothing") => wishOf(key(name), focus);

test("every key of the help does what it says", () => {
  for (const { keys, wish } of KEYS) assert.equal(at(keys === "Space" ? " " : keys.toLowerCase()), wish, keys);
});

test("Space is a control's own where one has the focus, and every key a text field's", () => {
  assert.equal(at(" ", "control"), null);
  assert.equal(at("n", "control"), "next");
  for (const { keys } of KEYS) assert.equal(at(keys === "Space" ? " " : keys, "text"), null, keys);
});

test("a held key and the browser's own short cuts do nothing; Escape never does anything", () => {
  assert.equal(wishOf(key("n", { repeat: true }), "nothing"), null);
  assert.equal(wishOf(key("f", { ctrlKey: true }), "nothing"), null);
  assert.equal(at("Escape"), null);
});
