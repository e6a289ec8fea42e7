// A conversation as a text file.

import { saveText } from "../../shared/save-file";
import type { ConversationView, Part } from "../../wire/conversation";
import { c } from "./texts";
import { nameOf } from "./names";

/** Everything that the visitor may have read, line by line: notes stay inside. */
export function asText(view: ConversationView): string {
  const lines = view.entries
    .filter((entry) => entry.kind === "message")
    .map((entry) => {
      const who = entry.from === "visitor" ? nameOf(view) : entry.from === "agent" ? (entry.agent_name ?? c.value.from.agent) : c.value.from[entry.from];
      return `[${new Date(entry.at).toISOString()}] ${who}: ${entry.parts.map(words).join(" ").trim()}`;
    });
  return `${lines.join("\n")}\n`;
}

function words(part: Part): string {
  switch (part.type) {
    case "text":
      return part.text;
    case "button":
      return [part.buttons.title, ...part.buttons.options.map((option) => `[${option.label}]`)].join(" ");
    case "cards":
      return part.cards.map((card) => card.text).join(", ");
    case "files":
      return part.files.map((file) => file.filename ?? file.url).join(", ");
    default:
      return "";
  }
}

/** Hands it to the browser as a download. */
export const save = (view: ConversationView): void => saveText("conversation.txt", asText(view));
