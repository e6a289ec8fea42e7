// A question as only the host sees it: open, paused or revealed.

import { useLayoutEffect, useState } from "preact/hooks";
import { number, t } from "../../../shared/i18n";
import { Bars, countsOf, percent } from "../../../shared/ui/bars";
import { Icon } from "../../../shared/ui/icons";
import { OptionTile } from "../../../shared/ui/options";
import { Timer } from "../../../shared/ui/timer";
import { promptOf } from "../../shared/prompt";
import { correctOption } from "../model";
import { h } from "../texts";
import { AnswerList } from "./answers";
import { People } from "./people";
import type { ConsoleSession } from "./session";

export function QuestionView({ session }: { session: ConsoleSession }) {
  const model = session.model.value;
  const { question } = model;
  const [bars, setBars] = useState(false);
  useLayoutEffect(() => setBars(false), [question?.questionId]);
  if (question === null) return null;

  const revealed = model.phase === "question_revealed";
  const paused = model.phase === "question_paused";
  const correct = correctOption(model);
  const wine = model.wines[question.roundIndex]?.name;
  const counts = countsOf(question.options, model.distribution);
  const whole = counts.reduce((a, b) => a + b, 0);
  const answered = new Set(model.answered);
  // Who has not answered stands first: they are whom the host waits for.
  const names = [...model.participants].sort((a, b) => Number(answered.has(a)) - Number(answered.has(b)));

  return (
    <div class="console-columns">
      <section class="stack question-view" aria-labelledby="prompt">
        <p class="eyebrow">
          {t.value.roundOf(question.roundIndex + 1, question.totalRounds)} · {t.value.questionOf(question.questionIndex + 1, question.totalQuestions)}
        </p>
        <h2 id="prompt" class="prompt">
          {promptOf(question)}
        </h2>
        {wine !== undefined && (
          <p class="hint">
            {h.value.wineIs}: <strong>{wine}</strong>
          </p>
        )}
        <ul class="host-options">
          {question.options.map((option, i) => (
            <li key={option.id}>
              <OptionTile index={i} text={option.text} state={option.id === correct ? "right" : revealed ? "faded" : "plain"}>
                {revealed && (
                  <span class="tile-count">
                    {number(counts[i] ?? 0)} · {percent(counts[i] ?? 0, whole)} %
                  </span>
                )}
              </OptionTile>
            </li>
          ))}
        </ul>
        {!revealed && (
          <div class="stack-s">
            <button type="button" class="button button-quiet bars-toggle" aria-expanded={bars} onClick={() => setBars(!bars)}>
              {bars ? h.value.hideBars : h.value.showBars}
            </button>
            {bars ? <Bars options={question.options} distribution={model.distribution} /> : <p class="hint">{h.value.barsHidden}</p>}
          </div>
        )}
      </section>

      <section class={`stack question-side ${revealed ? "is-revealed" : ""}`} aria-label={revealed ? h.value.answersTitle : h.value.answeredTitle}>
        {!revealed && (
          <div class={`card clock-card ${paused ? "is-paused" : ""}`}>
            <Timer deadline={model.deadline} remainingMs={model.remainingMs} totalMs={model.timerMs} look="ring" />
            <div class="stack-s">
              {paused && (
                <p class="paused-word">
                  <Icon name="pause" /> {h.value.pausedTitle}
                </p>
              )}
              {paused && <p class="hint">{h.value.pausedNote}</p>}
              <p class="answered-count">{h.value.answeredOf(model.answeredCount, model.totalCount)}</p>
            </div>
          </div>
        )}
        {!revealed && model.answered.length + model.participants.length > 0 && model.participants.length <= 200 && (
          <>
            <h3>{h.value.answeredTitle}</h3>
            <People
              session={session}
              names={names}
              state={(name) =>
                answered.has(name) ? (
                  <span class="has-answered">
                    <Icon name="check" /> {h.value.answeredYet}
                  </span>
                ) : (
                  <span class="hint">{h.value.answeredNot}</span>
                )
              }
            />
          </>
        )}
        {revealed && <AnswerList model={model} />}
      </section>
    </div>
  );
}
