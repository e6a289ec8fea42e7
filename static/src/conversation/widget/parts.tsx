// The parts of a message. Text is set as text, never as HTML; links lead only where a browser would go by itself.

import type { File, Part } from "../../wire/conversation";
import { safeLink } from "../shared/safe-link";
import type { WidgetTexts } from "./texts";

interface PartProps {
  part: Part;
  texts: WidgetTexts;
  /** The latest message's buttons can be chosen. */
  choose: ((value: string) => void) | null;
}

export function PartView({ part, texts, choose }: PartProps) {
  switch (part.type) {
    case "text":
      return <p class="text">{part.text}</p>;
    case "button":
      return (
        <div class="choices">
          {part.buttons.title !== "" && <p class="text">{part.buttons.title}</p>}
          {choose !== null &&
            part.buttons.options.map((option) => (
              <button type="button" class="choice" key={option.value} onClick={() => choose(option.value)}>
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
      return (
        <>
          {part.files.map((file, i) => (
            <FileView key={i} file={file} texts={texts} />
          ))}
        </>
      );
    default:
      return null;
  }
}

function FileView({ file, texts }: { file: File; texts: WidgetTexts }) {
  const url = safeLink(file.url);
  if (url === undefined) return null;
  const name = file.filename ?? texts.file;
  const isImage = file.type === "image" || (file.mimetype ?? "").startsWith("image");
  return (
    <a class="file" href={url} target="_blank" rel="noopener noreferrer" download={name}>
      {isImage ? <img src={url} alt={name} loading="lazy" /> : name}
    </a>
  );
}
