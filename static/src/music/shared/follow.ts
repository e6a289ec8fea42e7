// How a player that listens along keeps in step: what to do about the distance between where it is and where
// it should be. Pure.

/** Milliseconds of distance from which it jumps instead of running slower or faster. */
export const JUMP_MS = 400;
/** Milliseconds of distance that are left alone. */
export const NEAR_MS = 12;
/** Milliseconds in which a distance is to be made up for. */
const CATCH_UP_MS = 1_500;
/** The most that the speed is bent: beyond it, one would hear it. */
const BEND_MAX = 0.06;

/** What to do: jump to where it should be, or run at a speed. */
export type Correction = { jump: true } | { jump: false; rate: number };

/** `aheadMs`: how far the player is ahead of where it should be; negative where it is behind. */
export function correction(aheadMs: number): Correction {
  const distance = Math.abs(aheadMs);
  if (!(distance <= JUMP_MS)) return { jump: true };
  if (distance <= NEAR_MS) return { jump: false, rate: 1 };
  const bend = Math.min(BEND_MAX, distance / CATCH_UP_MS);
  return { jump: false, rate: aheadMs > 0 ? 1 - bend : 1 + bend };
}

/**
 * Where to jump to so that it fits when the jump is done: a jump itself takes a while, as long as the ones
 * before it on this device.
 */
export class JumpDelay {
  private delayMs = 60;

  /** Milliseconds that the next jump is expected to take. */
  get expected(): number {
    return this.delayMs;
  }

  /** `behindMs`: how far the player was behind after a jump that allowed for `expected`. */
  learn(behindMs: number): void {
    const next = this.delayMs + behindMs / 2;
    this.delayMs = Math.min(JUMP_MS, Math.max(0, next));
  }
}
