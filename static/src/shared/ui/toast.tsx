// Short messages at the foot of the page; a destructive action is undone here instead of asked about.

import { signal } from "@preact/signals";
import { t } from "../i18n";
import { Icon } from "./icons";

interface ToastEntry {
  id: number;
  text: string;
  undo: (() => void) | undefined;
}

const entries = signal<ToastEntry[]>([]);
let lastId = 0;

/** Seconds in which a destructive action can be undone. */
export const UNDO_SECONDS = 10;

interface ToastOptions {
  /** Offers "Undo"; called at most once, and then `settled` is not. */
  undo?: () => void;
  /** Called when the message goes without an undo: here the destructive thing is really done. */
  settled?: () => void;
  /** How long it stays; 10 with an undo, else 4. */
  seconds?: number;
}

/** Shows a message. Returns a function that takes it away early (`settled` is called then, too). */
export function toast(text: string, options: ToastOptions = {}): () => void {
  const id = ++lastId;
  let open = true;
  const end = (then?: () => void) => {
    if (!open) return;
    open = false;
    clearTimeout(timer);
    entries.value = entries.value.filter((entry) => entry.id !== id);
    then?.();
  };
  const seconds = options.seconds ?? (options.undo ? UNDO_SECONDS : 4);
  const timer = setTimeout(() => end(options.settled), seconds * 1000);
  const undo = options.undo ? () => end(options.undo) : undefined;
  entries.value = [...entries.value, { id, text, undo }];
  return () => end(options.settled);
}

/** Where toasts appear: once per page, and in each open dialog, as nothing behind that can be pressed. */
export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {entries.value.map((entry) => (
        <div class="toast" key={entry.id}>
          <span>{entry.text}</span>
          {entry.undo && (
            <button type="button" class="button button-quiet" onClick={entry.undo}>
              <Icon name="arrow" /> {t.value.undo}
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
