// The host's player in its harder hours: several tabs, a browser that wants a tap, a song that has gone, a hand
// that drags; and everything that the host can do to queue and guests, by keyboard too.

import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import path from "node:path";
import { accessible } from "./lib/axe.mjs";
import { MusicGuest, MusicHost } from "./lib/music.mjs";
import { shot } from "./lib/shots.mjs";
import { songFolder } from "./lib/songs.mjs";
import { story } from "./lib/story.mjs";
import { until } from "./lib/until.mjs";

const [one, two, three, lost] = [
  { title: "First", artist: "A", seconds: 300, hertz: 400 },
  { title: "Second", artist: "B", seconds: 300, hertz: 500 },
  { title: "Third", artist: "C", seconds: 300, hertz: 600 },
  { title: "Lost", artist: "D", seconds: 300, hertz: 800 },
];

let folder;
const env = async () => {
  folder = await songFolder([one, two, three, lost]);
  return { SOIREE_MUSIC: folder };
};

story("several tabs, lost songs and a busy host", async ({ server, browser }) => {
  await until("the folder is read", async () => (await (await fetch(`${server.origin}/api/v1/music/songs`)).json()).songs.length === 4);
  const { code, host_token } = await server.music({ name: "Player", settings: { fallback: false } });
  const address = `${server.origin}/music/host/${code}#key=${host_token}`;
  const desk = await browser.device("host");
  const first = new MusicHost(await desk.newPage());
  await first.page.goto(address);
  const ben = new MusicGuest(await browser.page("phone"));
  await ben.page.goto(`${server.origin}/m/${code}`);
  await ben.enter("Ben");

  // Nothing to play: the button says why. Songs are added by keyboard alone.
  await first.button("Start the music").waitFor();
  assert.ok(await first.button("Start the music").isDisabled());
  await first.page.keyboard.press("/");
  for (const song of [one, two, three, lost]) {
    await first.page.getByLabel("Title, artist or album").fill(song.title);
    await first.button(`Add ${song.title}`).press("Enter");
    await until("it is added", async () => (await first.queue()).includes(song.title));
  }
  await accessible(first.page, "music-host-add");
  await shot(first.page, "music-host-add");
  await first.page.keyboard.press("Escape");
  await first.page.keyboard.press("Space");
  await first.hears(one);

  // A second tab is a remote control, until it takes over.
  const second = new MusicHost(await desk.newPage());
  await second.page.goto(address);
  await second.page.getByText("plays in another tab").waitFor();
  await accessible(second.page, "music-host-elsewhere");
  await shot(second.page, "music-host-elsewhere");
  await second.page.keyboard.press("Space");
  await first.shows("paused");
  await first.falls();
  // The key means the opposite of what its own page says, so that one is to have heard of it too.
  await second.shows("paused");
  await second.page.keyboard.press("Space");
  await first.hears(one);
  await second.button("Play it here").click();
  await second.hears(one);
  await first.page.getByText("plays in another tab").waitFor();
  await first.falls();
  assert.ok((await second.seconds()) > 1, "it goes on, it does not begin anew");
  await first.page.close();

  // The place in the song, by keyboard.
  const before = await second.seconds();
  await second.page.getByLabel("Place in the song").press("ArrowRight");
  await second.page.getByLabel("Place in the song").press("ArrowRight");
  await until("ten seconds on", async () => (await second.seconds()) > before + 9);
  await until("the guest sees it", async () => {
    const [minutes, seconds] = (await ben.page.locator(".progress-elapsed").innerText()).split(":").map(Number);
    return minutes * 60 + seconds >= 10;
  });

  // A page that the browser keeps silent asks for a tap, and the room sees that it stands.
  const played = await second.page.evaluate((key) => sessionStorage.getItem(key), `soiree.music.player.${code}`);
  await second.page.close();
  const third = new MusicHost(await desk.newPage());
  await third.page.addInitScript(([key, name]) => sessionStorage.setItem(key, name), [`soiree.music.player.${code}`, played]);
  await third.page.goto(address);
  // Playwright's every look at a page counts as a gesture in it, so the guest is asked first.
  await ben.shows("paused");
  await third.page.getByText("the browser wants a tap").waitFor();
  await shot(third.page, "music-host-blocked");
  await third.button("Start the music").click();
  const { seconds } = await third.hears(one);
  assert.ok(seconds > 10, `it goes on where it was, not at ${seconds} s`);

  // Remove, and back again with its votes; a song dragged onto what plays begins at once.
  await ben.vote(two.title).click();
  await third.row(two.title).getByRole("button", { name: /2 votes/ }).waitFor();
  await third.button(`Remove ${two.title}`).click();
  await until("it is gone", async () => (await third.queue()).join() === [three, lost].map((s) => s.title).join());
  await third.button("Undo").click();
  await until("it is back, before the other", async () => (await third.queue()).join() === [two, three, lost].map((s) => s.title).join());
  await third.row(three.title).locator(".grip").dragTo(third.page.locator(".now"));
  await third.hears(three);
  await until("it waits no more", async () => (await third.queue()).join() === [two, lost].map((s) => s.title).join());

  // Guests: locked out of the queue, held to a limit, muted, removed and undone.
  await third.page.keyboard.press("k");
  await ben.page.getByText("The host has locked the queue", { exact: false }).first().waitFor();
  // Twice the key is a lock and an unlock only where the page has heard of the lock.
  await third.button(/Unlock/i).waitFor();
  await third.page.keyboard.press("k");
  await ben.page.getByText("The host has locked the queue", { exact: false }).first().waitFor({ state: "hidden" });
  await third.tab(/Settings/).click();
  await third.page.getByLabel(/^Songs of one guest/).fill("1");
  await third.page.keyboard.press("Tab");
  await ben.add(one.title);
  await ben.tab(/^Add a song/).click();
  await ben.page.getByText("One song of yours waits already", { exact: false }).waitFor();
  await third.tab(/People/).click();
  await third.page.getByText("1 song waits").waitFor();
  await third.button("Mute Ben").click();
  await ben.tab(/^Chat/).click();
  await ben.page.getByText("The host has muted you", { exact: false }).waitFor();
  await third.button("Remove Ben from the room").click();
  await third.page.locator(".toast", { hasText: "is being removed" }).getByRole("button", { name: "Undo" }).click();
  await third.button("Remove Ben from the room").waitFor();

  // A file that has gone since: a word, and the next song, no silence.
  await rm(path.join(folder, `${lost.title}.wav`));
  await third.button(`Play now: ${lost.title}`).click();
  await third.page.getByText("cannot be played").waitFor();
  await third.hears(two);
  // That the browser says so too, once for each try, is no fault of the page.
  const missing = browser.faults.filter((fault) => /404 \(Not Found\).*\/stream/.test(fault));
  assert.equal(missing.length, 2, "tried twice");
  browser.faults = browser.faults.filter((fault) => !missing.includes(fault));

  // Keys of the help, in the other language too; the widest text is not cut.
  await third.page.keyboard.press("?");
  await third.page.getByRole("dialog").waitFor();
  await accessible(third.page, "music-host-help");
  await third.page.keyboard.press("Escape");
  await third.button("More").click();
  await third.page.getByLabel("Language").selectOption("de");
  await third.page.keyboard.press("Escape");
  await third.button("Pause").waitFor();
  await shot(third.page, "music-host-german");
  await third.page.keyboard.press("/");
  await third.button(`Dazu: ${three.title}`).waitFor();
  await accessible(third.page, "music-host-german-add");
  await rm(folder, { recursive: true, force: true });
}, env);
