// Everybody's sums, read again and again for a page that shows them.

import { useEffect, useState } from "preact/hooks";
import type { Behind } from "../../wire/prompt";
import { totals } from "./api";
import { nobody, type Tally } from "./tally";

/** Readings that fail one after the other before a page says so: a blink is no news. */
const AWAY_AFTER = 2;

/** Everybody's sums by now; `away`: the last readings failed. */
export function useTotals(prompt: Pick<Behind, "uid" | "jwt" | "kind" | "prompt" | "duration_seconds">, everyMs: number): { tally: Tally; away: boolean } {
  const [tally, setTally] = useState(nobody);
  const [away, setAway] = useState(false);
  useEffect(() => {
    let current = true;
    let timer: ReturnType<typeof setTimeout>;
    let failed = 0;
    const read = async () => {
      const sums = await totals(prompt);
      if (!current) return;
      if (sums !== null) setTally(sums);
      failed = sums === null ? failed + 1 : 0;
      setAway(failed >= AWAY_AFTER);
      timer = setTimeout(() => void read(), everyMs);
    };
    void read();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [prompt.jwt]);
  return { tally, away };
}
