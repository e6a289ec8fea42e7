// The parts of a message. Text is set as text, never as HTML; links lead only where a browser would go by itself.

import type { Part } from "../../wire/conversation";
import { safeLink } from "../shared/safe-link";
import { Words } from "../shared/words";
import { Files } from "./files";
import type { Settings } from "./session";

interface PartProps {
  part: Part;
  settings: Settings;
  /** The latest message's buttons can be chosen. */
  choose: ((value: string) => void) | null;
}

export function PartView({ part, settings, choose }: PartProps) {
  switch (part.type) {
    case "text":
      return (
        <p class="text">
          <Words text={part.text} />
        </p>
      );
    case "button":
      return (
        <div class="choices">
          {part.buttons.title !== "" && <p class="text">{part.buttons.title}</p>}
          {choose !== null &&
            part.buttons.options.map((option, i) => (
              <button type="button" class="choice" key={i} onClick={() => choose(option.value)}>
                {option.label}
              </button>
            ))}
        </div>
      );
    case "cards":
      return (
        <ul class="cards">
          {part.cards.map((card, i) => (
            <li key={i} class="card">
              {safeLink(card.image_url) !== undefined && <img src={safeLink(card.image_url)} alt="" loading="lazy" />}
              {safeLink(card.link) === undefined ? (
                <strong>{card.text}</strong>
              ) : (
                <a href={safeLink(card.link)} target="_blank" rel="noopener noreferrer">
                  {card.text}
                </a>
              )}
              {card.description !== undefined && <span>{card.description}</span>}
            </li>
          ))}
        </ul>
      );
    case "files":
      return <Files files={part.files} settings={settings} />;
    default:
      return null;
  }
}
