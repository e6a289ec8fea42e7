// Large text, little motion, and those who listen instead of looking.

import assert from "node:assert/strict";
import { accessible, nothingClipped } from "./lib/axe.mjs";
import { longTexts, oneWine } from "./lib/quizzes.mjs";
import { shot } from "./lib/shots.mjs";
import { story, gathered } from "./lib/story.mjs";
import { sleep, until } from "./lib/until.mjs";

story("text at 200 % on a phone", async (world) => {
  const room = await gathered(world, longTexts(), { phones: 1 });
  const { phone } = room;
  const large = async (name) => {
    await phone.page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
    await sleep(200);
    await nothingClipped(phone.page, name);
    await accessible(phone.page, `${name} at 200 %`);
    await shot(phone.page, `${name}-200-percent`, { fullPage: true });
  };
  await large("phone-1-lobby");
  await room.host.start();
  await phone.shows("question_open");
  await large("phone-2-open");
  for (const option of await phone.options().all()) {
    await option.scrollIntoViewIfNeeded();
    const box = await option.boundingBox();
    assert.ok(box.height >= 64, `an option is ${box.height} px high`);
    assert.ok(box.x >= 0 && box.x + box.width <= 360, "an option fits the width");
  }
  await phone.options().last().click();
  await phone.saved();
  await room.host.reveal();
  await phone.shows("question_revealed");
  await large("phone-4-revealed");
  await room.host.next();
  await phone.shows("round_leaderboard");
  await large("phone-5-leaderboard");
  await room.host.next();
  await phone.shows("ended");
  await large("phone-6-ended");
});

story("options fill a phone, and are 64 px high at least", async (world) => {
  const room = await gathered(world, oneWine(), { phones: 1 });
  await room.host.start();
  await room.phone.shows("question_open");
  const boxes = await Promise.all((await room.phone.options().all()).map((option) => option.boundingBox()));
  assert.equal(boxes.length, 4);
  for (const box of boxes) {
    assert.ok(box.height >= 64 && box.width >= 140, JSON.stringify(box));
    assert.ok(box.y + box.height <= 740, `in sight without scrolling: ${JSON.stringify(box)}`);
  }
});

story("long texts on the stage and elsewhere", async (world) => {
  const room = await gathered(world, longTexts(), { phones: 1 });
  const three = { host: room.host, stage: room.stage, phone: room.phone };
  const look = async (name) => {
    for (const [who, surface] of Object.entries(three)) {
      await nothingClipped(surface.page, `${who} ${name}`);
      await shot(surface.page, `${who}-${name}-long`);
    }
  };
  await look("1-lobby");
  await room.host.start();
  await room.everywhere("question_open");
  await look("2-open");
  const size = await room.stage.page.evaluate(() => {
    const texts = [...document.querySelectorAll("body *")].filter((e) => e.checkVisibility() && !e.closest(".visually-hidden, svg, [aria-live], .controls") && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim() !== ""));
    return texts.map((e) => [parseFloat(getComputedStyle(e).fontSize), e.textContent.slice(0, 40)]).sort((a, b) => a[0] - b[0])[0];
  });
  assert.ok(size[0] >= 1080 / 25 - 0.5, `"${size[1]}" is ${size[0]} px on a stage 1080 px high`);
  await room.host.reveal();
  await room.everywhere("question_revealed");
  await look("4-revealed");
});

story("little motion is honoured", async (world) => {
  const calm = { reducedMotion: "reduce" };
  const room = await gathered(world, oneWine(), { phones: 1, stage: calm, phone: calm, host: calm });
  const moving = (surface) =>
    surface.page.evaluate(() => document.getAnimations().filter((a) => a.playState === "running" && a.effect.getComputedTiming().endTime > 20).length);
  await room.host.start();
  await room.everywhere("question_open");
  await room.phone.answer("Nebbiolo");
  await room.host.reveal();
  await room.everywhere("question_revealed");
  for (const surface of room.surfaces) assert.equal(await moving(surface), 0);
  await room.host.next();
  await room.everywhere("round_leaderboard");
  for (const surface of room.surfaces) assert.equal(await moving(surface), 0);
  await room.host.next();
  await room.stage.shows("ended");
  // The podium is there at once, not step by step.
  await room.stage.page.getByText(room.phone.pseudonym).first().waitFor();
  for (const surface of room.surfaces) assert.equal(await moving(surface), 0);
});

story("phase, score and saved are spoken", async (world) => {
  const room = await gathered(world, oneWine(), { phones: 1 });
  const { page } = room.phone;
  await page.evaluate(() => {
    window.heard = [];
    const listen = (region) => new MutationObserver(() => window.heard.push([region.getAttribute("aria-live"), region.textContent.trim()])).observe(region, { childList: true, characterData: true, subtree: true });
    document.querySelectorAll("[aria-live]").forEach(listen);
  });
  const heard = (live, text) =>
    until(`"${text}" is spoken`, () => page.evaluate(([live, text]) => window.heard.some(([how, what]) => how === live && new RegExp(text).test(what)), [live, text.source]))
      .catch(async (error) => {
        throw new Error(`${error.message}; heard: ${JSON.stringify(await page.evaluate(() => window.heard))}`);
      });
  const titles = new Set([await page.title()]);
  await room.host.start();
  await room.phone.shows("question_open");
  await heard("polite", /Question 1 of 1/);
  titles.add(await page.title());
  await room.phone.answer("Nebbiolo");
  await heard("polite", /Saved [A-D]/);
  await room.host.pause();
  await heard("polite", /Paused/);
  await room.host.resume();
  await heard("polite", /It goes on/);
  const ticks = await page.evaluate(() => window.heard.length);
  await sleep(3_000);
  assert.ok((await page.evaluate(() => window.heard.length)) <= ticks + 1, "ticks are not spoken");
  await room.host.reveal();
  await heard("polite", /Correct|100/);
  titles.add(await page.title());
  await room.host.next();
  await heard("polite", /Leaderboard/);
  titles.add(await page.title());
  assert.ok(titles.size >= 3, `the tab's title tells the phase: ${[...titles].join(" | ")}`);
});
