// Quizzes as files: the table that spreadsheets hold (one question a row) and JSON.

import type { Category, QuizBody, Scoring } from "../../wire/quiz";
import { parseTable, writeCsv, type Row } from "../../shared/csv";
import { CATEGORIES, freshId, type Draft, type DraftQuestion, type DraftWine } from "./draft";

export const COLUMNS = ["wine", "category", "question", "correct", "wrong1", "wrong2", "wrong3"] as const;
type Column = (typeof COLUMNS)[number];

/** Largest file that is read, in bytes: a quiz of 50 wines and 50 questions each fits. */
export const FILE_BYTES_MAX = 4 * 1024 * 1024;

/** What headings people write, lower-cased and without spaces, marks and underscores. */
const HEADINGS: Record<string, Column> = {
  wine: "wine",
  wein: "wine",
  round: "wine",
  category: "category",
  kategorie: "category",
  question: "question",
  prompt: "question",
  frage: "question",
  correct: "correct",
  correctanswer: "correct",
  answer: "correct",
  richtig: "correct",
  richtigeantwort: "correct",
  antwort: "correct",
  wrong1: "wrong1",
  wrong2: "wrong2",
  wrong3: "wrong3",
  distractor1: "wrong1",
  distractor2: "wrong2",
  distractor3: "wrong3",
  falsch1: "wrong1",
  falsch2: "wrong2",
  falsch3: "wrong3",
};

const CATEGORY_NAMES: Record<string, Category> = {
  color: "color",
  colour: "color",
  farbe: "color",
  country: "country",
  origin: "country",
  land: "country",
  herkunft: "country",
  grape: "grape_variety",
  grapes: "grape_variety",
  grapevariety: "grape_variety",
  variety: "grape_variety",
  rebsorte: "grape_variety",
  traube: "grape_variety",
  vintage: "vintage_year",
  vintageyear: "vintage_year",
  year: "vintage_year",
  jahrgang: "vintage_year",
  jahr: "vintage_year",
  wine: "wine_name",
  winename: "wine_name",
  name: "wine_name",
  wein: "wine_name",
  weinname: "wine_name",
};

const plain = (text: string): string => text.toLowerCase().replace(/[\s_.\-:*]/g, "");

/** What an import could not take as it was. Lines count from 1. */
export type Notice =
  | { kind: "unknown_category"; line: number; text: string }
  | { kind: "no_wine"; line: number }
  | { kind: "empty" }
  | { kind: "not_json" }
  | { kind: "not_a_quiz" }
  | { kind: "too_large" };

export interface Imported {
  wines: DraftWine[];
  notices: Notice[];
  /** Only JSON knows more than wines. */
  title?: string;
  timerSeconds?: number;
  scoring?: Scoring;
}

const nothing = (notice: Notice): Imported => ({ wines: [], notices: [notice] });

/** Reads a CSV file's text or a pasted table. Incomplete rows come along: the form says what they lack. */
export function importTable(text: string): Imported {
  const rows = parseTable(text);
  const order = rows[0] === undefined ? null : headingOrder(rows[0]);
  const body = order === null ? rows : rows.slice(1);
  if (body.length === 0) return nothing({ kind: "empty" });
  const notices: Notice[] = [];
  const wines: DraftWine[] = [];
  for (const row of body) {
    const cell = reader(row, order ?? COLUMNS);
    const name = cell("wine");
    let wine = wines[wines.length - 1];
    // A cell left empty means "the same wine", as people leave them in a table.
    if (wine === undefined || (name !== "" && name !== wine.name)) {
      if (name === "") notices.push({ kind: "no_wine", line: row.line });
      wine = { id: freshId(), name, questions: [] };
      wines.push(wine);
    }
    const written = cell("category");
    const category = CATEGORY_NAMES[plain(written)] ?? "";
    if (category === "") notices.push({ kind: "unknown_category", line: row.line, text: written });
    wine.questions.push({
      id: freshId(),
      category,
      prompt: cell("question"),
      correct: cell("correct"),
      wrong: [cell("wrong1"), cell("wrong2"), cell("wrong3")],
    });
  }
  return { wines, notices };
}

/** The columns in the order of a heading row; `null` where the first row is no heading. */
function headingOrder(row: Row): (Column | null)[] | null {
  const order = row.cells.map((cell) => HEADINGS[plain(cell)] ?? null);
  const known = new Set(order.filter((column) => column !== null));
  return known.has("correct") && known.size >= 3 ? order : null;
}

function reader(row: Row, order: readonly (Column | null)[]): (column: Column) => string {
  return (column) => row.cells[order.indexOf(column)] ?? "";
}

/** Reads a JSON file: what `exportJson` wrote, or a `create_session` message. */
export function importJson(text: string): Imported {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return nothing({ kind: "not_json" });
  }
  if (!isRecord(value) || !Array.isArray(value.wines)) return nothing({ kind: "not_a_quiz" });
  const wines = value.wines.filter(isRecord).map(readWine);
  if (wines.length === 0) return nothing({ kind: "empty" });
  const settings = isRecord(value.settings) ? value.settings : {};
  return {
    wines,
    notices: [],
    ...(typeof value.title === "string" ? { title: value.title } : {}),
    ...(typeof value.timerSeconds === "number" ? { timerSeconds: Math.round(value.timerSeconds) } : {}),
    ...(settings.scoring === "speed" || settings.scoring === "flat" ? { scoring: settings.scoring } : {}),
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown): string =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : "";

function readWine(value: Record<string, unknown>): DraftWine {
  const questions = Array.isArray(value.questions) ? value.questions.filter(isRecord).map(readQuestion) : [];
  return { id: freshId(), name: text(value.name), questions };
}

function readQuestion(value: Record<string, unknown>): DraftQuestion {
  const wrong = Array.isArray(value.distractors) ? value.distractors : [];
  return {
    id: freshId(),
    category: CATEGORIES.find((category) => category === value.category) ?? "",
    prompt: text(value.prompt),
    correct: text(value.correctAnswer),
    wrong: [text(wrong[0]), text(wrong[1]), text(wrong[2])],
  };
}

/** Reads a file by what is in it: JSON begins with a brace, everything else is a table. */
export function importFile(content: string): Imported {
  return /^\uFEFF?\s*[{[]/.test(content) ? importJson(content) : importTable(content);
}

/** The draft as a CSV file, one question a row. */
export function exportCsv(draft: Draft): string {
  const rows = draft.wines.flatMap((wine) =>
    wine.questions.map((q) => [wine.name, q.category, q.prompt, q.correct, ...q.wrong].map((cell) => cell.trim())),
  );
  return writeCsv([[...COLUMNS], ...rows]);
}

/** A quiz as a JSON file. */
export const exportJson = (body: QuizBody): string => `${JSON.stringify(body, null, 2)}\n`;

/** A table to fill in: two wines as an example. */
export const TEMPLATE_CSV = writeCsv([
  [...COLUMNS],
  ["Barolo Cannubi", "grape_variety", "", "Nebbiolo", "Barbera", "Dolcetto", "Sangiovese"],
  ["Barolo Cannubi", "country", "", "Italy", "France", "Spain", "Portugal"],
  ["Cloudy Bay", "grape_variety", "", "Sauvignon Blanc", "Riesling", "Sémillon", "Pinot Gris"],
  ["Cloudy Bay", "vintage_year", "Which was its first vintage?", "1985", "1965", "1975", "1998"],
]);

/** A name for a file made of the quiz's title: letters and digits, never empty. */
export function fileName(title: string, ending: string): string {
  const base = title.trim().normalize("NFC").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60);
  return `${base === "" ? "quiz" : base}.${ending}`;
}
