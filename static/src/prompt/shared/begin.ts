// How somebody who follows a link gets into a prompt or journey.

import { call, type Answer } from "../../shared/http";
import type { Dialect, Shown } from "../../wire/prompt";
import type { Begun } from "./api";

/** Opens a session of ours behind a link. `name`: the identifier of a prompt, the uid of a journey. */
export async function begin(dialect: Dialect, name: string, bearer: string): Promise<Answer<Begun>> {
  if (dialect === "interactive_prompt") {
    return call<Begun>("POST", "/api/1/interactive_prompts/start_public", bearer, { identifier: name });
  }
  const shown = await call<Shown>("GET", `/api/1/journeys/dev_show/${encodeURIComponent(name)}`, bearer);
  if (!shown.ok) return shown;
  const { uid, jwt, recording } = shown.value;
  const begun = await call<Begun>("POST", "/api/1/journeys/start_interactive_prompt", bearer, { journey_uid: uid, journey_jwt: jwt });
  return begun.ok && recording !== undefined ? { ok: true, value: { ...begun.value, recording } } : begun;
}

/** What an address leads to: `/p/NAME` and `/journey/UID`. */
export function target(path: string): { dialect: Dialect; name: string } | null {
  const [first, name] = path.split("/").filter(Boolean);
  if (name === undefined || (first !== "p" && first !== "journey")) return null;
  try {
    return { dialect: first === "p" ? "interactive_prompt" : "journey", name: decodeURIComponent(name) };
  } catch {
    return null;
  }
}
