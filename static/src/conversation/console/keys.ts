// The console's keys: which wish a key means, decided without a page.

import { isOurs, type Focus, type Key } from "../../shared/keys";

/** What a key asks for. */
export type Wish = "next" | "previous" | "search" | "take" | "reply" | "note" | "transfer" | "end" | "canned" | "help";

/** What a key means; `null` for nothing. With Alt the arrows work in a text field, too. */
export function wishOf(key: Key, focus: Focus): Wish | null {
  if (key.altKey && !key.ctrlKey && !key.metaKey) {
    if (key.key === "ArrowDown") return "next";
    if (key.key === "ArrowUp") return "previous";
  }
  if (!isOurs(key, focus)) return null;
  switch (key.key.length === 1 ? key.key.toLowerCase() : key.key) {
    case "/":
      return "search";
    case "t":
      return "take";
    case "r":
      return "reply";
    case "n":
      return "note";
    case "h":
      return "transfer";
    case "e":
      return "end";
    case "c":
      return "canned";
    case "?":
      return "help";
    default:
      return null;
  }
}

/** The keys in the order of the help. */
export const KEYS: { keys: string; wish: Wish }[] = [
  { keys: "Alt ↓", wish: "next" },
  { keys: "Alt ↑", wish: "previous" },
  { keys: "/", wish: "search" },
  { keys: "T", wish: "take" },
  { keys: "R", wish: "reply" },
  { keys: "N", wish: "note" },
  { keys: "H", wish: "transfer" },
  { keys: "E", wish: "end" },
  { keys: "C", wish: "canned" },
  { keys: "?", wish: "help" },
];
