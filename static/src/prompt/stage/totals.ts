// The room's sums, read again and again, and the hearts that came since the last look.

import { useEffect, useRef, useState } from "preact/hooks";
import { reducedMotion } from "../../shared/motion";
import type { Behind } from "../../wire/prompt";
import { totals } from "../shared/api";
import { nobody, type Tally } from "../shared/tally";

/** Milliseconds between two readings of the sums. */
const SUMS_EVERY_MS = 1_000;
/** Hearts that float at one time; milliseconds that one floats, and by which one may rise later than the others. */
const HEARTS_MAX = 20;
const HEART_MS = 3_000;
const HEART_LATER_MS = 900;

/** Readings that fail one after the other before the screen says so: a blink is no news. */
const AWAY_AFTER = 2;

/** Everybody's sums by now; `away`: the last readings failed. */
export function useTotals(behind: Behind): { tally: Tally; away: boolean } {
  const [tally, setTally] = useState(nobody);
  const [away, setAway] = useState(false);
  useEffect(() => {
    let current = true;
    let timer: ReturnType<typeof setTimeout>;
    let failed = 0;
    const read = async () => {
      const sums = await totals(behind);
      if (!current) return;
      if (sums !== null) setTally(sums);
      failed = sums === null ? failed + 1 : 0;
      setAway(failed >= AWAY_AFTER);
      timer = setTimeout(() => void read(), SUMS_EVERY_MS);
    };
    void read();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [behind.jwt]);
  return { tally, away };
}

/** How much later a heart rises: those of one look are no clump. */
export const heartDelay = (id: number): number => (id * 370) % HEART_LATER_MS;

/** A heart for each that came since the last look, as many as the screen bears. `null`: nobody has looked yet. */
export function useHearts(likes: number | null): number[] {
  const [hearts, setHearts] = useState<number[]>([]);
  const before = useRef<number | null>(null);
  useEffect(() => {
    const last = before.current;
    before.current = likes;
    if (likes === null || last === null || likes <= last || reducedMotion()) return;
    const fresh = Array.from({ length: Math.min(HEARTS_MAX, likes - last) }, (_, i) => likes - i);
    setHearts((now) => [...now, ...fresh].slice(-HEARTS_MAX));
    setTimeout(() => setHearts((now) => now.filter((id) => !fresh.includes(id))), HEART_MS + HEART_LATER_MS);
  }, [likes]);
  return hearts;
}
