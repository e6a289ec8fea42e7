// A finger on a page, by the browser's own protocol: what playwright's mouse does is no touch.

import { sleep } from "./until.mjs";

/** Steps of a stroke, as a hand moves. */
const STEPS = 12;
const STEP_MS = 16;

/** The middle of an element, scrolled into view. */
export async function middle(locator) {
  await locator.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await locator.boundingBox();
  return { x: x + width / 2, y: y + height / 2 };
}

export class Finger {
  static async on(page) {
    const finger = new Finger();
    finger.cdp = await page.context().newCDPSession(page);
    return finger;
  }

  send(type, at) {
    return this.cdp.send("Input.dispatchTouchEvent", { type, touchPoints: at === undefined ? [] : [at] });
  }

  async down(at) {
    this.at = at;
    await this.send("touchStart", at);
    await sleep(STEP_MS);
  }

  async to(goal) {
    const from = this.at;
    for (let i = 1; i <= STEPS; i += 1) {
      this.at = { x: from.x + ((goal.x - from.x) * i) / STEPS, y: from.y + ((goal.y - from.y) * i) / STEPS };
      await this.send("touchMove", this.at);
      await sleep(STEP_MS);
    }
  }

  up() {
    return this.send("touchEnd");
  }

  /** The system takes the finger away, as for a call that comes in. */
  cancel() {
    return this.send("touchCancel");
  }
}
