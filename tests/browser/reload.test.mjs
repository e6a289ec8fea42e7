// A reload of each surface in every phase draws the same phase with the same content.

import { story, gathered } from "./lib/story.mjs";
import { twoWines } from "./lib/quizzes.mjs";

story("a reload in every phase redraws it", async (stage) => {
  const room = await gathered(stage, twoWines(), { phones: 2 });
  const [first, second] = room.phones;

  const reloadAll = async (phase) => {
    await room.everywhere(phase);
    // Taken from all before one goes: the others say on their screens who is away.
    const before = await Promise.all(room.surfaces.map((surface) => surface.settles()));
    await Promise.all(
      room.surfaces.map(async (surface, i) => {
        await surface.page.reload();
        await surface.shows(phase);
        await surface.reads(before[i]);
      }),
    );
  };

  await reloadAll("waiting");
  await room.host.start();
  await room.everywhere("question_open");
  await first.answer("Nebbiolo");
  await reloadAll("question_open");
  await first.keeps("Nebbiolo");
  await room.host.pause();
  await reloadAll("question_paused");
  await first.keeps("Nebbiolo");
  // Known elsewhere: a host who reloads while paused cannot resume.
  await room.host.resume();
  await room.everywhere("question_open");
  await second.answer("Barbera");
  await room.host.reveal();
  // Known elsewhere: a reload at the reveal shows "Connecting…" for ever.
  await reloadAll("question_revealed");
  await room.host.next();
  await reloadAll("round_leaderboard");
  // Known elsewhere: the host's page cannot rejoin a running game.
  for (let question = 0; question < 2; question += 1) {
    await room.host.next();
    await room.everywhere("question_open");
    await room.host.reveal();
  }
  await room.host.next();
  await room.everywhere("round_leaderboard");
  await room.host.next();
  await room.everywhere("ended");
  // The podium is done growing, and what follows it has come.
  await room.stage.page.locator(".finale.is-complete").waitFor();
  await reloadAll("ended");
});
