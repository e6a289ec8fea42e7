// The server's clock, estimated. The countdown is drawn from the server's deadline and this offset; ticks
// only correct.

interface Sample {
  /** Milliseconds that the question and its answer took. */
  roundTrip: number;
  /** Server's time minus ours, in milliseconds. */
  offset: number;
}

const SAMPLES_KEPT = 8;
/** Milliseconds between the estimate and a passing observation above which the observation wins. */
const OBSERVATION_TOLERANCE_MS = 1_000;

/** An estimate of the server's clock. `local` is ours, in epoch milliseconds; tests bring their own. */
export class ServerClock {
  private samples: Sample[] = [];
  private offset = 0;
  private known = false;

  constructor(private readonly local: () => number = Date.now) {}

  /** The server's epoch milliseconds now, as far as we know. */
  now(): number {
    return this.local() + this.offset;
  }

  /** Milliseconds left until a deadline of the server's, never below 0. */
  remaining(deadline: number): number {
    return Math.max(0, deadline - this.now());
  }

  /** Takes the answer to a `time_request` that was sent at `clientTime`. */
  sample(clientTime: number, serverTime: number): void {
    const received = this.local();
    const roundTrip = received - clientTime;
    if (!(roundTrip >= 0)) return;
    this.samples.push({ roundTrip, offset: serverTime - (clientTime + received) / 2 });
    this.samples = this.samples.slice(-SAMPLES_KEPT);
    // The quicker half says most: a slow answer was slow on one of its two ways only.
    const quick = [...this.samples].sort((a, b) => a.roundTrip - b.roundTrip).slice(0, Math.ceil(this.samples.length / 2));
    const offsets = quick.map((s) => s.offset).sort((a, b) => a - b);
    const middle = offsets[Math.floor(offsets.length / 2)];
    if (middle !== undefined) this.offset = middle;
    this.known = true;
  }

  /**
   * Takes a server's time that came along with some message. It is late by the unknown way here, so it
   * serves as a first estimate, and as a correction where ours is far off (this device slept, or its clock
   * was set).
   */
  observe(serverTime: number): void {
    const offset = serverTime - this.local();
    if (this.known && Math.abs(offset - this.offset) <= OBSERVATION_TOLERANCE_MS) return;
    if (this.known) this.samples = [];
    this.offset = offset;
    this.known = true;
  }
}

/** The page's one clock. */
export const clock = new ServerClock();
