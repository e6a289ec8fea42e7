// Afterwards: our own answer, everybody's, and the way back to the start.

import { Frame } from "../../shared/ui/frame";
import { number } from "../../shared/i18n";
import { answerText } from "../shared/answer-text";
import { average } from "../shared/tally";
import { Totals } from "../shared/totals";
import { p } from "../texts";
import type { Model } from "./model";

export function EndScreen({ model, again }: { model: Model; again: () => void }) {
  if (model.begun === null) return null;
  const { prompt } = model.begun;
  const mean = prompt.style === "numeric" ? average(prompt, model.tally) : null;
  return (
    <Frame>
      <section class="prompt-end">
        <h1>{p.value.ended}</h1>
        <p>{p.value.endedLead(model.peak)}</p>
        {prompt.style === "press" ? (
          <p class="end-answer">{p.value.presses(model.tally.presses)}</p>
        ) : (
          <>
            <p class="end-answer">
              <span class="label">{p.value.yourAnswer}</span>
              <strong>{model.mine === null ? p.value.noAnswer : answerText(prompt, model.mine)}</strong>
            </p>
            <h2>{p.value.everybody}</h2>
            <Totals question={prompt} tally={model.tally} mine={model.mine} />
            {mean !== null && <p>{p.value.averageIs(number(Math.round(mean * 10) / 10))}</p>}
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
