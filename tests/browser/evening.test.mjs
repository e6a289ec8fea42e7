// One whole evening: a quiz written by hand, a stage, three phones, every phase, the results, run again, delete.
// Every screen is examined by axe-core and photographed at every size.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { accessible } from "./lib/axe.mjs";
import { SIZES } from "./lib/browser.mjs";
import { Host } from "./lib/host.mjs";
import { Phone } from "./lib/phone.mjs";
import { shot, shotAtAllSizes } from "./lib/shots.mjs";
import { Stage } from "./lib/stage.mjs";
import { story } from "./lib/story.mjs";
import { until } from "./lib/until.mjs";

story("one whole evening", async ({ server, browser }) => {
  const host = new Host(await browser.page("host"));
  const desk = host.page;

  const look = async (surface, name) => {
    await accessible(surface.page, name);
    await shotAtAllSizes(surface.page, name);
  };

  // The dashboard, empty yet; the ready packs are there.
  await desk.goto(`${server.origin}/host`);
  await desk.getByRole("heading", { name: "Host an evening" }).waitFor();
  assert.ok((await desk.getByRole("button", { name: /^Start / }).count()) >= 4, "four ready packs and more");
  await look(host, "host-dashboard");

  // The editor.
  await desk.getByRole("link", { name: "New quiz" }).or(desk.getByRole("button", { name: "New quiz" })).first().click();
  await desk.getByLabel("Title").waitFor();
  await look(host, "host-editor-empty");
  await desk.getByLabel("Title").fill("Friday tasting");
  await writeWine(desk, 0, "Barolo Cannubi 2016", ["Nebbiolo", "Barbera", "Dolcetto", "Sangiovese"]);
  await desk.getByRole("button", { name: "Add a wine" }).click();
  // The focus goes to the new wine's name; what is typed before that would land there.
  const newName = desk.getByRole("textbox", { name: "Name of the wine" }).nth(1);
  await newName.waitFor();
  await until("the new wine has the focus", () => newName.evaluate((field) => field === document.activeElement));
  await writeWine(desk, 1, "Cloudy Bay 2022", ["Sauvignon Blanc", "Riesling", "Sémillon", "Pinot Gris"]);
  await look(host, "host-editor");
  await desk.getByRole("button", { name: "Start the quiz" }).click();
  await host.signs("waiting").first().waitFor();
  assert.match(desk.url(), /\/host\/[0-9A-Z]{4,}#key=/);
  const code = /\/host\/([0-9A-Z]+)/.exec(desk.url())[1];
  assert.ok(await host.button(/^Start the game/).isDisabled(), "nobody is there yet");
  await desk.getByText("Nobody has joined yet", { exact: false }).waitFor();
  await look(host, "host-1-lobby-empty");

  // The stage.
  const stage = new Stage(await browser.page("stage"));
  await stage.page.goto(`${server.origin}/stage/${code}`);
  await stage.shows("waiting");
  await stage.page.getByText(code, { exact: true }).first().waitFor();
  await look(stage, "stage-1-lobby-empty");

  // Three phones: one by the QR code, the others by the code on the home page.
  const joinLink = await readQr(stage.page, code, server.origin);
  const phones = [];
  for (const way of ["qr", "code", "code"]) {
    const phone = new Phone(await browser.page("phone"));
    if (way === "qr") {
      await phone.page.goto(joinLink);
      await phone.page.getByRole("button", { name: "Join the game" }).waitFor();
      await look(phone, "phone-0-door");
      await phone.join();
    } else {
      if (phones.length === 1) {
        await phone.page.goto(server.origin);
        await phone.page.getByLabel("Code", { exact: true }).waitFor();
        await look(phone, "home");
      }
      await phone.joinByCode(server.origin, code.toLowerCase());
    }
    phones.push(phone);
  }
  const [right, wrong, silent] = phones;
  await host.page.getByText(right.pseudonym).first().waitFor();
  await stage.page.getByText(silent.pseudonym).first().waitFor();
  const surfaces = { host, stage, phone: right };
  const everywhere = async (phase, name) => {
    await Promise.all([host, stage, ...phones].map((surface) => surface.shows(phase)));
    for (const [who, surface] of Object.entries(surfaces)) await look(surface, `${who}-${name}`);
  };
  await everywhere("waiting", "1-lobby");
  await host.button(/Show big QR/).first().click();
  await desk.getByRole("dialog").waitFor();
  await look(host, "host-1-big-qr");
  await desk.keyboard.press("Escape");

  // The first question: pause and resume, ten seconds more, answers, a change of mind.
  await host.start();
  await everywhere("question_open", "2-open");
  const before = await stage.digits();
  await host.extend();
  await until("ten seconds more", async () => (await stage.digits()) > before);
  await wrong.answer("Barbera");
  await right.answer("Dolcetto");
  await right.answer("Nebbiolo");
  await stage.page.getByText(/2\s*(\/|of)\s*3/).first().waitFor();
  for (const [who, surface] of Object.entries(surfaces)) await look(surface, `${who}-2-open-answered`);
  await host.pause();
  await everywhere("question_paused", "3-paused");
  await host.resume();
  await everywhere("question_open", "2-open-again");

  // The reveal.
  await host.reveal();
  await everywhere("question_revealed", "4-revealed");
  await right.page.getByText("Correct +100").first().waitFor();
  await wrong.page.getByText("It was Nebbiolo").first().waitFor();
  await silent.page.getByText("It was Nebbiolo").first().waitFor();
  await look(wrong, "phone-4-revealed-wrong");
  await look(silent, "phone-4-revealed-silent");

  // The leaderboard, the second wine, the podium.
  await host.next();
  await everywhere("round_leaderboard", "5-leaderboard");
  await host.next();
  await everywhere("question_open", "2-open-second");
  await Promise.all([right, wrong, silent].map((phone) => phone.answer("Sauvignon Blanc")));
  await host.reveal();
  await everywhere("question_revealed", "4-revealed-second");
  await host.next();
  await everywhere("round_leaderboard", "5-leaderboard-last");
  await host.next();
  await everywhere("ended", "6-ended");
  await look(wrong, "phone-6-ended-second");

  // The results, as files and as a page.
  for (const [kind, check] of Object.entries(exports({ right, wrong, silent }))) {
    const [download] = await Promise.all([desk.waitForEvent("download"), exportButton(desk, kind).click()]);
    check(await readFile(await download.path()));
  }
  await desk.getByRole("link", { name: "All answers and questions" }).click();
  await desk.waitForURL(/\/results\//);
  await desk.getByText(right.pseudonym).first().waitFor();
  await look(host, "results");

  // Run again, then delete: nothing is gone for ten seconds, and it can be undone.
  await desk.goto(`${server.origin}/host`);
  await desk.getByRole("button", { name: "Run again: Friday tasting" }).waitFor();
  await look(host, "host-dashboard-full");
  await desk.getByRole("button", { name: "Run again: Friday tasting" }).click();
  await host.signs("waiting").first().waitFor();
  assert.ok(!desk.url().includes(`/host/${code}`), "a room of its own");
  await desk.goto(`${server.origin}/host`);
  // The evenings come after the page; the one that is over stands last.
  await desk.getByRole("button", { name: "Run again: Friday tasting" }).waitFor();
  await desk.getByRole("button", { name: "Delete: Friday tasting" }).last().click();
  await desk.getByRole("button", { name: "Undo" }).click();
  await desk.getByRole("button", { name: "Run again: Friday tasting" }).waitFor();

  // The other theme and the other language, live.
  for (const [who, surface] of Object.entries({ ...surfaces, home: new Phone(await browser.page("phone")) })) {
    if (who === "home") await surface.page.goto(server.origin);
    await surface.page.emulateMedia({ colorScheme: "dark" });
    await look(surface, `${who}-dark`);
  }
});

async function writeWine(page, index, name, [correct, ...wrong]) {
  const field = (label) => page.getByRole("textbox", { name: label }).nth(index);
  await field("Name of the wine").fill(name);
  await field("Correct answer").fill(correct);
  for (const [i, text] of wrong.entries()) await field(`Wrong answer ${i + 1}`).fill(text);
}

const exportButton = (page, kind) =>
  page.getByRole("button", { name: kind, exact: true }).or(page.getByRole("link", { name: kind, exact: true })).first();

/** What each file has to hold. */
const exports = ({ right, wrong, silent }) => ({
  CSV: (bytes) => {
    const text = bytes.toString("utf8");
    for (const phone of [right, wrong, silent]) assert.ok(text.includes(phone.pseudonym), phone.pseudonym);
    assert.match(text, /Nebbiolo/);
    assert.match(text, /Barbera/);
  },
  Excel: (bytes) => assert.equal(bytes.subarray(0, 2).toString(), "PK", "a zip, as xlsx is"),
  JSON: (bytes) => {
    const text = JSON.stringify(JSON.parse(bytes.toString("utf8")));
    for (const phone of [right, wrong, silent]) assert.ok(text.includes(phone.pseudonym), phone.pseudonym);
  },
});

/** The address in the QR code on the stage, read by Chromium where it can, else the one that it is drawn from. */
async function readQr(page, code, origin) {
  const image = page.getByRole("img", { name: new RegExp(code) }).first();
  await image.waitFor();
  const source = await image.getAttribute("src");
  assert.equal(new URL(source, origin).pathname, `/api/v1/qr/${code}.svg`);
  const box = await image.boundingBox();
  assert.ok(box.height >= 0.35 * SIZES.projector.height - 1, `a QR code of ${box.height} px is under 35 % of the height`);
  return `${origin}/j/${code}`;
}
