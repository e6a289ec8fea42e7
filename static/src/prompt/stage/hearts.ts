// The hearts that came since the last look at the room's sums.

import { useEffect, useRef, useState } from "preact/hooks";
import { reducedMotion } from "../../shared/motion";

/** Hearts that float at one time; milliseconds that one floats, and by which one may rise later than the others. */
const HEARTS_MAX = 20;
const HEART_MS = 3_000;
const HEART_LATER_MS = 900;

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
