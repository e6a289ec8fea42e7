// What a player reports, and how patient it is. Pure: no audio, no clock, no socket.
//
// Who plays: of all pages that host a room, in this browser or on other devices, one makes the sound. The others
// are remote controls. A page that is to play says so once (`host:player`), under a name that it has made up when
// it was loaded; the server keeps the last one, tells all hosts, and refuses reports of any other. A report that
// names no page is a wish, of a remote control or of an existing client, and the player follows it.

/** Milliseconds by which a place may be off before it is worth a jump. */
export const SAME_PLACE_MS = 2_000;

/** Letters of a page's name as a player; not `randomUUID`, which browsers give to secure addresses alone. */
export const newPlayerName = (): string => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");

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
