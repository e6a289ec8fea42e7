// The network goes and comes back: a bar, nothing lost, recovery unaided.

import assert from "node:assert/strict";
import { shot } from "./lib/shots.mjs";
import { story, gathered } from "./lib/story.mjs";
import { twoWines } from "./lib/quizzes.mjs";
import { Wire } from "./lib/wire.mjs";

story("a cut network mends by itself", async ({ server, browser }) => {
  const wire = await Wire.to(server.port);
  browser.allow(wire.origin);
  try {
    const room = await gathered({ server, browser }, twoWines(), { phones: 2, origin: wire.origin });
    const [kept, late] = room.phones;
    await room.host.start();
    await room.everywhere("question_open");
    await kept.answer("Nebbiolo");

    await browser.whileAway(async () => {
      // Silence, not a closed socket: the pages have to notice by themselves.
      wire.cut();
      await Promise.all(room.surfaces.map((surface) => surface.reconnecting().first().waitFor()));
      assert.match(await kept.chosen(), /Nebbiolo/, "the answer stays marked");
      await late.option("Barbera").click();
      await late.page.getByText("is kept here and sent as soon as the link is back", { exact: false }).first().waitFor();
      for (const [who, surface] of [["host", room.host], ["stage", room.stage], ["phone", kept]]) {
        await shot(surface.page, `${who}-7-reconnecting`);
      }
      wire.mend();
      await Promise.all(room.surfaces.map((surface) => surface.reconnecting().first().waitFor({ state: "hidden" })));
    });
    await room.everywhere("question_open");
    await kept.keeps("Nebbiolo");
    // What was chosen without a link is sent afterwards.
    await late.saved();
    await room.host.page.getByText(/2\s*(\/|of)\s*2/).first().waitFor();

    // The game moves on while one wire is cut loudly and mended: the TV must not freeze on the old question.
    await browser.whileAway(async () => {
      wire.cut({ loud: true });
      await Promise.all(room.surfaces.map((surface) => surface.reconnecting().first().waitFor()));
      wire.mend();
      await room.host.reconnecting().first().waitFor({ state: "hidden" });
      await room.host.reveal();
      await room.everywhere("question_revealed");
    });
  } finally {
    wire.close();
  }
});
