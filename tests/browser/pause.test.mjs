// A pause stops the local countdown on all three surfaces.

import assert from "node:assert/strict";
import { story, gathered } from "./lib/story.mjs";
import { twoWines } from "./lib/quizzes.mjs";
import { sleep, until } from "./lib/until.mjs";

story("a pause stops every countdown", async (world) => {
  const room = await gathered(world, twoWines(), { phones: 1 });
  const three = [room.host, room.stage, room.phone];
  const digits = () => Promise.all(three.map((surface) => surface.digits()));
  await room.host.start();
  await room.everywhere("question_open");

  const running = await digits();
  await until(`all run on from ${running}`, async () => (await digits()).every((seconds, i) => seconds < running[i]));
  // Looked at again where one page of a busy machine was a moment late in telling.
  await until("the same second everywhere", async () => {
    const now = await digits();
    return Math.max(...now) - Math.min(...now) <= 1;
  });

  await room.host.pause();
  await room.everywhere("question_paused");
  const frozen = await digits();
  await sleep(1_500);
  assert.deepEqual(await digits(), frozen, "frozen");
  assert.equal(new Set(frozen).size, 1, `the same frozen time everywhere: ${frozen}`);

  // Extended while paused: more time, still frozen.
  await room.host.extend();
  const extended = frozen.map((seconds) => seconds + 10);
  await until(`${extended} everywhere`, async () => (await digits()).join() === extended.join());
  await sleep(1_500);
  assert.deepEqual(await digits(), extended, "still frozen");

  await room.host.resume();
  await room.everywhere("question_open");
  await until("goes on everywhere", async () => (await digits()).every((seconds, i) => seconds < extended[i]));
});
