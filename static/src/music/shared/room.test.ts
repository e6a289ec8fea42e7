import assert from "node:assert/strict";
import { test } from "node:test";
import type { QueueEntry, RoomState, ServerMessage, Song } from "../../wire/music";
import * as R from "./room";

const song = (id: string): Song => ({ song_id: id, title: id, artist: null, album: null, duration_ms: 1_000, cover_url: null, stream_url: null });
const entry = (no: number, id: string, votes: number, over: Partial<QueueEntry> = {}): QueueEntry => ({
  no, song_id: id, song: song(id), votes, voted: false, added_by: { guest_id: 2, name: "Ben" }, queued_at: no, ...over,
});
const state = (over: Partial<RoomState> = {}): ServerMessage => {
  const { known: _, closed: __, removed: ___, ...room } = R.initial("K7WF");
  return { type: "room_state", ...room, exists: true, you: { guest_id: 1, name: "Ana", role: "guest", controls: false, muted: false, waiting: 0 }, server_time: 1, ...over };
};
const fold = (...messages: ServerMessage[]) => messages.reduce(R.receive, R.initial("K7WF"));
const queued = (no: number, id: string, guest_id = 2, votes = 1): ServerMessage => ({
  type: "song_queued", song_id: id, no, song: song(id), votes, added_by: { guest_id, name: "X" }, queued_at: no,
});
const vote = (id: string, votes: number, voted: boolean, guest_id: number): ServerMessage => ({ type: "song_vote", song_id: id, votes, voted, by: { guest_id, name: "X" } });
const ids = (room: R.Room) => room.queue.map((one) => one.song_id);

test("a song that is added carries its guest's vote and waits behind older ones of as many votes", () => {
  const room = fold(state({ queue: [entry(1, "a", 2), entry(2, "b", 1)] }), queued(3, "c", 1), queued(4, "d", 2));
  assert.deepEqual(ids(room), ["a", "b", "c", "d"]);
  assert.deepEqual(room.queue.map((one) => one.voted), [false, false, true, false]);
  assert.equal(R.ownWaiting(room), 1);
});

test("a song of the house list that is added is not shown as coming by itself any more", () => {
  const room = fold(state({ fallback: [song("a"), song("b")] }), queued(1, "b"));
  assert.deepEqual(room.fallback.map((one) => one.song_id), ["a"]);
});

test("a song that is put back takes the place that its votes give it", () => {
  assert.deepEqual(ids(fold(state({ queue: [entry(2, "b", 2), entry(3, "c", 1)] }), queued(1, "a", 2, 2))), ["a", "b", "c"]);
});

test("others' votes change the count, the own one the mark; the order waits for the server", () => {
  const before = fold(state({ queue: [entry(1, "a", 1), entry(2, "b", 1)] }), vote("b", 2, true, 9));
  assert.deepEqual([ids(before), before.queue[1]!.votes, before.queue[1]!.voted], [["a", "b"], 2, false]);
  const own = R.receive(before, vote("b", 3, true, 1));
  assert.equal(own.queue[1]!.voted, true);
  const sorted = R.receive(own, { type: "queue_changed", order: [2, 1], votes: [3, 1] });
  assert.deepEqual([ids(sorted), sorted.queue[0]!.voted], [["b", "a"], true]);
  assert.equal(sorted.queue[1], own.queue[0], "what stays as it was is not drawn anew");
  assert.equal(R.receive(sorted, vote("b", 2, false, 1)).queue[0]!.voted, false);
});

test("an order that leaves an entry out removes it; unknown numbers do no harm", () => {
  assert.deepEqual(ids(fold(state({ queue: [entry(1, "a", 1), entry(2, "b", 1)] }), { type: "queue_changed", order: [2, 77], votes: [1, 1] })), ["b"]);
});

test("the song that begins leaves the queue, and votes to skip the one before are void", () => {
  const playing = { song: song("a"), added_by: null, votes: 1, playback: { percentage: 0, paused: false, position_ms: 0, at: 1, duration_ms: 1_000 } };
  const room = fold(
    state({ queue: [entry(1, "a", 1)], skip: { votes: 2, needed: 3, voted: true } }),
    { type: "song_changed", song_id: "a", playing, cause: "ended" },
  );
  assert.deepEqual([ids(room), room.playing?.song.song_id, room.skip.votes, room.skip.voted], [[], "a", 0, false]);
  const paused = R.receive(room, { type: "playback_changed", percentage: 50, paused: true, at: 5, position_ms: 500, duration_ms: 1_000 });
  assert.deepEqual([paused.playing?.playback.paused, paused.playing?.playback.position_ms], [true, 500]);
});

test("what everybody hears of the votes to skip keeps the own mark", () => {
  const own = fold(state(), { type: "vote_skip", votes: 1, needed: 2, voted: true });
  assert.equal(R.receive(own, { type: "vote_skip", votes: 2, needed: 3 }).skip.voted, true);
});

test("the chat keeps the newest hundred, each once", () => {
  const say = (id: number): ServerMessage => ({ type: "chat_message", id, at: id, guest_id: 2, name: "Ben", message: "hi" });
  const room = fold(state(), ...Array.from({ length: 130 }, (_, i) => say(i)), say(129));
  assert.deepEqual([room.chat.length, room.chat[0]!.id], [R.CHAT_MAX, 30]);
});

test("closed and removed stay said until the server speaks of the room again", () => {
  assert.equal(fold(state(), { type: "room_closed" }).closed, true);
  assert.equal(fold(state(), { type: "guest_removed" }).removed, true);
  assert.equal(fold(state(), { type: "guest_removed" }, state()).removed, false);
});

test("a host who has given no name is called by the language's word; who bears the name in an open room is somebody", () => {
  const host = { guest_id: 0, name: "Host" };
  assert.equal(R.nameOf({ open: false }, host, "Spielleitung"), "Spielleitung");
  assert.equal(R.nameOf({ open: false }, { ...host, name: "DJ Ada" }, "Spielleitung"), "DJ Ada");
  assert.equal(R.nameOf({ open: false }, { guest_id: 4, name: "Host" }, "Spielleitung"), "Host");
  assert.equal(R.nameOf({ open: true }, host, "Spielleitung"), "Host");
});
