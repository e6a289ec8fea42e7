// The host's console as a person finds things on it.

import { Surface } from "./surface.mjs";

/** Buttons of the next step, whatever comes next. */
const NEXT = /^(Next question|Show the leaderboard|Next wine|Final result)/;

export class Host extends Surface {
  button(name) {
    return this.page.getByRole("button", { name });
  }

  signs(phase) {
    const { page } = this;
    switch (phase) {
      case "waiting":
        return this.button(/^Start the game/);
      case "question_open":
        return this.button(/^Pause/);
      case "question_paused":
        return this.button(/^Resume/);
      case "question_revealed":
        return page.getByRole("heading", { name: "Everybody’s answer" });
      case "round_leaderboard":
        return page.getByText(/^After round \d+ of \d+/);
      case "ended":
        return page.getByText("That was the evening");
    }
  }

  async start() {
    await this.button(/^Start the game/).click();
    await this.shows("question_open");
  }

  async pause() {
    await this.button(/^Pause/).click();
    await this.shows("question_paused");
  }

  async resume() {
    await this.button(/^Resume/).click();
    await this.shows("question_open");
  }

  extend() {
    return this.button(/10 s/).first().click();
  }

  async reveal() {
    await this.button(/^Reveal/).first().click();
    await this.shows("question_revealed");
  }

  async next() {
    await this.button(NEXT).first().click();
  }
}
