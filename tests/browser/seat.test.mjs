// One seat, two tabs; and the doors that stay closed: not found, locked, removed, started, over.

import assert from "node:assert/strict";
import { accessible } from "./lib/axe.mjs";
import { Phone } from "./lib/phone.mjs";
import { oneWine, twoWines } from "./lib/quizzes.mjs";
import { shot } from "./lib/shots.mjs";
import { story, gathered } from "./lib/story.mjs";

story("two tabs for one seat", async (world) => {
  const room = await gathered(world, twoWines(), { phones: 1 });
  const older = room.phone;
  const newer = new Phone(await older.page.context().newPage());
  await newer.page.goto(older.page.url());
  await newer.shows("waiting");
  assert.equal(await newer.ownName(), older.pseudonym, "the same seat");
  await older.page.getByText("Playing on another screen").waitFor();
  await accessible(older.page, "seat moved");
  await shot(older.page, "phone-8-seat-moved");
  await room.host.start();
  await newer.shows("question_open");
  await newer.answer("Nebbiolo");
  await older.page.getByRole("button", { name: "Use it here again" }).click();
  await older.shows("question_open");
  await older.keeps("Nebbiolo");
  await newer.page.getByText("Playing on another screen").waitFor();
  await room.host.page.getByText(/1\s*(\/|of)\s*1/).first().waitFor();
});

story("closed doors say why and what next", async (world) => {
  const { server, browser } = world;
  const room = await gathered(world, oneWine(), { phones: 2 });
  const [stays, goes] = room.phones;
  const newcomer = async (code, title) => {
    const phone = new Phone(await browser.page("phone"));
    await phone.page.goto(`${server.origin}/j/${code}`);
    const join = phone.page.getByRole("button", { name: "Join the game" });
    const heading = phone.page.getByRole("heading", { name: title });
    await join.or(heading).first().waitFor();
    if (await join.isVisible()) await join.click();
    await heading.waitFor();
    await accessible(phone.page, title);
    await shot(phone.page, `phone-8-${title.toLowerCase().replace(/[^a-z]+/g, "-")}`);
    return phone;
  };

  await newcomer("ZZZZ", "No game here");

  const locked = room.host.page.getByText("Locked: nobody else may join.").first();
  await room.host.page.keyboard.press("k");
  await locked.waitFor();
  await newcomer(room.code, "The door is closed");
  await room.host.page.keyboard.press("k");
  await locked.waitFor({ state: "hidden" });

  await room.host.page.getByRole("button", { name: `Remove ${goes.pseudonym}` }).click();
  await goes.page.getByRole("heading", { name: "You were removed" }).waitFor({ timeout: 20_000 });
  await accessible(goes.page, "removed");
  await shot(goes.page, "phone-8-removed");

  // Known elsewhere: who comes late is scored as if they had missed the questions before.
  await room.host.start();
  await newcomer(room.code, "The game has started");
  await stays.answer("Nebbiolo");
  await room.host.reveal();
  await room.host.next();
  await room.host.shows("round_leaderboard");
  await stays.shows("round_leaderboard");
  assert.equal(await stays.page.getByText(goes.pseudonym).count(), 0, "the removed one is in no list");
  await room.host.next();
  await stays.shows("ended");
  await newcomer(room.code, "This game is over");
});
