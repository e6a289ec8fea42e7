// Given two agents at their consoles, when both reach for one visitor, then one of them has the conversation and the
// other is told so; it is handed over with a note; and a whole evening goes by without a mouse.

import assert from "node:assert/strict";
import { accessible } from "./lib/axe.mjs";
import { SIZES } from "./lib/browser.mjs";
import { shot } from "./lib/shots.mjs";
import { story } from "./lib/story.mjs";
import { Agent, looked, made, Visitor, WITH_ADMIN } from "./lib/talks.mjs";
import { until } from "./lib/until.mjs";

/** Writes down what would sound and what would be shown, in a window that has lost the focus. */
function listen() {
  window.heard = { tones: 0, notices: [] };
  document.hasFocus = () => false;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) {
    window.heard.tones += 1;
    return start.apply(this, when);
  };
  window.Notification = class {
    static permission = "granted";
    constructor(title, { body }) {
      window.heard.notices.push({ title, body });
    }
    close() {}
  };
}

story("two agents: one has the visitor, a note and the conversation go to the other", async ({ server, browser }) => {
  const channel = await made(server, "channels", { name: "The cellar" });
  const [mia, tom] = [await Agent.at(server, browser, "Mia"), await Agent.at(server, browser, "Tom", { device: { colorScheme: "dark" } })];
  const visitor = await Visitor.at(server, browser, channel);
  await visitor.begin();
  await visitor.say("Is the terrace open?");

  // Both look at it while the assistant has it, and both reach for it.
  for (const agent of [mia, tom]) {
    await agent.shows("All");
    await agent.open();
  }
  const take = (agent) => agent.page.getByRole("button", { name: "Take over" });
  await Promise.all([mia, tom].map((agent) => take(agent).waitFor()));
  // Pressed in the same moment, without the driver's own patience in between.
  await Promise.all([mia, tom].map(({ page }) => page.evaluate(() => document.querySelector(".thread-tools .button-main")?.click())));
  const has = async (agent) => (await agent.reply.count()) === 1;
  await until("one of them has it", async () => (await has(mia)) || (await has(tom)));
  const [first, second] = (await has(mia)) ? [mia, tom] : [tom, mia];
  await second.page.getByText(`${first.name} has this conversation`).waitFor();
  assert.equal(await second.reply.count(), 0);
  assert.equal(await take(second).count(), 0, "what is somebody's cannot be taken");
  await first.say("It is, and the sun is out.");
  await second.log.getByText("It is, and the sun is out.").waitFor();
  await visitor.reads("It is, and the sun is out.");
  assert.equal(await visitor.log.getByText(/is here now/).count(), 1, "one person has come");
  await looked(second.page, "console-not-yours");

  // A ready reply is written, found by a slash, and sent.
  await first.page.getByRole("button", { name: "Ready replies" }).click();
  await first.page.getByLabel("Shortcut").fill("hours");
  await first.page.getByLabel("Text", { exact: true }).fill("We are open from five to midnight.");
  await first.page.getByRole("button", { name: "Add", exact: true }).click();
  await first.page.getByText("/hours", { exact: true }).waitFor();
  await accessible(first.page, "ready replies");
  await first.page.getByRole("button", { name: "Close" }).click();
  await first.reply.pressSequentially("Gladly! /ho");
  await first.page.getByRole("listbox").getByRole("option").waitFor();
  await looked(first.page, "console-canned");
  await first.reply.press("Enter");
  await until("it stands in the reply", async () => (await first.reply.inputValue()) === "Gladly! We are open from five to midnight.");
  await first.reply.press("Enter");
  await visitor.reads("Gladly! We are open from five to midnight.");

  // A note is for colleagues; then the colleague has it.
  await first.page.getByLabel("Note", { exact: true }).check();
  await first.page.getByLabel("Note for colleagues").fill("A regular.");
  await first.page.getByRole("button", { name: "Add note" }).click();
  await second.log.getByText("A regular.").waitFor();
  // The colleague, whose window is behind another one, is called by a tone and a notice of the desktop.
  await second.page.evaluate(listen);
  await second.page.getByLabel("Sound and notices").check();
  await until("how it sounds is heard when it is switched on", () => second.page.evaluate(() => window.heard.tones === 1));
  await first.page.getByRole("button", { name: "Hand over…" }).click();
  await first.page.getByLabel(/A word for the colleague/).fill("Wants a table outside.");
  await accessible(first.page, "handing over");
  await shot(first.page, "console-transfer");
  await first.page.getByRole("dialog").getByRole("button", { name: new RegExp(`^${second.name}`) }).click();
  await second.reply.waitFor();
  const heard = await until("the colleague is called", () => second.page.evaluate(() => (window.heard.notices.length > 0 ? window.heard : null)));
  assert.deepEqual([heard.notices.length, heard.tones], [1, 2]);
  assert.match(heard.notices[0].title, /^Visitor [0-9A-Z]{4}$/);
  await second.log.getByText("Wants a table outside.").waitFor();
  await first.page.getByText(`${second.name} has this conversation`).waitFor();
  await visitor.reads(`${second.name} is here now.`);
  await second.say("Good evening, I take over.");
  await visitor.reads("Good evening, I take over.");
  assert.equal(await visitor.log.getByText(/regular|outside/).count(), 0, "notes stay inside");
}, WITH_ADMIN);

story("whoever takes a waiting visitor finds that visitor among the own ones, on a phone too", async ({ server, browser }) => {
  const channel = await made(server, "channels", { name: "The cellar" });
  await Agent.at(server, browser, "Tom", { capacity: 1 });
  const first = await Visitor.at(server, browser, channel);
  await first.begin();
  await first.human();
  await first.reads("Tom is here now.");
  // Mia is away: whoever comes now waits for Tom, until she takes a look all the same.
  const mia = await Agent.at(server, browser, "Mia", { device: { viewport: SIZES.phone, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } });
  await mia.page.locator(".desk-presence select").selectOption("away");
  const second = await Visitor.at(server, browser, channel);
  await second.begin();
  await second.human();
  await second.page.getByText("A person is being called.").waitFor();
  await mia.shows("Waiting");
  await mia.open();
  assert.equal(await mia.page.evaluate(() => document.activeElement.tagName), "BODY", "no keyboard covers what is to be read");
  await mia.page.getByRole("button", { name: "Take over" }).click();
  await mia.reply.waitFor();
  await looked(mia.page, "console-taken");
  await mia.page.getByRole("button", { name: "Back to the inbox" }).click();
  const pressed = mia.page.locator(".inbox-filters [aria-pressed=true]");
  await until("her own one is counted", async () => /^Mine\s+1$/.test(await pressed.innerText()));
  await until("and shown, alone", async () => (await mia.rows().count()) === 1);
  await second.reads("Mia is here now.");
}, WITH_ADMIN);

/** Presses Tab until the focus is on what has this name; each stop on the way shows that it has the focus. */
async function tabTo(page, name, key = "Tab") {
  const stops = [];
  while (stops.length < 40) {
    await page.keyboard.press(key);
    const stop = await page.evaluate(() => {
      const focused = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(focused);
      return { name: focused.getAttribute("aria-label") ?? focused.labels?.[0]?.textContent.trim() ?? focused.textContent.trim(), shows: outlineStyle !== "none" && parseFloat(outlineWidth) >= 3, isPage: focused === document.body };
    });
    assert.ok(stop.shows || stop.isPage, `the focus shows on “${stop.name}”`);
    stops.push(stop.name);
    if (stop.name === name) return;
  }
  assert.fail(`Tab does not lead to “${name}”: ${stops.join(" · ")}`);
}

const hasFocus = (element) => until("it has the focus", () => element.evaluate((one) => one === document.activeElement));

story("an agent without a mouse", async ({ server, browser }) => {
  const channel = await made(server, "channels", { name: "The cellar" });
  const visitor = await Visitor.at(server, browser, channel);
  await visitor.begin();
  await visitor.say("A table for four?");
  // What is said stands on the own page before the server has it; the answer comes after.
  await visitor.answered();
  const other = await Visitor.at(server, browser, channel);
  await other.begin();
  await other.say("Do you have Barolo?");
  await other.answered();
  const tom = await Agent.at(server, browser, "Tom");
  const { page, log, reply } = await Agent.at(server, browser, "Mia");
  const key = (name) => page.keyboard.press(name);

  // Tab leads to the inbox; arrows lead through it, Enter opens.
  await page.getByRole("button", { name: /^All/ }).focus();
  await key("Enter");
  await page.locator(".inbox-row").nth(1).waitFor();
  await key("Tab");
  await key("Tab");
  const row = () => page.evaluate(() => document.activeElement.closest("[data-row], .inbox-row")?.textContent ?? "");
  const onRow = (text) => until(`the focus is on the row “${text}”`, async () => (await row()).includes(text));
  await onRow("Barolo");
  const outline = await page.evaluate(() => parseFloat(getComputedStyle(document.activeElement).outlineWidth));
  assert.ok(outline >= 3, `the focus shows with ${outline} px`);
  await key("ArrowDown");
  await onRow("table for four");
  await key("Enter");
  await log.getByText("A table for four?").waitFor();
  await page.getByLabel("Note for colleagues").waitFor();
  await key("Alt+ArrowUp");
  await log.getByText("Do you have Barolo?").waitFor();
  await key("Alt+ArrowDown");
  await log.getByText("A table for four?").waitFor();
  await hasFocus(page.getByLabel("Note for colleagues"));

  // Escape leaves the field, and letters are wishes: take, reply, note, hand over, search, keys, end.
  await key("Escape");
  await key("t");
  await reply.waitFor();
  await key("r");
  await page.keyboard.type("At seven? The keys t, e and h are letters here.");
  await key("Enter");
  await visitor.reads(/At seven\?/);
  await key("Escape");
  await key("n");
  await page.keyboard.type("Likes the window.");
  await key("Enter");
  await log.getByText("Likes the window.").waitFor();
  await key("Escape");
  await key("?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  await accessible(page, "keys");
  await key("Escape");
  await page.getByRole("dialog", { name: "Keys" }).waitFor({ state: "hidden" });
  await key("/");
  await page.keyboard.type("At seven");
  await until("one is found", async () => (await page.locator(".inbox-row").count()) === 1);
  await key("Escape");
  await until("all are there again", async () => (await page.locator(".inbox-row").count()) === 2);
  await page.evaluate(() => document.activeElement.blur());
  await key("h");
  const dialog = page.getByRole("dialog", { name: "Hand over" });
  await dialog.waitFor();
  for (let i = 0; i < 6; i += 1) {
    await key("Tab");
    if (await dialog.getByRole("button", { name: /^Tom/ }).evaluate((one) => one === document.activeElement)) break;
  }
  await key("Enter");
  await visitor.reads("Tom is here now.");
  await tom.rows().first().waitFor();
  await tom.open();
  // What is half written outlives a reload, and the conversation is where it was.
  await tom.reply.fill("See you at sev");
  await tom.page.reload();
  await tom.log.waitFor();
  await until("what is half written is there", async () => (await tom.reply.inputValue()) === "See you at sev");
  await tom.reply.fill("");
  await tom.page.keyboard.press("Escape");
  await tom.page.keyboard.press("e");
  await visitor.reads(/Tom has left/);
  await log.getByText("Tom has ended it.").waitFor();

  // The other one, by the buttons: each goes with what it did, and the focus goes on.
  await key("Alt+ArrowDown");
  await log.getByText("Do you have Barolo?").waitFor();
  await tabTo(page, "Take over", "Shift+Tab");
  await key("Enter");
  await reply.waitFor();
  await hasFocus(reply);
  // A ready reply: written, taken back and forth, found by a slash.
  await key("Escape");
  await page.evaluate(() => document.activeElement.blur());
  await key("c");
  const ready = page.getByRole("dialog", { name: "Ready replies" });
  await ready.waitFor();
  await tabTo(page, "Shortcut");
  await page.keyboard.type("barolo");
  await key("Tab");
  await page.keyboard.type("We have three of them by the glass.");
  await key("Tab");
  await key("Enter");
  await ready.getByText("/barolo", { exact: true }).waitFor();
  await hasFocus(ready.getByLabel("Shortcut"));
  await tabTo(page, "Remove /barolo", "Shift+Tab");
  await key("Enter");
  await ready.getByText("/barolo", { exact: true }).waitFor({ state: "hidden" });
  await tabTo(page, "Undo");
  await accessible(page, "a ready reply that may be taken back");
  await key("Enter");
  await ready.getByText("/barolo", { exact: true }).waitFor();
  await key("Escape");
  await ready.waitFor({ state: "hidden" });
  await key("r");
  await page.keyboard.type("Of course: /ba");
  await page.getByRole("listbox").getByRole("option").waitFor();
  await key("Tab");
  await until("it stands in the reply", async () => (await reply.inputValue()) === "Of course: We have three of them by the glass.");
  await key("Enter");
  await other.reads("Of course: We have three of them by the glass.");
  // Found again by a word, it opens at that word.
  await key("Escape");
  await key("/");
  await page.keyboard.type("window ");
  await until("one is found", async () => (await page.locator(".inbox-row").count()) === 1);
  await key("ArrowDown");
  await key("Enter");
  await log.locator(".is-found").getByText("Likes the window.").waitFor();
  await key("Escape");
  await key("/");
  await key("Escape");
  await until("all are there again", async () => (await page.locator(".inbox-row").count()) === 2);
  await key("Alt+ArrowUp");
  await log.getByText("Do you have Barolo?").waitFor();
  await tabTo(page, "End", "Shift+Tab");
  await key("Enter");
  await other.reads(/Mia has left/);
  await hasFocus(page.locator(".thread h1"));
}, WITH_ADMIN);
