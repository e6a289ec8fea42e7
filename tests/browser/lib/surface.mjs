// What the three surfaces have in common.

import { PATIENCE } from "./slow.mjs";
import { until } from "./until.mjs";

/** Milliseconds without a change after which nothing more is on its way. */
const STILL_MS = 700 * PATIENCE;

export class Surface {
  constructor(page) {
    this.page = page;
  }

  /** Waits until this surface shows a phase; each surface has its own signs of it. */
  async shows(phase) {
    await this.signs(phase).first().waitFor();
  }

  /** The seconds on the countdown. */
  async digits() {
    const text = await this.page.getByRole("timer").first().innerText();
    return Number(/\d+/.exec(text)?.[0]);
  }

  /** The bar that says that the link is down. */
  reconnecting() {
    return this.page.getByText(/Reconnecting…|Connection lost –/);
  }

  /**
   * Everything that can be read, without what changes by itself from second to second: the countdown, and
   * how good each link is.
   */
  async content() {
    return this.page.evaluate(() => {
      const lines = [];
      const walk = (element) => {
        if (element.matches("[role=timer], [aria-live], [role=status], script, style, .visually-hidden, .link-quality, [data-volatile]")) return;
        if (!element.checkVisibility()) return;
        for (const node of element.childNodes) {
          if (node.nodeType === Node.TEXT_NODE && node.data.trim() !== "") lines.push(node.data.trim());
          else if (node.nodeType === Node.ELEMENT_NODE) walk(node);
        }
      };
      walk(document.body);
      return lines.join("\n");
    });
  }

  /** Waits until `content` has been the same for a while: what was on its way has arrived. Returns it. */
  async settles() {
    let [last, since] = [await this.content(), Date.now()];
    return until("the screen stands still", async () => {
      const now = await this.content();
      if (now !== last) [last, since] = [now, Date.now()];
      return Date.now() - since >= STILL_MS ? last : null;
    });
  }

  /** Waits until `content` is this. */
  async reads(expected) {
    let last = "";
    await until("the screen reads so", async () => (last = await this.content()) === expected).catch(() => {
      throw new Error(`the screen reads\n${last}\n\ninstead of\n${expected}`);
    });
  }
}
