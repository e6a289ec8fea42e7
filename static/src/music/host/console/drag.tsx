// Dragging by mouse, finger or pen, by pointer events: the browser's own dragging does not exist for fingers
// everywhere. What a drag does is also a button of its row, so keyboards lose nothing.

import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";

/** Pixels that a mouse has to move before a press is a drag. */
const THRESHOLD_PX = 6;

/** Where something can be dropped: what an element says in `data-drop`. */
export interface Drag<Item> {
  /** What is being dragged. */
  item: Item | null;
  /** The name of the place under the pointer. */
  over: string | null;
  /** For the element by which the item is taken. */
  grip: (item: Item) => { onPointerDown: (event: PointerEvent) => void };
  /** Draws what is being dragged at the pointer. */
  ghost: (children: ComponentChildren) => ComponentChildren;
}

interface Held<Item> {
  item: Item;
  pointer: number;
  x: number;
  y: number;
  moved: boolean;
}

/** `moved` is told each place that the pointer comes to, `dropped` the last one. */
export function useDrag<Item>(dropped: (item: Item, place: string) => void, moved?: (item: Item, place: string) => void): Drag<Item> {
  const held = useRef<Held<Item> | null>(null);
  const shown = useRef<HTMLDivElement>(null);
  const [item, setItem] = useState<Item | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const at = useRef<string | null>(null);
  const tell = useRef({ dropped, moved });
  tell.current = { dropped, moved };

  const draw = () => {
    const now = held.current;
    if (now !== null && shown.current !== null) shown.current.style.transform = `translate(${now.x}px, ${now.y}px)`;
  };
  useLayoutEffect(draw, [item]);

  useLayoutEffect(() => {
    const end = () => {
      held.current = null;
      at.current = null;
      setItem(null);
      setOver(null);
    };
    const move = (event: PointerEvent) => {
      const now = held.current;
      if (now === null || event.pointerId !== now.pointer) return;
      if (!now.moved && Math.hypot(event.clientX - now.x, event.clientY - now.y) < THRESHOLD_PX) return;
      [now.x, now.y] = [event.clientX, event.clientY];
      if (!now.moved) {
        now.moved = true;
        setItem(now.item);
      }
      draw();
      const place = document.elementFromPoint(now.x, now.y)?.closest<HTMLElement>("[data-drop]")?.dataset.drop ?? null;
      if (place === at.current) return;
      at.current = place;
      setOver(place);
      if (place !== null) tell.current.moved?.(now.item, place);
    };
    const up = (event: PointerEvent) => {
      const now = held.current;
      if (now === null || event.pointerId !== now.pointer) return;
      const place = at.current;
      end();
      if (now.moved && place !== null) tell.current.dropped(now.item, place);
    };
    const cancel = (event: PointerEvent) => event.pointerId === held.current?.pointer && end();
    const escape = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || held.current === null) return;
      event.preventDefault();
      event.stopPropagation();
      end();
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", up);
    addEventListener("pointercancel", cancel);
    addEventListener("keydown", escape, true);
    return () => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", up);
      removeEventListener("pointercancel", cancel);
      removeEventListener("keydown", escape, true);
    };
  }, []);

  // Always the same one, so that rows which were not touched need not be drawn anew.
  const grip = useCallback(
    (taken: Item) => ({
      onPointerDown(event: PointerEvent) {
        if (event.button !== 0 || !event.isPrimary) return;
        // A finger's pointer belongs to what it came down on; the places below it are asked for by position.
        (event.currentTarget as Element).releasePointerCapture?.(event.pointerId);
        // No text is marked, no picture is dragged along.
        event.preventDefault();
        held.current = { item: taken, pointer: event.pointerId, x: event.clientX, y: event.clientY, moved: false };
      },
    }),
    [],
  );

  return {
    item,
    over,
    grip,
    ghost: (children) =>
      item === null ? null : (
        <div ref={shown} class="ghost" aria-hidden="true">
          {children}
        </div>
      ),
  };
}

/** Six dots: here it is taken. For hands alone; the row's buttons do the same. */
export function Grip<Item>({ grip, item }: { grip: Drag<Item>["grip"]; item: Item }) {
  return (
    <span class="grip" aria-hidden="true" {...grip(item)}>
      <svg viewBox="0 0 10 16">
        {[2, 8].flatMap((x) => [2, 8, 14].map((y) => <circle key={`${x} ${y}`} cx={x} cy={y} r="1.6" />))}
      </svg>
    </span>
  );
}
