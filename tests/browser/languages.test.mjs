// German and the dark, in every phase, examined by axe-core.

import assert from "node:assert/strict";
import { accessible, nothingClipped } from "./lib/axe.mjs";
import { shot } from "./lib/shots.mjs";
import { story, gathered } from "./lib/story.mjs";
import { oneWine } from "./lib/quizzes.mjs";

story("an evening in German and in the dark", async (world) => {
  const german = { locale: "de-DE", colorScheme: "dark" };
  // The host's console is driven by its keys here, so that no name of a button matters.
  const room = await gatheredInGerman(world, german);
  const look = async (name) => {
    for (const [who, surface] of Object.entries({ host: room.host, stage: room.stage, phone: room.phone })) {
      assert.equal(await surface.page.evaluate(() => document.documentElement.lang), "de");
      await accessible(surface.page, `${who} ${name}`);
      await nothingClipped(surface.page, `${who} ${name}`);
      await shot(surface.page, `${who}-${name}-de-dark`);
    }
  };
  const key = (name) => room.host.page.keyboard.press(name);
  const phoneShows = (text) => room.phone.page.getByText(text).first().waitFor();
  // What a key means is up to what the host's own page has heard; the marks are the same in each language.
  const shows = (phase) => Promise.all([room.host.page.locator(`.status-${phase}`).waitFor(), room.stage.page.locator(`.stage-${phase}`).waitFor()]);
  await room.host.page.locator(".action-main .button:enabled").waitFor();
  await look("1-lobby");
  await key("Space");
  await shows("question_open");
  await phoneShows("Welche Rebsorte ist das?");
  await look("2-open");
  await room.phone.option("Nebbiolo").click();
  await phoneShows(/[A-D] gespeichert|Gespeichert/);
  await key("p");
  await shows("question_paused");
  await phoneShows(/pausiert/i);
  await look("3-paused");
  await key("Space");
  await shows("question_open");
  await key("r");
  await shows("question_revealed");
  await phoneShows(/Richtig/);
  await look("4-revealed");
  await key("n");
  await shows("round_leaderboard");
  await phoneShows(/Rangliste|Zwischenstand|Tabelle/);
  await look("5-leaderboard");
  await key("n");
  await shows("ended");
  await phoneShows(/vorbei|zu Ende/);
  await look("6-ended");

  for (const [path, name] of [["/", "home"], ["/host", "host-dashboard"], ["/host/new", "host-editor"]]) {
    await room.host.page.goto(world.server.origin + path);
    await room.host.page.getByRole("heading").first().waitFor();
    await accessible(room.host.page, name);
    await shot(room.host.page, `${name}-de-dark`);
  }
});

async function gatheredInGerman(world, german) {
  const room = await gathered(world, oneWine(), { phones: 0, host: german, stage: german });
  const { Phone } = await import("./lib/phone.mjs");
  room.phone = new Phone(await world.browser.page("phone", german));
  await room.phone.page.goto(`${world.server.origin}/j/${room.code}`);
  await room.phone.page.getByRole("button").last().waitFor();
  await room.phone.page.getByRole("main").getByRole("button").first().click();
  await room.phone.page.getByText(/dabei/i).first().waitFor();
  return room;
}
