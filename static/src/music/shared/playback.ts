// Where the player is, from what the server said last and the time since. Pure; `now` is the server's epoch
// milliseconds.

import type { Playback } from "../../wire/music";

/** Milliseconds into the song; `null` where nobody knows how long it is. */
export function positionMs(playback: Playback, now: number): number | null {
  if (playback.position_ms === null) return null;
  const run = playback.paused ? 0 : Math.max(0, now - playback.at);
  const position = playback.position_ms + run;
  return playback.duration_ms === null ? position : Math.min(position, playback.duration_ms);
}

/** How much of the song is over, from 0 to 1. */
export function progressOf(playback: Playback, now: number): number {
  const position = positionMs(playback, now);
  const part = position === null || !playback.duration_ms ? playback.percentage / 100 : position / playback.duration_ms;
  return Math.min(1, Math.max(0, part));
}

/** A time as players write it: 3:07, 1:02:09. */
export function timeText(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const two = (n: number) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
