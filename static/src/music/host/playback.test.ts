import assert from "node:assert/strict";
import { test } from "node:test";
import { newPlayerName, patience, percentageOf } from "./playback";

test("names of players differ, and fit into the wire", () => {
  const names = new Set(Array.from({ length: 100 }, newPlayerName));
  assert.equal(names.size, 100);
  assert.ok([...names].every((name) => /^[0-9a-f]{16}$/.test(name)));
});

test("places as percentages, within the song", () => {
  assert.deepEqual([percentageOf(50, 200), percentageOf(300, 200), percentageOf(-5, 200), percentageOf(50, null), percentageOf(5, 0)], [25, 100, 0, null, null]);
});

test("a few songs that cannot be played are passed at once, many slowly", () => {
  assert.deepEqual([0, 2, 3, 50].map(patience), [0, 0, 5_000, 5_000]);
});
