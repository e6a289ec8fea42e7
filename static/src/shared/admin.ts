// The administrator's token on this device: it comes in a link's fragment, which no server and no log sees.

import { forget, load, save } from "./store";

const KEY = "soiree.admin";

/** The token: from the address, which is freed of it at once, else from an earlier visit; `null` where there is none. */
export function adminToken(): string | null {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const brought = fragment.get("admin");
  if (brought !== null && brought !== "") {
    history.replaceState(null, "", location.pathname + location.search);
    keepAdminToken(brought);
  }
  const kept = load<string>(KEY);
  return typeof kept === "string" && kept !== "" ? kept : null;
}

/** Keeps a token that was typed or pasted; a whole sign-in link is understood too. */
export function keepAdminToken(typed: string): void {
  const fragment = typed.includes("#") ? new URLSearchParams(typed.slice(typed.indexOf("#") + 1)).get("admin") : null;
  save(KEY, (fragment ?? typed).trim());
}

/** Signs out. */
export const dropAdminToken = (): void => forget(KEY);
