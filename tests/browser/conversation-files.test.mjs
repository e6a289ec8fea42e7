// Given a visitor and an agent in a conversation, when they send each other files, then images are shown, others are
// cards that can be saved, both find them again after a reload, and what is not taken is said in their language.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { Site } from "./lib/site.mjs";
import { story } from "./lib/story.mjs";
import { Agent, looked, made, Visitor, WITH_ADMIN } from "./lib/talks.mjs";
import { until } from "./lib/until.mjs";

const PDF = Buffer.from("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n");
const PAGE = { name: "page.html", mimeType: "text/html", buffer: Buffer.from("<!doctype html><script>alert(1)</script>") };

const input = (page) => page.locator("input[type=file]");

/** The images of a log that are drawn. */
const drawn = (log) => log.locator(".file-image img").evaluateAll((images) => images.filter((image) => image.complete && image.naturalWidth > 0).length);

const saved = async (page, button) => {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
};

async function together(server, browser) {
  const channel = await made(server, "channels", { name: "The cellar" });
  const agent = await Agent.at(server, browser, "Mia");
  const visitor = await Visitor.at(server, browser, channel);
  await visitor.begin();
  await visitor.human();
  await visitor.page.getByText("Mia is here now.").waitFor();
  await agent.open();
  return { agent, visitor, channel };
}

story("a photo goes to the agent, a menu comes back, and both are there after a reload", async ({ server, browser }) => {
  const { agent, visitor } = await together(server, browser);
  const photo = await agent.page.screenshot();
  await input(visitor.page).setInputFiles({ name: "../IMG 0042.png", mimeType: "image/png", buffer: photo });
  await until("the visitor sees it", async () => (await drawn(visitor.log)) === 1);
  await until("the agent sees it", async () => (await drawn(agent.log)) === 1);
  const image = agent.log.getByRole("button", { name: "Save IMG 0042.png" });
  const copy = await saved(agent.page, image);
  assert.ok(copy.name === "IMG 0042.png" && copy.bytes.equals(photo));

  // The agent's file waits beside the answer and goes out with it.
  await input(agent.page).setInputFiles({ name: "Weinkarte.pdf", mimeType: "application/pdf", buffer: PDF });
  await agent.page.getByText("Ready to be sent").waitFor();
  await looked(agent.page, "console-file-ready");
  await agent.say("Our menu");
  await visitor.reads("Our menu");
  const card = visitor.log.getByRole("button", { name: /Weinkarte\.pdf.*PDF · 1 kB/s });
  assert.ok((await saved(visitor.page, card)).bytes.equals(PDF));
  assert.equal(await agent.page.getByText("Ready to be sent").count(), 0);

  // A file alone is an answer, too; it may be pasted or dropped, and given up before it goes.
  const give = (kind) =>
    agent.page.locator(".thread").evaluate((thread, type) => {
      const data = new DataTransfer();
      data.items.add(new File(["Riesling, 2019"], `${type}.txt`, { type: "text/plain" }));
      const options = { bubbles: true, cancelable: true };
      const event = type === "paste" ? new ClipboardEvent(type, { ...options, clipboardData: data }) : new DragEvent(type, { ...options, dataTransfer: data });
      thread.querySelector("textarea").dispatchEvent(event);
    }, kind);
  await give("paste");
  await agent.page.getByText("Ready to be sent").waitFor();
  await give("drop");
  await until("both wait", async () => (await agent.page.getByText("Ready to be sent").count()) === 2);
  await agent.page.getByRole("button", { name: "Do not send drop.txt" }).click();
  await agent.page.getByRole("button", { name: "Send", exact: true }).click();
  await visitor.log.getByRole("button", { name: /paste\.txt/ }).waitFor();
  assert.equal(await visitor.log.getByRole("button", { name: /drop\.txt/ }).count(), 0);
  await looked(agent.page, "console-files");
  await looked(visitor.page, "widget-files");

  await Promise.all([agent.page.reload(), visitor.page.reload()]);
  await visitor.opener.click();
  await visitor.log.getByRole("button", { name: /Weinkarte\.pdf/ }).waitFor();
  await visitor.log.locator(".file-image").scrollIntoViewIfNeeded();
  await until("the photo is there after the visitor's reload", async () => (await drawn(visitor.log)) === 1);
  await agent.open();
  await agent.log.getByRole("button", { name: /Weinkarte\.pdf/ }).waitFor();
  await agent.log.locator(".file-image").scrollIntoViewIfNeeded();
  await until("the photo is there after the agent's reload", async () => (await drawn(agent.log)) === 1);
}, WITH_ADMIN);

story("what is not taken is said, on the console and on somebody's German site", async ({ server, browser }) => {
  const { agent, channel } = await together(server, browser);
  await browser.whileRefused(async () => {
    await input(agent.page).setInputFiles(PAGE);
    await agent.page.getByText(/Files of this kind are not taken\. Possible are png, jpg/).waitFor();
    await looked(agent.page, "console-file-refused");
    await agent.page.getByRole("button", { name: "Do not send page.html" }).click();
    assert.equal(await agent.page.locator(".uploads li").count(), 0);

    const site = await Site.with(`<script src="${server.origin}/widget.js" data-key="${channel.key}" data-lang="de" async></script>`);
    browser.allow(site.origin);
    const page = await browser.page("phone");
    await page.goto(site.origin);
    await page.getByRole("button", { name: "Mit uns chatten" }).click();
    const log = page.getByRole("log", { name: "Nachrichten" });
    await log.locator(".from-bot").first().waitFor();
    await input(page).setInputFiles(PAGE);
    await page.getByText(/Solche Dateien werden nicht angenommen\. Möglich sind png, jpg/).waitFor();
    await page.getByRole("button", { name: "page.html nicht senden" }).click();
    await input(page).setInputFiles({ name: "video.mp4", mimeType: "video/mp4", buffer: Buffer.alloc(10_485_761) });
    await page.getByText("Die Datei ist zu groß: höchstens 10,5 MB.").waitFor();
    await looked(page, "widget-file-refused");
    await page.getByRole("button", { name: "video.mp4 nicht senden" }).click();
    await input(page).setInputFiles({ name: "Garten.png", mimeType: "image/png", buffer: await page.screenshot() });
    await until("the photo is shown on the site", async () => (await drawn(log)) === 1);
    await page.close();
    site.close();
  });
}, WITH_ADMIN);
