// An answer in words, for lines and for those who do not see colours.

import { number } from "../../shared/i18n";
import type { Question } from "../../wire/prompt";
import { p } from "../texts";

/** The letter of an answer's place: A, B, … */
export const letter = (index: number): string => String.fromCharCode(65 + index);

/** An answer as people say it. */
export function answerText(question: Question, value: number): string {
  switch (question.style) {
    case "numeric":
    case "press":
      return number(value);
    case "color":
      return p.value.color(letter(value));
    case "word":
      return question.options[value] ?? letter(value);
  }
}
