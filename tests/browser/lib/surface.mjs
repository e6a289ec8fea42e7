// What the three surfaces have in common.

import { until } from "./until.mjs";

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

  /** Waits until `content` is this. */
  async reads(expected) {
    let last = "";
    await until("the screen reads as before", async () => (last = await this.content()) === expected).catch(() => {
      throw new Error(`the screen reads\n${last}\n\ninstead of\n${expected}`);
    });
  }
}
