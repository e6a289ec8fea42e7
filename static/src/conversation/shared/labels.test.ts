import assert from "node:assert/strict";
import { test } from "node:test";
import type { Part } from "../../wire/conversation";
import { labelled, labelOf } from "./labels";

const text = (said: string): { parts: Part[] } => ({ parts: [{ type: "text", text: said }] });
const buttons = (label: string, value: string): { parts: Part[] } => ({ parts: [{ type: "button", buttons: { title: "", options: [{ label, value }] } }] });

test("a pressed button stands there as it was read, not as its bot hears it", () => {
  const items = [buttons("Red, please", "/red"), buttons("Talk to a human", "escalateToHuman"), text("escalateToHuman"), text("/red"), text("hello")];
  assert.deepEqual([2, 3, 4].map((at) => labelled(items[at]?.parts ?? [], items, at)), [text("Talk to a human").parts, text("Red, please").parts, text("hello").parts]);
  assert.equal(labelOf("/red", items, 0), "/red", "what comes later was not pressed");
  assert.equal(labelled(items[4]?.parts ?? [], items, 4), items[4]?.parts, "the same parts, so that nothing is drawn anew");
});
