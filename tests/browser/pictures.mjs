// Makes the pictures of the project's README, from the real thing: a quiz of 24 guests and a music room. Needs pngquant
// (Debian's package of that name).

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { settled } from "./lib/axe.mjs";
import { Browser } from "./lib/browser.mjs";
import { drawCovers } from "./lib/covers.mjs";
import { crowd } from "./lib/crowd.mjs";
import { Host } from "./lib/host.mjs";
import { Phone } from "./lib/phone.mjs";
import { twoWines } from "./lib/quizzes.mjs";
import { MusicGuest, MusicHost } from "./lib/music.mjs";
import { Server } from "./lib/server.mjs";
import { songFolder } from "./lib/songs.mjs";
import { Stage } from "./lib/stage.mjs";
import { until } from "./lib/until.mjs";

const docs = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../docs");
/** Bytes of one picture: the repository keeps every version. */
const PICTURE_BYTES_MAX = 150_000;
/** A projector's shape at a size that stays readable in a README. */
const SCREEN = { width: 1280, height: 720 };

async function picture(page, name) {
  await settled(page);
  const file = path.join(docs, `${name}.png`);
  await page.screenshot({ path: file });
  // 256 colours are enough for flat screens, and a quarter of the bytes.
  execFileSync("pngquant", ["--force", "--skip-if-larger", "--strip", "--output", file, "256", file]);
  const { size } = await stat(file);
  assert.ok(size <= PICTURE_BYTES_MAX, `${name}.png has ${size} bytes`);
  console.log(`${name}.png ${(size / 1000).toFixed(0)} kB`);
}

await mkdir(docs, { recursive: true });
const browser = await Browser.launch();
const covers = await drawCovers(browser);
const songs = [
  { title: "Harvest moon waltz", artist: "The Barrel Choir", album: "Cellar songs", seconds: 214, hertz: 440, cover: covers.moon },
  { title: "Corkscrew", artist: "Tannin", album: "Openers", seconds: 180, hertz: 330, cover: covers.cork },
  { title: "Fog over Alba", artist: "Langhe Quartet", album: "Autumn", seconds: 240, hertz: 550, cover: covers.fog },
  { title: "Night bus to Barolo", artist: "Magnum", album: "Bottles", seconds: 200, hertz: 660, cover: covers.bus },
  { title: "House wine", artist: "The Cellar Band", album: "Every night", seconds: 190, hertz: 700, cover: covers.house },
];
const music = await songFolder(songs);
// Guests see an address as they would in a venue, not a loopback port.
const server = await Server.start({ SOIREE_PUBLIC_URL: "http://soiree.local", SOIREE_MUSIC: music });
browser.allow(server.origin);
try {
  const quiz = twoWines({ title: "Friday tasting", timerSeconds: 15, settings: { scoring: "speed" } });
  const made = await server.quiz(quiz);
  const host = new Host(await browser.page("host", { viewport: SCREEN }));
  const stage = new Stage(await browser.page("stage", { viewport: SCREEN }));
  const phone = new Phone(await browser.page("phone", { deviceScaleFactor: 1.5 }));
  await host.page.goto(`${server.origin}/host/${made.code}#key=${made.hostId}`);
  await stage.page.goto(`${server.origin}/stage/${made.code}`);
  await phone.page.goto(`${server.origin}/j/${made.code}`);
  await phone.join();
  const guests = await crowd(browser, server.origin, made.code, 23);
  await host.page.getByText(/24/).first().waitFor();
  await stage.page.getByText(/24/).first().waitFor();
  await picture(host.page, "host-lobby");
  await picture(stage.page, "stage-lobby");

  await host.start();
  await Promise.all([stage.shows("question_open"), phone.shows("question_open")]);
  await phone.answer("Nebbiolo");
  await guests.answer("Nebbiolo", 11, { leaveOut: 6, everyMs: 150 });
  await stage.page.getByText("18/24").first().waitFor();
  await picture(stage.page, "stage-question");
  await picture(phone.page, "phone-question");

  const questions = [["Nebbiolo", 11], ["New Zealand", 17], ["Pale lemon", 8]];
  for (const [i, [answer, part]] of questions.entries()) {
    if (i > 0) {
      await host.next();
      await Promise.all([stage.shows("question_open"), phone.shows("question_open")]);
      await phone.answer(answer);
      await guests.answer(answer, part, { everyMs: 150, first: i * 5 });
    }
    await host.reveal();
    await phone.shows("question_revealed");
    if (i === 0) await host.next();
    if (i === 0) await stage.shows("round_leaderboard");
  }
  await host.next();
  await stage.shows("round_leaderboard");
  await host.next();
  await stage.shows("ended");
  await stage.page.locator(".finale.is-complete").waitFor();
  await stage.page.waitForTimeout(1_000);
  await picture(stage.page, "stage-podium");

  await host.page.setViewportSize({ width: 1280, height: 1080 });
  await host.page.goto(`${server.origin}/host`);
  await host.page.getByRole("button", { name: /^Look inside and edit/ }).first().click();
  await host.page.getByLabel("Title").first().waitFor();
  await picture(host.page, "editor");

  // A music room.
  const musicHost = new MusicHost(await browser.page("host", { viewport: SCREEN }));
  const code = await musicHost.makeRoom(server.origin, "Friday at the bar");
  const here = {};
  for (const [name, ...titles] of [["Ana", "Harvest moon waltz"], ["Ben", "Fog over Alba"], ["Carla", "Corkscrew", "Night bus to Barolo"]]) {
    here[name] = new MusicGuest(await browser.page("phone", { deviceScaleFactor: 1.5 }));
    await here[name].page.goto(`${server.origin}/m/${code}`);
    await here[name].enter(name);
    for (const title of titles) await here[name].add(title);
  }
  const { Ana: ana, Ben: ben, Carla: carla } = here;
  for (const guest of [ben, carla]) await guest.vote("Harvest moon waltz").click();
  await musicHost.button("Start the music").click();
  await until("the most wanted song plays", async () => (await musicHost.title()) === "Harvest moon waltz");
  await ana.vote("Corkscrew").click();
  await ben.vote("Corkscrew").click();
  await ana.vote("Fog over Alba").click();
  const musicStage = new Stage(await browser.page("stage", { viewport: SCREEN }));
  await musicStage.page.goto(`${server.origin}/music/stage/${code}`);
  await musicStage.page.getByText("Corkscrew").waitFor();
  await carla.vote("Fog over Alba").click();
  await ben.vote("Night bus to Barolo").click();
  await musicHost.page.getByLabel("Place in the song").press("ArrowRight");
  for (let i = 0; i < 9; i += 1) await musicHost.page.keyboard.press("ArrowRight");
  await until("the stage is there too", async () => /^(0:5|[1-3]:)/.test(await musicStage.page.locator(".progress-elapsed").innerText()));
  await musicHost.page.evaluate(() => document.activeElement?.blur());
  await picture(musicHost.page, "music-host");
  await picture(musicStage.page, "music-stage");
  await picture(ana.page, "music-phone");
  await browser.check();
} finally {
  await browser.close();
  await server.stop();
  await rm(music, { recursive: true, force: true });
}
