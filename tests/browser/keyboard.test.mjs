// Host and participant without a mouse.

import assert from "node:assert/strict";
import { Host } from "./lib/host.mjs";
import { Phone } from "./lib/phone.mjs";
import { twoWines } from "./lib/quizzes.mjs";
import { story, gathered } from "./lib/story.mjs";
import { sleep, until } from "./lib/until.mjs";

/** Tabs until the focus is on something with this name; each stop on the way must show a focus of 3 px. */
async function tabTo(page, name, stops = 80) {
  for (let i = 0; i < stops; i += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return null;
      const style = getComputedStyle(element);
      const text = element.getAttribute("aria-label") ?? element.textContent ?? "";
      return { text: text.trim(), outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth) };
    });
    if (at === null) continue;
    assert.ok(at.outline >= 3, `the focus on "${at.text.slice(0, 60)}" shows with ${at.outline} px`);
    if (name.test(at.text)) return;
  }
  throw new Error(`no way to ${name} by Tab`);
}

story("a host without a mouse", async ({ server, browser }) => {
  const host = new Host(await browser.page("host"));
  const { page } = host;
  const key = (name) => page.keyboard.press(name);
  await page.goto(`${server.origin}/host`);
  await page.getByRole("heading", { name: "Host an evening" }).waitFor();
  await tabTo(page, /^Start/);
  await key("Enter");
  await host.shows("waiting");
  const code = /\/host\/([0-9A-Z]+)/.exec(page.url())[1];

  const phone = new Phone(await browser.page("phone"));
  await phone.page.goto(`${server.origin}/j/${code}`);
  await phone.join();
  await page.getByText(phone.pseudonym).first().waitFor();

  // Lock and unlock, help and Escape, and keys rest while one types.
  await key("k");
  await page.getByText("Locked: nobody else may join.").first().waitFor();
  await key("k");
  await page.getByText("Locked: nobody else may join.").first().waitFor({ state: "hidden" });
  await key("?");
  await page.getByRole("dialog", { name: "Keys on this page" }).waitFor();
  await key("Escape");
  await page.getByRole("dialog", { name: "Keys on this page" }).waitFor({ state: "hidden" });
  await host.shows("waiting");

  // Space is the main action again at once, also before the closed dialog has let go of the focus.
  await key("?");
  await page.getByRole("dialog", { name: "Keys on this page" }).waitFor();
  await Promise.all([key("Escape"), key("Space")]);
  await host.shows("question_open");
  const before = await host.digits();
  await key("+");
  await until("ten seconds more", async () => (await host.digits()) > before);
  await key("p");
  await host.shows("question_paused");
  await key("Escape");
  await host.shows("question_paused");
  await key("Space");
  await host.shows("question_open");
  await key("p");
  await host.shows("question_paused");
  await key("p");
  await host.shows("question_open");
  await key("r");
  await host.shows("question_revealed");

  // The standing can be looked at between two steps; in its search field the keys are letters.
  await key("l");
  const search = page.getByLabel("Find a name");
  await search.waitFor();
  await search.focus();
  await page.keyboard.type("nkpr l");
  assert.equal(await search.inputValue(), "nkpr l");
  await key("Escape");
  await search.blur();
  await key("l");
  await search.waitFor({ state: "hidden" });
  await host.shows("question_revealed");

  await key("n");
  await host.shows("question_open");
  await key("Escape");
  await host.shows("question_open");
  // Space goes the whole way: reveal, next, reveal …
  await key("Space");
  await host.shows("question_revealed");
  await key("Space");
  await until("a further question or the leaderboard", async () =>
    (await host.signs("question_open").count()) + (await host.signs("round_leaderboard").count()) > 0);
});

story("a participant without a mouse", async (world) => {
  const room = await gathered(world, twoWines(), { phones: 0 });
  const phone = new Phone(await world.browser.page("host"));
  const { page } = phone;
  await page.goto(world.server.origin);
  await tabTo(page, /./);
  await page.getByLabel("Code", { exact: true }).focus();
  await page.keyboard.type(room.code.toLowerCase());
  await page.keyboard.press("Enter");
  await phone.shows("waiting");
  await room.host.start();
  await phone.shows("question_open");

  // One stop for the group, arrows within it; a tick moves the focus nowhere.
  const focusedOption = () =>
    page.evaluate(() => [...document.querySelectorAll("[role=radio], input[type=radio]")].indexOf(document.activeElement));
  const shown = () => page.evaluate(() => {
    const style = getComputedStyle(document.activeElement.closest("label")?.querySelector(".option") ?? document.activeElement);
    return style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
  });
  await until("the focus is in the group", async () => {
    await page.keyboard.press("Tab");
    return (await focusedOption()) >= 0;
  });
  await page.keyboard.press("Space");
  assert.equal(await phone.saved(), "A");
  await page.keyboard.press("ArrowDown");
  await page.getByText(/^Saved B/).first().waitFor();
  assert.equal(await focusedOption(), 1);
  assert.ok((await shown()) >= 3, "the focus shows");
  await sleep(2_500);
  assert.equal(await focusedOption(), 1, "ticks leave the focus where it is");
  await page.keyboard.press("ArrowUp");
  await page.getByText(/^Saved A/).first().waitFor();
  await page.keyboard.press("ArrowUp");
  await page.getByText(/^Saved D/).first().waitFor();
  assert.equal(await phone.chosen(), (await phone.texts())[3]);
});
