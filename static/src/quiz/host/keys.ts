// The console's keys: which action a key means, decided without a page.

import { mainAction, type Action, type HostModel } from "./model";

/** What a key asks for: an action of the game, or something of the page. */
export type Wish = Action | "leaderboard" | "full_screen" | "help";

/** As much of a keyboard event as matters. */
export interface Key {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  repeat: boolean;
}

/** What the focus is on: text takes every key, a control takes Space and Enter. */
export type Focus = "nothing" | "control" | "text";

/** What a key means in this phase; `null` for nothing. A held key counts once. */
export function wishOf(key: Key, focus: Focus, model: HostModel): Wish | null {
  if (focus === "text" || key.repeat || key.ctrlKey || key.altKey || key.metaKey) return null;
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

/** What an element makes of keys that are pressed on it. */
export function focusOf(element: Element | null): Focus {
  if (element === null) return "nothing";
  const field = element.closest("input, textarea, select, [contenteditable='true']");
  if (field !== null) {
    const type = field.getAttribute("type");
    return type === "checkbox" || type === "radio" || type === "range" ? "control" : "text";
  }
  return element.closest("button, a, summary, label") === null ? "nothing" : "control";
}
