// A waiting song that is being dragged, and where it can be dropped. What it does is also a button of its row.

import { useState } from "preact/hooks";
import type { QueueEntry } from "../../../wire/music";

export interface Drag {
  /** What is being dragged. */
  entry: QueueEntry | null;
  set: (no: number | null) => void;
}

/** What an element needs to take a dragged song. */
export function useDrop(drag: Drag, drop: (entry: QueueEntry) => void) {
  const [over, setOver] = useState(false);
  const { entry } = drag;
  if (entry === null) return { over: false, handlers: {} };
  return {
    over,
    handlers: {
      onDragOver(event: DragEvent) {
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop(event: DragEvent) {
        event.preventDefault();
        setOver(false);
        drag.set(null);
        drop(entry);
      },
    },
  };
}
