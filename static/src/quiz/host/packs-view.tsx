// The ready packs, each one click away from its lobby.

import { useState } from "preact/hooks";
import { language } from "../../shared/i18n";
import { Icon } from "../../shared/ui/icons";
import type { QuizBody } from "../../wire/quiz";
import { begin } from "./begin";
import { fromBody } from "./draft";
import { keepDraft } from "./library";
import { pack, PACK_IDS, type PackId } from "./packs";
import { h } from "./texts";

export function Packs() {
  const [starting, setStarting] = useState<PackId | null>(null);
  const start = async (id: PackId, body: QuizBody) => {
    setStarting(id);
    await begin(body);
    setStarting(null);
  };
  return (
    <section class="stack" aria-labelledby="packs-title">
      <div class="stack-s">
        <h2 id="packs-title">{h.value.packsTitle}</h2>
        <p class="hint">{h.value.packsLead}</p>
      </div>
      <ul class="pack-grid">
        {PACK_IDS.map((id) => {
          const body = pack(id, language.value.slice(0, 2));
          const title = body.title ?? id;
          return (
            <li key={id} class={`card pack pack-${id}`}>
              <h3>{title}</h3>
              <p class="pack-note">{h.value.packNotes[id]}</p>
              <p class="hint">{sizeOf(body)}</p>
              <div class="row">
                <button
                  type="button"
                  class="button button-main"
                  disabled={starting !== null}
                  aria-label={h.value.startNamed(title)}
                  onClick={() => void start(id, body)}
                >
                  {starting === id ? h.value.starting : h.value.start} <Icon name="arrow" />
                </button>
                <button type="button" class="button button-icon" aria-label={h.value.lookNamed(title)} title={h.value.look} onClick={() => look(body)}>
                  <Icon name="edit" />
                </button>
              </div>
            </li>
          );
        })}
        <li class="card pack pack-own">
          <h3>{h.value.ownTitle}</h3>
          <p class="pack-note">{h.value.ownNote}</p>
          <div class="row">
            <a class="button" href="/host/new">
              <Icon name="plus" /> {h.value.newQuiz}
            </a>
          </div>
        </li>
      </ul>
    </section>
  );
}

/** How many wines and questions a quiz has, in words. */
export const sizeOf = (quiz: { wines: { questions: unknown[] }[] }): string =>
  h.value.size(quiz.wines.length, quiz.wines.reduce((sum, wine) => sum + wine.questions.length, 0));

/** Opens a copy in the editor. */
function look(body: QuizBody): void {
  const draft = fromBody(body);
  keepDraft(draft);
  location.assign(`/host/new?quiz=${encodeURIComponent(draft.id)}`);
}
