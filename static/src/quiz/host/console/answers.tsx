// What everybody answered, after the reveal.

import { number } from "../../../shared/i18n";
import { Icon } from "../../../shared/ui/icons";
import { OptionMark } from "../../../shared/ui/options";
import type { HostModel } from "../model";
import { h } from "../texts";

/** Rows drawn at once; the results page has all. */
const ROWS_MAX = 300;

export function AnswerList({ model }: { model: HostModel }) {
  const results = model.results ?? [];
  const options = model.question?.options ?? [];
  const rows = [...results].sort((a, b) => b.points - a.points);
  return (
    <>
      <h3>{h.value.answersTitle}</h3>
      <ul class="people">
        {rows.slice(0, ROWS_MAX).map((row) => {
          const index = options.findIndex((option) => option.id === row.optionId);
          const right = row.optionId !== null && row.optionId === model.correctOptionId;
          return (
            <li key={row.pseudonym} class="person answer">
              <span class={`answer-sign ${right ? "is-good" : "is-bad"}`}>
                <Icon name={right ? "check" : "cross"} />
              </span>
              <span class="pseudonym">{row.pseudonym}</span>
              {index >= 0 ? (
                <span class="answer-text">
                  <OptionMark index={index} /> <span>{options[index]?.text}</span>
                </span>
              ) : (
                <span class="answer-text hint">{h.value.noAnswer}</span>
              )}
              <strong class="answer-points">{row.points > 0 ? h.value.plusPoints(row.points) : number(0)}</strong>
            </li>
          );
        })}
        {rows.length > ROWS_MAX && <li class="hint">{h.value.namesCut(rows.length - ROWS_MAX)}</li>}
      </ul>
    </>
  );
}
