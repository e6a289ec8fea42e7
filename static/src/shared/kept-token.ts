// A token that this device keeps: it comes in a link's fragment, which no server and no log sees.

import { forget, load, save } from "./store";

export interface KeptToken {
  /** From the address, which is freed of it at once, else from an earlier visit; `null` where there is none. */
  read(): string | null;
  /** Keeps what was typed or pasted; a whole sign-in link is understood too. */
  keep(typed: string): void;
  /** Signs out. */
  drop(): void;
}

/** The token that stands in links as `#NAME=…`, kept under `key`. */
export function keptToken(key: string, name: string): KeptToken {
  const inFragment = (fragment: string) => new URLSearchParams(fragment).get(name) || null;
  const keep = (typed: string) => {
    const brought = typed.includes("#") ? inFragment(typed.slice(typed.indexOf("#") + 1)) : null;
    save(key, (brought ?? typed).trim());
  };
  return {
    read() {
      const brought = inFragment(location.hash.slice(1));
      if (brought !== null) {
        history.replaceState(null, "", location.pathname + location.search);
        keep(brought);
      }
      const kept = load<string>(key);
      return typeof kept === "string" && kept !== "" ? kept : null;
    },
    keep,
    drop: () => forget(key),
  };
}
