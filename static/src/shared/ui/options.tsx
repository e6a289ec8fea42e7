// The four options: letter, shape, colour and text. Colour alone means nothing.

import type { ComponentChildren } from "preact";
import { t } from "../i18n";
import { Icon } from "./icons";

/** The letters of the options, by position. */
export const LETTERS = ["A", "B", "C", "D"] as const;

/** `A`–`D` for an option's position in its question. */
export const letterOf = (index: number): string => LETTERS[index] ?? "?";

const SHAPES = [
  <circle cx="16" cy="16" r="13" />,
  <path d="M16 1.5 30.5 16 16 30.5 1.5 16z" />,
  <path d="M16 2 28.5 9v14L16 30 3.5 23V9z" />,
  <rect x="4" y="4" width="24" height="24" rx="2" />,
];

/** An option's shape with its letter in it, in its colour. Decoration: the text beside it says the same. */
export function OptionMark({ index }: { index: number }) {
  return (
    <svg class={`mark mark-${letterOf(index).toLowerCase()}`} viewBox="0 0 32 32" aria-hidden="true">
      {SHAPES[index]}
      <text x="16" y="16" dy="0.36em" text-anchor="middle">
        {letterOf(index)}
      </text>
    </svg>
  );
}

/** How an option stands: `faded` is a wrong one that nobody needs to look at any more. */
export type OptionState = "plain" | "chosen" | "right" | "wrong" | "faded";

interface OptionTileProps {
  index: number;
  text: string;
  state?: OptionState;
  /** What stands at its end: "Saved", a count. */
  children?: ComponentChildren;
}

/** An option to look at. To choose one, see the participant's `Choices`. */
export function OptionTile({ index, text, state = "plain", children }: OptionTileProps) {
  return (
    <div class={`option option-${letterOf(index).toLowerCase()} is-${state}`}>
      <OptionFace index={index} text={text} state={state}>
        {children}
      </OptionFace>
    </div>
  );
}

/** What stands on an option, shared by those to look at and those to tap. */
export function OptionFace({ index, text, state = "plain", children }: OptionTileProps) {
  return (
    <>
      <OptionMark index={index} />
      <span class="option-text">{text}</span>
      {state === "right" && (
        <span class="verdict">
          <Icon name="check" /> {t.value.right}
        </span>
      )}
      {state === "wrong" && (
        <span class="verdict">
          <Icon name="cross" /> {t.value.wrong}
        </span>
      )}
      {children}
    </>
  );
}
