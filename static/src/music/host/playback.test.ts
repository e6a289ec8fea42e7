import assert from "node:assert/strict";
import { test } from "node:test";
import { hear, patience, percentageOf, remember, SECOND_HAND_MS, type Here, type Sent } from "./playback";

const sent = (percentage: number, paused = false, at = 0): Sent => ({ percentage, paused, at });
const report = (percentage: number, paused = false, position_ms: number | null = percentage * 1_000) => ({ percentage, paused, position_ms });

const plays = (placeMs: number): Here => ({ placeMs, standsSince: null });
const stands = (placeMs: number, standsSince = 0): Here => ({ placeMs, standsSince });

test("an own report comes back and takes those before it along", () => {
  const waiting = [sent(10), sent(20), sent(30)];
  assert.deepEqual(hear(waiting, report(20.000_000_4), plays(21_000), 100), { kind: "own", waiting: [sent(30)] });
});

test("somebody else's report that changes nothing comes from another player: this one falls silent", () => {
  assert.deepEqual(hear([], report(40), plays(41_000), 0), { kind: "yield" });
  assert.deepEqual(hear([], report(40, false, null), plays(99_000), 0), { kind: "yield" });
  assert.deepEqual(hear([], report(40, true), stands(40_000), 10_000), { kind: "yield" });
});

test("a pause, going on, and a jump from elsewhere are followed", () => {
  assert.deepEqual(hear([], report(40, true), plays(40_000), 0), { kind: "follow" });
  assert.deepEqual(hear([], report(40), stands(40_000), 10_000), { kind: "follow" });
  assert.deepEqual(hear([], report(80), plays(40_000), 0), { kind: "follow" });
});

test("two hands that pause at once are no other player", () => {
  assert.equal(hear([], report(40, true), stands(40_000, 5_000), 5_000 + SECOND_HAND_MS - 1).kind, "follow");
  assert.equal(hear([], report(40, true), stands(40_000, 5_000), 5_000 + SECOND_HAND_MS).kind, "yield");
});

test("of two players that report at once exactly one goes on: the one that the server heard last", () => {
  // The server's order: A's report, then B's.
  const fromA = report(50), fromB = report(50.5);
  let a: Sent[] = remember([], sent(50));
  const b = remember([], sent(50.5));
  const aHears = hear(a, fromA, plays(50_000), 10);
  assert.equal(aHears.kind, "own");
  if (aHears.kind === "own") a = aHears.waiting;
  assert.equal(hear(a, fromB, plays(50_000), 10).kind, "yield");
  assert.equal(hear(b, fromA, plays(50_500), 10).kind, "overtaken");
  assert.equal(hear(b, fromB, plays(50_500), 10).kind, "own");
});

test("a report that the server refused does not make this page deaf", () => {
  assert.equal(hear([sent(10)], report(80), plays(40_000), 5_000).kind, "follow");
});

test("at most twenty are waited for", () => {
  let waiting: Sent[] = [];
  for (let i = 0; i < 50; i++) waiting = remember(waiting, sent(i));
  assert.deepEqual([waiting.length, waiting[0]?.percentage], [20, 30]);
});

test("places as percentages, within the song", () => {
  assert.deepEqual([percentageOf(50, 200), percentageOf(300, 200), percentageOf(-5, 200), percentageOf(50, null), percentageOf(5, 0)], [25, 100, 0, null, null]);
});

test("a few songs that cannot be played are passed at once, many slowly", () => {
  assert.deepEqual([0, 2, 3, 50].map(patience), [0, 0, 5_000, 5_000]);
});
