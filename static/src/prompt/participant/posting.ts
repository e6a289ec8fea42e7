// What we do, sent in its order: a later event must not overtake an earlier one. What does not come through is tried
// again, for it belongs to a second of the prompt and is as good a little later.

import { delayBefore } from "../../shared/backoff";
import type { Failure } from "../../shared/http";
import type { Dialect, EventData, EventType } from "../../wire/prompt";
import { post, type Begun } from "../shared/api";

/** Milliseconds for which one event is tried, and events that may wait. */
const TRIED_MS = 120_000;
const WAITING_MAX = 200;
/** Seconds between two things that we do, at least: the server takes none of a kind twice at one time. */
const STEP_S = 0.001;

interface PostingOptions {
  dialect: Dialect;
  begun: Begun;
  bearer: string;
  /** The prompt's latest token. */
  jwt: () => string;
  /** Asks for a fresh token: the server has refused the one we have. */
  renew: () => Promise<void>;
  /** It does not come through just now, and is tried again. */
  delayed: () => void;
  /** It will not come through any more. */
  lost: (failure: Failure) => void;
}

export interface Posting {
  /** Sends an event of this second. */
  send(type: EventType, time: number, data: EventData): void;
  /** Sends events of this second from a page that goes, without waiting for anything. */
  part(events: [EventType, EventData][], time: number): void;
  /** Resolves when everything so far has been sent or given up. */
  settled(): Promise<unknown>;
}

/** A queue for one visit. */
export function startPosting(options: PostingOptions): Posting {
  const { dialect, begun, bearer } = options;
  let queue: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let latest = 0;

  // A recording may set our clock back a little; what we do stays in order all the same.
  function place(time: number): number {
    const at = Math.min(Math.max(time, latest), begun.duration_seconds);
    latest = at + STEP_S;
    return at;
  }

  const once = (type: EventType, at: number, data: EventData, keepalive: boolean) =>
    post(dialect, { ...begun, jwt: options.jwt() }, bearer, type, at, data, keepalive);

  async function attempt(type: EventType, at: number, data: EventData): Promise<void> {
    const until = performance.now() + TRIED_MS;
    let perhapsTaken = false;
    for (let tries = 0; ; tries += 1) {
      const answer = await once(type, at, data, false);
      if (answer.ok) return;
      const { status } = answer.failure;
      // It was taken the first time, and only the answer did not come through.
      if (status === 409 && perhapsTaken) return;
      perhapsTaken ||= status === 0;
      const passing = status === 0 || status === 429 || status >= 500;
      if (status === 403 && tries === 0) await options.renew();
      else if (!passing || performance.now() >= until) return options.lost(answer.failure);
      else {
        if (tries === 0) options.delayed();
        await new Promise((resolve) => setTimeout(resolve, delayBefore(tries)));
      }
    }
  }

  function send(type: EventType, time: number, data: EventData): void {
    if (waiting >= WAITING_MAX) return;
    const at = place(time);
    waiting += 1;
    queue = queue.then(() => attempt(type, at, data)).finally(() => (waiting -= 1));
  }

  function part(events: [EventType, EventData][], time: number): void {
    for (const [type, data] of events) void once(type, place(time), data, true);
  }

  return { send, part, settled: () => queue };
}
