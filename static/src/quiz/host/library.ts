// The quizzes that this browser keeps: every draft is saved by itself as it is written.

import { load, save } from "../../shared/store";
import { emptyDraft, isBlank, type Draft } from "./draft";

const KEY = "soiree.quizzes";
/** Quizzes kept; a browser's storage holds about five megabytes. */
export const LIBRARY_MAX = 100;

/** A kept quiz. */
export interface SavedQuiz {
  draft: Draft;
  /** Epoch milliseconds of the last change. */
  savedAt: number;
}

const isSaved = (value: unknown): value is SavedQuiz => {
  if (typeof value !== "object" || value === null) return false;
  const { draft, savedAt } = value as SavedQuiz;
  return typeof savedAt === "number" && typeof draft === "object" && draft !== null && Array.isArray(draft.wines);
};

/** All kept quizzes, the latest change first. */
export function library(): SavedQuiz[] {
  const kept = load<unknown>(KEY);
  return Array.isArray(kept) ? kept.filter(isSaved) : [];
}

/** The library after a draft was changed at `now`; a blank draft is not kept. Pure. */
export function withDraft(quizzes: SavedQuiz[], draft: Draft, now: number): SavedQuiz[] {
  const others = quizzes.filter((quiz) => quiz.draft.id !== draft.id);
  return isBlank(draft) ? others : [{ draft, savedAt: now }, ...others].slice(0, LIBRARY_MAX);
}

/** Keeps a draft; `false` where the browser refuses to. */
export const keepDraft = (draft: Draft): boolean => save(KEY, withDraft(library(), draft, Date.now()));

/** Removes a kept quiz. */
export const dropDraft = (id: string): boolean => save(KEY, library().filter((quiz) => quiz.draft.id !== id));

/** The draft with this id, else a new one. */
export const draftOf = (id: string | null): Draft => library().find((quiz) => quiz.draft.id === id)?.draft ?? emptyDraft();
