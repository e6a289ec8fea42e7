// The question on the projector: open, paused, revealed.

import { useLayoutEffect, useRef } from "preact/hooks";
import { number, t } from "../../shared/i18n";
import { countsOf, percent } from "../../shared/ui/bars";
import { Icon } from "../../shared/ui/icons";
import { OptionTile, type OptionState } from "../../shared/ui/options";
import { QrCode } from "../../shared/ui/qr";
import { secondsLeft, Timer } from "../../shared/ui/timer";
import { promptOf } from "../shared/prompt";
import { fitQuestion } from "./fit";
import type { Model } from "./model";
import { soften } from "./soften";

export function QuestionScreen({ model, address }: { model: Model; address: string }) {
  const q = model.question;
  const main = useRef<HTMLElement>(null);
  const language = t.value;
  useLayoutEffect(() => {
    const fit = () => {
      if (main.current !== null) fitQuestion(main.current);
    };
    fit();
    addEventListener("resize", fit);
    return () => removeEventListener("resize", fit);
  }, [q, model.phase, model.hostConnected, language]);
  if (q === null) return null;
  const paused = model.phase === "question_paused";
  const revealed = model.phase === "question_revealed";
  const prompt = promptOf(q);
  return (
    <main class="asking" ref={main}>
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
            <span class="soft asking-address">{address}</span>
            <strong class="code-inline">{model.code}</strong>
          </p>
          <QrCode code={model.code} />
        </div>
        {!revealed && <Timer deadline={model.deadline} remainingMs={model.remainingMs} totalMs={q.timerMs} look="ring" />}
      </header>
      <h1>{soften(prompt)}</h1>
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
  return (
    <ul class={`tiles ${revealed ? "is-revealed" : ""} ${revealed && model.live ? "is-live" : ""}`}>
      {q.options.map((option, i) => {
        const state: OptionState = !revealed ? "plain" : option.id === model.correctOptionId ? "right" : "faded";
        const count = counts[i] ?? 0;
        return (
          <li key={option.id}>
            <OptionTile index={i} text={soften(option.text)} state={state}>
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
