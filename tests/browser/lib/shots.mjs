// Screenshots, to be looked at by people: tests/browser/screenshots/, not kept in the repository.

import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { settled } from "./axe.mjs";
import { SIZES } from "./browser.mjs";

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../screenshots");

/** Saves the page as it stands, at its own size. */
export async function shot(page, name, options = {}) {
  await mkdir(folder, { recursive: true });
  await settled(page);
  await page.screenshot({ path: path.join(folder, `${name}.png`), scale: "css", ...options });
}

/** Saves the page at each of the three sizes, its own last, so that it stays as it was. */
export async function shotAtAllSizes(page, name) {
  const own = page.viewportSize();
  const same = (size) => size.width === own.width && size.height === own.height;
  const sizes = Object.entries(SIZES).sort(([, a], [, b]) => Number(same(a)) - Number(same(b)));
  for (const [size, viewport] of sizes) {
    await page.setViewportSize(viewport);
    await shot(page, `${name}-${size}`);
  }
  await page.setViewportSize(own);
}
