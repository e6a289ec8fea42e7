import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClientMessage, Song } from "../../wire/music";
import { createHouseList, moved } from "./house-list";

const song = (id: string): Song => ({ song_id: id, title: id, artist: null, album: null, duration_ms: 1, cover_url: null, stream_url: null });
const ids = (songs: Song[] | null) => songs?.map((one) => one.song_id) ?? null;

function editor() {
  const said: ClientMessage[] = [];
  const list = createHouseList((message) => said.push(message) > 0);
  return { said, list, hears: (...of: string[]) => list.heard({ type: "host:fallback_list", songs: of.map(song) }) };
}

test("a song moves to its new place, and not beyond the ends", () => {
  const list = ["a", "b", "c", "d"];
  assert.deepEqual(moved(list, 0, 2), ["b", "c", "a", "d"]);
  assert.deepEqual(moved(list, 3, 1), ["a", "d", "b", "c"]);
  assert.deepEqual(moved(list, 1, -1), ["b", "a", "c", "d"]);
  assert.deepEqual(moved(list, 1, 9), ["a", "c", "d", "b"]);
  assert.deepEqual(moved(list, 7, 0), list);
});

test("what is changed shows at once, and older words of the server do not take it back", () => {
  const { said, list, hears } = editor();
  list.ask();
  hears("a");
  list.put([song("a"), song("b")]);
  list.put([song("b"), song("a")]);
  hears("a", "b");
  assert.deepEqual(ids(list.songs.value), ["b", "a"]);
  hears("b", "a");
  hears("x");
  assert.deepEqual(ids(list.songs.value), ["x"], "another host's change");
  assert.deepEqual(said.map((one) => one.type), ["host:fallback_list", "host:fallback", "host:fallback"]);
});

test("a list that is refused is fetched again", () => {
  const { said, list, hears } = editor();
  hears("a");
  list.put([song("a"), song("gone")]);
  list.heard({ type: "error", code: "UNKNOWN_SONG", message: "song_ids[1]: …", field: "song_ids[1]" });
  hears("a");
  assert.deepEqual([ids(list.songs.value), said.pop()?.type], [["a"], "host:fallback_list"]);
});
