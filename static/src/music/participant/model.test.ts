import assert from "node:assert/strict";
import { test } from "node:test";
import type { QueueEntry, RoomState, ServerMessage, Song } from "../../wire/music";
import { initial as emptyRoom } from "../shared/room";
import * as M from "./model";

const NOW = 1_000_000;
const song = (id: string): Song => ({ song_id: id, title: id, artist: null, album: null, duration_ms: 1_000, cover_url: null, stream_url: null });
const entry = (no: number, id: string, over: Partial<QueueEntry> = {}): QueueEntry => ({
  no, song_id: id, song: song(id), votes: 1, voted: false, added_by: { guest_id: 2, name: "Ben" }, queued_at: no, ...over,
});
const you = { guest_id: 1, name: "Ana", role: "guest" as const, controls: false, muted: false, waiting: 0 };
const state = (over: Partial<RoomState> = {}): ServerMessage => {
  const { known: _, closed: __, removed: ___, ...room } = emptyRoom("K7WF");
  return { type: "room_state", ...room, exists: true, you, server_time: NOW, ...over };
};
const fold = (model: M.Model, ...messages: ServerMessage[]) => messages.reduce((m, message) => M.receive(m, message, NOW), model);
const inside = (over: Partial<RoomState> = {}) => fold(M.initial("K7WF", true, null), state(over));
const sendAll = (model: M.Model) => M.unsent(model).reduce((m, one) => M.sent(m, one.no), model);
const vote = (on: boolean, id = "a") => ({ kind: "vote" as const, songId: id, on });
const voted = (votes: number, on: boolean, id = "a"): ServerMessage => ({ type: "song_vote", song_id: id, votes, voted: on, by: { guest_id: 1, name: "Ana" } });
const queued = (id: string, guest_id = 1): ServerMessage => ({ type: "song_queued", song_id: id, no: 9, song: song(id), votes: 1, added_by: { guest_id, name: "X" }, queued_at: NOW });
const says = (id: number, guest_id: number, message = "hi"): ServerMessage => ({ type: "chat_message", id, at: NOW, guest_id, name: "X", message });
const error = (code: string): ServerMessage => ({ type: "error", code, message: "…" });
const row = (model: M.Model, id = "a") => M.rows(model).find((one) => one.entry.song_id === id);

test("a kept token makes a guest; one that the room does not know leads back to the door", () => {
  assert.equal(inside().seat, "held");
  const visitor = { ...you, guest_id: null, role: "visitor" as const };
  const lost = fold(M.initial("K7WF", true, null), error("INVALID_TOKEN"), state({ you: visitor }));
  assert.deepEqual([lost.seat, lost.problem?.kind], ["none", "seatLost"]);
  assert.deepEqual([M.atDoor(lost).seat, M.atDoor(lost).problem], ["none", null]);
});

test("a vote shows at once, and once only when it is confirmed", () => {
  let m = sendAll(M.ask(inside({ queue: [entry(1, "a")] }), vote(true), NOW));
  assert.deepEqual([row(m)?.votes, row(m)?.voted], [2, true]);
  m = fold(m, voted(2, true));
  assert.deepEqual([row(m)?.votes, row(m)?.voted, m.requests.length], [2, true, 0]);
  m = fold(sendAll(M.ask(m, vote(false), NOW)), voted(1, false));
  assert.deepEqual([row(m)?.votes, row(m)?.voted], [1, false]);
});

test("a vote that is taken back before its confirmation stays taken back", () => {
  let m = sendAll(M.ask(inside({ queue: [entry(1, "a")] }), vote(true), NOW));
  m = sendAll(M.ask(m, vote(false), NOW));
  m = fold(m, voted(2, true));
  assert.deepEqual([row(m)?.votes, row(m)?.voted], [1, false]);
  m = fold(m, voted(1, false));
  assert.deepEqual([row(m)?.votes, row(m)?.voted, m.requests.length], [1, false, 0]);
});

test("two taps while the link is away are none", () => {
  const m = M.ask(M.ask(inside({ queue: [entry(1, "a")] }), vote(true), NOW), vote(false), NOW);
  assert.equal(M.unsent(m).length, 0);
});

test("after a reconnect a vote goes out again only where the room does not show it", () => {
  const asked = sendAll(M.ask(inside({ queue: [entry(1, "a")] }), vote(true), NOW));
  const arrived = fold(asked, state({ queue: [entry(1, "a", { voted: true, votes: 2 })] }));
  assert.deepEqual([M.unsent(arrived).length, row(arrived)?.votes], [0, 2]);
  const lost = fold(asked, state({ queue: [entry(1, "a")] }));
  assert.deepEqual([M.unsent(lost).length, row(lost)?.votes], [1, 2]);
  assert.equal(M.unsent(fold(asked, state({ queue: [] }))).length, 0);
});

test("a song is being added, then waits; a refusal gives the button back and says why", () => {
  const asked = M.ask(inside(), { kind: "add", songId: "a" }, NOW);
  assert.equal(M.standing(asked, song("a")), "kept");
  assert.equal(M.standing(sendAll(asked), song("a")), "adding");
  assert.equal(M.standing(fold(sendAll(asked), queued("a")), song("a")), "queued");
  const refused = fold(sendAll(asked), error("QUEUE_FULL"));
  assert.deepEqual([M.standing(refused, song("a")), refused.notice?.code], ["free", "QUEUE_FULL"]);
});

test("an addition of before a long absence is not made again", () => {
  const asked = sendAll(M.ask(inside(), { kind: "add", songId: "a" }, NOW));
  assert.equal(M.unsent(M.receive(asked, state(), NOW + 5_000)).length, 1);
  assert.equal(M.unsent(M.receive(asked, state(), NOW + 60_000)).length, 0);
});

test("the limit counts songs that wait and those on their way; the lock comes first", () => {
  let m = inside({ settings: { queue_limit: 2, skip_votes: true, skip_percent: 50, slow_mode_seconds: 0, fallback: true }, queue: [entry(1, "a", { added_by: { guest_id: 1, name: "Ana" } })] });
  assert.deepEqual([M.songsLeft(m), M.standing(m, song("b"))], [1, "free"]);
  m = M.ask(m, { kind: "add", songId: "b" }, NOW);
  assert.deepEqual([M.songsLeft(m), M.standing(m, song("c")), M.standing(m, song("a"))], [0, "limit", "queued"]);
  assert.equal(M.standing(fold(m, { type: "queue_locked", locked: true }), song("c")), "locked");
});

test("news of the chat are counted from the last that was read; own words and old ones are none", () => {
  let m = inside({ chat: [{ id: 3, at: 1, guest_id: 2, name: "Ben", message: "before" }] });
  assert.equal(M.unread(m), 0);
  m = fold(m, says(4, 2), says(5, 1), says(6, 3));
  assert.equal(M.unread(m), 2);
  assert.equal(M.unread(M.read(m)), 0);
  // A reload: what was read stays read, the rest is still news.
  const again = fold(M.initial("K7WF", true, 4), state({ chat: m.room.chat }));
  assert.equal(M.unread(again), 1);
});

test("a message shows at once and once; a refusal gives its text back", () => {
  const asked = M.ask(inside(), { kind: "chat", text: "hello" }, NOW);
  assert.deepEqual(M.lines(asked).map((line) => line.state), ["kept"]);
  const sent = sendAll(asked);
  assert.deepEqual(M.lines(sent).map((line) => line.state), ["sending"]);
  assert.deepEqual(M.lines(fold(sent, says(1, 1, "hello"))).map((line) => line.state), ["said"]);
  const refused = fold(sent, error("SLOW_MODE"));
  assert.deepEqual([M.lines(refused).length, refused.draft?.text], [0, "hello"]);
  const back = fold(sent, state({ chat: [{ id: 1, at: NOW, guest_id: 1, name: "Ana", message: "hello" }] }));
  assert.deepEqual([M.unsent(back).length, M.lines(back).length], [0, 1]);
});

test("slow mode counts from the own last message", () => {
  const settings = { queue_limit: 3, skip_votes: true, skip_percent: 50, slow_mode_seconds: 10, fallback: true };
  assert.equal(M.mayWriteAt(inside({ settings })), 0);
  assert.equal(M.mayWriteAt(fold(inside({ settings }), says(1, 2), says(2, 1))), NOW + 10_000);
});

test("a vote to skip shows at once and is void with the next song", () => {
  const m = sendAll(M.ask(inside({ skip: { votes: 1, needed: 3, voted: false } }), { kind: "skip", on: true }, NOW));
  assert.deepEqual(M.skip(m), { votes: 2, needed: 3, voted: true });
  assert.deepEqual(M.skip(fold(m, { type: "vote_skip", votes: 2, needed: 3, voted: true })), { votes: 2, needed: 3, voted: true });
  const playing = { song: song("b"), added_by: null, votes: 0, playback: { percentage: 0, paused: false, position_ms: 0, at: 1, duration_ms: 1_000 } };
  assert.deepEqual(M.skip(fold(m, { type: "song_changed", song_id: "b", playing, cause: "skipped" })), { votes: 0, needed: 3, voted: false });
});

test("removed and closed are screens of their own", () => {
  assert.equal(fold(inside(), { type: "guest_removed" }).problem?.kind, "removed");
  assert.equal(fold(inside(), { type: "room_closed" }).problem?.kind, "closed");
});
