import assert from "node:assert/strict";
import { test } from "node:test";
import type { Told } from "../../wire/conversation";
import { unsentOf } from "./kept";
import { asText, continued, initial, isPausing, lastOf, pauseOf, received, said, seenElsewhere, toggled, unsent, type Model } from "./model";

let count = 0;
const told = (event_type: string, event_payload: object): Told => ({ event_type, event_payload, event_id: `e${++count}`, accepts_response_payload: false }) as unknown as Told;
const latest = (model: Model) => lastOf(model.items, () => true);
const bot = (id: string, text: string) => told("bot_message", { type: "message_create", ch_msg_id: id, conversation_id: "c", bot: {}, content: [{ type: "text", text }] });

test("what comes while the panel is closed is unread until it is opened", () => {
  let model = received(initial, bot("1", "Hello"));
  model = received(model, bot("2", "How can I help?"));
  model = received(model, bot("2", "How can I help you?"));
  assert.deepEqual([model.unread, model.items.length], [2, 2]);
  assert.equal(toggled(model, true).unread, 0);
  assert.equal(model.lastEvent, `e${count}`);
});

test("our message stands at once and is settled when the server has it", () => {
  const model = said(toggled(initial, true), "m1", "Hi");
  assert.equal(model.items[0]?.pending, true);
  const settled = received(model, told("message_received", { conversation_id: "c", message_id: "x", client_msg_id: "m1" }));
  assert.equal(settled.items[0]?.pending, false);
});

test("the way to a person and back", () => {
  const update = (type: string, agent?: object) => told("conversation_update", { type, conversation_id: "c", data: agent ? { agentInfo: agent } : {} });
  let model = received(initial, told("conversation_status", { conversation_id: "c", holder: "queue" }));
  assert.equal(model.holder, "queue");
  model = received(model, update("livechatAgentConnected", { name: "Mia", picture: null }));
  assert.deepEqual([model.holder, model.agent?.name], ["agent", "Mia"]);
  model = received(model, update("livechatAgentDisconnected"));
  assert.deepEqual([model.holder, latest(model)?.name], ["bot", "Mia"]);
  assert.equal(received(model, update("failedAgentAssignment")).form, true);
  const closed = received(model, told("conversation_update", { type: "failedAgentAssignment", conversation_id: "c", data: { reason: "closed", opens_at: "2026-11-24T17:00:00Z" } }));
  assert.deepEqual([closed.form, latest(closed)?.note, latest(closed)?.opensAt], [true, "closed", "2026-11-24T17:00:00Z"]);
});

test("after a reload the log is the transcript's, with what is not sent yet at its end", () => {
  const message = (from: string, id: string, text: string) => ({ actions: [], files: [], from, chatbotName: "", channelName: "", livechatName: from === "livechat" ? "Mia" : "", messages: [{ type: "text", text }], timestamp: "", message_id: id });
  const transcript = [{ event_id: "a", messages: [message("user", "1", "Hi")] }, { event_id: "b", messages: [message("livechat", "2", "Hello")] }];
  const model = received(said(initial, "m9", "More"), told("conversation_transcript", { conversation_id: "c", transcript, messages: [] }));
  assert.deepEqual(model.items.map((item) => [item.from, item.id]), [["user", "1"], ["agent", "2"], ["user", "m9"]]);
  assert.equal(model.lastEvent, "b");
  assert.equal(asText(model, { you: "You", bot: "Bot", agent: "Team" }), "You: Hi\nMia: Hello\nYou: More\n");
});

test("a conversation that exists no more is forgotten, but not what was said to it", () => {
  const gone = told("general_error", { conversation_id: "gone", error_code: 400, error_desc: "Invalid conversation_id" });
  const before = received({ ...initial, conversation: "gone", open: true }, bot("1", "Hello"));
  const model = received(said(before, "m1", "Are you there?"), gone);
  assert.deepEqual([model.conversation, model.open, unsent(model)], [null, true, [{ id: "m1", text: "Are you there?", files: [] }]]);
});

const pausing = (id: string, time: number) => told("bot_message", { type: "message_create", ch_msg_id: id, conversation_id: "c", bot: {}, content: [{ type: "text", text: "One" }, { type: "pause", time }, { type: "text", text: "two" }] });

test("a pause holds back what comes behind it, and no longer than five seconds", () => {
  let model = received(initial, pausing("1", 60_000));
  assert.deepEqual([model.items[0]?.shown, pauseOf(model, "1"), isPausing(model)], [1, 5_000, true]);
  model = continued(model, "1");
  assert.deepEqual([model.items[0]?.shown, pauseOf(model, "1"), isPausing(model)], [undefined, null, false]);
});

test("what comes meanwhile ends the pause: the order stays", () => {
  const model = received(received(initial, pausing("1", 1_000)), bot("2", "Three"));
  assert.equal(isPausing(model), false);
  assert.equal(received(model, pausing("1", 1_000)).items[0]?.shown, undefined, "told again, it does not pause again");
});

test("what came while the page was away is unread", () => {
  const message = (from: string, id: string) => ({ actions: [], files: [], from, chatbotName: "", channelName: "", livechatName: "", messages: [{ type: "text", text: id }], timestamp: "", message_id: id });
  const transcript = [{ event_id: "a", messages: [message("chatbot", "1"), message("user", "2"), message("livechat", "3"), message("livechat", "4")] }];
  const restore = told("conversation_transcript", { conversation_id: "c", transcript, messages: [] });
  assert.equal(received({ ...initial, seen: "1" }, restore).unread, 2);
  assert.equal(received({ ...initial, seen: "4" }, restore).unread, 0);
  assert.equal(received(initial, restore).unread, 0);
  const open = received(toggled({ ...initial, seen: "1" }, true), restore);
  assert.deepEqual([open.unread, open.seen], [0, "4"]);
});

test("what another tab has shown is unread no more", () => {
  const model = received(received(initial, bot("1", "Hello")), bot("2", "Are you there?"));
  assert.equal(model.unread, 2);
  assert.equal(seenElsewhere(model, "1").unread, 1);
  assert.equal(seenElsewhere(model, "2").unread, 0);
  assert.equal(seenElsewhere(model, "unknown").unread, 2);
});

test("only what we have kept ourselves is sent again", () => {
  assert.deepEqual(unsentOf('[{"id":"a","text":"b","files":[]}]'), [{ id: "a", text: "b", files: [] }]);
  for (const foreign of [null, "", "{", "1", "null", '{"id":"a"}', '[null, {"id": 1, "text": "b"}, 3]']) assert.deepEqual(unsentOf(foreign), []);
});

test("a message that the transcript has brought already stands there once, and its trouble is over", () => {
  const message = { actions: [], files: [], from: "user", chatbotName: "", channelName: "", livechatName: "", messages: [{ type: "text", text: "Hi" }], timestamp: "", message_id: "x" };
  let model = received({ ...said(initial, "m1", "Hi"), fault: "Too much" }, told("conversation_transcript", { conversation_id: "c", transcript: [{ event_id: "a", messages: [message] }], messages: [] }));
  assert.equal(model.items.length, 2, "nobody knows yet that it is the same");
  model = received(model, told("message_received", { conversation_id: "c", message_id: "x", client_msg_id: "m1" }));
  assert.deepEqual([model.items.map((item) => item.id), model.fault, unsent(model)], [["x"], null, []]);
});

test("who leaves is said to have left, and whether the assistant or somebody else goes on", () => {
  const left = (reason: string) => received({ ...initial, typing: "livechat", conversation: "c" }, told("conversation_update", { type: "livechatAgentDisconnected", conversation_id: "c", data: { agentInfo: { name: "Mia", picture: null }, reason } }));
  assert.deepEqual(["ended", "silent", "gone", "transferred"].map((reason) => latest(left(reason))?.note), ["disconnected", "disconnected", "handed", "handed"]);
  assert.equal(received(left("gone"), told("conversation_status", { conversation_id: "c", holder: "queue" })).typing, null);
});

test("other words take the place of those that stand here, whoever has said them and by whichever name", () => {
  const edited = (message_id: string, text: string, client_msg_id?: string) => told("message_edited", { conversation_id: "c", message_id, ...(client_msg_id ? { client_msg_id } : {}), content: [{ type: "text", text }] });
  const before = said(received(initial, told("livechat_message", { type: "message_create", ch_msg_id: "1", conversation_id: "c", content: [{ type: "text", text: "At 7" }] })), "m1", "Fro four");
  let model = received(received(before, edited("1", "At 8")), edited("x", "For four", "m1"));
  assert.deepEqual(model.items.map((item) => item.parts), [[{ type: "text", text: "At 8" }], [{ type: "text", text: "For four" }]]);
  assert.equal(model.lastEvent, `e${count}`, "what is edited while we are away is said again from here on");
  model = received(model, edited("unknown", "Nothing"));
  assert.equal(model.items.length, 2);
});

test("another conversation's end is none of ours", () => {
  const gone = told("general_error", { conversation_id: "other", error_code: 400, error_desc: "Invalid conversation_id" });
  assert.equal(received({ ...initial, conversation: "c" }, gone).conversation, "c");
});

test("a button that says another word than it shows is read as it was shown", () => {
  const buttons = { type: "button", buttons: { title: "", options: [{ label: "Talk to a human", value: "escalateToHuman" }] } };
  const model = said(received(initial, told("bot_message", { type: "message_create", ch_msg_id: "1", conversation_id: "c", bot: {}, content: [buttons] })), "m1", "escalateToHuman");
  assert.match(asText(model, { you: "You", bot: "Bot", agent: "Team" }), /You: Talk to a human\n/);
});
