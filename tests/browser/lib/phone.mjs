// A participant's phone.

import { until } from "./until.mjs";
import { Surface } from "./surface.mjs";

export class Phone extends Surface {
  signs(phase) {
    const { page } = this;
    switch (phase) {
      case "waiting":
        return page.getByRole("heading", { name: /^You're in,/ });
      case "question_open":
        return page.locator("[role=timer]:not(.is-standing)");
      case "question_paused":
        return page.getByText(/^Paused by the host/);
      case "question_revealed":
        return page.getByText(/^(Correct \+|It was )/);
      case "round_leaderboard":
        return page.getByRole("heading", { name: "Leaderboard" });
      case "ended":
        return page.getByText("The evening is over");
    }
  }

  /** Takes a seat on the page of a game. */
  async join() {
    await this.page.getByRole("button", { name: "Join the game" }).click();
    await this.seated();
  }

  /** Types the code on the home page, which needs no second tap. */
  async joinByCode(origin, code) {
    await this.page.goto(origin);
    await this.page.getByLabel("Code", { exact: true }).fill(code);
    await this.page.getByRole("button", { name: "Join", exact: true }).click();
    await this.seated();
  }

  async seated() {
    await this.shows("waiting");
    this.pseudonym = await this.ownName();
  }

  ownName() {
    return this.page.evaluate(() => Object.values(JSON.parse(localStorage.getItem("soiree.seats")))[0].pseudonym);
  }

  group() {
    return this.page.getByRole("radiogroup");
  }

  /** What a finger hits: the label of each radio button. */
  options() {
    return this.group().locator("label");
  }

  option(text) {
    return this.options().filter({ hasText: text });
  }

  /** The options' texts in their order. */
  texts() {
    return this.options().locator(".option-text").allInnerTexts();
  }

  /** Chooses an option and waits until the server has it. Returns its letter. */
  async answer(text) {
    await this.option(text).click();
    return this.saved();
  }

  /** Waits for "Saved B"; returns "B". */
  async saved() {
    const note = this.page.getByText(/^Saved [A-D]/).first();
    await note.waitFor();
    return /Saved ([A-D])/.exec(await note.innerText())[1];
  }

  /** The text of the option that is marked, or null. */
  async chosen() {
    const marked = this.options().filter({ has: this.page.getByRole("radio", { checked: true }) });
    return (await marked.count()) === 0 ? null : (await marked.locator(".option-text").innerText()).trim();
  }

  /** Waits until the option with this text is marked. */
  keeps(text) {
    return until(`${text} is marked`, async () => (await this.chosen())?.includes(text));
  }
}
