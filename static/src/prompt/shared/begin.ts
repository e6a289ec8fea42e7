// How somebody who follows a link gets into a prompt or journey.

import { call, type Answer } from "../../shared/http";
import type { Behind } from "../../wire/prompt";
import type { Begun } from "./api";

/** Looks behind a link. */
export const lookBehind = (name: string): Promise<Answer<Behind>> => call("GET", `/api/v1/prompts/${encodeURIComponent(name)}/about`);

/** Opens a session of ours in it. */
export async function begin(behind: Behind, bearer: string): Promise<Answer<Begun>> {
  const answer =
    behind.kind === "interactive_prompt"
      ? await call<Begun>("POST", "/api/1/interactive_prompts/start_public", bearer, { identifier: behind.identifier })
      : await call<Begun>("POST", "/api/1/journeys/start_interactive_prompt", bearer, { journey_uid: behind.uid, journey_jwt: behind.jwt });
  if (!answer.ok || behind.recording === undefined) return answer;
  return { ok: true, value: { ...answer.value, recording: behind.recording } };
}

/** The name in an address like `/p/NAME` or `/p/NAME/stage`; empty where there is none. */
export function nameIn(path: string): string {
  const name = path.split("/").filter(Boolean)[1] ?? "";
  try {
    return decodeURIComponent(name);
  } catch {
    return "";
  }
}

/** The code that the home page takes for it; `null` where it has no name of its own. */
export const codeOf = ({ identifier, uid }: { identifier: string; uid: string }): string | null => (identifier === uid ? null : identifier.toUpperCase());
