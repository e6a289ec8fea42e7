// What is answered with: a row of numbers, a button to press, bars of colour, rows of words. Each shows everybody's
// answers as they are now; our own is marked at once.

import { useEffect, useRef } from "preact/hooks";
import { number } from "../../shared/i18n";
import { reducedMotion } from "../../shared/motion";
import { Icon } from "../../shared/ui/icons";
import type { Question } from "../../wire/prompt";
import { letter } from "../shared/answer-text";
import { average, choices, shares } from "../shared/tally";
import { p } from "../texts";
import type { Model } from "./model";

interface AnswersProps {
  question: Question;
  model: Model;
  choose: (value: number) => void;
  press: (down: boolean) => void;
  settle: (uid: string) => void;
}

export function Answers(props: AnswersProps) {
  switch (props.question.style) {
    case "numeric":
      return <Numbers {...props} />;
    case "press":
      return <Press {...props} />;
    case "color":
      return <Colors {...props} colors={props.question.colors} />;
    case "word":
      return <Words {...props} options={props.question.options} />;
  }
}

const percent = (share: number): string => `${number(Math.round(share * 100))} %`;
const oneDecimal = (value: number): string => number(Math.round(value * 10) / 10);

function Numbers({ question, model, choose }: AnswersProps) {
  const all = choices(question);
  const mean = average(question, model.tally);
  const part = shares(model.tally);
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The chosen number comes into the middle of the row.
    const chosen = row.current?.querySelector(".is-chosen");
    chosen?.scrollIntoView({ inline: "center", block: "nearest", behavior: reducedMotion() ? "auto" : "smooth" });
  }, [model.mine]);
  return (
    <div class="numbers">
      <div class="numbers-row" role="radiogroup" aria-label={question.text} ref={row}>
        {all.map((value, i) => (
          <label key={value} class={`number ${model.mine === value ? "is-chosen" : ""}`}>
            <input type="radio" name="answer" value={value} checked={model.mine === value} onChange={() => choose(value)} />
            <span class="number-bar" aria-hidden="true">
              <span style={{ transform: `scaleY(${part[i] ?? 0})` }} />
            </span>
            <span class="number-face tabular">{number(value)}</span>
          </label>
        ))}
      </div>
      {mean === null ? (
        <p class="hint">{p.value.choose}</p>
      ) : (
        <p class="numbers-mean">
          {p.value.average} <strong class="tabular">{oneDecimal(mean)}</strong>
        </p>
      )}
    </div>
  );
}

function Press({ model, press, settle }: AnswersProps) {
  const down = (event: PointerEvent) => {
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    press(true);
  };
  const key = (event: KeyboardEvent, pressed: boolean) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    if (!event.repeat) press(pressed);
  };
  return (
    <div class="press">
      <button
        type="button"
        class={`press-button ${model.pressing ? "is-pressed" : ""}`}
        aria-pressed={model.pressing}
        onPointerDown={down}
        onPointerUp={() => press(false)}
        onPointerCancel={() => press(false)}
        onKeyDown={(event) => key(event, true)}
        onKeyUp={(event) => key(event, false)}
        onBlur={() => press(false)}
        onContextMenu={(event) => event.preventDefault()}
      >
        {!reducedMotion() && model.ripples.map((uid) => <span key={uid} class="ripple" aria-hidden="true" onAnimationEnd={() => settle(uid)} />)}
        <span class="press-text">{model.pressing ? p.value.holding : p.value.hold}</span>
      </button>
      <p class="press-count">
        <strong class="tabular">{p.value.pressing(model.tally.pressing)}</strong>
        <span class="tabular">{p.value.presses(model.tally.presses)}</span>
      </p>
    </div>
  );
}

function Colors({ question, model, choose, colors }: AnswersProps & { colors: string[] }) {
  const part = shares(model.tally);
  return (
    <div class="colors" role="radiogroup" aria-label={question.text}>
      {colors.map((color, i) => (
        <label key={i} class={`color ${model.mine === i ? "is-chosen" : ""}`}>
          <input type="radio" name="answer" checked={model.mine === i} onChange={() => choose(i)} aria-label={`${p.value.color(letter(i))}, ${p.value.share(percent(part[i] ?? 0))}`} />
          <span class="color-bar" aria-hidden="true">
            <span style={{ background: color, transform: `scaleY(${0.12 + 0.88 * (part[i] ?? 0)})` }} />
          </span>
          <span class="color-foot" aria-hidden="true">
            {model.mine === i ? <Icon name="check" /> : letter(i)}
          </span>
          <span class="color-share tabular" aria-hidden="true">
            {percent(part[i] ?? 0)}
          </span>
        </label>
      ))}
    </div>
  );
}

function Words({ question, model, choose, options }: AnswersProps & { options: string[] }) {
  const part = shares(model.tally);
  return (
    <div class="words" role="radiogroup" aria-label={question.text}>
      {options.map((option, i) => (
        <label key={i} class={`word ${model.mine === i ? "is-chosen" : ""}`}>
          <input type="radio" name="answer" checked={model.mine === i} onChange={() => choose(i)} />
          <span class="word-fill" aria-hidden="true" style={{ transform: `scaleX(${part[i] ?? 0})` }} />
          <span class="word-text">{option}</span>
          {model.mine === i && <Icon name="check" />}
          <span class="word-share tabular">{percent(part[i] ?? 0)}</span>
        </label>
      ))}
    </div>
  );
}
