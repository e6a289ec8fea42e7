// Given a server on which nothing has been made, when its administrator makes a channel and an agent, then the chat
// stands on a site of another origin, the agent answers there, and what is revoked counts no more.

import assert from "node:assert/strict";
import { Site } from "./lib/site.mjs";
import { story } from "./lib/story.mjs";
import { ADMIN, looked, Visitor, WITH_ADMIN } from "./lib/talks.mjs";
import { until } from "./lib/until.mjs";

story("from an empty server to an answer on somebody's own site, and back", async ({ server, browser }) => {
  const page = await browser.page("host");
  const site = await Site.with("<script>/* the line comes here */</script>");
  try {
    await page.goto(`${server.origin}/talks`);
    await page.getByLabel("Token or sign-in link").fill(`${server.origin}/host#admin=${encodeURIComponent(ADMIN)}`);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Three steps to the first conversation" }).waitFor();
    await looked(page, "talks-empty");

    // A field that is wrong is named, whether the page sees it or the server.
    await page.getByRole("button", { name: "Make the channel" }).click();
    const name = page.getByLabel("Name", { exact: true }).first();
    assert.equal(await name.getAttribute("aria-invalid"), "true");
    assert.equal(await name.evaluate((field) => field === document.activeElement), true, "the field has the focus");
    await name.fill("The wine bar");
    await page.getByLabel("Flow").fill("no such flow = [");
    await browser.whileRefused(() => page.getByRole("button", { name: "Make the channel" }).click());
    await until("the server's word stands at the field", async () => (await page.getByLabel("Flow").getAttribute("aria-invalid")) === "true");
    await looked(page, "talks-refused");
    await page.getByLabel("Flow").fill("");
    await page.getByLabel("Sites that may use it").fill(`${site.origin}/`);
    await page.getByText("Texts, language and waiting times").click();
    await page.getByLabel("Greeting").fill("Welcome to the wine bar.");
    await page.getByRole("button", { name: "Make the channel" }).click();
    await page.getByRole("heading", { name: "The channel is made: The wine bar" }).waitFor();
    const line = await page.locator(".talks-code").first().innerText();
    assert.match(line, /^<script src="http:\/\/127\.0\.0\.1:\d+\/widget\.js" data-key="[^"]+" async><\/script>$/);
    await looked(page, "talks-made");
    await page.getByRole("button", { name: "Done" }).click();

    // An agent's link is shown once.
    await page.getByLabel("Name", { exact: true }).first().fill("Mia");
    await page.getByRole("button", { name: "Make a sign-in link" }).click();
    await page.getByRole("heading", { name: "Sign-in link for Mia" }).waitFor();
    const link = await page.locator(".talks-once .talks-code").innerText();
    await looked(page, "talks-agent");
    await page.reload();
    await page.getByRole("heading", { name: "Mia" }).waitFor();
    assert.equal(await page.getByText(link).count(), 0, "the link is not shown again");
    await page.getByRole("button", { name: "Line for the site: The wine bar" }).click();
    assert.equal(await page.locator(".talks-code").innerText(), line, "the line can be copied again");
    await looked(page, "talks-list");

    const agent = await browser.page("host");
    await agent.goto(link);
    await agent.getByText("Choose a conversation.").waitFor();
    await until("the administrator sees who is there", async () => /Online/.test(await page.locator("li", { hasText: "Mia" }).innerText()));

    // On the site the chat looks as it does anywhere, whatever the site's own styles say.
    browser.allow(site.origin);
    const visitor = await Visitor.at(server, browser, null, { url: site.origin });
    await visitor.page.evaluate((html) => {
      const [, src, key] = /src="([^"]+)" data-key="([^"]+)"/.exec(html);
      const script = document.createElement("script");
      Object.assign(script, { src, async: true }).dataset.key = key;
      document.body.append(script);
    }, line);
    await visitor.begin();
    await visitor.reads("Welcome to the wine bar.");
    const looks = await visitor.log.getByText("Welcome to the wine bar.").evaluate((said) => [getComputedStyle(said).letterSpacing, getComputedStyle(said).color]);
    assert.deepEqual(looks, ["normal", "rgb(20, 22, 28)"], "the site's styles stop at the chat");
    await looked(visitor.page, "widget-site");
    await visitor.human();
    await visitor.reads("Mia is here now.");
    await agent.locator(".inbox-row").first().click();
    await agent.getByLabel("Your reply").fill("Good evening from Mia.");
    await agent.getByLabel("Your reply").press("Enter");
    await visitor.reads("Good evening from Mia.");

    // What is revoked counts no more: the agent is signed out, and then the site's chat is gone.
    await page.getByRole("button", { name: "Revoke: Mia" }).click();
    await browser.whileAway(async () => {
      await page.reload();
      await agent.getByRole("heading", { name: "Sign in" }).waitFor({ timeout: 30_000 });
      await page.getByRole("button", { name: "Delete: The wine bar" }).click();
      await page.getByRole("button", { name: "Undo" }).click();
      await page.getByRole("heading", { name: "The wine bar", exact: true }).waitFor();
      await page.getByRole("button", { name: "Delete: The wine bar" }).click();
      await page.reload();
      await page.getByText("There is no channel yet").or(page.getByRole("heading", { name: "New channel" })).first().waitFor();
      await visitor.page.reload();
    });
  } finally {
    site.close();
  }
}, WITH_ADMIN);
