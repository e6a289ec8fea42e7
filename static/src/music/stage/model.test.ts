import assert from "node:assert/strict";
import { test } from "node:test";
import type { QueueEntry, ServerMessage, Song } from "../../wire/music";
import { initial as emptyRoom } from "../shared/room";
import * as S from "./model";

const song = (id: string): Song => ({ song_id: id, title: `Title ${id}`, artist: null, album: null, duration_ms: 1, cover_url: null, stream_url: null });
const entry = (no: number, id: string): QueueEntry => ({ no, song_id: id, song: song(id), votes: 1, voted: false, added_by: { guest_id: 2, name: "Ben" }, queued_at: no });
const state = (): ServerMessage => {
  const { known: _, closed: __, removed: ___, ...room } = emptyRoom("K7WF");
  return { type: "room_state", ...room, exists: true, queue: [entry(1, "a"), entry(2, "b")], server_time: 1 };
};
const fold = (...messages: ServerMessage[]) => messages.reduce(S.receive, S.initial("K7WF"));
const vote = (id: string, guest_id: number, voted = true): ServerMessage => ({ type: "song_vote", song_id: id, votes: 2, voted, by: { guest_id, name: `G${guest_id}` } });
const add = (id: string, guest_id: number, votes = 1): ServerMessage => ({ type: "song_queued", song_id: id, no: 9, song: song(id), votes, added_by: { guest_id, name: `G${guest_id}` }, queued_at: 1 });
const said = (model: S.Model) => model.feed.map((news) => `${news.name} ${news.kind} ${news.title}`);

test("votes and additions are news, the newest first", () => {
  assert.deepEqual(said(fold(state(), vote("a", 1), add("c", 3))), ["G3 add Title c", "G1 vote Title a"]);
});

test("a vote that is taken back was none; who adds a song votes for it without saying so twice", () => {
  assert.deepEqual(said(fold(state(), vote("a", 1), vote("a", 1, false))), []);
  assert.deepEqual(said(fold(state(), add("c", 3), vote("c", 3))), ["G3 add Title c"]);
});

test("songs that are put back or taken out are no news", () => {
  assert.deepEqual(said(fold(state(), add("c", 3, 4), vote("a", 1), { type: "song_removed", song_id: "a", by: { guest_id: 1, name: "G1" } })), []);
});

test("the feed is cut, and every entry has a number of its own", () => {
  const model = fold(state(), ...Array.from({ length: 20 }, (_, i) => vote("b", 10 + i)));
  assert.deepEqual([model.feed.length, new Set(model.feed.map((news) => news.no)).size, model.feed[0]?.name], [S.FEED_MAX, S.FEED_MAX, "G29"]);
});
