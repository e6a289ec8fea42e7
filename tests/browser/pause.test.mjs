// A pause stops the local countdown on all three surfaces.

import assert from "node:assert/strict";
import { story, gathered } from "./lib/story.mjs";
import { twoWines } from "./lib/quizzes.mjs";
import { sleep } from "./lib/until.mjs";

story("a pause stops every countdown", async (world) => {
  const room = await gathered(world, twoWines(), { phones: 1 });
  const three = [room.host, room.stage, room.phone];
  const digits = () => Promise.all(three.map((surface) => surface.digits()));
  await room.host.start();
  await room.everywhere("question_open");

  const [running] = [await digits(), await sleep(1_500)];
  const later = await digits();
  for (const [i, seconds] of later.entries()) assert.ok(seconds < running[i], `${running} ran to ${later}`);
  assert.ok(Math.max(...later) - Math.min(...later) <= 1, `the same second everywhere: ${later}`);

  await room.host.pause();
  await room.everywhere("question_paused");
  const frozen = await digits();
  await sleep(1_500);
  assert.deepEqual(await digits(), frozen, "frozen");
  assert.equal(new Set(frozen).size, 1, `the same frozen time everywhere: ${frozen}`);

  // Extended while paused: more time, still frozen.
  await room.host.extend();
  await sleep(500);
  const extended = await digits();
  await sleep(1_500);
  assert.deepEqual(await digits(), extended, "still frozen");
  assert.deepEqual(extended, frozen.map((seconds) => seconds + 10));

  await room.host.resume();
  await room.everywhere("question_open");
  await sleep(1_500);
  for (const [i, seconds] of (await digits()).entries()) assert.ok(seconds < extended[i], "goes on");
});
