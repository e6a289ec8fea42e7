// The host leaves and returns: the others are told, the game goes on by itself.

import { Host } from "./lib/host.mjs";
import { story, gathered } from "./lib/story.mjs";
import { oneWine } from "./lib/quizzes.mjs";

story("a host who leaves strands nobody", async (world) => {
  const room = await gathered(world, oneWine({ timerSeconds: 20 }), { phones: 1 });
  await room.host.start();
  await room.everywhere("question_open");
  const context = room.host.page.context();
  await room.host.page.close();
  await room.phone.page.getByText("The host is away for a moment", { exact: false }).waitFor();
  await room.stage.page.getByText("Host connection lost").waitFor();
  await room.phone.answer("Nebbiolo");

  // Nobody is there to press a key: the answer shows at the deadline.
  await Promise.all([room.phone, room.stage].map((surface) => surface.signs("question_revealed").first().waitFor({ timeout: 40_000 })));
  await room.phone.page.getByText("Correct +100").first().waitFor();

  // The host comes back, on a page of the same browser, by the dashboard's door.
  room.host = new Host(await context.newPage());
  await room.host.page.goto(`${new URL(room.phone.page.url()).origin}/host/${room.code}`);
  await room.host.shows("question_revealed");
  await room.stage.page.getByText("Host connection lost").waitFor({ state: "hidden" });
  await room.host.next();
  await Promise.all([room.phone, room.stage, room.host].map((surface) => surface.shows("round_leaderboard")));
  await room.host.next();
  await Promise.all([room.phone, room.stage, room.host].map((surface) => surface.shows("ended")));
});
