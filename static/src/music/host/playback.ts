// Who plays: of all pages that host a room, in this browser or on other devices, one makes the sound. The others
// are remote controls. What decides is the one order in which the server hands on what players report, so that
// all pages come to the same answer. Pure: no audio, no clock, no socket.
//
// A remote control reports only what changes something (a pause, a jump). A report of somebody else's that
// changes nothing can thus only come from another player: somebody has let the sound go on there. Two hands that
// press pause at once are told from that by the moment.

/** A report of a player's. */
export interface Report {
  percentage: number;
  paused: boolean;
}

/** A report that this page has sent and not yet heard back. */
export interface Sent extends Report {
  /** Our epoch milliseconds at which it was sent. */
  at: number;
}

/** What a page makes of a report that the server hands on. */
export type Heard =
  /** It is our own, come back. */
  | { kind: "own"; waiting: Sent[] }
  /** Somebody else's, overtaken by one of ours that is still on its way. */
  | { kind: "overtaken" }
  /** Another page plays now; this one falls silent. */
  | { kind: "yield" }
  /** Somebody wishes the player to stand, to go on, or to be elsewhere. */
  | { kind: "follow" };

/** Percent by which a report may differ from what was sent: the server keeps millionths. */
const SAME_PERCENT = 0.000_01;
/** Milliseconds around the player's place within which a report changes nothing. */
export const SAME_PLACE_MS = 2_000;
/** Reports remembered until they come back; a server that refuses one never sends it. */
const WAITING_MAX = 20;

/** Milliseconds after a pause in which another one is a second hand's, not another player's. */
export const SECOND_HAND_MS = 1_500;

/** Milliseconds after which a report that has not come back was refused. */
const WAITING_MS = 3_000;

/** Remembers a report that was sent. */
export const remember = (waiting: Sent[], sent: Sent): Sent[] => [...waiting, sent].slice(-WAITING_MAX);

/** Where a page's own player is. */
export interface Here {
  placeMs: number;
  /** Since when it stands, in our epoch milliseconds; `null` while it plays. */
  standsSince: number | null;
}

/** `now`: our epoch milliseconds. */
export function hear(sent: Sent[], report: Report & { position_ms: number | null }, here: Here, now: number): Heard {
  const waiting = sent.filter((one) => now - one.at < WAITING_MS);
  const at = waiting.findIndex((one) => one.paused === report.paused && Math.abs(one.percentage - report.percentage) < SAME_PERCENT);
  if (at >= 0) return { kind: "own", waiting: waiting.slice(at + 1) };
  if (waiting.length > 0) return { kind: "overtaken" };
  const { placeMs, standsSince } = here;
  const near = report.position_ms === null || Math.abs(report.position_ms - placeMs) < SAME_PLACE_MS;
  const secondHand = standsSince !== null && now - standsSince < SECOND_HAND_MS;
  return report.paused === (standsSince !== null) && near && !secondHand ? { kind: "yield" } : { kind: "follow" };
}

/** A place in a song as the wire says it, `null` while nobody knows how long it is. At most 100. */
export function percentageOf(placeMs: number, durationMs: number | null): number | null {
  if (durationMs === null || !(durationMs > 0)) return null;
  return Math.min(100, Math.max(0, (placeMs / durationMs) * 100));
}

/** Milliseconds without a report after which nobody seems to play. Players report every ten seconds. */
export const REPORT_SILENCE_MS = 25_000;

/** Failures in a row after which each further try waits a while: a folder that has gone must not be run through. */
const FAILURES_AT_ONCE = 3;
const FAILURE_PAUSE_MS = 5_000;

/** Milliseconds to wait before the next song is tried. */
export const patience = (failures: number): number => (failures < FAILURES_AT_ONCE ? 0 : FAILURE_PAUSE_MS);
