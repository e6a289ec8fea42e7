// The quizzes kept in this browser.

import { useState } from "preact/hooks";
import { Icon } from "../../shared/ui/icons";
import { toast } from "../../shared/ui/toast";
import { begin } from "./begin";
import { copyDraft, issuesOf, toBody, withImported, emptyDraft, type Draft } from "./draft";
import { FileButton } from "./file-button";
import { dropDraft, keepDraft, library } from "./library";
import { sizeOf } from "./packs-view";
import { whenOf } from "./session-card";
import type { Imported } from "./table";
import { h } from "./texts";

const editPath = (id: string): string => `/host/new?quiz=${encodeURIComponent(id)}`;

export function MyQuizzes() {
  const [quizzes, setQuizzes] = useState(library);
  const [starting, setStarting] = useState<string | null>(null);
  const refresh = () => setQuizzes(library());

  const titleOf = (draft: Draft): string => draft.title.trim() || draft.wines[0]?.name.trim() || h.value.untitled;

  const start = async (draft: Draft) => {
    setStarting(draft.id);
    await begin(toBody(draft));
    setStarting(null);
  };
  const duplicate = (draft: Draft) => {
    keepDraft(copyDraft(draft));
    refresh();
  };
  const remove = (draft: Draft) => {
    dropDraft(draft.id);
    refresh();
    toast(h.value.quizDeleted(titleOf(draft)), {
      undo: () => {
        keepDraft(draft);
        refresh();
      },
    });
  };
  const take = (imported: Imported) => {
    const empty = emptyDraft();
    const draft: Draft = {
      ...withImported(empty, imported.wines),
      title: imported.title ?? "",
      timerSeconds: imported.timerSeconds ?? empty.timerSeconds,
      scoring: imported.scoring ?? empty.scoring,
    };
    keepDraft(draft);
    location.assign(editPath(draft.id));
  };

  return (
    <section class="stack" aria-labelledby="mine-title">
      <div class="section-head">
        <h2 id="mine-title">{h.value.mine}</h2>
        <div class="row">
          <a class="button" href="/host/new">
            <Icon name="plus" /> {h.value.newQuiz}
          </a>
          <FileButton label={h.value.importQuiz} onImported={take} />
        </div>
      </div>
      {quizzes.length === 0 && <p class="hint">{h.value.mineEmpty}</p>}
      {quizzes.length > 0 && (
        <ul class="session-list">
          {quizzes.map(({ draft, savedAt }) => {
            const issues = issuesOf(draft).length;
            const title = titleOf(draft);
            return (
              <li key={draft.id} class="card session-card">
                <div class="session-what">
                  <h3>{title}</h3>
                  <p class="hint">
                    {sizeOf(draft)} · {issues === 0 ? h.value.savedOn(whenOf(savedAt)) : h.value.notReady(issues)}
                  </p>
                </div>
                <div class="row session-actions">
                  {issues === 0 && (
                    <button type="button" class="button button-main" disabled={starting !== null} aria-label={h.value.startNamed(title)} onClick={() => void start(draft)}>
                      {starting === draft.id ? h.value.starting : h.value.start}
                    </button>
                  )}
                  <a class="button" href={editPath(draft.id)} aria-label={h.value.named(h.value.edit, title)}>
                    {h.value.edit}
                  </a>
                  <button type="button" class="button button-icon" aria-label={h.value.named(h.value.duplicate, title)} onClick={() => duplicate(draft)}>
                    <Icon name="copy" />
                  </button>
                  <button type="button" class="button button-icon" aria-label={h.value.named(h.value.remove, title)} onClick={() => remove(draft)}>
                    <Icon name="trash" />
                  </button>
                </div>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
