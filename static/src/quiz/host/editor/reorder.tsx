// Moving a card: by buttons, by keyboard, or by dragging its handle. The buttons keep the focus where it
// was, so that several steps are several presses.

import { useState } from "preact/hooks";
import { Icon } from "../../../shared/ui/icons";
import { h } from "../texts";

interface MoveButtonsProps {
  /** The card's id, for the buttons' own. */
  id: string;
  /** What is moved, as people call it. */
  what: string;
  index: number;
  of: number;
  onMove: (to: number) => void;
}

export function MoveButtons({ id, what, index, of, onMove }: MoveButtonsProps) {
  const move = (by: -1 | 1) => {
    onMove(index + by);
    // Moving an element in the page takes its focus away.
    const button = `${by < 0 ? "up" : "down"}-${id}`;
    setTimeout(() => document.getElementById(button)?.focus(), 30);
  };
  return (
    <>
      <button id={`up-${id}`} type="button" class="button button-icon" aria-disabled={index === 0} aria-label={h.value.named(h.value.moveUp, what)} onClick={() => index > 0 && move(-1)}>
        <Icon name="up" />
      </button>
      <button
        id={`down-${id}`}
        type="button"
        class="button button-icon"
        aria-disabled={index === of - 1}
        aria-label={h.value.named(h.value.moveDown, what)}
        onClick={() => index < of - 1 && move(1)}
      >
        <Icon name="down" />
      </button>
    </>
  );
}

/** What is being dragged now: cards take only their own kind. */
let dragged: { kind: string; id: string } | null = null;

interface Draggable {
  /** Spread on the card. */
  card: {
    draggable: boolean;
    "data-over": boolean;
    onDragStart: (event: DragEvent) => void;
    onDragEnd: () => void;
    onDragOver: (event: DragEvent) => void;
    onDragLeave: () => void;
    onDrop: (event: DragEvent) => void;
  };
  /** The handle: only from here a drag begins, so that text in fields can still be selected. */
  handle: preact.JSX.Element;
}

/** Makes a card draggable among those of its kind; `onDropped` tells which was let go upon this one. */
export function useDrag(kind: string, id: string, onDropped: (id: string) => void): Draggable {
  const [armed, setArmed] = useState(false);
  const [over, setOver] = useState(false);
  const takes = () => dragged !== null && dragged.kind === kind && dragged.id !== id;
  return {
    card: {
      draggable: armed,
      "data-over": over,
      onDragStart: (event) => {
        event.stopPropagation();
        dragged = { kind, id };
        event.dataTransfer?.setData("text/plain", id);
        if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
      },
      onDragEnd: () => {
        dragged = null;
        setArmed(false);
      },
      onDragOver: (event) => {
        if (!takes()) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: (event) => {
        setOver(false);
        if (!takes() || dragged === null) return;
        event.preventDefault();
        event.stopPropagation();
        onDropped(dragged.id);
      },
    },
    handle: (
      <span class="drag-handle" title={h.value.dragHandle} aria-hidden="true" onPointerDown={() => setArmed(true)} onPointerUp={() => setArmed(false)}>
        ⠿
      </span>
    ),
  };
}
