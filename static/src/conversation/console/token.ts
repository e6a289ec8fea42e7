// The agent's token on this device: it comes in the link's fragment, which no server and no log sees.

import { forget, load, save } from "../../shared/store";

const KEY = "soiree.agent";

/** The token: from the address, which is freed of it at once, else from an earlier visit; `null` where there is none. */
export function agentToken(): string | null {
  const brought = new URLSearchParams(location.hash.slice(1)).get("token");
  if (brought !== null && brought !== "") {
    history.replaceState(null, "", location.pathname + location.search);
    save(KEY, brought);
  }
  const kept = load<string>(KEY);
  return typeof kept === "string" && kept !== "" ? kept : null;
}

/** Keeps a token or a whole sign-in link that was pasted. */
export function keepToken(typed: string): void {
  const fragment = typed.includes("#") ? new URLSearchParams(typed.slice(typed.indexOf("#") + 1)).get("token") : null;
  save(KEY, (fragment ?? typed).trim());
}

/** Signs out. */
export const dropToken = (): void => forget(KEY);
