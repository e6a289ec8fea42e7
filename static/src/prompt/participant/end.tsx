// Afterwards: our own answer, everybody's, and the way back to the start.

import { number } from "../../shared/i18n";
import { Frame } from "../../shared/ui/frame";
import { answerText } from "../shared/answer-text";
import { choices, shares } from "../shared/tally";
import { p } from "../texts";
import type { Model } from "./model";

export function EndScreen({ model, again }: { model: Model; again: () => void }) {
  if (model.begun === null) return null;
  const { prompt } = model.begun;
  const part = shares(model.tally);
  return (
    <Frame>
      <section class="prompt-end">
        <h1>{p.value.ended}</h1>
        <p>{p.value.endedLead(model.tally.users)}</p>
        {prompt.style === "press" ? (
          <p class="end-answer">{p.value.presses(model.tally.presses)}</p>
        ) : (
          <>
            <p class="end-answer">
              <span class="label">{p.value.yourAnswer}</span>
              <strong>{model.mine === null ? p.value.noAnswer : answerText(prompt, model.mine)}</strong>
            </p>
            <h2>{p.value.everybody}</h2>
            <ul class="end-bars">
              {choices(prompt).map((choice, i) => (
                <li key={choice} class={model.mine === choice ? "is-own" : ""}>
                  <span class="end-bar-text">{answerText(prompt, choice)}</span>
                  <span class="end-bar" aria-hidden="true">
                    <span style={{ transform: `scaleX(${part[i] ?? 0})`, ...(prompt.style === "color" ? { background: prompt.colors[i] } : {}) }} />
                  </span>
                  <span class="tabular">{number(Math.round((part[i] ?? 0) * 100))} %</span>
                </li>
              ))}
            </ul>
          </>
        )}
        <p class="hint">{p.value.likes(model.tally.likes)}</p>
        <button type="button" class="button button-main button-wide" onClick={again}>
          {p.value.again}
        </button>
      </section>
    </Frame>
  );
}
