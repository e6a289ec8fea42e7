// The stage as the room sees it.

import { Surface } from "./surface.mjs";

export class Stage extends Surface {
  signs(phase) {
    const { page } = this;
    switch (phase) {
      case "waiting":
        return page.getByText("Join at", { exact: true });
      case "question_open":
        return page.locator("[role=timer]:not(.is-standing)");
      case "question_paused":
        return page.getByText("Paused by host", { exact: true });
      case "question_revealed":
        return page.locator(".option.is-right");
      case "round_leaderboard":
        return page.getByRole("heading", { name: "Leaderboard" });
      case "ended":
        return page.getByRole("list", { name: "Winners" });
    }
  }
}
