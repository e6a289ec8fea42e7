// A quiz while it is being made: what the form holds, what can be done to it, and what is still wrong
// with it. Pure; every operation answers with a new draft.

import type { Category, QuizBody, Question, Scoring } from "../../wire/quiz";

export const CATEGORIES: Category[] = ["color", "country", "grape_variety", "vintage_year", "wine_name"];

/** The server's limits (src/quiz/wire.rs), so that the form can speak before the server does. */
export const LIMITS = {
  titleChars: 120,
  textChars: 200,
  wines: 50,
  questions: 50,
  timerSecondsMin: 15,
  timerSecondsMax: 120,
} as const;

export interface DraftQuestion {
  /** Only for the form: which card is which. */
  id: string;
  /** Empty where an import could not tell. */
  category: Category | "";
  /** Empty: the category's usual wording. */
  prompt: string;
  correct: string;
  wrong: [string, string, string];
}

export interface DraftWine {
  id: string;
  name: string;
  questions: DraftQuestion[];
}

export interface Draft {
  id: string;
  title: string;
  timerSeconds: number;
  scoring: Scoring;
  wines: DraftWine[];
}

let counter = 0;

/** An id that no other card of this browser has. */
export function freshId(): string {
  counter += 1;
  return `${Date.now().toString(36)}-${counter.toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}

export const emptyQuestion = (category: Category | "" = "grape_variety"): DraftQuestion => ({
  id: freshId(),
  category,
  prompt: "",
  correct: "",
  wrong: ["", "", ""],
});

export const emptyWine = (): DraftWine => ({ id: freshId(), name: "", questions: [emptyQuestion()] });

export const emptyDraft = (): Draft => ({
  id: freshId(),
  title: "",
  timerSeconds: 60,
  scoring: "flat",
  wines: [emptyWine()],
});

/** Whether nothing has been written into it yet. */
export function isBlank(draft: Draft): boolean {
  return (
    draft.title.trim() === "" &&
    draft.wines.every(
      (wine) =>
        wine.name.trim() === "" &&
        wine.questions.every((q) => [q.prompt, q.correct, ...q.wrong].every((text) => text.trim() === "")),
    )
  );
}

/** A quiz as the server takes it, as a draft. */
export function fromBody(body: QuizBody): Draft {
  return {
    id: freshId(),
    title: body.title ?? "",
    timerSeconds: Math.round(body.timerSeconds ?? 60),
    scoring: body.settings?.scoring ?? "flat",
    wines: body.wines.map((wine) => ({
      id: freshId(),
      name: wine.name,
      questions: wine.questions.map(fromQuestion),
    })),
  };
}

function fromQuestion(question: Question): DraftQuestion {
  return {
    id: freshId(),
    category: question.category,
    prompt: question.prompt ?? "",
    correct: question.correctAnswer,
    wrong: [...question.distractors],
  };
}

/** The draft as the server takes it. Ask `issuesOf` first: a category that is missing becomes the wine's name. */
export function toBody(draft: Draft): QuizBody {
  const title = draft.title.trim();
  return {
    ...(title === "" ? {} : { title }),
    timerSeconds: draft.timerSeconds,
    settings: { scoring: draft.scoring },
    wines: draft.wines.map((wine) => ({
      name: wine.name.trim(),
      questions: wine.questions.map((q) => {
        const prompt = q.prompt.trim();
        return {
          category: q.category === "" ? "wine_name" : q.category,
          ...(prompt === "" ? {} : { prompt }),
          correctAnswer: q.correct.trim(),
          distractors: [q.wrong[0].trim(), q.wrong[1].trim(), q.wrong[2].trim()],
        };
      }),
    })),
  };
}

// Operations ------------------------------------------------------------------------------------------

/** Moves the item with this id by `by` places, as far as the ends. */
export function moved<T extends { id: string }>(items: T[], id: string, by: number): T[] {
  const from = items.findIndex((item) => item.id === id);
  return from < 0 ? items : movedTo(items, id, from + by);
}

/** Moves the item with this id to place `to`. */
export function movedTo<T extends { id: string }>(items: T[], id: string, to: number): T[] {
  const from = items.findIndex((item) => item.id === id);
  const place = Math.max(0, Math.min(items.length - 1, to));
  if (from < 0 || from === place) return items;
  const rest = items.filter((item) => item.id !== id);
  return [...rest.slice(0, place), items[from]!, ...rest.slice(place)];
}

const copyQuestion = (question: DraftQuestion): DraftQuestion => ({
  ...question,
  id: freshId(),
  wrong: [...question.wrong],
});

const copyWine = (wine: DraftWine): DraftWine => ({
  ...wine,
  id: freshId(),
  questions: wine.questions.map(copyQuestion),
});

function withCopy<T extends { id: string }>(items: T[], id: string, copy: (item: T) => T): T[] {
  return items.flatMap((item) => (item.id === id ? [item, copy(item)] : [item]));
}

/** A copy with ids of its own. */
export const copyDraft = (draft: Draft): Draft => ({ ...draft, id: freshId(), wines: draft.wines.map(copyWine) });

export const withWines = (draft: Draft, wines: DraftWine[]): Draft => ({ ...draft, wines });

export const duplicateWine = (draft: Draft, id: string): Draft => withWines(draft, withCopy(draft.wines, id, copyWine));

export const removeWine = (draft: Draft, id: string): Draft =>
  withWines(draft, draft.wines.filter((wine) => wine.id !== id));

export const changeWine = (draft: Draft, id: string, change: (wine: DraftWine) => DraftWine): Draft =>
  withWines(draft, draft.wines.map((wine) => (wine.id === id ? change(wine) : wine)));

export const addQuestion = (draft: Draft, wineId: string): Draft =>
  changeWine(draft, wineId, (wine) => ({ ...wine, questions: [...wine.questions, emptyQuestion(unusedCategory(wine))] }));

export const duplicateQuestion = (draft: Draft, wineId: string, id: string): Draft =>
  changeWine(draft, wineId, (wine) => ({ ...wine, questions: withCopy(wine.questions, id, copyQuestion) }));

export const removeQuestion = (draft: Draft, wineId: string, id: string): Draft =>
  changeWine(draft, wineId, (wine) => ({ ...wine, questions: wine.questions.filter((q) => q.id !== id) }));

export const changeQuestion = (draft: Draft, wineId: string, id: string, change: Partial<DraftQuestion>): Draft =>
  changeWine(draft, wineId, (wine) => ({
    ...wine,
    questions: wine.questions.map((q) => (q.id === id ? { ...q, ...change } : q)),
  }));

/** The category that a further question of this wine is most likely about. */
function unusedCategory(wine: DraftWine): Category {
  return CATEGORIES.find((category) => wine.questions.every((q) => q.category !== category)) ?? "wine_name";
}

/** Adds imported wines; a draft with nothing in it is replaced. */
export function withImported(draft: Draft, wines: DraftWine[]): Draft {
  return withWines(draft, isBlank(draft) ? wines : [...draft.wines, ...wines]);
}

// What is wrong --------------------------------------------------------------------------------------

export type Field = "title" | "timer" | "wines" | "name" | "questions" | "category" | "prompt" | "correct" | "wrong0" | "wrong1" | "wrong2";

/** One thing that is wrong, and where. Places count from 0. */
export interface Issue {
  kind: "missing" | "too_long" | "same" | "none" | "too_many" | "out_of_range";
  field: Field;
  wineId?: string;
  wineIndex?: number;
  questionId?: string;
  questionIndex?: number;
}

const chars = (text: string): number => [...text].length;

/** Everything that keeps the draft from being started, in the order of the form. */
export function issuesOf(draft: Draft): Issue[] {
  const issues: Issue[] = [];
  if (chars(draft.title.trim()) > LIMITS.titleChars) issues.push({ kind: "too_long", field: "title" });
  const seconds = draft.timerSeconds;
  if (!(seconds >= LIMITS.timerSecondsMin && seconds <= LIMITS.timerSecondsMax)) {
    issues.push({ kind: "out_of_range", field: "timer" });
  }
  if (draft.wines.length === 0) issues.push({ kind: "none", field: "wines" });
  if (draft.wines.length > LIMITS.wines) issues.push({ kind: "too_many", field: "wines" });
  draft.wines.forEach((wine, wineIndex) => {
    const place = { wineId: wine.id, wineIndex };
    const name = textIssue(wine.name);
    if (name !== null) issues.push({ kind: name, field: "name", ...place });
    if (wine.questions.length === 0) issues.push({ kind: "none", field: "questions", ...place });
    if (wine.questions.length > LIMITS.questions) issues.push({ kind: "too_many", field: "questions", ...place });
    wine.questions.forEach((question, questionIndex) => {
      for (const { kind, field } of issuesOfQuestion(question)) {
        issues.push({ kind, field, ...place, questionId: question.id, questionIndex });
      }
    });
  });
  return issues;
}

function textIssue(text: string): "missing" | "too_long" | null {
  const trimmed = text.trim();
  if (trimmed === "") return "missing";
  return chars(trimmed) > LIMITS.textChars ? "too_long" : null;
}

function issuesOfQuestion(question: DraftQuestion): Pick<Issue, "kind" | "field">[] {
  const issues: Pick<Issue, "kind" | "field">[] = [];
  if (question.category === "") issues.push({ kind: "missing", field: "category" });
  if (chars(question.prompt.trim()) > LIMITS.textChars) issues.push({ kind: "too_long", field: "prompt" });
  const options: [Field, string][] = [
    ["correct", question.correct],
    ["wrong0", question.wrong[0]],
    ["wrong1", question.wrong[1]],
    ["wrong2", question.wrong[2]],
  ];
  const seen = new Set<string>();
  for (const [field, text] of options) {
    const kind = textIssue(text);
    if (kind !== null) issues.push({ kind, field });
    else if (seen.has(text.trim())) issues.push({ kind: "same", field });
    seen.add(text.trim());
  }
  return issues;
}

/**
 * Where the server's `field` (as `wines[2].questions[0].distractors`) stands in the form; `null` where it
 * names nothing that the form has.
 */
export function locate(draft: Draft, field: string): Omit<Issue, "kind"> | null {
  if (field === "title") return { field: "title" };
  if (field === "timerSeconds") return { field: "timer" };
  const found = /^wines(?:\[(\d+)\](?:\.name|\.questions(?:\[(\d+)\](?:\.(\w+)(?:\[(\d)\])?)?)?)?)?$/.exec(field);
  if (found === null) return null;
  const wineIndex = Number(found[1]);
  const wine = found[1] === undefined ? undefined : draft.wines[wineIndex];
  if (wine === undefined) return { field: "wines" };
  const place = { wineId: wine.id, wineIndex };
  const questionIndex = Number(found[2]);
  const question = found[2] === undefined ? undefined : wine.questions[questionIndex];
  if (question === undefined) return { field: field.includes(".questions") ? "questions" : "name", ...place };
  return { field: questionField(found[3], found[4]), ...place, questionId: question.id, questionIndex };
}

function questionField(name: string | undefined, index: string | undefined): Field {
  switch (name) {
    case "category":
    case "prompt":
      return name;
    case "distractors":
      return index === "1" ? "wrong1" : index === "2" ? "wrong2" : "wrong0";
    default:
      return "correct";
  }
}
