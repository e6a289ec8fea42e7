import assert from "node:assert/strict";
import { test } from "node:test";
import type { ConsoleMessage, ConversationView, EntryView, InboxRow } from "../../wire/conversation";
import { calling, cannedFor, dropped, initial, neighbour, opened, outgoing, received, rowsOf, sent, shown, shownRows, slashed, unread, withCanned, type Model, type Outgoing } from "./model";

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

test("whoever takes a waiting visitor sees the inbox go along; whoever is called is led to where that is", () => {
  const waits = row("a", { waiting_since: 10, holder: "queue" });
  const looking = opened(received({ ...initial, filter: "unassigned" }, welcome([waits, row("b", { waiting_since: 20 })])), "a");
  const taken = received(looking, { type: "inbox_changed", rows: [row("a", { holder: "agent", agent_id: "me" })], removed: [] });
  assert.deepEqual([taken.filter, shownRows(taken).map((r) => r.conversation_id)], ["mine", ["a"]]);
  const byAnother = received(looking, { type: "inbox_changed", rows: [row("a", { holder: "agent", agent_id: "tom" })], removed: [] });
  assert.equal(byAnother.filter, "unassigned");
  const later = received({ ...taken, filter: "unassigned" }, { type: "inbox_changed", rows: [row("a", { holder: "agent", agent_id: "me", unread: 1 })], removed: [] });
  assert.equal(later.filter, "unassigned", "who looks for the next one is left there");
  assert.deepEqual([shown(taken, "b").filter, shown(taken, "b").openId, shown(looking, "b").filter], ["unassigned", "b", "unassigned"]);
  assert.equal(shown({ ...taken, rows: { c: row("c") } }, "c").filter, "all");
});

test("what is found is live, and opens where it was found", () => {
  const known = received({ ...initial, query: "seven " }, welcome([row("a", { unread: 0 })]));
  const hit = (entry: number) => ({ conversation_id: "a", entry, at: 0, excerpt: `at seven ${entry}` });
  let model = received(known, { type: "search_result", query: "seven", rows: [row("a"), row("old", { is_done: true })], hits: [hit(9), hit(4)] });
  model = received(model, { type: "inbox_changed", rows: [row("a", { unread: 2 })], removed: [] });
  assert.deepEqual(shownRows(model).map((r) => [r.conversation_id, r.unread]), [["a", 2], ["old", 0]]);
  assert.deepEqual([opened(model, "a").foundNo, opened(model, "old").foundNo, opened({ ...model, query: "" }, "a").foundNo], [9, null, null]);
  assert.equal(opened({ ...model, openId: "a" }, "a").foundNo, 9, "also where it stands open already");
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

test("what was edited while the socket was away takes its old place", () => {
  let model = received(opened(received(initial, welcome([])), "a"), view("a", [entry(1), entry(2)]));
  const edited: EntryView = { ...entry(1), parts: [{ type: "text", text: "other words" }], is_edited: true };
  model = received(model, view("a", [edited, entry(3)], true));
  assert.deepEqual(model.view?.entries.map((e) => e.no), [1, 2, 3]);
  assert.equal(model.view?.entries[0]?.is_edited, true);
});

test("keys walk through the rows, canned replies are found by their beginning", () => {
  const model = received({ ...initial, filter: "all" }, welcome([row("a", { last_at: 2 }), row("b", { last_at: 1 })]));
  assert.equal(neighbour(model, 1), "a");
  assert.equal(neighbour(opened(model, "a"), 1), "b");
  assert.equal(neighbour(opened(model, "b"), 1), null);
  assert.deepEqual(cannedFor(model.canned, "ho").map((reply) => reply.shortcut), ["hours"]);
  assert.deepEqual(cannedFor(model.canned, "open").map((reply) => reply.shortcut), ["hours"]);
  assert.deepEqual(cannedFor(model.canned, null), []);
});

test("a slash counts at the beginning of a word, wherever the cursor is", () => {
  assert.deepEqual(["/ho", "Hi /ho", "/", "and/or", "/ho now", "http://x"].map((text) => slashed(text, text.length)), ["ho", "ho", "", null, null, null]);
  assert.deepEqual(withCanned("Hi /ho there", 6, "We open at six."), { text: "Hi We open at six. there", cursor: 18 });
});

const sending = (id: string, name: string): Outgoing => ({ conversation_id: id, client_msg_id: name, kind: "message", text: name, files: [], refused: false });

test("what was sent is on its way until it stands in the conversation, also when it comes only after a drop", () => {
  let model = sent(sent(opened(received(initial, welcome([])), "a"), sending("a", "m1")), sending("a", "m2"));
  model = received(model, { type: "entry", conversation_id: "a", entry: { ...entry(1), from: "agent", client_msg_id: "m1" } });
  assert.deepEqual(outgoing(model.outbox, model.openId).map((one) => one.client_msg_id), ["m2"]);
  model = received(model, view("a", [{ ...entry(2), from: "agent", client_msg_id: "m2" }], true));
  assert.deepEqual(model.outbox, []);
});

test("what the server refuses is said at that message and waits", () => {
  let model = sent(opened(received(initial, welcome([])), "a"), sending("a", "m1"));
  model = received(model, { type: "error", code: "NOT_YOURS", message: "It is somebody else's.", request: "m1" });
  assert.deepEqual([model.fault?.text, outgoing(model.outbox, model.openId)[0]?.refused], ["It is somebody else's.", true]);
  assert.deepEqual(dropped(model, "m1").outbox, []);
});

test("an alert speaks of what is new and for us", () => {
  const before = received(initial, welcome([row("a", { agent_id: "me" }), row("b")]));
  const change = (rows: InboxRow[]) => received(before, { type: "inbox_changed", rows, removed: [] });
  const called = (rows: InboxRow[]) => calling(before, change(rows))?.conversation_id ?? null;
  assert.equal(called([row("a", { agent_id: "me", unread: 1 })]), "a");
  assert.equal(called([row("b", { last_at: 9 })]), null);
  assert.equal(called([row("b", { waiting_since: 5 })]), "b");
  assert.equal(called([row("b", { agent_id: "me" })]), "b");
  assert.equal(called([row("a", { agent_id: "me", last_text: "ours" })]), null);
});
