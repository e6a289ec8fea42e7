// Given a site that allows next to nothing, when the chat's one line is put on it, then all of the chat works there
// and the site is as it was; and where nobody is there to answer, a message is left and found.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { accessible } from "./lib/axe.mjs";
import { shot } from "./lib/shots.mjs";
import { Site } from "./lib/site.mjs";
import { story } from "./lib/story.mjs";
import { Agent, looked, made, Visitor, WITH_ADMIN } from "./lib/talks.mjs";
import { until } from "./lib/until.mjs";

/** Bytes of the widget's script, as it is sent. */
const WIDGET_BYTES_MAX = 25_000;

/** The line that an administrator is given. */
const lineOf = (server, channel, more = "") => `<script src="${server.origin}/widget.js" data-key="${channel.key}" ${more} async></script>`;

/** What has the focus, in the chat's own root where it is there. */
const focus = (page) => page.evaluate(() => {
  const inside = document.querySelector("[data-soiree-chat]").shadowRoot.activeElement ?? document.activeElement;
  return inside.getAttribute("aria-label") || inside.textContent || inside.tagName;
});

story("one line on a strict site: bot, buttons, cards, keys, and nothing of the site's changes", async ({ server, browser }) => {
  const channel = await made(server, "channels", { name: "The cellar" });
  // The site allows this script, its socket, and nothing else: no style in the page, no picture, no frame.
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src ${server.origin}; connect-src ${server.origin.replace("http", "ws")}`;
  const site = await Site.with(lineOf(server, channel), policy);
  browser.allow(site.origin);
  try {
    const bytes = await fetch(`${server.origin}/widget.js`, { headers: { "accept-encoding": "br" } });
    const size = Number(bytes.headers.get("content-length"));
    assert.equal(bytes.headers.get("content-encoding"), "br");
    assert.ok(size > 1_000 && size < WIDGET_BYTES_MAX, `${size} bytes`);

    const visitor = await Visitor.at(server, browser, null, { url: site.origin, device: { viewport: { width: 1366, height: 768 }, isMobile: false, hasTouch: false, deviceScaleFactor: 1 } });
    const { page, log } = visitor;
    await visitor.opener.waitFor();
    const siteLooks = () => page.evaluate(() => {
      const { font, letterSpacing, color } = getComputedStyle(document.querySelector("h1"));
      return [font, letterSpacing, color, document.styleSheets.length, document.head.childElementCount, document.body.childElementCount, Object.keys(window).filter((key) => /soiree|preact/i.test(key))].join();
    });
    const before = await siteLooks();

    // By keyboard alone: in, round, out.
    await page.keyboard.press("Tab");
    assert.equal(await focus(page), "Chat with us");
    await page.keyboard.press("Enter");
    await log.locator(".from-bot").first().waitFor();
    await until("the field has the focus", async () => (await focus(page)) === "Your message");
    await looked(page, "widget-greeting");
    const round = [];
    do {
      await page.keyboard.press("Tab");
      round.push(await focus(page));
    } while (round.at(-1) !== "Your message" && round.length < 15);
    assert.ok(round.length < 15 && round.includes("Close the chat") && round.includes("Talk to a person"), `Tab goes round within the chat: ${round}`);
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    assert.equal(await focus(page), "Your message");
    await page.keyboard.type("Half a tho");
    await page.keyboard.press("Escape");
    await until("Escape leads back to the button", async () => (await focus(page)) === "Chat with us");
    await page.keyboard.press("Enter");
    assert.equal(await page.getByLabel("Your message").inputValue(), "Half a tho", "what is half written stays");
    await page.getByLabel("Your message").fill("");

    // Buttons are answers; only the newest can be chosen. Cards stand as cards.
    await log.getByRole("button", { name: "Recommend a wine" }).click();
    await log.getByRole("button", { name: "Something red" }).click();
    await log.getByText("Barbera d'Alba").waitFor();
    assert.equal(await log.getByRole("button").count(), 0, "old buttons are gone");
    assert.equal(await log.locator(".card").count(), 2);
    await looked(page, "widget-cards");

    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save the conversation" }).click()]);
    const text = await readFile(await file.path(), "utf8");
    assert.match(text, /Assistant: Good evening[^]*You: Something red|You: [^]*Barbera d'Alba/);

    // On a wide window the chat stands open on the next page, too, and leaves the focus to the page.
    await page.reload();
    await log.getByText("Barbera d'Alba").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
    await page.getByRole("button", { name: "Close the chat" }).click();
    await visitor.opener.waitFor();
    assert.equal(await siteLooks(), before, "the site is as it was");
    const keys = await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
    assert.ok(keys.length > 0 && keys.every((key) => key.startsWith("soiree.chat.")), `kept under one name: ${keys}`);
  } finally {
    site.close();
  }
}, WITH_ADMIN);

story("nobody is there: a message is left and found, and the assistant goes on; two tabs of one visitor", async ({ server, browser }) => {
  const channel = await made(server, "channels", { name: "The cellar" });
  const visitor = await Visitor.at(server, browser, channel, { device: { colorScheme: "dark" } });
  const { page, log } = visitor;
  // A second tab of the same visitor, open before there is a conversation.
  const other = await page.context().newPage();
  await other.goto(page.url());
  await page.bringToFront();
  await visitor.begin();
  await other.getByRole("button", { name: /^Chat with us/ }).click();
  await other.getByRole("log").locator(".from-bot").first().waitFor();

  await visitor.human();
  const send = page.getByRole("button", { name: "Leave the message" });
  await send.waitFor();
  await log.getByText("Nobody is free just now.").waitFor();
  await looked(page, "widget-offline");
  await send.click();
  await until("each empty field says so", async () => (await page.getByRole("alert").count()) === 3);
  await until("the first one has the focus", async () => (await focus(page)) === "INPUT");
  await accessible(page, "an empty form");
  await shot(page, "widget-offline-refused");

  // The way back, and here again.
  await page.getByRole("button", { name: "Back to the assistant" }).click();
  await visitor.say("When are you open?");
  await log.getByText(/from Tuesday to Saturday/).waitFor();
  await visitor.human();
  await page.getByLabel("Your name").fill("Anna Weiß");
  await page.getByLabel("Your e-mail").fill("anna@example");
  await page.getByLabel("Your message").fill("A table for twelve on Friday?");
  await send.click();
  await page.getByText("An address like you@example.org.").waitFor();
  await page.getByLabel("Your e-mail").fill("anna@example.org");
  await send.click();
  await log.getByText("Thank you. We have your message.").waitFor();
  await page.getByLabel("Your message").waitFor();

  // The other tab has read along; it is one conversation.
  await other.bringToFront();
  await other.getByRole("log").getByText("A table for twelve on Friday?").waitFor();
  assert.equal(await other.getByRole("log").getByText("When are you open?").count(), 1);

  // Somebody comes: the message and who it is from are there, and both can be saved.
  const agent = await Agent.at(server, browser, "Mia");
  await agent.shows("All");
  await agent.rows().first().waitFor();
  assert.equal(await agent.rows().count(), 1, "two tabs are one visitor");
  await agent.open();
  await agent.log.getByText("A table for twelve on Friday?").waitFor();
  await agent.page.getByText("anna@example.org").waitFor();
  const [file] = await Promise.all([agent.page.waitForEvent("download"), agent.page.getByRole("button", { name: "Save the conversation" }).click()]);
  assert.match(await readFile(await file.path(), "utf8"), /A table for twelve on Friday\?/);

  // What is said while both tabs are shut is unread in both, until one of them is opened.
  await page.getByRole("button", { name: "Close the chat" }).click();
  await other.getByRole("button", { name: "Close the chat" }).click();
  await agent.page.getByRole("button", { name: "Take over" }).click();
  await agent.say("Friday at seven is yours.");
  const unread = (tab) => tab.getByRole("button", { name: /^Chat with us, \d+ unread/ });
  await Promise.all([unread(page).waitFor(), unread(other).waitFor()]);
  await looked(page, "widget-unread");
  await unread(page).click();
  await visitor.reads("Friday at seven is yours.");
  await unread(other).waitFor({ state: "hidden" });
}, WITH_ADMIN);
