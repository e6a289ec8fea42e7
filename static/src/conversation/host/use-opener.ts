// The focus around what opens in the place of its button, or goes when it is done with.

import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** The ref of what has the focus again when `isOpen` ends: the button that opened it, or a heading near by. */
export function useOpener<E extends HTMLElement>(isOpen: boolean): RefObject<E | null> {
  const opener = useRef<E | null>(null);
  const was = useRef(isOpen);
  useLayoutEffect(() => {
    // What had the focus has gone with what was closed; a focus elsewhere stays.
    if (was.current && !isOpen && document.activeElement === document.body) opener.current?.focus();
    was.current = isOpen;
  }, [isOpen]);
  return opener;
}

/** The ref of a heading that has the focus once it is there, and whenever `news` is another. */
export function useArrival(news: unknown, isWanted = true): RefObject<HTMLHeadingElement | null> {
  const head = useRef<HTMLHeadingElement | null>(null);
  useLayoutEffect(() => {
    if (isWanted) head.current?.focus();
  }, [news]);
  return head;
}
