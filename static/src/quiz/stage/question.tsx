// The question on the projector: open, paused, revealed.

import { number, t } from "../../shared/i18n";
import { countsOf, percent } from "../../shared/ui/bars";
import { Icon } from "../../shared/ui/icons";
import { OptionTile, type OptionState } from "../../shared/ui/options";
import { QrCode } from "../../shared/ui/qr";
import { secondsLeft, Timer } from "../../shared/ui/timer";
import { promptOf } from "../prompt";
import type { Model } from "./model";

/** Characters above which a prompt gets the smaller of its two sizes. */
const LONG_PROMPT = 44;
/** Characters above which it gets the smallest that the last row reads, so that it is not cut off. */
const VERY_LONG_PROMPT = 100;
/** Characters above which the options' texts get the smaller of their sizes, and the smallest. */
const LONG_OPTION = 34;
const VERY_LONG_OPTION = 60;

/** The class for a text's length. */
function lengthOf(longest: number, long: number, veryLong: number): string {
  return longest > veryLong ? "is-very-long" : longest > long ? "is-long" : "";
}

export function QuestionScreen({ model, address }: { model: Model; address: string }) {
  const q = model.question;
  if (q === null) return null;
  const paused = model.phase === "question_paused";
  const revealed = model.phase === "question_revealed";
  const prompt = promptOf(q);
  return (
    <main class="asking">
      <header class="asking-head">
        <div class="asking-where">
          <p>{t.value.roundOf(q.roundIndex + 1, q.totalRounds)}</p>
          <p class="soft">{t.value.questionOf(q.questionIndex + 1, q.totalQuestions)}</p>
        </div>
        <p class="asking-answered">
          <strong>
            {number(model.answeredCount)}/{number(model.totalCount)}
          </strong>{" "}
          <span class="soft">{t.value.stageAnswered}</span>
        </p>
        <div class="asking-join">
          <p>
            <span class="soft">{address}</span>
            <strong class="code-inline">{model.code}</strong>
          </p>
          <QrCode code={model.code} />
        </div>
        {!revealed && <Timer deadline={model.deadline} remainingMs={model.remainingMs} totalMs={q.timerMs} look="ring" />}
      </header>
      <h1 class={lengthOf(prompt.length, LONG_PROMPT, VERY_LONG_PROMPT)}>{prompt}</h1>
      <Options model={model} />
      {paused && <Paused model={model} />}
    </main>
  );
}

function Options({ model }: { model: Model }) {
  const q = model.question;
  if (q === null) return null;
  const revealed = model.phase === "question_revealed";
  const counts = countsOf(q.options, model.distribution);
  const whole = counts.reduce((a, b) => a + b, 0);
  const length = lengthOf(Math.max(...q.options.map((option) => option.text.length)), LONG_OPTION, VERY_LONG_OPTION);
  return (
    <ul class={`tiles ${revealed ? "is-revealed" : ""} ${revealed && model.live ? "is-live" : ""} ${length}`}>
      {q.options.map((option, i) => {
        const state: OptionState = !revealed ? "plain" : option.id === model.correctOptionId ? "right" : "faded";
        const count = counts[i] ?? 0;
        return (
          <li key={option.id}>
            <OptionTile index={i} text={option.text} state={state}>
              {revealed && model.distribution !== null && (
                <>
                  <span class="tile-count">
                    {number(count)} <span class="tile-percent">{percent(count, whole)} %</span>
                  </span>
                  <span class="tile-bar" aria-hidden="true">
                    <span style={{ transform: `scaleX(${whole === 0 ? 0 : count / whole})` }} />
                  </span>
                </>
              )}
            </OptionTile>
          </li>
        );
      })}
    </ul>
  );
}

function Paused({ model }: { model: Model }) {
  return (
    <section class="paused" role="status">
      <div>
        <Icon name="pause" />
        <h2>{model.hostConnected ? t.value.stagePaused : t.value.stageHostLost}</h2>
        <p class="paused-time">{secondsLeft(model.remainingMs)}</p>
        <p class="soft">{model.hostConnected ? t.value.stagePausedNote : t.value.stageHostLostNote}</p>
      </div>
    </section>
  );
}
