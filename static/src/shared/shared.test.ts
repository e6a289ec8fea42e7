import assert from "node:assert/strict";
import { test } from "node:test";
import { delayBefore } from "./backoff";
import { ServerClock } from "./clock";
import { cleanCode, codeFromPath, lookAlikes } from "./code";
import { percent } from "./ui/bars";
import { formerIndexes } from "./ui/leaderboard";
import { podiumSteps } from "./ui/podium";
import { secondsLeft } from "./ui/timer";

test("the delays grow from about a second to ten at most", () => {
  assert.equal(delayBefore(0, () => 0.5), 1_000);
  assert.equal(delayBefore(1, () => 0.5), 1_300);
  for (let i = 0; i < 50; i++) assert.ok(delayBefore(i) <= 10_000 && delayBefore(i) >= 750);
});

test("the clock takes the offset of the quick answers and shrugs off a slow one", () => {
  let local = 0;
  const clock = new ServerClock(() => local);
  for (const [sent, back, server] of [[0, 20, 5_010], [100, 120, 5_110], [200, 2_200, 5_210]] as const) {
    local = back;
    clock.sample(sent, server);
  }
  assert.equal(clock.now() - local, 5_000);
  assert.equal(clock.remaining(local + 5_000 + 700), 700);
});

test("a passing observation corrects the clock only where it is far off", () => {
  const clock = new ServerClock(() => 0);
  clock.sample(0, 5_000);
  clock.observe(4_600);
  assert.equal(clock.now(), 5_000);
  clock.observe(60_000);
  assert.equal(clock.now(), 60_000);
});

test("codes are upper-cased, and misread digits put right", () => {
  assert.equal(cleanCode(" k7 qm "), "K7QM");
  assert.equal(cleanCode("4o2i"), "4021");
  assert.equal(codeFromPath("/j/k7qm"), "K7QM");
  assert.equal(codeFromPath("/j/%"), "");
  assert.deepEqual(lookAlikes("AB0D"), ["ABOD"]);
});

test("rows start where they stood before", () => {
  const rows = [3, 1, 2].map((previousRank, i) => ({ pseudonym: `N${i}`, score: 0, rank: i + 1, previousRank }));
  assert.deepEqual(formerIndexes(rows), [2, 0, 1]);
});

test("shared ranks share a step of the podium", () => {
  const rows = [1, 1, 3].map((rank, i) => ({ pseudonym: `N${i}`, score: 0, rank }));
  assert.deepEqual(podiumSteps(rows).map((step) => step.length), [2, 0, 1]);
});

test("whole seconds and per cent", () => {
  assert.deepEqual([secondsLeft(0), secondsLeft(1), secondsLeft(1_000), secondsLeft(-5)], [0, 1, 1, 0]);
  assert.deepEqual([percent(1, 3), percent(0, 0)], [33, 0]);
});
