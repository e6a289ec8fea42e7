// kill -9 under a running question with every screen open, started again some seconds later: all screens
// recover unaided, the clock stood still meanwhile, and the game is played to its end.

import assert from "node:assert/strict";
import { shot } from "./lib/shots.mjs";
import { story, gathered } from "./lib/story.mjs";
import { twoWines } from "./lib/quizzes.mjs";
import { sleep } from "./lib/until.mjs";

story("the plug is pulled in the middle of a question", async (world) => {
  const { server, browser } = world;
  const room = await gathered(world, twoWines(), { phones: 3 });
  const [first, second, third] = room.phones;
  await room.host.start();
  await room.everywhere("question_open");
  await first.answer("Nebbiolo");
  await second.answer("Barbera");
  await sleep(2_000);
  const order = await first.texts();
  const lookedAt = Date.now();
  const atTheKill = await room.stage.digits();

  let [ranSeconds, startedAt] = [0, 0];
  await browser.whileAway(async () => {
    await server.kill();
    ranSeconds = (Date.now() - lookedAt) / 1000;
    await Promise.all(room.surfaces.map((surface) => surface.reconnecting().first().waitFor()));
    await sleep(5_000);
    for (const [who, surface] of [["host", room.host], ["stage", room.stage], ["phone", first]]) {
      await shot(surface.page, `${who}-7-server-down`);
    }
    startedAt = Date.now();
    await server.run();
    await Promise.all(room.surfaces.map((surface) => surface.reconnecting().first().waitFor({ state: "hidden", timeout: 20_000 })));
  });
  await room.everywhere("question_open");
  const now = await room.stage.digits();
  // What it may have run: until the plug was out, and since the server is back.
  ranSeconds += (Date.now() - startedAt) / 1000;
  assert.ok(now <= atTheKill + 2, `${atTheKill} s before, ${now} s after`);
  assert.ok(now >= atTheKill - ranSeconds - 2, `the clock ran while the server was down: ${atTheKill} s before, ${now} s after`);

  assert.deepEqual(await first.texts(), order, "the same options in the same order");
  await first.keeps("Nebbiolo");
  await second.keeps("Barbera");
  assert.equal(await third.chosen(), null);
  await third.answer("Nebbiolo");

  await room.host.reveal();
  await room.everywhere("question_revealed");
  await first.page.getByText("Correct +100").first().waitFor();
  await second.page.getByText("It was Nebbiolo").first().waitFor();

  // And once more between two questions, then on to the podium.
  await room.host.next();
  await room.everywhere("round_leaderboard");
  await browser.whileAway(async () => {
    await server.kill();
    await Promise.all(room.surfaces.map((surface) => surface.reconnecting().first().waitFor()));
    await server.run();
    await Promise.all(room.surfaces.map((surface) => surface.reconnecting().first().waitFor({ state: "hidden", timeout: 20_000 })));
  });
  await room.everywhere("round_leaderboard");
  await room.host.next();
  await room.everywhere("question_open");
  await room.host.reveal();
  await room.everywhere("question_revealed");
  await room.host.next();
  await room.everywhere("question_open");
  await room.host.reveal();
  await room.everywhere("question_revealed");
  await room.host.next();
  await room.everywhere("round_leaderboard");
  await room.host.next();
  await room.everywhere("ended");
});
