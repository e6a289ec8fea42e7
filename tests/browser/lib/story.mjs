// One story: a server and a browser of its own, the watch over the pages at its end, and a picture of every
// page where it fails.

import { test } from "node:test";
import { Browser } from "./browser.mjs";
import { Host } from "./host.mjs";
import { Phone } from "./phone.mjs";
import { Server } from "./server.mjs";
import { PATIENCE } from "./slow.mjs";
import { shot } from "./shots.mjs";
import { Stage } from "./stage.mjs";

/** Milliseconds after which a story is given up. */
const STORY_MS = 300_000;

/** Runs `tell({server, browser})` as a test; `env` adds to the server's environment, or makes what adds to it. */
export function story(name, tell, env = {}) {
  test(name, { timeout: STORY_MS * PATIENCE }, async () => {
    const server = await Server.start(typeof env === "function" ? await env() : env);
    const browser = await Browser.launch();
    browser.allow(server.origin);
    try {
      await tell({ server, browser });
      await browser.check();
    } catch (error) {
      await picturesOf(browser, name);
      if (/WARN|ERROR|panicked/.test(server.log)) console.error(`the server said:\n${server.log}`);
      if (browser.faults.length > 0) console.error(`the pages did:\n${browser.faults.join("\n")}`);
      throw error;
    } finally {
      await browser.close();
      await server.stop();
    }
  });
}

async function picturesOf(browser, name) {
  const pages = browser.contexts.flatMap((context) => context.pages());
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 40);
  for (const [i, page] of pages.entries()) await shot(page, `failed-${slug}-${i}`).catch(() => {});
}

/** Host, stage and `phones` phones in one quiz that was made over HTTP, everybody in the lobby. */
export async function gathered({ server, browser }, quiz, { phones = 3, origin = server.origin, host = {}, stage = {}, phone = {} } = {}) {
  const made = await server.quiz(quiz, origin);
  const at = (url) => new URL(new URL(url).pathname + new URL(url).hash, origin).href;
  const room = { ...made, phones: [] };
  room.host = new Host(await browser.page("host", host));
  room.stage = new Stage(await browser.page("stage", stage));
  await Promise.all([room.host.page.goto(at(made.hostUrl)), room.stage.page.goto(at(made.stageUrl))]);
  // In any language: a key that is pressed before the page knows the room does nothing.
  await Promise.all([room.host.page.locator(".status-waiting").waitFor(), room.stage.page.locator(".stage .waiting").waitFor()]);
  for (let i = 0; i < phones; i += 1) {
    const one = new Phone(await browser.page("phone", phone));
    await one.page.goto(at(made.joinUrl));
    await one.join();
    room.phones.push(one);
  }
  for (const { pseudonym } of room.phones) await room.host.page.getByText(pseudonym).first().waitFor();
  [room.phone] = room.phones;
  room.surfaces = [room.host, room.stage, ...room.phones];
  room.everywhere = (phase) => Promise.all(room.surfaces.map((surface) => surface.shows(phase)));
  return room;
}
