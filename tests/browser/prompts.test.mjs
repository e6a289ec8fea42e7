// Given a prompt in words, when three take part at once and a fourth comes later, then they meet at the same second;
// and a server that is killed in the middle has lost nothing that it had taken.

import assert from "node:assert/strict";
import { accessible, nothingClipped } from "./lib/axe.mjs";
import { ADMIN, Guest, makePrompt, WITH_ADMIN } from "./lib/prompts.mjs";
import { PATIENCE } from "./lib/slow.mjs";
import { shotAtAllSizes } from "./lib/shots.mjs";
import { story } from "./lib/story.mjs";
import { until } from "./lib/until.mjs";
import { Wire } from "./lib/wire.mjs";

const words = { kind: "interactive_prompt", prompt: { style: "word", text: "How does the first sip feel?", options: ["velvet", "sparks", "smoke"] }, duration_seconds: 20 * PATIENCE, identifier: "first-sip" };

async function looked(page, name) {
  await accessible(page, name);
  await nothingClipped(page, name);
  await shotAtAllSizes(page, name);
}

story("three live, a fourth an hour later who meets them", async ({ server, browser }) => {
  const prompt = await makePrompt(server, words);
  const stage = await browser.page("stage");
  await stage.goto(`${server.origin}/p/${prompt.identifier}/stage`);
  await stage.getByText("Nobody has answered yet").waitFor();
  await looked(stage, "prompt-stage-empty");

  const guests = [];
  for (const name of ["Ana", "Ben", "Cleo"]) guests.push(new Guest(await browser.page("phone"), name));
  const [ana, ben, cleo] = guests;
  await ana.page.goto(`${server.origin}/p/${prompt.identifier}`);
  await ana.page.getByLabel("Your name").waitFor();
  await looked(ana.page, "prompt-door");
  await Promise.all(guests.map((guest) => guest.begin(server, prompt)));

  // When each answers, and one changes the answer.
  await ana.word("velvet");
  await ben.word("sparks");
  await cleo.word("smoke");
  await cleo.word("sparks");
  await ana.heart();
  await ben.sees("Ana sends a heart");
  await cleo.sees("Ben: sparks");
  await looked(ben.page, "prompt-running");
  await Promise.all(guests.map((guest) => guest.ends()));
  await looked(ana.page, "prompt-ended");

  // Then the room's screen has them all: two of three said sparks, nobody smoke.
  await stage.getByText("67 %").waitFor();
  await stage.getByText("3 people have taken part").waitFor();
  assert.match(await stage.locator(".totals li", { hasText: "smoke" }).innerText(), /0 %/);
  await looked(stage, "prompt-stage");

  // When the server is killed and a fourth one comes later.
  await browser.whileAway(async () => {
    await server.kill();
    await server.run();
  });
  const dora = new Guest(await browser.page("phone"), "Dora");
  await dora.begin(server, prompt);
  await dora.sees("Ana is here");
  await dora.sees(/Ben: sparks|Ana: velvet|Cleo: sparks/);
  await until("the faces of those who were here", async () => (await dora.page.locator(".faces .face").count()) > 0);
  await dora.word("velvet");
  await dora.ends();
  // Everybody counts once, though the server's sums and the history both tell of them.
  await dora.page.getByText("4 people have been here at your second.").waitFor();
  const own = dora.page.locator(".totals .is-own");
  await until("half of all say velvet", async () => /velvet[\s\S]*50 %/.test(await own.innerText()));
  // Once more, she meets them all again, and herself.
  await dora.page.getByRole("button", { name: "Once more" }).click();
  await dora.page.getByRole("button", { name: "Begin" }).click();
  await dora.sees(/Ben: sparks|Ana: velvet|Cleo: sparks/);
  await dora.sees("Dora: velvet");
}, WITH_ADMIN);

for (const [style, prompt] of Object.entries({
  numeric: { style: "numeric", text: "How bold is it, from one to ten?", min: 1, max: 10, step: 1 },
  press: { style: "press", text: "Press while you taste the oak" },
  color: { style: "color", text: "Which colour does the scent have?", colors: ["#2463D6", "#F6C24A", "#BF1D48", "#8CE3CC"] },
})) {
  story(`a prompt of the kind ${style} on a phone, by touch and by keys`, async ({ server, browser }) => {
    const made = await makePrompt(server, { kind: "interactive_prompt", prompt, duration_seconds: 16 * PATIENCE, identifier: style });
    const guest = new Guest(await browser.page("phone"), "Ana");
    await guest.begin(server, made);
    if (style === "press") {
      const button = guest.page.locator(".press-button");
      await button.focus();
      await guest.page.keyboard.down(" ");
      await guest.page.getByText("1 person presses now").waitFor();
      await guest.page.keyboard.up(" ");
      await guest.page.getByText("0 people press now").waitFor();
    } else {
      await guest.page.getByRole("radio").nth(2).check({ force: true });
      await guest.page.locator(".is-chosen").waitFor();
    }
    await looked(guest.page, `prompt-${style}`);
    await guest.ends();
    await guest.page.getByText(style === "press" ? "1 press so far" : "100 %", { exact: true }).first().waitFor();
    await looked(guest.page, `prompt-${style}-ended`);
  }, WITH_ADMIN);
}

story("the network goes in the middle and comes back: the page says so, and what was done meanwhile is sent", async ({ server, browser }) => {
  const prompt = await makePrompt(server, { ...words, duration_seconds: 60 * PATIENCE });
  const wire = await Wire.to(server.port);
  browser.allow(wire.origin);
  try {
    const ana = new Guest(await browser.page("phone"), "Ana");
    await ana.begin(wire, prompt);
    const bar = ana.page.getByText("Reconnecting…", { exact: false });
    const stats = `${server.origin}/api/1/interactive_prompts/events/stats?uid=${prompt.uid}&bin=62`;
    // What the server had taken when its answer was cut off is said again, and refused then.
    await browser.whileRefused(async () => {
      await browser.whileAway(async () => {
        wire.cut({ loud: true });
        await bar.waitFor();
        await ana.word("smoke");
        await looked(ana.page, "prompt-away");
        wire.mend();
        await bar.waitFor({ state: "hidden" });
      });
      await until("her answer is stored", async () => {
        const sums = await (await fetch(stats, { headers: { authorization: `Bearer ${prompt.jwt}` } })).json();
        return sums.users === 1 && sums.word_active[2] === 1;
      });
    });
  } finally {
    wire.close();
  }
}, WITH_ADMIN);

story("the administrator makes a prompt, watches it and saves it as a table", async ({ server, browser }) => {
  const page = await browser.page("host");
  await page.goto(`${server.origin}/prompts`);
  await page.getByLabel("Token or sign-in link").fill(`${server.origin}/host#admin=${encodeURIComponent(ADMIN)}`);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Prompts and journeys" }).waitFor();
  await looked(page, "prompts-empty");

  await page.getByRole("button", { name: "Make it" }).click();
  await page.getByText("1–75 characters.").waitFor();
  assert.equal(await page.getByLabel("Question", { exact: true }).getAttribute("aria-invalid"), "true", "the field is named");
  await page.getByLabel("Question", { exact: true }).fill("How do you feel?");
  await page.getByLabel("Seconds", { exact: true }).fill(String(10 * PATIENCE));
  await page.getByLabel("Name in the link", { exact: true }).fill("feel");
  await page.getByRole("button", { name: "Make it" }).click();
  await page.getByRole("heading", { name: "How do you feel?" }).waitFor();

  const guest = new Guest(await browser.page("phone"), "=Ana");
  await guest.begin(server, { identifier: "feel" });
  await guest.page.getByRole("radio", { name: "7" }).check({ force: true });
  await guest.ends();
  await page.locator(".totals li", { hasText: "7" }).getByText("100 %").first().waitFor();
  await page.getByRole("button", { name: "Play" }).waitFor({ timeout: 30_000 });
  await looked(page, "prompts-watch");

  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export as CSV" }).click()]);
  const csv = await (await import("node:fs/promises")).readFile(await download.path(), "utf8");
  assert.match(csv, /numeric_prompt_response,7,7/);
  assert.match(csv, /'=Ana/, "a name is no formula");
}, WITH_ADMIN);

story("the home page's field leads into a prompt by its name or by the code that was made for it", async ({ server, browser }) => {
  const named = await makePrompt(server, { ...words, identifier: "first-sip", duration_seconds: 10 * PATIENCE });
  const coded = await makePrompt(server, { ...words, identifier: "KX7P2M", duration_seconds: 10 * PATIENCE });
  for (const [typed, prompt, name] of [["first-sip", named, "Ana"], ["kx7p2m", coded, "Ben"]]) {
    const page = await browser.page("phone");
    await page.goto(server.origin);
    await page.getByRole("textbox").first().fill(typed);
    await page.getByRole("button", { name: "Join" }).click();
    await page.getByLabel("Your name").waitFor();
    assert.match(new URL(page.url()).pathname, /^\/p\//);
    await page.getByLabel("Your name").fill(name);
    await page.getByRole("button", { name: "Begin" }).click();
    await page.locator(".prompt").waitFor();
    await page.getByRole("radio", { name: "smoke" }).check({ force: true });
    await new Guest(page, name).ends();
    const shown = await (await fetch(`${server.origin}/api/v1/prompts/${prompt.uid}`, { headers: { authorization: `Bearer ${ADMIN}` } })).json();
    assert.equal(shown.sessions, 1, "the session is in the prompt that was named");
  }
}, WITH_ADMIN);
