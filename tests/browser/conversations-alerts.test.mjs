// Given an agent whose console stands behind another window, when a visitor asks for a person, then a tone sounds and
// the desktop's own notice comes; pressed, it leads to that visitor.

import assert from "node:assert/strict";
import { story } from "./lib/story.mjs";
import { Agent, made, Visitor, WITH_ADMIN } from "./lib/talks.mjs";
import { sleep, until } from "./lib/until.mjs";

/** Keeps the browser's own notices and what became of them; the tones are counted. */
function remember() {
  const Real = window.Notification;
  window.kept = { tones: 0, notices: [] };
  window.Notification = class extends Real {
    constructor(title, options) {
      super(title, options);
      const one = { notice: this, state: "made" };
      window.kept.notices.push(one);
      for (const state of ["show", "error", "close"]) this.addEventListener(state, () => (one.state = state));
    }
  };
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) {
    window.kept.tones += 1;
    return start.apply(this, when);
  };
}

/** The window stands behind another one, as a browser sees it: it is neither in sight nor has it the focus. */
async function behind(agent) {
  const context = agent.page.context();
  const wire = await context.newCDPSession(agent.page);
  await wire.send("Emulation.setFocusEmulationEnabled", { enabled: false });
  const other = await context.newPage();
  await other.bringToFront();
  await until("the console has lost the focus", () => agent.page.evaluate(() => !document.hasFocus()));
  return async () => {
    await other.close();
    await wire.send("Emulation.setFocusEmulationEnabled", { enabled: true });
    await agent.page.bringToFront();
  };
}

const kept = (agent) => agent.page.evaluate(() => ({ tones: window.kept.tones, notices: window.kept.notices.map(({ notice, state }) => ({ title: notice.title, body: notice.body, state })) }));

story("a console behind another window calls its agent by a notice of the desktop", async ({ server, browser }) => {
  const channel = await made(server, "channels", { name: "The cellar" });
  const mia = await Agent.at(server, browser, "Mia", { device: { permissions: ["notifications"] } });
  await mia.page.evaluate(remember);
  await mia.page.getByLabel("Sound and notices").check();
  await until("how it sounds is heard at once", async () => (await kept(mia)).tones === 1);
  assert.equal(await mia.page.getByText("This browser shows no notices").count(), 0);
  await mia.shows("All");

  // In sight and with the focus a tone is enough.
  const first = await Visitor.at(server, browser, channel);
  await first.begin();
  await first.human();
  await first.reads("Mia is here now.");
  await until("the tone sounds", async () => (await kept(mia)).tones === 2);
  await sleep(3_100);
  assert.deepEqual((await kept(mia)).notices, []);

  const back = await behind(mia);
  const second = await Visitor.at(server, browser, channel);
  await second.begin();
  await second.human();
  await second.reads("Mia is here now.");
  const { notices, tones } = await until("the notice is shown", async () => {
    const now = await kept(mia);
    return now.notices.some(({ state }) => state !== "made") && now;
  });
  assert.equal(tones, 3);
  assert.deepEqual(notices.map(({ state }) => state), ["show"]);
  assert.match(notices[0].title, /^Visitor [0-9A-Z]{4}$/);

  // Pressed, it leads there, and goes.
  await mia.page.evaluate(() => window.kept.notices[0].notice.dispatchEvent(new Event("click")));
  await back();
  await mia.log.waitFor();
  assert.equal(await mia.page.locator(".thread h1").innerText(), notices[0].title);
  await until("the notice has gone", async () => (await kept(mia)).notices[0].state === "close");
}, WITH_ADMIN);

story("where the browser forbids notices, the agent is told that there is the tone alone", async ({ server, browser }) => {
  const mia = await Agent.at(server, browser, "Mia", { device: { permissions: [] } });
  await mia.page.evaluate(() => {
    Object.defineProperty(Notification, "permission", { get: () => "denied" });
  });
  await mia.page.getByLabel("Sound and notices").check();
  await mia.page.getByText("This browser shows no notices here. The tone sounds.").waitFor();
}, WITH_ADMIN);
