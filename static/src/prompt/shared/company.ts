// What happens around us: history and live events in one stream, each once, at its second.

import type { Happening } from "./dialect";

/** Happenings that wait for their second. */
const WAITING_MAX = 2_000;
/** Ids that are remembered so that nothing comes twice. */
const SEEN_MAX = 20_000;
/** Seconds after its moment in which something is still shown: a live event needs its way here. */
export const LATE_S = 2;

/** Merges two sources without doubles. Pure: time is an argument. */
export class Company {
  private readonly seen = new Set<string>();
  private waiting: Happening[] = [];

  /** `own`: our session, whose answers the page shows by itself. */
  constructor(private readonly own: string | null = null) {}

  /** Takes happenings in; those that were there already, are our own, or are long past are left out. */
  add(happenings: Happening[], now: number): void {
    for (const one of happenings) {
      if (this.seen.has(one.uid) || (one.session !== null && one.session === this.own)) continue;
      this.seen.add(one.uid);
      if (one.time < now - LATE_S || this.waiting.length >= WAITING_MAX) continue;
      this.insert(one);
    }
    this.forget();
  }

  private insert(one: Happening): void {
    let at = this.waiting.length;
    while (at > 0 && this.waiting[at - 1]!.time > one.time) at -= 1;
    this.waiting.splice(at, 0, one);
  }

  /** The oldest ids go first: what they belong to cannot come any more. */
  private forget(): void {
    for (const uid of this.seen) {
      if (this.seen.size <= SEEN_MAX) break;
      this.seen.delete(uid);
    }
  }

  /** Everything whose second has come. */
  take(now: number): Happening[] {
    let count = 0;
    while (count < this.waiting.length && this.waiting[count]!.time <= now) count += 1;
    return this.waiting.splice(0, count);
  }
}
