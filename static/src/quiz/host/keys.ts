// The console's keys: which action a key means, decided without a page.

import { isOurs, type Focus, type Key } from "../../shared/keys";
import { mainAction, type Action, type HostModel } from "./model";

/** What a key asks for: an action of the game, or something of the page. */
export type Wish = Action | "leaderboard" | "full_screen" | "help";

/** What a key means in this phase; `null` for nothing. A held key counts once. */
export function wishOf(key: Key, focus: Focus, model: HostModel): Wish | null {
  if (!isOurs(key, focus)) return null;
  switch (key.key.length === 1 ? key.key.toLowerCase() : key.key) {
    case " ":
      return focus === "control" ? null : mainAction(model);
    case "p":
      return model.phase === "question_paused" ? "resume" : "pause";
    case "+":
      return "extend";
    case "r":
      return "reveal";
    case "l":
      return "leaderboard";
    case "n":
      return "next";
    case "k":
      return "lock";
    case "f":
      return "full_screen";
    case "?":
      return "help";
    default:
      return null;
  }
}

/** The keys in the order of the help. */
export const KEYS: { keys: string; wish: Wish | "main" }[] = [
  { keys: "Space", wish: "main" },
  { keys: "P", wish: "pause" },
  { keys: "+", wish: "extend" },
  { keys: "R", wish: "reveal" },
  { keys: "N", wish: "next" },
  { keys: "L", wish: "leaderboard" },
  { keys: "K", wish: "lock" },
  { keys: "F", wish: "full_screen" },
  { keys: "?", wish: "help" },
];
