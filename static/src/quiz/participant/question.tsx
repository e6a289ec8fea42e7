// The question on the phone: open and paused.

import { useEffect, useState } from "preact/hooks";
import { announceNow } from "../../shared/announce";
import { clock } from "../../shared/clock";
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/icons";
import { letterOf, OptionFace } from "../../shared/ui/options";
import { Timer } from "../../shared/ui/timer";
import { promptOf } from "../shared/prompt";
import { mayAnswer, type Model } from "./model";
import { answerState, MissedNote, Where } from "./parts";

/** Characters above which a prompt, or any of its options, gets smaller type. */
const LONG_PROMPT = 70;
const LONG_OPTION = 40;

interface QuestionProps {
  model: Model;
  away: boolean;
  choose: (optionId: string) => void;
}

/** True once the deadline has passed here and nothing else has been heard. */
function useTimeUp(deadline: number | null): boolean {
  const [up, setUp] = useState(false);
  useEffect(() => {
    setUp(false);
    if (deadline === null) return;
    const timer = setTimeout(() => {
      setUp(true);
      announceNow(t.value.timeUp);
    }, clock.remaining(deadline));
    return () => clearTimeout(timer);
  }, [deadline]);
  return up;
}

export function QuestionScreen({ model, away, choose }: QuestionProps) {
  const [prompted, setPrompted] = useState(true);
  const q = model.question;
  const paused = model.phase === "question_paused";
  const timeUp = useTimeUp(model.deadline);
  if (q === null) return null;
  const prompt = promptOf(q);
  return (
    <main class={`question ${paused ? "is-paused" : ""}`}>
      <Timer deadline={model.deadline} remainingMs={model.remainingMs} totalMs={q.timerMs} look="bar" />
      <div class="question-head">
        <Where model={model} />
        <button
          type="button"
          class="button button-icon prompt-toggle"
          aria-expanded={prompted}
          aria-controls="prompt"
          aria-label={prompted ? t.value.hidePrompt : t.value.showPrompt}
          onClick={() => setPrompted(!prompted)}
        >
          <Icon name={prompted ? "chevronUp" : "chevronDown"} />
        </button>
        <h1 id="prompt" class={`${prompted ? "" : "visually-hidden"} ${prompt.length > LONG_PROMPT ? "is-long" : ""}`}>
          {prompt}
        </h1>
      </div>
      <Choices model={model} away={away} choose={choose} />
      <div class="question-foot">
        {paused ? (
          <p class="answer-state">
            <Icon name="pause" /> {t.value.pausedByHost}
          </p>
        ) : timeUp ? (
          <p class="answer-state">{t.value.timeUp}</p>
        ) : (
          <p class={`answer-state is-${model.choice?.state ?? "none"}`}>
            {model.choice?.state === "saved" && <Icon name="check" />}
            <span>{answerState(model, away)}</span>
            {model.totalCount > 0 && <span class="progress"> · {t.value.answeredOf(model.answeredCount, model.totalCount)}</span>}
          </p>
        )}
        <Footnote model={model} paused={paused} timeUp={timeUp} />
      </div>
    </main>
  );
}

/** One quiet line of what it means; the number of answers is said by the line above, not announced. */
function Footnote({ model, paused, timeUp }: { model: Model; paused: boolean; timeUp: boolean }) {
  if (model.missed !== null) return <MissedNote model={model} />;
  if (paused) return <p class="hint">{model.choice === null ? t.value.pausedNoChoice : t.value.pausedNote}</p>;
  if (timeUp) return <p class="hint">{t.value.timeUpNext}</p>;
  if (!model.hostConnected) return <p class="hint">{t.value.hostAway}</p>;
  return <p class="hint">{model.choice === null ? " " : t.value.savedHint}</p>;
}

/** The four options as radio buttons as large as the screen allows. */
function Choices({ model, away, choose }: QuestionProps) {
  const q = model.question;
  if (q === null) return null;
  const active = mayAnswer(model);
  const long = q.options.some((option) => option.text.length > LONG_OPTION);
  const chosen = model.choice?.optionId ?? null;
  return (
    <div class={`choices ${long ? "is-long" : ""}`} role="radiogroup" aria-labelledby="prompt" aria-disabled={!active}>
      {q.options.map((option, i) => {
        const isChosen = option.id === chosen;
        return (
          <label key={option.id} class={`choice ${chosen !== null && !isChosen ? "is-other" : ""}`}>
            <input
              type="radio"
              name={q.questionId}
              value={option.id}
              checked={isChosen}
              aria-disabled={!active}
              onClick={(event) => {
                if (!active) event.preventDefault();
                // A second tap on a kept answer is a wish to try again.
                else if (isChosen) choose(option.id);
              }}
              onChange={() => choose(option.id)}
            />
            <span class={`option option-${letterOf(i).toLowerCase()} ${isChosen ? "is-chosen" : "is-plain"}`}>
              <OptionFace index={i} text={option.text}>
                {isChosen && <Mine state={model.choice?.state ?? "saving"} away={away} />}
              </OptionFace>
            </span>
          </label>
        );
      })}
    </div>
  );
}

function Mine({ state, away }: { state: "kept" | "saving" | "saved"; away: boolean }) {
  const texts = t.value;
  const word = state === "saved" ? texts.savedShort : state === "kept" && away ? texts.keptShort : texts.savingShort;
  return (
    <span class={`mine mine-${state}`}>
      {state === "saved" && <Icon name="check" />} {word}
    </span>
  );
}

