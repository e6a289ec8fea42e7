// Given two hundred open conversations and a message a second in each of several, when an agent types, scrolls and goes
// from one to the next, then only what is in sight is drawn, and a message elsewhere leaves the conversation alone.

import assert from "node:assert/strict";
import { shot } from "./lib/shots.mjs";
import { story } from "./lib/story.mjs";
import { Agent, looked, made, WITH_ADMIN } from "./lib/talks.mjs";
import { sleep, until } from "./lib/until.mjs";

const CONVERSATIONS = 200;
/** Conversations in which somebody says something each second. */
const BUSY = 8;
/** Seconds that are watched. */
const SECONDS = 5;
/** Rows drawn at most: what fits into a window of 1080 px, and a few beyond. */
const ROWS_DRAWN_MAX = 30;

/** Many visitors on one blank page: a socket each. */
async function visitors(server, browser, channel, count) {
  const page = await browser.page("stage", { isCrowd: true });
  await page.goto(`${server.origin}/healthz`);
  await page.evaluate(async ({ key, count }) => {
    const visitor = (no) => new Promise((done, fail) => {
      const socket = new WebSocket(`${location.origin.replace("http", "ws")}/ws/conversation?apikey=${encodeURIComponent(key)}`);
      const send = (event_type, event_payload) => socket.send(JSON.stringify({ action: "sendMessage", event: { event_type, event_payload } }));
      socket.onmessage = ({ data }) => {
        const { event_type, event_payload } = JSON.parse(data).event;
        if (event_type === "socket_connected") send("conversation_start", { userId: `visitor-${no}`, userBasicInfo: { firstName: "Visitor", lastName: `Number ${no}` } });
        if (event_type === "general_error") fail(new Error(event_payload.error_desc));
        if (event_type !== "conversation_start_success") return;
        const { conversation_id } = event_payload;
        // Who has said nothing yet is in nobody's inbox.
        send("user_message", { type: "message_create", conversation_id, content: { type: "text", text: `Good evening from ${no}` } });
        done({
          say: (text) => send("user_message", { type: "message_create", conversation_id, content: { type: "text", text } }),
          call: () => send("action", { type: "normal", id: "escalateToHuman", data: {}, conversation_id }),
        });
      };
    });
    window.crowd = await Promise.all(Array.from({ length: count }, (_, no) => visitor(no)));
  }, { key: channel.key, count });
  return {
    say: (no, text) => page.evaluate(({ no, text }) => window.crowd[no].say(text), { no, text }),
    /** Asks for a person: from then on the inbox hears each message, those with the bot now and then. */
    call: (no) => page.evaluate((no) => window.crowd[no].call(), no),
  };
}

story("two hundred conversations, several of them busy", async ({ server, browser }) => {
  const channel = await made(server, "channels", { name: "The cellar" });
  const crowd = await visitors(server, browser, channel, CONVERSATIONS);
  const agent = await Agent.at(server, browser, "Mia", { device: { viewport: { width: 1920, height: 1080 } } });
  const { page, log } = agent;
  await agent.shows("All");
  await until("all are counted", async () => /All 200/.test(await page.getByRole("button", { name: /^All/ }).innerText().then((text) => text.replace(/\s+/g, " "))));
  await looked(page, "console-many");
  await until("rows are drawn", async () => (await agent.rows().count()) > 5);
  const drawn = await agent.rows().count();
  assert.ok(drawn <= ROWS_DRAWN_MAX, `${drawn} rows are drawn`);
  assert.equal(await agent.rows().first().locator("xpath=..").getAttribute("aria-setsize"), String(CONVERSATIONS));

  for (const no of Array.from({ length: BUSY + 1 }, (_, i) => i * 7)) await crowd.call(no);
  await until("each of them waits, or is Mia's", async () => {
    const [, mine, waiting] = /Mine (\d+) Waiting (\d+)/.exec((await agent.page.locator(".inbox-filters").innerText()).replace(/\s+/g, " ")) ?? [];
    return Number(mine) > 0 && Number(mine) + Number(waiting) === BUSY + 1;
  });

  // To the end and back by keyboard, the focus always on a row that is there.
  await agent.rows().first().focus();
  await page.keyboard.press("End");
  const focused = () => page.evaluate(() => ({ at: document.activeElement.closest("li")?.getAttribute("aria-posinset"), top: document.activeElement.getBoundingClientRect().bottom <= innerHeight }));
  const isFocused = (no) => until(`the focus is on row ${no}, in sight`, async () => {
    const { at, top } = await focused();
    return at === String(no) && top;
  });
  await isFocused(CONVERSATIONS);
  await page.keyboard.press("PageUp");
  await isFocused(CONVERSATIONS - 8);
  await page.keyboard.press("Enter");
  await log.waitFor();
  await page.keyboard.press("Escape");

  // What is done while the others talk and the agent types: counted, and timed for whoever reads the log.
  await page.locator(".inbox-rows").evaluate((list) => (list.scrollTop = 0));
  // Under the pointer the inbox would stand still.
  await page.mouse.move(1200, 300);
  await page.evaluate(() => {
    const watch = (window.watched = { thread: 0, inbox: 0, long: [], keys: [] });
    const all = { subtree: true, childList: true, characterData: true, attributes: true };
    new MutationObserver((found) => (watch.thread += found.length)).observe(document.querySelector(".thread-log"), all);
    new MutationObserver((found) => (watch.inbox += found.length)).observe(document.querySelector(".inbox-rows"), all);
    new PerformanceObserver((list) => watch.long.push(...list.getEntries().map((one) => Math.round(one.duration)))).observe({ type: "longtask" });
    addEventListener("keydown", () => {
      const begun = performance.now();
      requestAnimationFrame(() => setTimeout(() => watch.keys.push(performance.now() - begun)));
    }, true);
  });
  const field = page.locator(".composer textarea");
  await field.focus();
  const shown = Number(/Number (\d+)/.exec(await page.locator(".thread h1").innerText())[1]);
  const others = Array.from({ length: BUSY + 1 }, (_, i) => i * 7).filter((no) => no !== shown).slice(0, BUSY);
  let said = 0;
  for (let second = 0; second < SECONDS; second += 1) {
    for (const no of others) await crowd.say(no, `Message ${second} of ${no}`);
    said += others.length;
    await page.keyboard.type("typing", { delay: 60 });
    await sleep(500);
  }
  const watched = await page.evaluate(() => window.watched);
  const keys = watched.keys.sort((a, b) => a - b);
  console.log(`${said} messages elsewhere: ${watched.inbox} changes in the inbox, ${watched.thread} in the conversation; a key is drawn after ${keys[keys.length >> 1].toFixed(0)} ms, at worst ${keys.at(-1).toFixed(0)} ms; long tasks (ms): ${watched.long.join(" ") || "none"}`);
  assert.equal(await field.inputValue(), "typing".repeat(SECONDS));
  assert.equal(watched.thread, 0, "nothing is drawn in a conversation where nothing is said");
  assert.ok(watched.inbox > 0, "the inbox is live");
  // A message and its answer move the rows in sight by one and write a few lines; never all two hundred.
  assert.ok(watched.inbox <= said * 2 * (ROWS_DRAWN_MAX + 12), `${watched.inbox} changes for ${said} messages`);
  assert.ok((await agent.rows().count()) <= ROWS_DRAWN_MAX + 1);
  await shot(page, "console-many-open");

  // Under the pointer nothing moves; what came meanwhile finds its place when it has left.
  const second = agent.rows().nth(1);
  await second.hover();
  const before = await second.getAttribute("data-id");
  const there = () => page.evaluate(() => document.elementFromPoint(200, document.querySelector(".inbox-rows").getBoundingClientRect().top + 150)?.closest("button")?.dataset.id);
  assert.equal(await there(), before);
  await crowd.say(others.at(-1), "From far below");
  await sleep(700);
  assert.equal(await there(), before, "the row stays under the pointer");
  await page.mouse.move(900, 300);
  await agent.rows().filter({ hasText: "From far below" }).waitFor();
}, WITH_ADMIN);
