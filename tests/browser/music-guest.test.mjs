// A music room from its guests' side: in by the code on the home page, a song found without its accents, votes
// given and taken back, a chat with news, a link that is cut, a reload that changes nothing, and the music heard
// on the phone in step with the host's.

import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { accessible, nothingClipped } from "./lib/axe.mjs";
import { MusicGuest, MusicHost, MusicStage } from "./lib/music.mjs";
import { twoWines } from "./lib/quizzes.mjs";
import { shot, shotAtAllSizes } from "./lib/shots.mjs";
import { LATE_MS_MAX } from "./lib/slow.mjs";
import { songFolder } from "./lib/songs.mjs";
import { story } from "./lib/story.mjs";
import { sleep, until } from "./lib/until.mjs";
import { Wire } from "./lib/wire.mjs";

/** Milliseconds that a phone may be off the host's player; a wire that is late tells the server late where that is. */
const DRIFT_MS_MAX = 100 + LATE_MS_MAX;
/** Looks at how far it is off, a tenth of a second apart. */
const LOOKS = 31;
/** Milliseconds until it is in step at the latest: the host's player tells where it is every ten seconds. */
const IN_STEP_MS = 30_000;

const march = { title: "Águas de Março", artist: "Elis", album: "Elis & Tom", seconds: 300, hertz: 440 };
const fog = { title: "Fog over Alba", artist: "Langhe Quartet", seconds: 300, hertz: 550 };
const harvest = { title: "Harvest", artist: "The Barrel Choir", seconds: 60, hertz: 330 };
const songs = [march, fog, harvest];

let folder;
const env = async () => {
  folder = await songFolder(songs);
  return { SOIREE_MUSIC: folder };
};

/** Titles of the queue as a guest sees them. */
const queueOf = (guest) => guest.page.locator("section[aria-labelledby=queue-title] .song-title").allInnerTexts();
const orderIs = (guest, ...wished) => until(`the order ${wished.join(", ")}`, async () => (await queueOf(guest)).join() === wished.map((song) => song.title).join());
const votes = (guest, song, count) => guest.page.getByRole("button", { name: `Vote for ${song.title}, ${count === 1 ? "1 vote" : `${count} votes`}` });

/** Where a page's player is, for one moment of this machine's clock. */
const player = (page) =>
  page.evaluate(() => {
    const audio = [...document.querySelectorAll("audio")].find((one) => !one.paused && !one.ended);
    return audio === undefined ? null : audio.currentTime * 1000 - (performance.timeOrigin + performance.now());
  });

story("a guest's evening in a music room", async ({ server, browser }) => {
  const wire = await Wire.to(server.port);
  try {
    await evening({ server, browser, wire });
  } finally {
    wire.close();
  }
  await rm(folder, { recursive: true, force: true });
}, env);

async function evening({ server, browser, wire }) {
  await until("the folder is read", async () => (await (await fetch(`${server.origin}/api/v1/music/songs`)).json()).songs.length === songs.length);
  const room = await server.music({ name: "Kitchen party", settings: { fallback: false } });
  browser.allow(wire.origin);
  const look = async (surface, name) => {
    await accessible(surface.page, name);
    await shotAtAllSizes(surface.page, name);
  };

  // One field on the home page for every kind: the code leads to the room, and a quiz's to the quiz.
  const quiz = await server.quiz(twoWines());
  const ana = new MusicGuest(await browser.page("phone"));
  await ana.page.goto(`${wire.origin}/m/${quiz.code}`);
  await ana.page.waitForURL(`${wire.origin}/j/${quiz.code}`);
  await ana.page.goto(`${wire.origin}/j/${room.code}`);
  await ana.page.waitForURL(`${wire.origin}/m/${room.code}*`);
  await ana.page.goto(wire.origin);
  await look(ana, "music-home");
  await ana.page.getByLabel("Code", { exact: true }).fill(room.code.toLowerCase());
  await ana.page.getByRole("button", { name: "Join", exact: true }).click();
  await ana.page.getByRole("heading", { name: "Kitchen party" }).waitFor();
  await look(ana, "music-guest-0-door");
  await ana.page.getByRole("button", { name: "Join the room" }).click();
  await ana.page.getByText("Type a name").waitFor();
  await ana.enter("Ana");
  const ben = new MusicGuest(await browser.page("phone", { colorScheme: "dark" }));
  await ben.page.goto(`${server.origin}/m/${room.code}`);
  await ben.enter("Ben");
  const stage = new MusicStage(await browser.page("stage"));
  await stage.page.goto(`${server.origin}/music/stage/${room.code}`);
  await stage.shows("waiting");
  await look(ana, "music-guest-1-empty");
  await look(stage, "music-stage-1-empty");

  // A song is found without its accents and added, as all see at once; the limit says why there are no more.
  await ana.tab(/^Add a song/).click();
  await ana.page.getByLabel("Find a song").fill("AGUAS marco");
  await ana.page.getByText("1 song", { exact: true }).waitFor();
  await ana.page.getByRole("button", { name: `Add ${march.title}` }).click();
  await votes(ana, march, 1).waitFor();
  assert.equal(await votes(ana, march, 1).getAttribute("aria-pressed"), "true", "to add a song is to vote for it");
  await look(ana, "music-guest-2-found");
  await ana.page.getByLabel("Find a song").fill("zzz");
  await ana.page.getByText("No song fits").waitFor();
  await ana.tab(/^Queue/).click();
  await ben.add(fog.title);
  await orderIs(ana, march, fog);
  await stage.page.locator(".news", { hasText: "Ben" }).filter({ hasText: fog.title }).waitFor();

  // A vote, and another order; taken back, and the old one.
  await votes(ana, fog, 1).click();
  await orderIs(ben, fog, march);
  await votes(ben, fog, 2).waitFor();
  await stage.page.locator(".news", { hasText: "Ana voted for" }).waitFor();
  await look(ana, "music-guest-3-queue");
  await look(stage, "music-stage-3-queue");
  await votes(ana, fog, 2).click();
  await orderIs(ben, march, fog);
  await stage.page.locator(".news", { hasText: "Ana voted for" }).waitFor({ state: "detached" });
  assert.equal(await votes(ana, fog, 1).getAttribute("aria-pressed"), "false");

  // An own song can be taken out, and that can be undone.
  await ana.page.getByRole("button", { name: `Take ${march.title} out of the queue` }).click();
  await orderIs(ana, fog);
  await ana.page.getByRole("button", { name: "Undo" }).click();
  await orderIs(ana, march, fog);

  // News of the chat: counted, kept over a reload, gone when read.
  await ben.say("Who wants something slower?");
  const news = ana.tab(/Chat.*1 new message$/);
  await news.waitFor();
  await ana.page.reload();
  await news.waitFor();
  await orderIs(ana, march, fog);
  await votes(ana, march, 1).waitFor();
  assert.equal(await votes(ana, march, 1).getAttribute("aria-pressed"), "true", "a reload is the same guest");
  await news.click();
  await ana.page.getByText("Who wants something slower?").waitFor();
  await ana.page.reload();
  await ana.page.getByText("Who wants something slower?").waitFor();
  await ana.say("<b>Me</b>");
  await ben.page.getByText("<b>Me</b>", { exact: true }).waitFor();
  await look(ana, "music-guest-4-chat");
  await look(ben, "music-guest-4-chat-dark");
  await ana.tab(/^Queue/).click();
  assert.equal(await news.count(), 0);

  // The link is cut: what is tapped meanwhile is kept, shown, and told when it is back, each once.
  await browser.whileAway(async () => {
    wire.cut({ loud: true });
    await ana.reconnecting().first().waitFor();
    await votes(ana, fog, 1).click();
    await votes(ana, fog, 2).waitFor();
    await ana.tab(/^Chat/).click();
    await ana.page.getByLabel("Message", { exact: true }).fill("Said in the cellar");
    await ana.page.keyboard.press("Enter");
    await ana.page.getByText("kept until the link is back").waitFor();
    await look(ana, "music-guest-5-away");
    wire.mend();
    await ana.reconnecting().first().waitFor({ state: "hidden", timeout: 20_000 });
  });
  await ben.page.getByText("Said in the cellar").waitFor();
  await ben.tab(/^Queue/).click();
  await votes(ben, fog, 2).waitFor();
  await orderIs(ben, fog, march);
  assert.equal(await ben.page.getByText("Said in the cellar").count(), 0, "the chat is put away");
  await ben.tab(/^Chat/).click();
  assert.equal(await ben.page.getByText("Said in the cellar").count(), 1, "told once");
  await ben.tab(/^Queue/).click();
  await ana.tab(/^Queue/).click();

  // The host's player starts. A tap, and the phone plays the same, in step.
  const host = new MusicHost(await browser.page("host"));
  await host.page.goto(`${server.origin}/music/host/${room.code}#key=${room.host_token}`);
  await host.button("Start the music").click();
  await host.hears(fog);
  await ana.shows("playing");
  assert.equal(await player(ana.page), null, "nothing sounds before a tap");
  await ana.page.getByRole("button", { name: "Listen along" }).click();
  await ana.page.getByRole("button", { name: "Listening" }).waitFor();
  await look(ana, "music-guest-6-listening");
  await look(stage, "music-stage-6-playing");
  await inStep(host, ana, "listening along");

  // A pause stops the phone's player too; so does what is skipped, and the next song is in step as well.
  await host.button(/^Pause$/).click();
  await ana.shows("paused");
  await until("the phone is silent", async () => (await player(ana.page)) === null);
  await host.button(/^Play$/).click();
  await ana.shows("playing");
  await until("the phone plays", async () => (await player(ana.page)) !== null);
  await ana.skip().click();
  await stage.page.getByText("1 of 2 want to skip").waitFor();
  await look(stage, "music-stage-7-skip");
  await ben.skip().click();
  await until("the next song", async () => (await ana.title()) === march.title);
  await until("the host plays it", async () => (await host.title()) === march.title && (await player(host.page)) !== null);
  await inStep(host, ana, "after the next song's start");

  // Large type and the other language; nothing sticks out.
  await ana.page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  await nothingClipped(ana.page, "200 % text");
  await shot(ana.page, "music-guest-8-large");
  await ana.page.evaluate(() => (document.documentElement.style.fontSize = ""));
  await ana.page.getByRole("button", { name: "Settings" }).click();
  await ana.page.getByLabel("Language").selectOption("de");
  await ana.page.keyboard.press("Escape");
  await ana.page.getByRole("button", { name: "Du hörst mit" }).waitFor();
  await look(ana, "music-guest-8-german");

  // The room is remembered on the home page.
  await ben.page.goto(server.origin);
  await ben.page.getByRole("link", { name: /Kitchen party/ }).click();
  await ben.shows("playing");
  // Before its wire goes, and with it the song that is being fetched.
  await ana.page.close();
}

/**
 * Fails unless the phone finds its step and keeps it for a few seconds. Judged by the median: a busy machine may hold up
 * the one player or the other for a moment, or a report of where the host is, which the next one puts right.
 */
async function inStep(host, guest, what) {
  const off = async () => {
    const [ours, theirs, again] = [await player(host.page), await player(guest.page), await player(host.page)];
    return ours === null || theirs === null || again === null ? Infinity : Math.abs(theirs - (ours + again) / 2);
  };
  let looks = [];
  const isInStep = async () => {
    looks = [];
    for (let i = 0; i < LOOKS; i += 1) {
      looks.push(await off());
      await sleep(100);
    }
    looks.sort((a, b) => a - b);
    return looks[LOOKS >> 1] < DRIFT_MS_MAX;
  };
  const inWords = () => `${looks[LOOKS >> 1].toFixed(0)} ms off the host's player, at least ${looks[0].toFixed(0)} ms, at most ${looks.at(-1).toFixed(0)} ms`;
  await until(`${what}: the phone is in step`, isInStep, IN_STEP_MS).catch((error) => {
    throw new Error(`${error.message}; it is ${inWords()}`);
  });
  console.log(`${what}: ${inWords()}`);
}

// Songs are for the venue's own network unless the operator says otherwise; whoever is elsewhere is told so.
const behindProxy = async () => ({ ...(await env()), SOIREE_TRUSTED_PROXIES: "127.0.0.1" });

story("a guest who is not in the venue's network", async ({ server, browser }) => {
  await until("the folder is read", async () => (await (await fetch(`${server.origin}/api/v1/music/songs`)).json()).songs.length === songs.length);
  const { code, host_token } = await server.music({ name: "Kitchen party" });
  const host = new MusicHost(await browser.page("host"));
  await host.page.goto(`${server.origin}/music/host/${code}#key=${host_token}`);
  await host.button("Start the music").click();
  await host.shows("playing");
  const far = new MusicGuest(await browser.page("phone", { extraHTTPHeaders: { "x-forwarded-for": "203.0.113.9" } }));
  await far.page.goto(`${server.origin}/m/${code}`);
  await far.enter("Far");
  await far.page.getByRole("button", { name: "Listen along" }).click();
  await far.page.getByText("Join its Wi-Fi to listen along", { exact: false }).waitFor();
  await accessible(far.page, "music-guest-refused");
  await shot(far.page, "music-guest-refused");
  // That the browser says so too is no fault of the page.
  const refused = browser.faults.filter((fault) => /403 \(Forbidden\).*\/stream/.test(fault));
  assert.ok(refused.length > 0, "the server refused it");
  browser.faults = browser.faults.filter((fault) => !refused.includes(fault));
  await rm(folder, { recursive: true, force: true });
}, behindProxy);
