import assert from "node:assert/strict";
import { test } from "node:test";
import type { ConsoleMessage, ConversationView, EntryView, InboxRow } from "../../wire/conversation";
import { cannedFor, initial, neighbour, opened, received, rowsOf, unread, type Model } from "./model";

const row = (id: string, part: Partial<InboxRow> = {}): InboxRow => ({
  conversation_id: id,
  channel_id: "1",
  channel_name: "Site",
  visitor: id,
  user_id: id,
  holder: "bot",
  agent_id: null,
  is_done: false,
  waiting_since: null,
  started_at: 0,
  last_at: 0,
  last_from: "visitor",
  last_text: "",
  unread: 0,
  ...part,
});
const welcome = (inbox: InboxRow[]): ConsoleMessage => ({ type: "welcome", agent_id: "me", agents: [], inbox, canned: [{ shortcut: "hours", text: "We open at six." }], server_time: 0 });
const entry = (no: number): EntryView => ({ no, at: 0, kind: "message", from: "visitor", agent_id: null, agent_name: null, parts: [{ type: "text", text: String(no) }], actions: [], message_id: String(no), client_msg_id: null, is_edited: false, reason: null });
const view = (id: string, entries: EntryView[], is_partial = false): ConsoleMessage => ({
  type: "conversation",
  ...({ conversation_id: id, channel_id: "1", channel_name: "Site", bot_name: "", started_at: 0, status: { holder: "agent", agent_id: "me", agent_name: null, waiting_since: null, visitor_here: true }, visitor: { user_id: "", info: {}, metadata: {}, locale: null }, entries, is_partial, visitor_read: 0 } satisfies ConversationView),
});

test("the inbox is live, who waits longest stands first", () => {
  let model: Model = received(initial, welcome([row("a", { waiting_since: 20 }), row("b", { agent_id: "me", unread: 2 })]));
  model = received(model, { type: "inbox_changed", rows: [row("c", { waiting_since: 10 }), row("b", { agent_id: "me", unread: 3 })], removed: [] });
  assert.deepEqual(rowsOf(model, "unassigned").map((r) => r.conversation_id), ["c", "a"]);
  assert.deepEqual(rowsOf(model, "mine").map((r) => r.conversation_id), ["b"]);
  assert.equal(unread(model), 3 + 2);
  model = received(model, { type: "inbox_changed", rows: [], removed: ["c"] });
  assert.deepEqual(rowsOf(model, "unassigned").map((r) => r.conversation_id), ["a"]);
});

test("after a drop only the rest of a conversation comes, and nothing stands twice", () => {
  let model = opened(received(initial, welcome([])), "a");
  model = received(model, view("a", [entry(1), entry(2)]));
  model = received(model, { type: "entry", conversation_id: "a", entry: entry(3) });
  model = received(model, view("a", [entry(3), entry(4)], true));
  assert.deepEqual(model.view?.entries.map((e) => e.no), [1, 2, 3, 4]);
  model = received(model, { type: "entry", conversation_id: "other", entry: entry(9) });
  assert.equal(model.view?.entries.length, 4);
});

test("keys walk through the rows, canned replies are found by their beginning", () => {
  const model = received({ ...initial, filter: "all" }, welcome([row("a", { last_at: 2 }), row("b", { last_at: 1 })]));
  assert.equal(neighbour(model, 1), "a");
  assert.equal(neighbour(opened(model, "a"), 1), "b");
  assert.equal(neighbour(opened(model, "b"), 1), null);
  assert.deepEqual(cannedFor(model, "/ho").map((reply) => reply.shortcut), ["hours"]);
  assert.deepEqual(cannedFor(model, "ho"), []);
});
