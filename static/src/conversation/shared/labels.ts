// What a press of a button says: bots often want to hear another word than the one that stands on it.

import type { Part } from "../../wire/conversation";

/** Messages that are looked back for the buttons that were pressed. */
const LOOK_BACK = 6;
/** Characters of what a button sends: nothing longer is looked for. */
const VALUE_CHARS_MAX = 200;

/** The text as its sender saw it: the label of the button that says it, else the text itself. `at`: its place. */
export function labelOf(said: string, items: readonly { parts: Part[] }[], at: number): string {
  if (said.length > VALUE_CHARS_MAX) return said;
  for (const { parts } of items.slice(Math.max(0, at - LOOK_BACK), at).reverse()) {
    for (const part of parts) {
      const pressed = part.type === "button" ? part.buttons.options.find((option) => option.value === said) : undefined;
      if (pressed !== undefined) return pressed.label;
    }
  }
  return said;
}

/** A message's parts as their sender saw them. */
export function labelled(parts: Part[], items: readonly { parts: Part[] }[], at: number): Part[] {
  const [only] = parts;
  if (only === undefined || parts.length > 1 || only.type !== "text") return parts;
  const text = labelOf(only.text, items, at);
  return text === only.text ? parts : [{ type: "text", text }];
}
