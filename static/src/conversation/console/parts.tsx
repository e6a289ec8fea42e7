// The parts of a message as an agent sees them. Text is set as text, links lead only where a browser would go.

import type { Part } from "../../wire/conversation";
import { safeLink } from "../shared/safe-link";
import { Words } from "../shared/words";
import { Files } from "./files";

export function PartView({ part }: { part: Part }) {
  switch (part.type) {
    case "text":
      return (
        <p class="entry-text">
          <Words text={part.text} />
        </p>
      );
    case "button":
      return (
        <div class="entry-text">
          {part.buttons.title}
          <ul class="entry-choices">
            {part.buttons.options.map((option, i) => (
              <li key={i}>{option.label}</li>
            ))}
          </ul>
        </div>
      );
    case "cards":
      return (
        <ul class="entry-cards">
          {part.cards.map((card, i) => (
            <li key={i} class="entry-text">
              <strong>{card.text}</strong> {card.description}
              {safeLink(card.link) !== undefined && (
                <a href={safeLink(card.link)} target="_blank" rel="noopener noreferrer">
                  {card.link}
                </a>
              )}
            </li>
          ))}
        </ul>
      );
    case "files":
      return <Files files={part.files} />;
    default:
      return null;
  }
}
