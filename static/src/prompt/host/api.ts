// The administrator's calls, and what the pages read besides.

import { randomCode } from "../../shared/code";
import { call, type Answer } from "../../shared/http";
import type { Made, NewPrompt, PromptList } from "../../wire/prompt";
import { happening, NAMES, type Happening } from "../shared/dialect";
import type { JourneyPage, PromptPage } from "../../wire/prompt";

/** All prompts, newest first. */
export const listPrompts = (token: string): Promise<Answer<PromptList>> => call("GET", "/api/v1/prompts", token);

/** One prompt, with a fresh token for its sums. */
export const readPrompt = (token: string, uid: string): Promise<Answer<Made>> => call("GET", `/api/v1/prompts/${encodeURIComponent(uid)}`, token);

/** Letters of a code that is made for a prompt without a name, and codes that are tried. */
const CODE_LETTERS = 6;
const CODE_TRIES = 3;

/** Makes one. Without a name it gets a code, which people can type on the home page. */
export async function createPrompt(token: string, prompt: NewPrompt): Promise<Answer<Made>> {
  const make = (body: NewPrompt) => call<Made>("POST", "/api/v1/prompts", token, body);
  if (prompt.identifier !== undefined) return make(prompt);
  for (let tries = 1; ; tries += 1) {
    const answer = await make({ ...prompt, identifier: randomCode(CODE_LETTERS) });
    const taken = !answer.ok && answer.failure.status === 409;
    if (!taken || tries >= CODE_TRIES) return answer;
  }
}

/** Removes one with everything of those who took part. */
export const deletePrompt = (token: string, uid: string, keepalive = false): Promise<Answer<null>> =>
  call("DELETE", `/api/v1/prompts/${encodeURIComponent(uid)}`, token, undefined, keepalive);

/** Events of one page of an export. */
const PAGE = 5_000;
/** Events of an export in all: what a spreadsheet opens. */
const EXPORT_MAX = 1_000_000;

/** Everything that happened, oldest second first; `null` where it cannot be read. */
export async function everything(prompt: Made): Promise<Happening[] | null> {
  const names = NAMES[prompt.kind];
  const filters = { [names.uid]: { operator: "eq", value: prompt.uid } };
  let sort: unknown = [{ key: "uid", dir: "asc", before: null, after: null }];
  const found: Happening[] = [];
  while (sort !== null && found.length < EXPORT_MAX) {
    const page: Answer<PromptPage | JourneyPage> = await call("POST", `${names.http}/events/search`, prompt.jwt, { filters, sort, limit: PAGE });
    if (!page.ok) return null;
    found.push(...page.value.items.map(happening));
    sort = page.value.items.length === 0 ? null : page.value.next_page_sort;
  }
  return found.sort((a, b) => a.time - b.time);
}
