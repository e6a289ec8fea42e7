// One question: what it is about, its answers, and its own wording if the usual one does not do.

import { t } from "../../../shared/i18n";
import { Icon } from "../../../shared/ui/icons";
import type { Category } from "../../../wire/quiz";
import { CATEGORIES, changeQuestion, type DraftQuestion, type Field as FieldName } from "../draft";
import { h } from "../texts";
import { useEditor } from "./context";
import { Field, TextField } from "./field";
import { MoveButtons, useDrag } from "./reorder";

interface QuestionFormProps {
  wineId: string;
  question: DraftQuestion;
  index: number;
  of: number;
  onMove: (to: number) => void;
  /** Another question was dragged here. */
  onDropped: (id: string) => void;
  onDuplicate: () => void;
  onRemove: () => void;
}

const WRONG = ["wrong0", "wrong1", "wrong2"] as const;

export function QuestionForm({ wineId, question, index, of, onMove, onDropped, onDuplicate, onRemove }: QuestionFormProps) {
  const { change } = useEditor();
  const { card, handle } = useDrag(`question ${wineId}`, question.id, onDropped);
  const what = h.value.questionNumber(index + 1);
  const place = (field: FieldName) => ({ field, wineId, questionId: question.id });
  const set = (next: Partial<DraftQuestion>) => change((now) => changeQuestion(now, wineId, question.id, next));
  // From the draft as it is now: two fields may be filled before this form is drawn again.
  const setWrong = (at: number, text: string) =>
    change((now) => {
      const wine = now.wines.find(({ id }) => id === wineId);
      const wrong = (wine?.questions.find(({ id }) => id === question.id) ?? question).wrong;
      const [a, b, c] = wrong.map((old, i) => (i === at ? text : old));
      return changeQuestion(now, wineId, question.id, { wrong: [a ?? "", b ?? "", c ?? ""] });
    });
  const usual = question.category === "" ? null : t.value.prompts[question.category];

  return (
    <li class="question-form" {...card}>
      <div class="question-head">
        {handle}
        <h4>{what}</h4>
        <div class="row tight">
          <MoveButtons id={question.id} what={what} index={index} of={of} onMove={onMove} />
          <button type="button" class="button button-icon" aria-label={h.value.named(h.value.duplicate, what)} onClick={onDuplicate}>
            <Icon name="copy" />
          </button>
          <button type="button" class="button button-icon" aria-label={h.value.named(h.value.remove, what)} onClick={onRemove}>
            <Icon name="trash" />
          </button>
        </div>
      </div>
      <div class="question-fields">
        <Field place={place("category")} label={h.value.fields.category}>
          {(attributes) => (
            <select {...attributes} value={question.category} onChange={(event) => set({ category: event.currentTarget.value as Category | "" })}>
              {question.category === "" && <option value="">{h.value.chooseCategory}</option>}
              {CATEGORIES.map((category) => (
                <option key={category} value={category}>
                  {t.value.categories[category]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <TextField
          place={place("prompt")}
          label={h.value.fields.prompt}
          hint={usual === null ? h.value.promptHintNone : h.value.promptHint(usual)}
          value={question.prompt}
          onInput={(prompt) => set({ prompt })}
        />
        <TextField
          place={place("correct")}
          class="is-correct"
          label={h.value.fields.correct}
          placeholder={h.value.correctPlaceholder}
          value={question.correct}
          onInput={(correct) => set({ correct })}
          before={<Icon name="check" />}
        />
        {WRONG.map((field, i) => (
          <TextField
            key={field}
            place={place(field)}
            label={h.value.fields[field]}
            placeholder={h.value.wrongPlaceholders[i] ?? ""}
            value={question.wrong[i] ?? ""}
            onInput={(text) => setWrong(i, text)}
            before={<Icon name="cross" />}
          />
        ))}
      </div>
    </li>
  );
}
