// The guest that this browser is in prompts: a name and the bearer that the server gave it.

import { call, type Answer } from "../../shared/http";
import { forget, load, save } from "../../shared/store";

export interface Guest {
  user_sub: string;
  token: string;
  name: string;
}

const KEY = "soiree.guest";

/** The guest of an earlier visit. */
export function knownGuest(): Guest | null {
  const guest = load<Guest>(KEY);
  return guest !== null && typeof guest.token === "string" && typeof guest.name === "string" ? guest : null;
}

/** The guest of this name: the one of earlier, or a new one. */
export async function guestOf(name: string): Promise<Answer<Guest>> {
  const known = knownGuest();
  if (known !== null && known.name === name) return { ok: true, value: known };
  const answer = await call<{ user_sub: string; token: string }>("POST", "/api/v1/users", undefined, { name });
  if (!answer.ok) return answer;
  const guest = { user_sub: answer.value.user_sub, token: answer.value.token, name };
  save(KEY, guest);
  return { ok: true, value: guest };
}

/** The server knows this guest no more. */
export const forgetGuest = (): void => forget(KEY);
