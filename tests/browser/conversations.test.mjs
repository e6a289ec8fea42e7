// Given a site with the chat widget and an agent at the console, when a visitor asks for a person, then the agent takes
// over and answers, the visitor reloads and nothing is lost, and at the end the assistant has the conversation again.

import assert from "node:assert/strict";
import { story } from "./lib/story.mjs";
import { looked, made, WITH_ADMIN } from "./lib/talks.mjs";
import { until } from "./lib/until.mjs";

story("a visitor talks to the bot, then to a person, through a reload and a restart of the server", async ({ server, browser }) => {
  const channel = await made(server, "channels", { name: "The cellar" });
  const agent = await made(server, "agents", { name: "Mia" });
  const console_ = await browser.page("host");
  await console_.goto(`${server.origin}/console${new URL(agent.console_url).hash}`);
  await console_.getByText("Choose a conversation.").waitFor();
  assert.equal(new URL(console_.url()).hash, "", "the token leaves the address");
  await looked(console_, "console-empty");

  const visitor = await browser.page("phone");
  await visitor.goto(`${server.origin}/chat-demo?key=${encodeURIComponent(channel.key)}`);
  const opener = visitor.getByRole("button", { name: /^Chat with us/ });
  await opener.click();
  const log = visitor.getByRole("log", { name: "Messages" });
  await log.locator(".from-bot").first().waitFor();
  await visitor.getByLabel("Your message").fill("When are you open?");
  await visitor.getByLabel("Your message").press("Enter");
  await until("the bot answers", async () => (await log.locator(".from-bot").count()) >= 2);
  await looked(visitor, "widget-bot");

  // When the visitor asks for a person, the agent's inbox shows it without a reload.
  await visitor.getByRole("button", { name: "Talk to a person" }).click();
  await visitor.getByText("Mia is here now.").waitFor();
  const row = console_.locator(".inbox-row").first();
  await row.waitFor();
  await row.click();
  await console_.getByRole("log").getByText("When are you open?").waitFor();
  await console_.getByLabel("Your reply").fill("Good evening! How can I help?");
  await console_.getByLabel("Your reply").press("Enter");
  await log.getByText("Good evening! How can I help?").waitFor();
  await visitor.getByLabel("Your message").fill("A table for four");
  await visitor.getByLabel("Your message").press("Enter");
  await console_.getByRole("log").getByText("A table for four").waitFor();
  await until("what stands before the agent's eyes is read", async () => (await console_.locator(".inbox-unread").count()) === 0);
  await looked(console_, "console-open");
  await looked(visitor, "widget-agent");

  // When the visitor reloads, and then the server is killed and comes back, all of it is still there.
  await visitor.reload();
  await opener.click();
  await log.getByText("Good evening! How can I help?").waitFor();
  await browser.whileAway(async () => {
    await server.kill();
    await server.run();
    await console_.getByLabel("Your reply").fill("Seven o'clock?");
    await until("the reply goes through", async () => {
      await console_.getByLabel("Your reply").press("Enter");
      return (await console_.getByLabel("Your reply").inputValue()) === "";
    }, 30_000);
    await log.getByText("Seven o'clock?").waitFor({ timeout: 30_000 });
  });
  assert.equal(await log.getByText("Good evening! How can I help?").count(), 1, "nothing stands twice");

  // When the agent ends it, the assistant goes on.
  await console_.getByRole("button", { name: "End", exact: true }).click();
  await visitor.getByText(/Mia has left/).waitFor();
}, WITH_ADMIN);
