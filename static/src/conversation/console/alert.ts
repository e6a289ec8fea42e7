// How an agent hears of something new: a short tone and, where it is allowed, a notification of the desktop.

import { load, save } from "../../shared/store";
import { c } from "./texts";

const KEY = "soiree.agent.alerts";
/** Milliseconds between two alerts. */
const EVERY_MS = 3_000;
const TONE_HZ = 660;
const TONE_S = 0.18;

let last = 0;
let audio: AudioContext | null = null;

/** Whether alerts are on; off until the agent asks for them. */
export const alertsOn = (): boolean => load<boolean>(KEY) === true;

/** Switches them; turning them on asks the browser for leave to notify. */
export async function setAlerts(on: boolean): Promise<void> {
  save(KEY, on);
  if (!on) return;
  audio ??= new AudioContext();
  await audio.resume().catch(() => undefined);
  if (typeof Notification === "function" && Notification.permission === "default") await Notification.requestPermission();
}

/** Something new has come. */
export function alertAgent(): void {
  const now = Date.now();
  if (!alertsOn() || now - last < EVERY_MS) return;
  last = now;
  tone();
  if (document.visibilityState === "hidden" && typeof Notification === "function" && Notification.permission === "granted") {
    new Notification(c.value.alertTitle, { body: c.value.alertBody, tag: "soiree" });
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
