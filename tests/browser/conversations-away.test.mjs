// Given a visitor and an agent in the middle of a conversation, when the one's Wi-Fi goes and the other's laptop sleeps,
// then nothing that was written meanwhile is lost, and nothing stands twice.

import assert from "node:assert/strict";
import { story } from "./lib/story.mjs";
import { Agent, looked, made, Visitor, WITH_ADMIN } from "./lib/talks.mjs";
import { Wire } from "./lib/wire.mjs";

/** Nobody asks any more: now the wires can go. */
const leave = (browser) => Promise.all(browser.contexts.flatMap((context) => context.pages()).map((page) => page.goto("about:blank")));

/** Everything in a log, in its order. */
const said = (log) => log.locator("p.text, p.entry-text").allInnerTexts();

story("Wi-Fi goes, the visitor reloads, the agent's laptop sleeps: everything is there, once and in order", async ({ server, browser }) => {
  const [home, work] = [await Wire.to(server.port), await Wire.to(server.port)];
  browser.allow(home.origin);
  browser.allow(work.origin);
  try {
    const channel = await made(server, "channels", { name: "The cellar" });
    const agent = await Agent.at(server, browser, "Mia", { origin: work.origin });
    const visitor = await Visitor.at(server, browser, channel, { url: `${home.origin}/chat-demo?key=${encodeURIComponent(channel.key)}` });
    const { page, log } = visitor;
    await visitor.begin();
    await visitor.human();
    await visitor.reads("Mia is here now.");
    await agent.rows().first().waitFor();
    await agent.open();
    await agent.say("How can I help?");

    await browser.whileAway(async () => {
      // The visitor's Wi-Fi goes in silence; the widget finds out by itself because nobody confirms.
      home.cut();
      await visitor.say("A table for four, please.");
      await visitor.say("On Friday.");
      await agent.say("Which evening?");
      await page.getByText("No connection. What you write is kept").waitFor();
      await looked(page, "widget-away");
      home.mend();
      await agent.log.getByText("On Friday.").waitFor();
      await visitor.reads("Which evening?");
      await page.getByText("No connection.").waitFor({ state: "hidden" });

      // Again, and this time the visitor reloads in the middle of it, with a message that nobody has seen yet.
      home.cut();
      await visitor.say("Seven would be best.");
      await page.getByLabel("Your message").fill("And a high ch");
      home.mend();
      await page.reload();
      await agent.log.getByText("Seven would be best.").waitFor();
      await visitor.opener.click();
      await visitor.reads("Seven would be best.");
      assert.equal(await page.getByLabel("Your message").inputValue(), "And a high ch");

      // The agent's laptop sleeps: the visitor goes on, and what the agent had just sent was on its way.
      work.cut();
      await agent.reply.fill("Seven it is.");
      await agent.reply.press("Enter");
      await agent.log.getByText("Sending…").waitFor();
      await visitor.say("Are you still there?");
      work.mend();
      await agent.log.getByText("Are you still there?").waitFor();
      await visitor.reads("Seven it is.");
      await agent.log.getByText("Sending…").waitFor({ state: "hidden" });
    });
    const seen = (await said(log)).slice(-6);
    assert.deepEqual([...seen].sort(), ["A table for four, please.", "Are you still there?", "On Friday.", "Seven it is.", "Seven would be best.", "Which evening?"].sort());
    for (const [one, next] of [["A table for four, please.", "On Friday."], ["On Friday.", "Seven would be best."], ["Which evening?", "Seven it is."]]) {
      assert.ok(seen.indexOf(one) < seen.indexOf(next), `“${one}” stands before “${next}”`);
    }
    assert.deepEqual((await said(agent.log)).filter((text) => seen.includes(text)).length, 6, "the agent reads the same, once");
    await leave(browser);
  } finally {
    home.close();
    work.close();
  }
}, WITH_ADMIN);

story("a laptop that sleeps for long: a colleague has the visitor, and the console says so", async ({ server, browser }) => {
  const wire = await Wire.to(server.port);
  browser.allow(wire.origin);
  try {
    const channel = await made(server, "channels", { name: "The cellar" });
    const mia = await Agent.at(server, browser, "Mia", { origin: wire.origin });
    const visitor = await Visitor.at(server, browser, channel);
    await visitor.begin();
    await visitor.human();
    await visitor.reads("Mia is here now.");
    const tom = await Agent.at(server, browser, "Tom");
    await mia.rows().first().waitFor();
    await mia.open();
    await mia.say("Good evening!");
    await browser.whileAway(async () => {
      wire.cut({ loud: true });
      await mia.page.getByText("Reconnecting…").waitFor();
      // What is done to a conversation is not kept for later, and the console says so.
      await mia.page.getByRole("button", { name: "End", exact: true }).click();
      await mia.page.getByText("The link is down: this was not sent.").first().waitFor();
      await mia.reply.fill("One moment, I look it up.");
      await mia.reply.press("Enter");
      await looked(mia.page, "console-away");
      await visitor.say("Hello?");
      await visitor.reads("Tom is here now.");
      await tom.rows().first().waitFor();
      await tom.open();
      await tom.log.getByText("Hello?").waitFor();
      wire.mend();
      await mia.page.getByText("Reconnecting…").waitFor({ state: "hidden" });
    });
    // What she wrote is not said in his place; it is not lost either.
    await mia.page.getByText("Tom has this conversation").waitFor();
    await mia.log.getByText("Not sent.").waitFor();
    await mia.log.getByText("One moment, I look it up.").waitFor();
    await tom.say("I am here instead.");
    await mia.log.getByText("I am here instead.").waitFor();
    await looked(mia.page, "console-refused");
    await mia.page.getByRole("button", { name: "Discard" }).click();
    await mia.log.getByText("One moment, I look it up.").waitFor({ state: "hidden" });
    assert.equal(await visitor.log.getByText("One moment, I look it up.").count(), 0);
    await leave(browser);
  } finally {
    wire.close();
  }
}, { ...WITH_ADMIN, SOIREE_AGENT_ABSENCE_MS: "1500" });
