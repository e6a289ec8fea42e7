// Destructive things are done ten seconds late, so that they can be taken back. A page that closes meanwhile
// does them at once: the host has said so.

import { toast } from "./ui/toast";

/** Waiting deeds; each is done or dropped exactly once. */
const waiting = new Set<() => void>();

if (typeof addEventListener === "function") {
  addEventListener("pagehide", () => {
    for (const settle of [...waiting]) settle();
  });
}

interface Deed {
  /** What is said meanwhile. */
  text: string;
  /** The destructive thing. */
  run: () => void;
  /** Puts everything back. */
  undone?: () => void;
}

/** Does it in ten seconds unless taken back. Returns a function that does it now. */
export function undoable({ text, run, undone }: Deed): () => void {
  const now = toast(text, {
    undo: () => {
      waiting.delete(now);
      undone?.();
    },
    settled: () => {
      waiting.delete(now);
      run();
    },
  });
  waiting.add(now);
  return now;
}
