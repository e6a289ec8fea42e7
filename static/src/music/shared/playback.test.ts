import assert from "node:assert/strict";
import { test } from "node:test";
import type { Playback } from "../../wire/music";
import { correction, JumpDelay, JUMP_MS } from "./follow";
import { positionMs, progressOf, timeText } from "./playback";

const playback = (over: Partial<Playback> = {}): Playback => ({ percentage: 25, paused: false, position_ms: 50_000, at: 1_000_000, duration_ms: 200_000, ...over });

test("a song runs on by itself, stands while paused, and does not run beyond its end", () => {
  assert.equal(positionMs(playback(), 1_010_000), 60_000);
  assert.equal(positionMs(playback({ paused: true }), 1_010_000), 50_000);
  assert.equal(positionMs(playback(), 9_000_000), 200_000);
  // A clock that is a little behind the server's does not turn time back.
  assert.equal(positionMs(playback(), 999_990), 50_000);
  assert.equal(progressOf(playback(), 1_050_000), 0.5);
});

test("a song of unknown length shows the part that the host told", () => {
  const unknown = playback({ position_ms: null, duration_ms: null });
  assert.deepEqual([positionMs(unknown, 1_010_000), progressOf(unknown, 1_010_000)], [null, 0.25]);
});

test("times are written as players write them", () => {
  assert.deepEqual([0, 187_900, 3_729_000].map(timeText), ["0:00", "3:07", "1:02:09"]);
});

test("a small distance is left alone, a middling one run down, a large one jumped", () => {
  assert.deepEqual(correction(5), { jump: false, rate: 1 });
  const ahead = correction(60);
  const behind = correction(-60);
  assert.ok(!ahead.jump && ahead.rate < 1 && ahead.rate >= 0.94);
  assert.ok(!behind.jump && behind.rate > 1 && behind.rate <= 1.06);
  assert.deepEqual([correction(JUMP_MS + 1), correction(-JUMP_MS - 1), correction(NaN)], [{ jump: true }, { jump: true }, { jump: true }]);
});

test("whatever it starts with, a player that runs at the told speed comes within the near distance", () => {
  for (const start of [-390, -100, -13, 13, 100, 390]) {
    let ahead = start;
    for (let i = 0; i < 100; i++) {
      const step = correction(ahead);
      if (!step.jump) ahead += (step.rate - 1) * 250;
    }
    assert.ok(Math.abs(ahead) <= 12, `${start} ended at ${ahead}`);
  }
});

test("jumps learn how long they take, within bounds", () => {
  const delay = new JumpDelay();
  const first = delay.expected;
  delay.learn(100);
  assert.equal(delay.expected, first + 50);
  for (let i = 0; i < 20; i++) delay.learn(10_000);
  assert.equal(delay.expected, JUMP_MS);
  for (let i = 0; i < 20; i++) delay.learn(-10_000);
  assert.equal(delay.expected, 0);
});
