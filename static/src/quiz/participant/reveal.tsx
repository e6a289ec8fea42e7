// The reveal on the phone: what it was, what it brought, how everybody answered. No shaming words.

import { number, t } from "../../shared/i18n";
import { Bars } from "../../shared/ui/bars";
import { Icon } from "../../shared/ui/icons";
import { OptionTile } from "../../shared/ui/options";
import { promptOf } from "../shared/prompt";
import type { Model } from "./model";
import { MissedNote, Standing, Where } from "./parts";

export function RevealScreen({ model }: { model: Model }) {
  const { question: q, reveal } = model;
  if (q === null || reveal === null) return null;
  const indexOf = (id: string | null) => q.options.findIndex((option) => option.id === id);
  const correct = indexOf(reveal.correctOptionId);
  const mine = indexOf(reveal.myOptionId);
  const right = mine >= 0 && mine === correct;
  const answer = q.options[correct]?.text ?? "";
  return (
    <main class="reveal">
      <Where model={model} />
      <section class={`verdict-card ${right ? "is-right" : "is-other"}`}>
        <Icon name={right ? "check" : mine >= 0 ? "cross" : "glass"} />
        <h1>{right ? t.value.correctPlus(number(reveal.points)) : t.value.itWas(answer)}</h1>
        {mine < 0 && <p>{t.value.notAnswered}</p>}
      </section>
      <MissedNote model={model} />
      <div class="reveal-options">
        {mine >= 0 && !right && (
          <div>
            <p class="label">{t.value.yourAnswer}</p>
            <OptionTile index={mine} text={q.options[mine]?.text ?? ""} state="wrong" />
          </div>
        )}
        <div>
          <p class="label">{right ? t.value.yourAnswer : t.value.correctAnswer}</p>
          <OptionTile index={correct} text={answer} state="right" />
        </div>
      </div>
      <Standing model={model} />
      <section class="everybody">
        <h2>{t.value.howAllAnswered}</h2>
        <p class="hint">{promptOf(q)}</p>
        <Bars options={q.options} distribution={reveal.distribution} correctOptionId={reveal.correctOptionId} />
      </section>
      <p class="hint">{model.hostConnected ? t.value.revealNext : t.value.hostAway}</p>
    </main>
  );
}
