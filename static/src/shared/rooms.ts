// What a code leads to.

import { call } from "./http";

/** Where rooms of a kind are joined, by the kinds that this page knows. */
const PATHS: Record<string, string> = { quiz: "/j/", music: "/m/", prompt: "/p/" };

/** Milliseconds until a code is asked for again that the server could not look up, and how often. */
const AGAIN_MS = 20_000;
const TRIES_MAX = 10;

/** `unsure`: the server did not say, because too many wrong codes came from here, or it was away. */
type Kind = { kind: string | null; unsure: boolean };

async function kindOf(code: string): Promise<Kind> {
  const answer = await call<{ kind?: unknown }>("GET", `/api/v1/codes/${encodeURIComponent(code)}`);
  if (!answer.ok) return { kind: null, unsure: answer.failure.status !== 404 };
  return { kind: typeof answer.value.kind === "string" ? answer.value.kind : null, unsure: false };
}

/** The path of the page on which the code is joined; the quiz's where nobody knows it, for it can wait for a room. */
export async function joinPath(code: string): Promise<string> {
  const { kind } = await kindOf(code);
  return `${PATHS[kind ?? "quiz"] ?? "/j/"}${encodeURIComponent(code)}`;
}

/**
 * For a page of kind `own` that does not find its room: goes to the right page, if the code is of another kind.
 * Answers whether it is gone.
 */
export async function goWhereItLeads(code: string, own: string): Promise<boolean> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const { kind, unsure } = await kindOf(code);
    const path = kind === null || kind === own ? undefined : PATHS[kind];
    if (path !== undefined) {
      location.replace(`${path}${encodeURIComponent(code)}#join`);
      return true;
    }
    if (!unsure) return false;
    await new Promise((done) => setTimeout(done, AGAIN_MS));
  }
  return false;
}
