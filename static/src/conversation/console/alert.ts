// How an agent hears of something new: a short tone and, where it is allowed, a notification of the desktop.

import { load, save } from "../../shared/store";
import type { InboxRow } from "../../wire/conversation";
import { nameOfRow } from "./names";
import { c } from "./texts";

const KEY = "soiree.agent.alerts";
/** Milliseconds between two alerts. */
const EVERY_MS = 3_000;
const TONE_HZ = 660;
const TONE_S = 0.18;
/** Characters of a message in a notification. */
const BODY_CHARS_MAX = 120;

let last = 0;
let audio: AudioContext | null = null;

/** Whether alerts are on; off until the agent asks for them. */
export const alertsOn = (): boolean => load<boolean>(KEY) === true;

/** Switches them on: asks the browser for leave to notify, and sounds once. `false`: there is the tone alone. */
export async function startAlerts(): Promise<boolean> {
  save(KEY, true);
  // Asked for at once, while the press still counts as one.
  const leave = typeof Notification !== "function" ? "denied" : Notification.permission === "default" ? Notification.requestPermission() : Notification.permission;
  await wakeAudio();
  tone();
  return (await leave) === "granted";
}

export const stopAlerts = (): void => void save(KEY, false);

/** A page may sound only after it has been touched: after a reload the first key or click wakes the tone. */
export function awaitTouch(): () => void {
  const touched = () => {
    if (alertsOn()) void wakeAudio();
  };
  addEventListener("pointerdown", touched);
  addEventListener("keydown", touched);
  return () => {
    removeEventListener("pointerdown", touched);
    removeEventListener("keydown", touched);
  };
}

async function wakeAudio(): Promise<void> {
  audio ??= new AudioContext();
  if (audio.state === "suspended") await audio.resume().catch(() => undefined);
}

/** Something new has come; `show` leads there. */
export function alertAgent(row: InboxRow, show: () => void): void {
  const now = Date.now();
  if (!alertsOn() || now - last < EVERY_MS) return;
  last = now;
  tone();
  if (document.hasFocus() || typeof Notification !== "function" || Notification.permission !== "granted") return;
  try {
    const text = row.waiting_since === null ? row.last_text : c.value.alertBody;
    const notification = new Notification(nameOfRow(row), { body: text.slice(0, BODY_CHARS_MAX), tag: row.conversation_id });
    notification.onclick = () => {
      window.focus();
      show();
      notification.close();
    };
  } catch {
    // Chrome on Android knows them in service workers alone; the tone has sounded.
  }
}

function tone(): void {
  if (audio === null || audio.state !== "running") return;
  const [source, volume] = [audio.createOscillator(), audio.createGain()];
  source.frequency.value = TONE_HZ;
  volume.gain.setValueAtTime(0.15, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + TONE_S);
  source.connect(volume).connect(audio.destination);
  source.start();
  source.stop(audio.currentTime + TONE_S);
}
