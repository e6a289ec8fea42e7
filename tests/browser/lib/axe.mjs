// axe-core on a page as it stands.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Waits until what moves once has moved; what moves for ever (a skeleton) is not waited for. */
export async function settled(page) {
  await page.evaluate(async () => {
    const passing = () => document.getAnimations().filter((a) => a.effect?.getComputedTiming().endTime !== Infinity);
    const late = new Promise((done) => setTimeout(done, 4_000));
    await Promise.race([late, Promise.allSettled(passing().map((animation) => animation.finished))]);
  });
}

/** No violation of WCAG 2.2 A and AA; `where` names the screen. */
export async function accessible(page, where) {
  await settled(page);
  // Evaluated, not added as a script: the page's content security policy stays as it is.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  const violations = await page.evaluate(async (rules) => {
    const result = await window.axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
    return result.violations.map((v) => ({
      rule: v.id,
      help: v.help,
      nodes: v.nodes.map((n) => `${n.target.join(" ")}: ${n.html.slice(0, 160)} – ${n.any.concat(n.all, n.none).map((c) => c.message).join("; ")}`),
    }));
  }, RULES);
  const text = violations.map((v) => `${v.rule} (${v.help})\n    ${v.nodes.join("\n    ")}`).join("\n  ");
  assert.equal(violations.length, 0, `${where}:\n  ${text}`);
}

/** Nothing sticks out sideways, and no text is cut off where it has no ellipsis. */
export async function nothingClipped(page, where) {
  const clipped = await page.evaluate(() => {
    const found = [];
    const ellipsis = (element) => element !== null && (getComputedStyle(element).textOverflow === "ellipsis" || ellipsis(element.parentElement));
    // What stands in a row that one scrolls sideways may be beyond the edge.
    const scrolls = (element) => element !== document.body && element !== null && (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide > 1) found.push(`the page scrolls sideways by ${wide} px`);
    for (const element of document.querySelectorAll("body *")) {
      const style = getComputedStyle(element);
      const ownText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");
      // What is only for those who listen is meant to be cut.
      if (style.clipPath !== "none") continue;
      if (!ownText || element.closest(".visually-hidden, .skip-link, svg, select, option, [hidden]") || !element.checkVisibility()) continue;
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      if (ellipsis(element)) continue;
      if (style.overflowX !== "visible" && element.scrollWidth - element.clientWidth > 1) found.push(`cut: ${element.className} "${element.textContent.slice(0, 60)}"`);
      if ((box.left < -1 || box.right > innerWidth + 1) && !scrolls(element.parentElement)) found.push(`beyond the edge: ${element.className} "${element.textContent.slice(0, 60)}"`);
    }
    return found;
  });
  assert.deepEqual(clipped, [], where);
}
