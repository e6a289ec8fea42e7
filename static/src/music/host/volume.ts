// The master volume, kept in this browser.

import { effect, signal } from "@preact/signals";
import { load, save } from "../../shared/store";

const KEY = "soiree.music.volume";
const FIRST = 0.8;

const kept = load<unknown>(KEY);

/** 0 (off) to 1. */
export const volume = signal(typeof kept === "number" && kept >= 0 && kept <= 1 ? kept : FIRST);
effect(() => {
  save(KEY, volume.value);
});
