// A whole evening of music: host, stage and two guests. Songs are added, voted for, end and are followed by the
// next, skipped by votes; the house list goes on; everybody reloads; the server is killed; the room closes. What
// plays is heard by its pitch. Every screen is examined by axe-core and photographed at every size.

import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { accessible } from "./lib/axe.mjs";
import { MusicGuest, MusicHost, MusicStage } from "./lib/music.mjs";
import { PATIENCE } from "./lib/slow.mjs";
import { shotAtAllSizes } from "./lib/shots.mjs";
import { songFolder } from "./lib/songs.mjs";
import { story } from "./lib/story.mjs";
import { until } from "./lib/until.mjs";

// Two short ones, which end by themselves, and two that outlast all that is looked at while they play.
const corkscrew = { title: "Corkscrew", artist: "Tannin", album: "Openers", seconds: 8 * PATIENCE, hertz: 330 };
const harvest = { title: "Harvest of the late moon", artist: "The Barrel Choir", album: "Cellar songs", seconds: 300, hertz: 440 };
const fog = { title: "Fog over Alba", artist: "Langhe Quartet", seconds: 8 * PATIENCE, hertz: 550 };
const house = { title: "House wine", artist: "The Cellar Band", seconds: 300, hertz: 700 };
const songs = [corkscrew, harvest, fog, house];
/** Milliseconds until a short song is over and the next one is heard. */
const END_MS = 30_000;

let folder;
const env = async () => {
  folder = await songFolder(songs);
  return { SOIREE_MUSIC: folder };
};

story("a whole evening of music", async ({ server, browser }) => {
  const look = async (surface, name) => {
    await accessible(surface.page, name);
    await shotAtAllSizes(surface.page, name);
  };
  await until("the folder is read", async () => (await (await fetch(`${server.origin}/api/v1/music/songs`)).json()).songs.length === songs.length);

  // A room, its stage, a guest by the code and one by the link.
  const host = new MusicHost(await browser.page("host"));
  const code = await host.makeRoom(server.origin, "Friday at the bar");
  await host.button("Start the music").waitFor();
  await look(host, "music-host-1-start");
  const stage = new MusicStage(await browser.page("stage"));
  await stage.page.goto(`${server.origin}/music/stage/${code}`);
  await stage.shows("waiting");
  const ana = new MusicGuest(await browser.page("phone"));
  await ana.joinByCode(server.origin, code.toLowerCase(), "Ana");
  const ben = new MusicGuest(await browser.page("phone"));
  await ben.page.goto(`${server.origin}/m/${code}`);
  await ben.enter("Ben");
  const everybody = [host, stage, ana, ben];
  const everywhere = (phase, who = everybody) => Promise.all(who.map((surface) => surface.shows(phase)));
  const plays = (song, who = everybody) =>
    Promise.all(who.map((surface) => until(`${song.title} plays`, async () => (await surface.title().catch(() => "")) === song.title)));

  // Songs and votes: more votes first, then who was first.
  await ana.add(harvest.title);
  await ben.add(fog.title);
  await ben.add(corkscrew.title);
  await ana.vote(corkscrew.title).click();
  await until("the order of the votes", async () => (await host.queue()).join() === [corkscrew, harvest, fog].map((s) => s.title).join());
  await host.row(fog.title).getByText("added by Ben").waitFor();
  assert.equal(await host.seconds(), null, "nothing sounds before a tap");

  // A tap, and it plays; the next begins by itself.
  await host.button("Start the music").click();
  await host.hears(corkscrew);
  await host.hears(harvest, END_MS);
  await plays(harvest);
  await everywhere("playing");
  for (const [who, surface] of Object.entries({ host, stage, guest: ana })) await look(surface, `music-${who}-2-playing`);

  // Words, and who has not read them.
  await ana.say("Something slower, please");
  await host.tab(/Chat.*1 unread/).click();
  await host.page.getByText("Something slower, please").waitFor();
  await host.page.getByLabel("Message to everybody").fill("As you wish");
  await host.page.keyboard.press("Enter");
  await ana.page.getByText("As you wish").waitFor();
  await look(host, "music-host-3-chat");
  await ana.tab(/^Queue/).click();
  for (const name of ["People", "Settings"]) {
    await host.tab(new RegExp(name)).click();
    await look(host, `music-host-3-${name.toLowerCase()}`);
  }

  // Enough votes skip it; after the last song of the queue the house list goes on.
  await ana.skip().click();
  await ben.skip().click();
  await Promise.all([host.hears(fog), plays(fog)]);
  await host.hears(house, END_MS);
  await plays(house);
  await host.page.getByText("from the house list").first().waitFor();
  await host.advances();

  // A pause stands on every screen. Everybody loads the page anew, and nothing has changed.
  await host.page.keyboard.press("Space");
  await everywhere("paused");
  await host.falls();
  await ben.add(corkscrew.title);
  await until("it waits", async () => (await host.queue()).join() === corkscrew.title);
  const place = await host.page.getByLabel("Place in the song").inputValue();
  await Promise.all(everybody.map((surface) => surface.page.reload()));
  await everywhere("paused");
  await plays(house);
  assert.deepEqual(await host.queue(), [corkscrew.title]);
  const again = await host.page.getByLabel("Place in the song").inputValue();
  assert.ok(Math.abs(again - place) < 1_500, `at ${place} ms before, at ${again} ms after the reload`);
  const pressedAt = Date.now();
  await host.button(/^Play$|^Start the music$/).click();
  const { seconds } = await host.hears(house);
  const since = (Date.now() - pressedAt) / 1000;
  assert.ok(seconds > place / 1000 - 1 && seconds < place / 1000 + since + 1, `${since} s after it was at ${place} ms it is at ${seconds} s`);
  await everywhere("playing");

  // The plug is pulled: the music plays on, every screen comes back, nothing is lost.
  await browser.whileAway(async () => {
    await server.kill();
    await Promise.all(everybody.map((surface) => surface.reconnecting().first().waitFor()));
    await host.advances();
    await server.run();
    await Promise.all(everybody.map((surface) => surface.reconnecting().first().waitFor({ state: "hidden", timeout: 20_000 })));
  });
  await everywhere("playing");
  await plays(house);
  await host.advances();
  assert.deepEqual(await host.queue(), [corkscrew.title]);
  await ana.vote(corkscrew.title).click();
  await host.row(corkscrew.title).getByRole("button", { name: "Vote for Corkscrew, 2 votes" }).waitFor();
  await host.page.keyboard.press("n");
  await host.hears(corkscrew);

  // The close can be taken back for ten seconds; meanwhile the other theme and the other language.
  await host.button("More").click();
  await host.button("Close the room").click();
  await host.button("Undo").click();
  await host.button("More").click();
  await host.button("Close the room").click();
  for (const [who, surface] of Object.entries({ host, stage, guest: ana })) {
    await surface.page.emulateMedia({ colorScheme: "dark" });
    await look(surface, `music-${who}-4-dark`);
  }
  await everywhere("closed");
  await host.falls();
  for (const [who, surface] of Object.entries({ host, stage, guest: ana })) await look(surface, `music-${who}-5-closed`);
  await rm(folder, { recursive: true, force: true });
}, env);
