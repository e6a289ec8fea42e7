import assert from "node:assert/strict";
import { test } from "node:test";
import type { RoomState, ServerMessage, Song, You } from "../../wire/music";
import { initial } from "../shared/room";
import { canPlay, chatRead, guestsHere, initialModel, phaseOf, reduce, unread, waitingBy, type HostModel } from "./model";

const host: You = { guest_id: 0, name: "Host", role: "host", controls: true, muted: false, waiting: 0 };
const song = (id: string): Song => ({ song_id: id, title: id, artist: null, album: null, duration_ms: 1_000, cover_url: null, stream_url: null });
const state = (over: Partial<RoomState> = {}): ServerMessage => {
  const { known: _, closed: __, removed: ___, ...room } = initial("K7WF");
  return { type: "room_state", ...room, exists: true, you: host, server_time: 1, ...over };
};
const fold = (...messages: ServerMessage[]): HostModel => messages.reduce((model, message) => reduce(model, message, 5), initialModel("K7WF"));
const said = (id: number, guest_id = 2): ServerMessage => ({ type: "chat_message", id, at: id, guest_id, name: "Ben", message: "hi" });
const error = (code: string): ServerMessage => ({ type: "error", code, message: `${code}.` });

test("a console opens for the host alone, and only where there is a room", () => {
  assert.equal(fold(state()).access, "granted");
  const guest = fold(state({ you: { ...host, role: "guest" } }));
  assert.deepEqual([guest.access, guest.refusal?.code], ["refused", "INVALID_TOKEN"]);
  const none = fold(state({ exists: false }));
  assert.deepEqual([none.access, none.refusal?.code], ["refused", "ROOM_NOT_FOUND"]);
  assert.equal(fold(error("INVALID_TOKEN")).access, "refused");
});

test("a refusal is told; that nothing waits is seen anyway; a closed room is no refusal", () => {
  const model = fold(state(), error("QUEUE_FULL"));
  assert.deepEqual([model.access, model.problem], ["granted", { code: "QUEUE_FULL", message: "QUEUE_FULL.", at: 5 }]);
  assert.equal(fold(state(), error("NOTHING_WAITS")).problem, null);
  assert.equal(phaseOf(fold(error("ROOM_CLOSED")).room), "closed");
});

test("unread counts what others said since the page was opened, until the chat is looked at", () => {
  const old = { id: 3, at: 1, guest_id: 2, name: "Ben", message: "before" };
  const model = fold(state({ chat: [old] }), said(4), said(5), said(6, 0));
  assert.equal(unread(model), 2);
  assert.equal(unread(chatRead(model)), 0);
  // A reconnect forgets nothing that has not been seen.
  assert.equal(unread(reduce(model, state({ chat: model.room.chat }), 6)), 2);
});

test("phases, and whether a song could play", () => {
  const playback = { percentage: 0, paused: false, position_ms: 0, at: 1, duration_ms: 1_000 };
  const playing = { song: song("a"), added_by: null, votes: 0, playback };
  const at = (over: Partial<RoomState>) => fold(state(over)).room;
  assert.deepEqual([at({}), at({ playing }), at({ playing: { ...playing, playback: { ...playback, paused: true } } })].map(phaseOf), ["waiting", "playing", "paused"]);
  const settings = { ...initial("K").settings, fallback: false };
  assert.deepEqual([at({}), at({ fallback: [song("f")] }), at({ fallback: [song("f")], settings }), at({ playing })].map(canPlay), [false, true, false, true]);
});

test("who added how many; guests are counted without hosts, also those beyond the list", () => {
  const entry = (no: number, guest_id: number) => ({ no, song_id: `s${no}`, song: song(`s${no}`), votes: 1, voted: false, added_by: { guest_id, name: "X" }, queued_at: no });
  const { room } = fold(state({
    queue: [entry(1, 2), entry(2, 3), entry(3, 2)],
    people: [{ guest_id: 0, name: "Host", role: "host", muted: false }, { guest_id: 2, name: "Ana", role: "guest", muted: false }],
    people_count: 700,
  }));
  assert.deepEqual([...waitingBy(room)], [[2, 2], [3, 1]]);
  assert.equal(guestsHere(room), 699);
});
