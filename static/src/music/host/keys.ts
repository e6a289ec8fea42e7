// The console's keys: which wish a key means, decided without a page.

import { isOurs, type Focus, type Key } from "../../shared/keys";

/** What a key asks for. */
export type Wish = "toggle" | "next" | "add" | "lock" | "full_screen" | "help";

/** What a key means; `null` for nothing. A held key counts once. */
export function wishOf(key: Key, focus: Focus): Wish | null {
  if (!isOurs(key, focus)) return null;
  switch (key.key.length === 1 ? key.key.toLowerCase() : key.key) {
    case " ":
      return focus === "control" ? null : "toggle";
    case "p":
      return "toggle";
    case "n":
      return "next";
    case "/":
      return "add";
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
export const KEYS: { keys: string; wish: Wish }[] = [
  { keys: "Space", wish: "toggle" },
  { keys: "N", wish: "next" },
  { keys: "/", wish: "add" },
  { keys: "K", wish: "lock" },
  { keys: "F", wish: "full_screen" },
  { keys: "?", wish: "help" },
];
