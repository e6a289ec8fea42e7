// Photographs and examines the gallery: node dev/shots.mjs OUT [filter]. Development only.
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { chromium } from "playwright-core";
import { serveGallery } from "./serve.mjs";

const [out = "/tmp/shots", filter = "", extra = ""] = process.argv.slice(2);
await mkdir(out, { recursive: true });
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const server = await serveGallery(0);
const base = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

const sizes = { phone: [[360, 740]], home: [[360, 740], [1366, 768]], stage: [[1920, 1080]], guest: [[360, 740]], evening: [[1920, 1080]] };
if (extra === "all") {
  sizes.guest.push([1366, 768]);
  sizes.evening.push([1366, 768], [1024, 768], [1080, 1920], [360, 740]);
  sizes.stage.push([1366, 768], [1024, 768], [1080, 1920], [360, 740]);
  sizes.phone.push([1366, 768]);
}
const context = await browser.newContext({ bypassCSP: true, locale: process.env.SHOT_LOCALE ?? "en", colorScheme: process.env.SHOT_SCHEME ?? "light" });
const list = await context.newPage();
await list.goto(`${base}/gallery`);
const hrefs = ["/home/home", ...(await list.locator("li a").evaluateAll((links) => links.map((a) => a.getAttribute("href"))))];
let bad = 0;
for (const href of hrefs.filter((h) => h.includes(filter))) {
  const [, surface, name] = href.split("/");
  for (const [width, height] of sizes[surface]) {
    const page = await context.newPage();
    page.on("pageerror", (error) => console.log(href, "ERROR", error.message));
    await page.setViewportSize({ width, height });
    await page.goto(base + href);
    await page.waitForTimeout(name === "ended" && surface === "stage" ? 9500 : 1200);
    await page.screenshot({ path: path.join(out, `${surface}-${name}-${width}.png`) });
    const over = await page.evaluate(() => [document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]);
    if (over[0] > 0 || (over[1] > 0 && (surface === "stage" || surface === "evening" ? width > 600 : /open|paused|join|home/.test(name)))) console.log(href, width, "overflows by", over.join(", "));
    if (surface === "stage" || surface === "evening") {
      const small = await page.evaluate(() => {
        const found = [];
        for (const node of document.querySelectorAll(".stage *")) {
          const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
          if (own && !(node instanceof SVGElement) && !node.closest(".visually-hidden")) {
            const size = parseFloat(getComputedStyle(node).fontSize);
            const least = node.closest(".music-stage") ? Math.min(innerHeight, innerWidth) : innerHeight;
            if (size < least / 25 - 0.5) found.push(`${node.className}:${size}`);
          }
        }
        return found;
      });
      if (small.length && width > 600) console.log(href, width, "small", small.join(" "));
    }
    await page.addScriptTag({ content: axe });
    const found = await page.evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
    for (const violation of found.violations) {
      bad += 1;
      console.log(href, width, violation.id, violation.nodes.slice(0, 3).map((n) => `${n.target} ${n.any[0]?.message ?? ""}`).join(" | "));
    }
    await page.close();
  }
}
await browser.close();
server.close();
console.log(bad === 0 ? "no violations" : `${bad} violations`);
