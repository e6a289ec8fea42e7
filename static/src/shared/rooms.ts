// What a code leads to.

import { call } from "./http";

/** Where rooms of a kind are joined, by the kinds that this page knows. */
const PATHS: Record<string, string> = { quiz: "/j/", music: "/m/" };

/** The path of the page on which the code is joined; the quiz's where nobody knows it, for it can wait for a room. */
export async function joinPath(code: string): Promise<string> {
  const answer = await call<{ kind?: unknown }>("GET", `/api/v1/codes/${encodeURIComponent(code)}`);
  const kind = answer.ok && typeof answer.value.kind === "string" ? answer.value.kind : "quiz";
  return `${PATHS[kind] ?? "/j/"}${encodeURIComponent(code)}`;
}
