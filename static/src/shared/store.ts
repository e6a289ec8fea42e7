// The browser's local storage, safe where it is blocked, full or somebody else's scribble: then the page
// still works, it only forgets.

/** Reads a stored value; `null` where there is none, or none that can be read. */
export function load<T>(key: string): T | null {
  try {
    const text = localStorage.getItem(key);
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

/** Stores a value; `false` where storage refuses. */
export function save(key: string, value: unknown): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** Forgets a value. */
export function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Blocked storage has nothing to forget.
  }
}

/** Things that are kept by a room's code; of too many the oldest are forgotten first. */
export interface KeptByCode<T> {
  /** All of them. */
  all(): Record<string, T>;
  /** Keeps or updates one. */
  keep(code: string, thing: T): void;
  /** Gives one up. */
  drop(code: string): void;
}

/** `most` things under `key`; `at`: epoch milliseconds of the last visit. */
export function keptByCode<T extends { at: number }>(key: string, most: number): KeptByCode<T> {
  const all = (): Record<string, T> => {
    const kept = load<Record<string, T>>(key);
    return kept !== null && typeof kept === "object" ? kept : {};
  };
  return {
    all,
    keep(code, thing) {
      const entries = Object.entries({ ...all(), [code]: thing });
      entries.sort(([, a], [, b]) => b.at - a.at);
      save(key, Object.fromEntries(entries.slice(0, most)));
    },
    drop(code) {
      const { [code]: _, ...rest } = all();
      save(key, rest);
    },
  };
}
