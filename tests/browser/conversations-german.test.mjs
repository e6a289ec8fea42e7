// Given German browsers in the dark, when a chat is set up, a visitor asks and an agent answers, then administrator,
// agent and visitor read German, and nothing is cut off on a projector or a small phone.

import assert from "node:assert/strict";
import { accessible, nothingClipped } from "./lib/axe.mjs";
import { SIZES } from "./lib/browser.mjs";
import { shot } from "./lib/shots.mjs";
import { story } from "./lib/story.mjs";
import { ADMIN, WITH_ADMIN } from "./lib/talks.mjs";
import { until } from "./lib/until.mjs";

const GERMAN = { locale: "de-DE", colorScheme: "dark", viewport: SIZES.projector };

async function looked(page, name) {
  for (const [size, viewport] of Object.entries({ phone: SIZES.phone, projector: SIZES.projector })) {
    await page.setViewportSize(viewport);
    await accessible(page, `${name} on a ${size}`);
    await nothingClipped(page, `${name} on a ${size}`);
    await shot(page, `${name}-de-dark-${size}`, { fullPage: true });
  }
  // And with letters twice as large, on the small phone.
  await page.setViewportSize(SIZES.phone);
  await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  await nothingClipped(page, `${name} at 200 %`);
  await shot(page, `${name}-de-dark-200-percent`);
  await page.evaluate(() => (document.documentElement.style.fontSize = ""));
}

story("an evening of chat in German and in the dark", async ({ server, browser }) => {
  const talks = await browser.page("host", GERMAN);
  await talks.goto(`${server.origin}/talks#admin=${encodeURIComponent(ADMIN)}`);
  await talks.getByRole("heading", { name: "Drei Schritte zum ersten Gespräch" }).waitFor();
  await looked(talks, "talks-empty");
  await talks.getByLabel("Name", { exact: true }).first().fill("Die Weinbar");
  await talks.getByLabel("Zu bestimmten Zeiten").check();
  await talks.getByText("Texte, Sprache und Wartezeiten").click();
  await looked(talks, "talks-form");
  await talks.getByLabel("Immer, soweit jemand angemeldet ist").check();
  await talks.getByRole("button", { name: "Kanal anlegen" }).click();
  await talks.getByRole("heading", { name: "Der Kanal ist angelegt: Die Weinbar" }).waitFor();
  const key = /data-key="([^"]+)"/.exec(await talks.locator(".talks-code").first().innerText())[1];
  await looked(talks, "talks-made");
  await talks.getByRole("button", { name: "Fertig" }).click();
  await talks.getByLabel("Name", { exact: true }).first().fill("Mia");
  await talks.getByRole("button", { name: "Anmelde-Link anlegen" }).click();
  const link = await talks.locator(".talks-once .talks-code").innerText();

  const desk = await browser.page("host", GERMAN);
  await desk.goto(link);
  await desk.getByRole("heading", { name: "Du bist da" }).waitFor();
  await looked(desk, "console-empty");
  const visitor = await browser.page("host", GERMAN);
  await visitor.goto(`${server.origin}/chat-demo?key=${encodeURIComponent(key)}`);
  await visitor.getByRole("button", { name: "Mit uns chatten" }).click();
  const log = visitor.getByRole("log", { name: "Nachrichten" });
  await log.getByText("Guten Abend und willkommen").waitFor();
  await looked(visitor, "widget-greeting");
  await visitor.getByRole("button", { name: "Zu einem Menschen" }).click();
  await log.getByText("Mia ist jetzt da.").waitFor();
  await desk.locator(".inbox-row").first().click();
  await desk.getByLabel("Deine Antwort").fill("Guten Abend! Die Karte: https://wein.example/karte.");
  await desk.getByLabel("Deine Antwort").press("Enter");
  await log.getByRole("link", { name: "https://wein.example/karte", exact: true }).waitFor();
  await visitor.getByLabel("Ihre Nachricht").fill("Danke!");
  await visitor.getByLabel("Ihre Nachricht").press("Enter");
  await desk.getByRole("log").getByText("Danke!").waitFor();
  const times = await desk.locator("time").allInnerTexts();
  assert.ok(times.length > 2 && times.every((time) => /^\d\d:\d\d$/.test(time)), `the day has 24 hours: ${times}`);
  await looked(desk, "console-open");
  await looked(visitor, "widget-agent");

  // Back in English it is the same clock.
  await desk.setViewportSize(SIZES.projector);
  await desk.getByLabel("Sprache").selectOption("en");
  await desk.getByRole("heading", { name: "Inbox" }).or(desk.getByRole("button", { name: /^Mine/ })).first().waitFor();
  assert.deepEqual(await desk.locator("time").allInnerTexts(), times);
  await desk.getByLabel("Language").selectOption("de");

  await talks.reload();
  await until("the figures know of the conversation", async () => /Jetzt bei Menschen\s*1/.test(await talks.locator(".talks-figures").innerText().catch(() => "")));
  await talks.getByText("Nach Kanal und Mitglied").click();
  await looked(talks, "talks-figures");
}, WITH_ADMIN);
