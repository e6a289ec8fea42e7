// Everybody's answers as bars: for the end of a visit, the creator and the room's screen.

import { number } from "../../shared/i18n";
import type { Question } from "../../wire/prompt";
import { answerText } from "./answer-text";
import { choices, shares, type Tally } from "./tally";

interface TotalsProps {
  question: Question;
  tally: Tally;
  /** Our own answer. */
  mine?: number | null;
}

export function Totals({ question, tally, mine = null }: TotalsProps) {
  const part = shares(tally);
  return (
    <ul class={`totals is-${question.style}`}>
      {choices(question).map((choice, i) => (
        <li key={choice} class={mine === choice ? "is-own" : ""}>
          <span class="totals-text">{answerText(question, choice)}</span>
          <span class="totals-bar" aria-hidden="true">
            <span style={{ transform: `scaleX(${part[i] ?? 0})`, ...(question.style === "color" ? { background: question.colors[i] } : {}) }} />
          </span>
          <span class="tabular">{number(Math.round((part[i] ?? 0) * 100))} %</span>
        </li>
      ))}
    </ul>
  );
}
