import assert from "node:assert/strict";
import { test } from "node:test";
import { keptOf, nothing } from "./kept";

const outgoing = { conversation_id: "c", client_msg_id: "m1", kind: "message", text: "Good evening", files: [{ type: "file", url: "/x", mimetype: null, filename: null }], refused: false };
const kept = { of: "abcdefgh", openId: "c", outbox: [outgoing], drafts: [["c", { text: "And", asNote: true }]] };

test("what was kept comes back whole to whoever it belongs to, and to nobody else", () => {
  const read = keptOf(JSON.parse(JSON.stringify(kept)), "abcdefgh");
  assert.deepEqual(read, { openId: "c", outbox: [outgoing], drafts: [["c", { text: "And", asNote: true }]] });
  assert.deepEqual(keptOf(kept, "another"), nothing);
});

test("whatever else stands there is nothing", () => {
  for (const value of [null, 5, "x", [], {}, { of: "abcdefgh", openId: 5, outbox: "x", drafts: [5, ["c"], ["c", null]] }, { ...kept, openId: null, outbox: [null, { ...outgoing, kind: "shout" }, { ...outgoing, files: [5] }], drafts: [["c", { text: 5 }]] }]) assert.deepEqual(keptOf(value, "abcdefgh"), nothing, JSON.stringify(value));
});
