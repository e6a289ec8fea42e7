// The house list and the queue under the host's hands: chosen, ordered and taken out by keyboard and mouse on the
// laptop, dragged by a finger on the phone. What is chosen is what plays when the queue is empty.

import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { accessible } from "./lib/axe.mjs";
import { MusicHost } from "./lib/music.mjs";
import { shot, shotAtAllSizes } from "./lib/shots.mjs";
import { songFolder } from "./lib/songs.mjs";
import { story } from "./lib/story.mjs";
import { Finger, middle } from "./lib/touch.mjs";
import { sleep, until } from "./lib/until.mjs";

const song = (title, hertz, seconds = 300) => ({ title, artist: "The Cellar Band", seconds, hertz });
const [alba, barolo, corvina, dolcetto, erbaluce] = [song("Alba", 400), song("Barolo", 500), song("Corvina", 600), song("Dolcetto", 700), song("Erbaluce", 800)];
const titles = (...songs) => songs.map((one) => one.title).join();

let folder;
const env = async () => {
  folder = await songFolder([alba, barolo, corvina, dolcetto, erbaluce]);
  return { SOIREE_MUSIC: folder };
};

story("the house list, and fingers on the queue", async ({ server, browser }) => {
  await until("the folder is read", async () => (await (await fetch(`${server.origin}/api/v1/music/songs`)).json()).songs.length === 5);
  const { code, host_token } = await server.music({ name: "House" });
  const address = `${server.origin}/music/host/${code}#key=${host_token}`;
  const host = new MusicHost(await browser.page("host"));
  await host.page.goto(address);

  // Chosen on the laptop: one by one, in an order of its own, one taken out and back.
  await host.button("Edit house list").first().click();
  const editor = host.page.getByRole("dialog", { name: "House list" });
  await editor.getByText("all songs of the folder play", { exact: false }).waitFor();
  for (const one of [dolcetto, alba, corvina]) {
    await editor.getByLabel("Title, artist or album").fill(one.title);
    const add = editor.getByRole("button", { name: `Add ${one.title}` });
    await add.click();
    await add.waitFor({ state: "detached" });
  }
  await editor.getByText("In this order").click();
  const order = (...songs) => until(`the order ${titles(...songs)}`, async () => (await host.houseList()).join() === titles(...songs));
  await order(dolcetto, alba, corvina);
  await editor.getByRole("button", { name: "Move Corvina up" }).press("Enter");
  await order(dolcetto, corvina, alba);
  await accessible(host.page, "music-host-house");
  await shotAtAllSizes(host.page, "music-host-house");
  await editor.getByRole("button", { name: "Remove Dolcetto" }).click();
  await order(corvina, alba);
  await editor.getByRole("button", { name: "Undo" }).click();
  await order(dolcetto, corvina, alba);

  // It is the server's: a reload finds it, and it plays in this order.
  await host.page.reload();
  await host.button("Edit house list").first().click();
  await order(dolcetto, corvina, alba);
  await host.page.keyboard.press("Escape");
  await host.button("Start the music").click();
  await host.hears(dolcetto);

  // The host's phone is a remote control. A finger on a row scrolls; on its grip it drags.
  const phone = new MusicHost(await browser.page("phone"));
  await phone.page.goto(address);
  await phone.page.getByText("plays in another tab").waitFor();
  for (const one of [alba, barolo, erbaluce]) {
    await phone.button("Add songs").click();
    await phone.page.getByLabel("Title, artist or album").fill(one.title);
    await phone.button(`Add ${one.title}`).click();
    await phone.page.keyboard.press("Escape");
  }
  const queued = (...songs) => until(`the queue ${titles(...songs)}`, async () => (await phone.queue()).join() === titles(...songs));
  await queued(alba, barolo, erbaluce);
  const waits = (one) => phone.page.locator("section[aria-labelledby=queue-title] ol li").filter({ hasText: one });
  const finger = await Finger.on(phone.page);
  const scrolled = () => phone.page.locator("#main").evaluate((main) => main.scrollTop);
  const before = await scrolled();
  const text = await middle(waits(alba.title).locator(".song-title"));
  await finger.down(text);
  await finger.to({ x: text.x, y: text.y - 150 });
  assert.equal(await phone.page.locator(".drop-dock").count(), 0, "a stroke over a row is no drag");
  await finger.up();
  await until("the page has scrolled", async () => (await scrolled()) !== before || before > 0);

  await finger.down(await middle(waits(barolo.title).locator(".grip")));
  const still = await scrolled();
  await finger.to({ x: 180, y: 500 });
  await phone.page.locator(".drop-dock").waitFor();
  await finger.to(await middle(phone.page.locator(".drop-bin")));
  await phone.page.locator(".drop-bin.is-over").waitFor();
  await shot(phone.page, "music-host-touch-drag");
  assert.equal(await scrolled(), still, "what is dragged is the song, not the page");
  await finger.up();
  await queued(alba, erbaluce);
  assert.equal(await phone.page.locator(".drop-dock").count(), 0);
  await phone.button("Undo").click();
  await queued(alba, barolo, erbaluce);

  // A finger that is taken away, or lets go elsewhere, has done nothing.
  for (const end of ["cancel", "up"]) {
    await finger.down(await middle(waits(alba.title).locator(".grip")));
    await finger.to({ x: 180, y: 300 });
    await phone.page.locator(".drop-dock").waitFor();
    await finger.to({ x: 180, y: end === "cancel" ? 690 : 30 });
    await finger[end]();
    await phone.page.locator(".drop-dock").waitFor({ state: "detached" });
  }
  await sleep(300);
  await queued(alba, barolo, erbaluce);

  // Dropped on "Play now" it begins at once, where the sound comes from.
  await finger.down(await middle(waits(erbaluce.title).locator(".grip")));
  await finger.to({ x: 180, y: 400 });
  await finger.to(await middle(phone.page.locator(".drop-play")));
  await finger.up();
  await host.hears(erbaluce);
  await queued(alba, barolo);

  // The house list is ordered by a finger too.
  await phone.button("Edit house list").first().click();
  const listed = (...songs) => until(`the list ${titles(...songs)}`, async () => (await phone.houseList()).join() === titles(...songs));
  await listed(dolcetto, corvina, alba);
  const row = (one) => phone.page.locator("section[aria-labelledby=house-title] li").filter({ hasText: one.title });
  await finger.down(await middle(row(alba).locator(".grip")));
  await finger.to(await middle(row(dolcetto)));
  await finger.up();
  await listed(alba, dolcetto, corvina);
  await rm(folder, { recursive: true, force: true });
}, env);
