// Small sounds for the host's loudspeakers: a tick in the last seconds, a chime at the reveal. Off until the
// host turns the volume up; made here, so that no file is loaded.

import { effect, signal } from "@preact/signals";
import { load, save } from "../../shared/store";

const KEY = "soiree.host.volume";

const kept = load<unknown>(KEY);

/** 0 (off) to 1. */
export const volume = signal(typeof kept === "number" && kept >= 0 && kept <= 1 ? kept : 0);
effect(() => {
  save(KEY, volume.value);
});

let context: AudioContext | null = null;

/** Browsers allow sound only after a gesture; until then this stays silent. */
function audio(): AudioContext | null {
  if (volume.value === 0 || typeof AudioContext === "undefined") return null;
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume();
  return context;
}

function tone(frequency: number, afterSeconds: number, seconds: number, loudness: number): void {
  const ctx = audio();
  if (ctx === null) return;
  const start = ctx.currentTime + afterSeconds;
  const oscillator = ctx.createOscillator();
  const gain = ctx.createGain();
  oscillator.type = "sine";
  oscillator.frequency.value = frequency;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(loudness * volume.value, start + 0.01);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + seconds);
  oscillator.connect(gain).connect(ctx.destination);
  oscillator.start(start);
  oscillator.stop(start + seconds);
}

/** One of the last five seconds; the last ones higher. */
export const tick = (secondsLeft: number): void => tone(secondsLeft <= 1 ? 1175 : 784, 0, 0.12, 0.35);

/** The answer is shown. */
export function chime(): void {
  tone(659, 0, 0.5, 0.3);
  tone(784, 0.12, 0.5, 0.3);
  tone(1047, 0.24, 0.9, 0.3);
}

/** Calls `heard` for each of the last five seconds before `left()` (milliseconds) is over. Returns a stop. */
export function countdown(left: () => number, heard: (seconds: number) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const next = () => {
    const ms = left();
    if (ms <= 0) return;
    const seconds = Math.ceil(ms / 1000);
    // The boundary at which one whole second fewer is left.
    const wait = seconds > 5 ? ms - 5_000 : ms - (seconds - 1) * 1000;
    timer = setTimeout(() => {
      const now = Math.round(left() / 1000);
      if (now > 0 && now <= 5) heard(now);
      next();
    }, Math.max(20, wait));
  };
  next();
  return () => clearTimeout(timer);
}
