// A wine with its questions, to be opened and closed.

import { announce } from "../../../shared/announce";
import { Icon } from "../../../shared/ui/icons";
import { toast } from "../../../shared/ui/toast";
import * as d from "../draft";
import { h } from "../texts";
import { fieldId, useEditor } from "./context";
import { TextField } from "./field";
import { QuestionForm } from "./question-form";
import { MoveButtons, useDrag } from "./reorder";

interface WineCardProps {
  wine: d.DraftWine;
  index: number;
  of: number;
  open: boolean;
  /** How many things are wrong in it, shown while it is closed. */
  issues: number;
  onOpen: (open: boolean) => void;
  onMove: (to: number) => void;
  /** Another wine was dragged here. */
  onDropped: (wineId: string) => void;
  onDuplicate: () => void;
  onRemove: () => void;
}

export function WineCard({ wine, index, of, open, issues, onOpen, onMove, onDropped, onDuplicate, onRemove }: WineCardProps) {
  const { change, issueAt } = useEditor();
  const { card, handle } = useDrag("wine", wine.id, onDropped);
  const what = wine.name.trim() || h.value.wineNumber(index + 1);
  const questions = wine.questions.length;
  const none = issueAt({ field: "questions", wineId: wine.id });

  const add = () => {
    change((now) => d.addQuestion(now, wine.id));
    // The new one is the last in the list.
    setTimeout(() => {
      const forms = document.querySelectorAll<HTMLElement>(`[data-wine="${wine.id}"] .question-form`);
      forms[forms.length - 1]?.querySelector("select")?.focus();
    }, 60);
  };
  const remove = (question: d.DraftQuestion, at: number) => {
    change((now) => d.removeQuestion(now, wine.id, question.id));
    toast(h.value.questionDeleted(at + 1), {
      undo: () =>
        change((now) =>
          d.changeWine(now, wine.id, (w) => ({ ...w, questions: [...w.questions.slice(0, at), question, ...w.questions.slice(at)] })),
        ),
    });
  };
  const moveQuestion = (id: string, to: number) => {
    const place = Math.max(0, Math.min(questions - 1, to));
    change((now) => d.changeWine(now, wine.id, (w) => ({ ...w, questions: d.movedTo(w.questions, id, place) })));
    announce(h.value.movedTo(h.value.fields.questions, place + 1, questions));
  };

  return (
    <li class={`card wine-card ${open ? "is-open" : ""}`} data-wine={wine.id} {...card}>
      <div class="wine-head">
        {handle}
        <h3 class="wine-title">
          <button type="button" class="wine-toggle" aria-expanded={open} aria-controls={`wine-${wine.id}`} onClick={() => onOpen(!open)}>
            <span class="wine-number">{index + 1}</span>
            <span class="wine-name">{what}</span>
            <span class="hint wine-count">{h.value.questionsOf(questions)}</span>
            {issues > 0 && !open && <span class="wine-issues">{h.value.notReady(issues)}</span>}
            <Icon name={open ? "up" : "down"} />
          </button>
        </h3>
        <div class="row tight">
          <MoveButtons id={wine.id} what={what} index={index} of={of} onMove={onMove} />
          <button type="button" class="button button-icon" aria-label={h.value.named(h.value.duplicate, what)} onClick={onDuplicate}>
            <Icon name="copy" />
          </button>
          <button type="button" class="button button-icon" aria-label={h.value.named(h.value.remove, what)} onClick={onRemove}>
            <Icon name="trash" />
          </button>
        </div>
      </div>
      <div id={`wine-${wine.id}`} hidden={!open} class="stack wine-body">
        {open && (
          <>
            <TextField
              place={{ field: "name", wineId: wine.id }}
              label={h.value.fields.name}
              hint={h.value.wineHint}
              placeholder={h.value.winePlaceholder}
              value={wine.name}
              onInput={(name) => change((now) => d.changeWine(now, wine.id, (w) => ({ ...w, name })))}
            />
            <ol class="stack">
              {wine.questions.map((question, at) => (
                <QuestionForm
                  key={question.id}
                  wineId={wine.id}
                  question={question}
                  index={at}
                  of={questions}
                  onMove={(to) => moveQuestion(question.id, to)}
                  onDropped={(id) => moveQuestion(id, at)}
                  onDuplicate={() => change((now) => d.duplicateQuestion(now, wine.id, question.id))}
                  onRemove={() => remove(question, at)}
                />
              ))}
            </ol>
            <button
              id={fieldId({ field: "questions", wineId: wine.id })}
              type="button"
              class="button button-add"
              disabled={questions >= d.LIMITS.questions}
              onClick={add}
            >
              <Icon name="plus" /> {h.value.addQuestion}
            </button>
            {none !== undefined && <p class="hint is-error">{h.value.issue(none)}</p>}
          </>
        )}
      </div>
    </li>
  );
}
