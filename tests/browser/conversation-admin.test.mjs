// Given a server on which nothing has been made, when its administrator makes a channel and an agent, then the chat
// stands on a site of another origin, the agent answers there, figures and hours hold, and what is revoked or
// replaced counts no more.

import assert from "node:assert/strict";
import { Site } from "./lib/site.mjs";
import { story } from "./lib/story.mjs";
import { ADMIN, looked, Visitor, WITH_ADMIN } from "./lib/talks.mjs";
import { until } from "./lib/until.mjs";

/** Puts the line into a page, as whoever writes the page would. */
const put = (html) => {
  const [, src, key] = /src="([^"]+)" data-key="([^"]+)"/.exec(html);
  const script = document.createElement("script");
  Object.assign(script, { src, async: true }).dataset.key = key;
  document.body.append(script);
};

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
    await until("the field is named", async () => (await name.getAttribute("aria-invalid")) === "true");
    await until("the field has the focus", () => name.evaluate((field) => field === document.activeElement));
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
    await until("the line can be copied again", async () => (await page.locator(".talks-code").innerText()) === line);
    await looked(page, "talks-list");

    const agent = await browser.page("host");
    await agent.goto(link);
    await agent.getByText("Choose a conversation.").waitFor();
    await until("the administrator sees who is there", async () => /Online/.test(await page.locator("li", { hasText: "Mia" }).innerText()));

    // On the site the chat looks as it does anywhere, whatever the site's own styles say.
    browser.allow(site.origin);
    const visitor = await Visitor.at(server, browser, null, { url: site.origin });
    await visitor.page.evaluate(put, line);
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

    // The figures follow: somebody was asked for and has answered.
    const figures = page.locator(".talks-figures");
    await until("the figures know of the conversation", async () => /With people now\s*1/.test(await figures.innerText()) && /First response\s*\d+ s/.test(await figures.innerText()));
    await page.getByText("By channel and agent").click();
    await until("Mia's row counts it", async () => /Mia\s+1\s+1/.test(await page.getByRole("table").last().innerText()));
    await looked(page, "talks-figures");
    await agent.getByRole("button", { name: /^End/ }).first().click();
    await until("it is over", async () => /With people now\s*0/.test(await figures.innerText()));

    // Outside the hours nobody is asked, though Mia is there; the page says when it opens next.
    await page.getByRole("button", { name: "Change: The wine bar" }).click();
    await page.getByLabel("At certain times").check();
    await page.getByLabel("Time zone").fill("Nowhere/Else");
    await page.getByLabel("Monday: opens").fill("");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Each time needs a beginning and an end").waitFor();
    assert.equal(await page.getByLabel("Time zone").getAttribute("aria-invalid"), "true");
    await looked(page, "talks-hours-wrong");
    await page.getByLabel("Time zone").fill("UTC");
    await page.getByLabel("Monday: opens").fill("09:00");
    // One hour of one day, the day before yesterday: closed now, whenever this story is told.
    const day = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"][(new Date().getUTCDay() + 5) % 7];
    for (const other of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]) await page.getByRole("button", { name: `${other}: remove this time` }).click();
    await page.getByText("Closed; no opening is near.").waitFor();
    await page.getByRole("button", { name: `${day}: another time` }).click();
    await page.getByLabel(`${day}: opens`).fill("10:00");
    await page.getByLabel(`${day}: closes`).fill("11:00");
    await page.getByText(new RegExp(`Closed now\\. Opens next on ${day} .*, 10:00 \\(UTC\\)`)).waitFor();
    await page.getByLabel("What is said outside the hours").fill("The cellar is asleep.");
    await looked(page, "talks-hours");
    await page.getByRole("button", { name: "Save" }).click();
    await page.locator(".talks-row").getByText(`Opens next on ${day}`).waitFor();
    await looked(page, "talks-closed");

    const late = await Visitor.at(server, browser, null, { url: site.origin });
    await late.page.evaluate(put, line);
    await late.begin();
    await late.human();
    await late.reads("The cellar is asleep.");
    await late.page.getByText(new RegExp(`Somebody is here again on ${day}`)).waitFor();
    await late.page.getByLabel("Your name").fill("Hart");
    await late.page.getByLabel("Your e-mail").fill("hart@wine.example");
    await late.page.getByLabel("Your message").fill("Is there a table on Friday?");
    const heard = await late.log.locator(".from-bot").count();
    await late.page.getByRole("button", { name: "Leave the message" }).click();
    await late.reads("Thank you. We have your message.");
    // It waits where agents look, and the bot keeps out of it.
    await agent.getByRole("button", { name: /^Waiting/ }).click();
    await agent.locator(".inbox-row", { hasText: "Is there a table on Friday?" }).waitFor();
    assert.equal(await late.log.locator(".from-bot").count(), heard, "the bot has answered what was left for people");

    // A new key: the old line is refused from then on.
    const upgrade = (key) =>
      page.evaluate(
        (address) =>
          new Promise((resolve) => {
            const socket = new WebSocket(address);
            socket.onmessage = () => resolve("let in");
            socket.onclose = () => resolve("refused");
          }),
        `${server.origin.replace("http", "ws")}/ws/conversation?apikey=${encodeURIComponent(key)}`,
      );
    const keyOf = (text) => /data-key="([^"]+)"/.exec(text)[1];
    await page.getByRole("button", { name: "Line for the site: The wine bar" }).click();
    await page.getByRole("button", { name: "New key: The wine bar" }).click();
    await looked(page, "talks-new-key");
    await page.getByRole("button", { name: "Make it, the old one ends" }).click();
    await page.getByRole("heading", { name: "The channel has a new key: The wine bar" }).waitFor();
    const second = await page.locator(".talks-once .talks-code").first().innerText();
    assert.notEqual(keyOf(second), keyOf(line));
    assert.equal(await browser.whileAway(() => browser.whileRefused(() => upgrade(keyOf(line)))), "refused");
    await page.getByRole("button", { name: "Done" }).click();

    // A new link: whoever came in by the old one is signed out.
    await page.getByRole("button", { name: "New link: Mia" }).click();
    await browser.whileAway(async () => {
      await page.getByRole("button", { name: "Make it, the old one ends" }).click();
      await page.getByRole("heading", { name: "Sign-in link for Mia" }).waitFor();
      await agent.getByRole("heading", { name: "Sign in" }).waitFor({ timeout: 30_000 });
    });
    const fresh = await page.locator(".talks-once .talks-code").innerText();
    assert.notEqual(fresh, link);
    await page.getByRole("button", { name: "Done" }).click();
    await agent.goto("about:blank");
    await agent.goto(fresh);
    await agent.locator(".inbox").waitFor();

    // A bot elsewhere: what its requests are signed with can be looked up again.
    await page.getByRole("button", { name: "Change: The wine bar" }).click();
    await page.getByLabel("A bot of your own, over HTTP").check();
    await page.getByLabel("Address of the bot").fill("https://bot.example/hook");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Line for the site: The wine bar" }).click();
    await page.getByRole("button", { name: "Show the signing secret: The wine bar" }).click();
    await page.getByRole("heading", { name: "What requests to your bot are signed with" }).waitFor();
    await looked(page, "talks-secret");
    await page.getByRole("button", { name: "Line for the site: The wine bar" }).click();

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
      await page.getByRole("heading", { name: "New channel" }).waitFor();
      // The site still has its line, and gets nothing for it.
      assert.equal(await browser.whileRefused(() => upgrade(keyOf(second))), "refused");
      await visitor.page.reload();
      await browser.whileRefused(async () => {
        await visitor.page.evaluate(put, second);
        await visitor.opener.click();
        // It finds out that its key is to blame, and leaves the server in peace.
        await visitor.page.getByText("This chat has ended").waitFor();
      });
      assert.equal(await visitor.page.getByLabel("Your message").count(), 0, "nobody writes to nobody");
      assert.equal(await visitor.log.locator(".from-bot").count(), 0, "a deleted channel's chat says nothing");
    });
  } finally {
    site.close();
  }
}, WITH_ADMIN);
