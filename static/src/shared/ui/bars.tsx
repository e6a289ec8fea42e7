// How many chose each option: a bar, the number and the per cent.

import type { OptionCount, QuestionOption } from "../../wire/quiz";
import { number } from "../i18n";
import { letterOf, OptionMark } from "./options";

/** Whole per cent of a part; 0 of 0 is 0. */
export const percent = (part: number, whole: number): number => (whole <= 0 ? 0 : Math.round((part / whole) * 100));

/** The count of each option in the options' order; 0 where none is told. */
export function countsOf(options: QuestionOption[], distribution: OptionCount[] | null): number[] {
  return options.map((option) => distribution?.find((entry) => entry.optionId === option.id)?.count ?? 0);
}

interface BarsProps {
  options: QuestionOption[];
  distribution: OptionCount[] | null;
  /** Once revealed. */
  correctOptionId?: string | null;
}

export function Bars({ options, distribution, correctOptionId }: BarsProps) {
  const counts = countsOf(options, distribution);
  const whole = counts.reduce((a, b) => a + b, 0);
  return (
    <ul class="bars">
      {options.map((option, i) => {
        const count = counts[i] ?? 0;
        return (
          <li key={option.id} class={`bar bar-${letterOf(i).toLowerCase()} ${option.id === correctOptionId ? "is-right" : ""}`}>
            <OptionMark index={i} />
            <span class="bar-track">
              <span class="bar-value" style={{ transform: `scaleX(${whole === 0 ? 0 : count / whole})` }} />
            </span>
            <span class="bar-count">
              {number(count)} <span class="bar-percent">· {percent(count, whole)} %</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
