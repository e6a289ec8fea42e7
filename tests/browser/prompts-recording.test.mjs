// Given a journey over a recording, then the page is in step with what is heard, however late that begins; and what
// somebody does at a second of it is met there by who comes later.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { accessible, nothingClipped } from "./lib/axe.mjs";
import { ADMIN, Guest, WITH_ADMIN } from "./lib/prompts.mjs";
import { PATIENCE } from "./lib/slow.mjs";
import { shotAtAllSizes } from "./lib/shots.mjs";
import { wav } from "./lib/songs.mjs";
import { story } from "./lib/story.mjs";
import { sleep, until } from "./lib/until.mjs";

const SECONDS = 24 * PATIENCE;
/** Seconds by which the page and the recording may be apart; Chromium tells where it is every quarter of a second at worst. */
const APART_S = 0.3;

const recording = () => wav({ title: "tasting", artist: "cellar", seconds: SECONDS, hertz: 330 });

/**
 * Keeps every element that plays, when an answer was given, and when lines of the strip came; where `blocked`, nothing
 * may play before a second tap.
 */
function watchMedia(blocked) {
  window.played = [];
  window.lines = [];
  window.mayPlay = !blocked;
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    if (!window.played.includes(this)) window.played.push(this);
    return window.mayPlay ? play.call(this) : Promise.reject(new DOMException("a tap is wanted", "NotAllowedError"));
  };
  addEventListener("change", () => (window.answeredAt = window.played[0]?.currentTime), true);
  // A page that a busy machine has held up shows everything later by as much.
  let [drawnAt, gap] = [performance.now(), 0];
  const drawn = () => {
    [gap, drawnAt] = [performance.now() - drawnAt, performance.now()];
    requestAnimationFrame(drawn);
  };
  requestAnimationFrame(drawn);
  const look = () => {
    const heldUp = Math.max(gap, performance.now() - drawnAt) / 1000;
    for (const line of document.querySelectorAll(".strip li")) {
      const text = line.textContent;
      if (!window.lines.some((known) => known.text === text)) window.lines.push({ text, at: window.played[0]?.currentTime, heldUp });
    }
  };
  document.addEventListener("DOMContentLoaded", () => new MutationObserver(look).observe(document.body, { childList: true, subtree: true }));
}

/** Where the recording and the page's clock are, in seconds. */
function clocks(page) {
  return page.evaluate((seconds) => {
    const [media] = window.played;
    const scale = /scaleX\(([\d.e-]+)\)/.exec(document.querySelector(".prompt-time span")?.style.transform ?? "");
    return { heard: media.currentTime, plays: !media.paused && !media.muted, shown: Number(scale?.[1] ?? NaN) * seconds };
  }, SECONDS);
}

async function inStep(page, what) {
  await until(`${what}: the recording plays`, async () => (await clocks(page)).plays);
  const apart = [];
  for (let look = 0; look < 7; look += 1) {
    await sleep(150);
    const { heard, shown, plays } = await clocks(page);
    assert.ok(plays, `${what}: it plays on`);
    apart.push(heard - shown);
  }
  // The median: a single look may fall into a moment in which a busy machine has not drawn.
  const median = apart.sort((a, b) => a - b)[3];
  assert.ok(Math.abs(median) < APART_S, `${what}: the recording is ahead by ${apart.map((s) => s.toFixed(2))} s`);
}

async function looked(page, name) {
  await accessible(page, name);
  await nothingClipped(page, name);
  await shotAtAllSizes(page, name);
}

/** The journey as the creator makes it on the page. */
async function made(page, server, name) {
  const folder = await mkdtemp(path.join(tmpdir(), "soiree-recording-"));
  try {
    const file = path.join(folder, "tasting.wav");
    await writeFile(file, recording());
    await page.goto(`${server.origin}/prompts`);
    await page.getByLabel("Token or sign-in link").fill(`${server.origin}/host#admin=${encodeURIComponent(ADMIN)}`);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByLabel("Journey: a question over a recording").check();
    await page.getByLabel("A word", { exact: true }).check();
    await page.getByLabel("Question", { exact: true }).fill("What do you hear in it?");
    await page.getByLabel("Word 1", { exact: true }).fill("velvet");
    await page.getByLabel("Word 2", { exact: true }).fill("smoke");
    await page.getByLabel("Recording (audio or video)").setInputFiles(file);
    await page.getByLabel("Name in the link", { exact: true }).fill(name);
    await looked(page, "journey-new");
    await page.getByRole("button", { name: "Make it" }).click();
    await page.getByRole("heading", { name: "What do you hear in it?" }).waitFor();
    await page.getByText(`${SECONDS} seconds`).waitFor();
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function visitor(browser, name, { blocked = false, options = {} } = {}) {
  const page = await browser.page("phone", options);
  await page.addInitScript(watchMedia, blocked);
  return new Guest(page, name);
}

story("a journey over a recording: heard in step, met later at the same second, replayed by its creator", async ({ server, browser }) => {
  const host = await browser.page("host");
  await made(host, server, "tasting");
  const journey = { identifier: "tasting" };

  // When Ana hears it and answers.
  const ana = await visitor(browser, "Ana");
  await ana.page.goto(`${server.origin}/p/tasting`);
  await ana.page.getByText("turn your sound on").waitFor();
  await looked(ana.page, "journey-door");
  await ana.begin(server, journey);
  await inStep(ana.page, "Ana");
  await until("her fourth second", async () => (await clocks(ana.page)).heard > 4);
  await ana.word("velvet");
  const heard = await ana.page.evaluate(() => window.answeredAt);
  await shotAtAllSizes(ana.page, "journey-running");
  await inStep(ana.page, "Ana after her answer");
  await ana.ends();
  await looked(ana.page, "journey-ended");

  // Then Ben, who comes later, meets her answer at the second of the recording in which she gave it.
  const ben = await visitor(browser, "Ben");
  await ben.begin(server, journey);
  await inStep(ben.page, "Ben");
  await ben.sees(/: velvet/);
  const lines = await ben.page.evaluate(() => window.lines);
  const line = lines.find(({ text }) => text.includes("velvet"));
  assert.ok(Math.abs(line.at - heard) < 2 * APART_S + line.heldUp, `Ana answered at ${heard}, Ben saw it at ${line.at}, held up for ${line.heldUp} s`);
  assert.ok((await ben.page.evaluate(() => window.played.length)) === 1, "one recording plays");
  await ben.ends();
  assert.equal(await ben.page.evaluate(() => window.played[0].paused), true, "and is silent in the end");

  // And the creator hears it again over the curve.
  await host.getByText("2 people have taken part").waitFor();
  const play = host.getByRole("button", { name: "Play" });
  await play.waitFor({ timeout: 30_000 });
  await host.getByRole("slider", { name: "Second" }).fill("6");
  await play.click();
  await until("the curve moves with the recording", () => host.evaluate(() => document.querySelector("video").currentTime > 6.3));
  assert.ok(Number(await host.getByRole("slider", { name: "Second" }).inputValue()) >= 6, "the slider goes with it");
  await host.getByRole("button", { name: "Pause" }).click();
  await looked(host, "journey-watch");
}, WITH_ADMIN);

story("a recording that begins late, by the browser's will or a slow network, is in step all the same", async ({ server, browser }) => {
  await made(await browser.page("host"), server, "late");

  // A browser that wants another tap: the recording begins at the second that the page has reached.
  const ana = await visitor(browser, "Ana", { blocked: true });
  await ana.begin(server, { identifier: "late" });
  const button = ana.page.getByRole("button", { name: "Play the recording" });
  await button.waitFor();
  await looked(ana.page, "journey-blocked");
  await sleep(1_500);
  await ana.page.evaluate(() => (window.mayPlay = true));
  const before = (await clocks(ana.page)).shown;
  await button.click();
  await inStep(ana.page, "Ana, who tapped late");
  assert.ok((await clocks(ana.page)).heard > before, "it began where the page was, not at its beginning");
  await button.waitFor({ state: "detached" });

  // A network on which the file comes only when the prompt runs already.
  const ben = await visitor(browser, "Ben");
  await ben.page.route("**/recording", async (route) => {
    await sleep(5_000);
    await route.continue();
  });
  await ben.begin(server, { identifier: "late" });
  await inStep(ben.page, "Ben, whose network is slow");
  await ben.word("smoke");
  await ben.ends();

  // One that never comes: the journey goes on in silence, and says what can be done.
  const cleo = await visitor(browser, "Cleo");
  await cleo.page.route("**/recording", (route) => route.abort());
  await browser.whileAway(async () => {
    await cleo.begin(server, { identifier: "late" });
    await cleo.page.getByRole("button", { name: "Play the recording" }).waitFor();
  });
  await cleo.page.unroute("**/recording");
  await cleo.page.getByRole("button", { name: "Play the recording" }).click();
  await inStep(cleo.page, "Cleo, whose network came back");
  await cleo.word("velvet");
  await cleo.ends();
}, WITH_ADMIN);
