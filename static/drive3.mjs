import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
const base = process.env.BASE ?? "http://127.0.0.1:8471";
const out = process.argv[2] ?? "/tmp/shots"; 
const scheme = process.argv[3] ?? "light"; const locale = process.argv[4] ?? "en";
await mkdir(out, { recursive: true });
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--disable-gpu","--no-first-run","--disable-background-networking","--disable-component-update","--disable-sync"] });
const ctx = await browser.newContext({ bypassCSP: true, locale, colorScheme: scheme, viewport: { width: 1366, height: 768 } });
const page = await ctx.newPage();
page.on("pageerror", e => console.log("PAGEERROR", e.message));
page.on("console", m => m.type() === "error" && console.log("CONSOLE", m.text()));
page.on("request", r => { if (!r.url().startsWith(base) && !r.url().startsWith("blob:") && !r.url().startsWith("data:")) console.log("FOREIGN", r.url()); });
let bad = 0;
const sizes = [[360,740],[1366,768]];
async function shot(name, only) {
  for (const [w,h] of sizes) {
    if (only && w !== only) continue;
    await page.setViewportSize({ width: w, height: h });
    await page.waitForTimeout(250);
    await page.screenshot({ path: `${out}/${name}-${w}.png`, fullPage: name.startsWith("full") });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) console.log(name, w, "overflows", over);
    await page.addScriptTag({ content: axe });
    const found = await page.evaluate(() => axe.run({ runOnly: ["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa"] }));
    for (const v of found.violations) { bad++; console.log(name, w, v.id, v.nodes.slice(0,3).map(n => `${n.target} ${n.any[0]?.message ?? n.all[0]?.message ?? ""}`).join(" | ")); }
  }
  await page.setViewportSize({ width: 1366, height: 768 });
}
await page.goto(base + "/host"); 
await page.goto(base + "/host");
await page.goto(base + "/host");
await page.getByRole("button", { name: /Start A tour of Italy|Eine Reise durch Italien starten/ }).first().click();
await page.waitForURL(/\/host\/[A-Z0-9]+#key/); await page.waitForTimeout(800); await shot("lobby-empty");
const code = new URL(page.url()).pathname.split("/")[2];
console.log("code", code);
const players = [];
for (let i = 0; i < 9; i++) {
  const ws = new WebSocket(`${base.replace("http","ws")}/parties/main/${code}`);
  const p = { ws, q: null, name: "" }; players.push(p);
  ws.onmessage = e => { const m = JSON.parse(e.data); if (m.type === "participant:joined") p.name = m.pseudonym; if (m.type === "game:question") p.q = m; if (m.type==="error") console.log("player error", m); };
  await new Promise(r => ws.onopen = r); ws.send(JSON.stringify({ type: "join_session", code: "" }));
}
const answer = (p, k) => p.ws.send(JSON.stringify({ type: "submit_answer", questionId: p.q.questionId, optionId: p.q.options[k].id }));
await page.waitForTimeout(800); players[8].ws.close(); await page.waitForTimeout(600); await shot("lobby");
await page.getByRole("button", { name: /big QR|groß/ }).first().click(); await page.waitForTimeout(500); await shot("qr"); await page.keyboard.press("Escape");
await page.keyboard.press("?"); await page.waitForTimeout(300); await shot("help", 1366); await page.keyboard.press("Escape");
await page.locator("body").click({ position: { x: 5, y: 400 } });
await page.keyboard.press(" "); await page.waitForTimeout(600);
players.slice(0,5).forEach((p,i) => answer(p, i % 4)); await page.waitForTimeout(700); await shot("open");
await page.getByRole("button", { name: /answers so far|Bisherige/ }).click(); await shot("open-bars", 1366);
await page.keyboard.press("+"); await page.waitForTimeout(300); await page.keyboard.press("p"); await page.waitForTimeout(500); await shot("paused");
await page.reload(); await page.waitForTimeout(900); await shot("paused-reloaded", 1366);
await page.locator("body").click({ position: { x: 5, y: 400 } });
await page.keyboard.press(" "); await page.waitForTimeout(400); players.slice(5,8).forEach((p,i) => answer(p, 2)); await page.waitForTimeout(400);
await page.keyboard.press("r"); await page.waitForTimeout(700); await shot("revealed");
await page.keyboard.press("l"); await page.waitForTimeout(400); await shot("standing", 1366); await page.keyboard.press("l");
await page.reload(); await page.waitForTimeout(900); await shot("revealed-reloaded", 1366);
for (let n = 0; n < 40; n++) {
  const phase = await page.locator(".console-title .status").getAttribute("class");
  if (phase.includes("round_leaderboard")) { if (n < 30 && !globalThis.seen) { globalThis.seen = 1; await page.waitForTimeout(1800); await shot("leaderboard"); } await page.keyboard.press("n"); }
  else if (phase.includes("question_open")) { players.slice(0,8).forEach((p,i) => answer(p, (i*7+n) % 4)); await page.waitForTimeout(200); await page.keyboard.press("r"); }
  else if (phase.includes("revealed")) await page.keyboard.press("n");
  else if (phase.includes("ended")) break;
  await page.waitForTimeout(250);
}
await page.waitForTimeout(700); await shot("ended");
const [dl] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Excel" }).click()]);
console.log("download", dl.suggestedFilename());
await page.goto(base + `/host/${code}#key=WRONG-KEY-123`); await page.waitForTimeout(1200); await shot("refused");
console.log(bad === 0 ? "no violations" : `${bad} violations`);
players.forEach(p => p.ws.close());
await browser.close();
