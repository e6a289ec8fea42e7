// The mechanics of a long list: which rows are drawn, where the focus is, and that nothing moves under a pointer.

import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { InboxRow } from "../../wire/conversation";
import { inOldOrder, rangeOf, scrollFor } from "./window";

/** A row's height in rem, as the styles have it. */
const ROW_REM = 6.25;
/** Rows that Page up and Page down go. */
const PAGE_ROWS = 8;

/** `rows` in the order wanted; `openId`: the row at which the Tab key stops first. */
export function useList(rows: InboxRow[], openId: string | null) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 0, rowPx: ROW_REM * 16 });
  const [stopAt, setStop] = useState<string | null>(null);
  const [isPointed, setPointed] = useState(false);
  const order = useRef<string[]>([]);
  const wanted = useRef<string | null>(null);
  const shown = useMemo(() => (isPointed ? inOldOrder(rows, order.current) : rows), [rows, isPointed]);
  order.current = useMemo(() => shown.map((row) => row.conversation_id), [shown]);
  const has = (id: string | null) => id !== null && order.current.includes(id);
  const stop = has(stopAt) ? stopAt : has(openId) ? openId : (order.current[0] ?? null);
  const { from, to } = rangeOf(view.top, view.height, view.rowPx, shown.length);
  // The row with the focus is drawn wherever it is, so that the focus stays.
  const stopIndex = stop === null ? -1 : order.current.indexOf(stop);
  const drawn = shown.slice(from, to).map((row, i) => ({ row, at: from + i }));
  const kept = shown[stopIndex];
  if (kept !== undefined && stopIndex < from) drawn.unshift({ row: kept, at: stopIndex });
  if (kept !== undefined && stopIndex >= to) drawn.push({ row: kept, at: stopIndex });

  // Moved in the document, an element loses the focus; it gets it back.
  const focused = box.current?.contains(document.activeElement) === true ? (document.activeElement as HTMLElement).dataset.id : undefined;
  useLayoutEffect(() => {
    const id = wanted.current ?? (box.current?.contains(document.activeElement) === true ? undefined : focused);
    wanted.current = null;
    if (id !== undefined) box.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
  });

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight, rowPx: ROW_REM * parseFloat(getComputedStyle(document.documentElement).fontSize) });
    measure();
    if (typeof ResizeObserver !== "function") return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // Whoever leaves a conversation is back at its row, unless the focus is elsewhere by now.
  const lastOpen = useRef(openId);
  useLayoutEffect(() => {
    const left = lastOpen.current;
    lastOpen.current = openId;
    if (openId === null && left !== null && document.activeElement === document.body && has(left)) focus(order.current.indexOf(left));
  }, [openId]);

  /** The focus goes to a row, which comes into sight. */
  function focus(at: number) {
    const element = box.current;
    const index = Math.max(0, Math.min(order.current.length - 1, at));
    const id = order.current[index];
    if (element === null || id === undefined) return;
    element.scrollTop = scrollFor(index, element.scrollTop, element.clientHeight, view.rowPx);
    wanted.current = id;
    setStop(id);
    setView((now) => ({ ...now, top: element.scrollTop }));
  }

  return {
    box,
    rows: shown,
    rowPx: view.rowPx,
    drawn,
    stop,
    focus,
    entered: () => setPointed(true),
    left: () => setPointed(false),
    scrolled() {
      const top = box.current?.scrollTop ?? 0;
      // A new range is drawn, not each pixel.
      if (Math.floor(top / view.rowPx) !== Math.floor(view.top / view.rowPx)) setView((now) => ({ ...now, top }));
    },
    /** Arrows, Page and Home keys go from row to row. */
    walk(event: KeyboardEvent) {
      const here = (document.activeElement as HTMLElement | null)?.dataset.id;
      const at = here === undefined ? -1 : order.current.indexOf(here);
      const { length } = order.current;
      const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE_ROWS, PageUp: -PAGE_ROWS, Home: -length, End: length };
      const step = steps[event.key];
      if (step === undefined || at < 0 || event.altKey) return;
      event.preventDefault();
      focus(at + step);
    },
  };
}
