// How long to wait before the next attempt to connect.

export const FIRST_DELAY_MS = 1_000;
export const DELAY_FACTOR = 1.3;
export const DELAY_MAX_MS = 10_000;
/** After a server that said it restarts (close 1012, 1013): it will be back in a moment. */
export const RESTART_DELAY_MS = 300;

/** Milliseconds before attempt `attempt` (from 0); jitter of ±25 %, so that a room does not return as one. */
export function delayBefore(attempt: number, random: () => number = Math.random): number {
  const base = Math.min(DELAY_MAX_MS, FIRST_DELAY_MS * DELAY_FACTOR ** attempt);
  return Math.min(DELAY_MAX_MS, Math.round(base * (0.75 + random() * 0.5)));
}
