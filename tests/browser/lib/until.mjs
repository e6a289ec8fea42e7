// Waiting for something to be true.

import { PATIENCE } from "./slow.mjs";

/** Milliseconds that a thing may take on a slow machine before a test fails. */
export const PATIENCE_MS = 15_000;

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Calls `look` until it answers something true and returns that; `what` is said where it never does. */
export async function until(what, look, patienceMs = PATIENCE_MS) {
  patienceMs *= PATIENCE;
  const end = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`after ${patienceMs} ms still not: ${what}`);
    await sleep(50);
  }
}
