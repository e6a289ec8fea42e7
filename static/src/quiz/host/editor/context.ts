// What every part of the form needs: changing the draft, and what is wrong with a field.

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Draft, Issue } from "../draft";

/** A place in the form. */
export type Place = Omit<Issue, "kind" | "wineIndex" | "questionIndex">;

export interface EditorTools {
  change: (next: (draft: Draft) => Draft) => void;
  /** What is wrong with a field, once it was left or a start was tried. */
  issueAt: (place: Place) => Issue | undefined;
  /** A field was left. */
  touch: (place: Place) => void;
}

export const EditorContext = createContext<EditorTools | null>(null);

/** The tools of the editor around this component. */
export function useEditor(): EditorTools {
  const tools = useContext(EditorContext);
  if (tools === null) throw new Error("outside of the editor");
  return tools;
}

/** The element id of a field. */
export const fieldId = (place: Place): string =>
  ["f", place.wineId, place.questionId, place.field].filter((part) => part !== undefined).join("-");
