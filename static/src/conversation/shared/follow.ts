// A log whose end stays in sight: through new entries, pictures that load late, and a window that gets smaller.

import { useCallback, useLayoutEffect, useRef } from "preact/hooks";

/** Pixels from the end within which a reader is taken to be there. */
const NEAR_PX = 240;

/**
 * The ref of the log's box. After `news` has changed the end is shown, unless somebody reads further up; `own`, where it
 * has changed to something true, leads there in any case.
 */
export function useFollow(news: readonly unknown[], own: unknown): (box: HTMLElement | null) => void {
  const box = useRef<HTMLElement | null>(null);
  const isNear = useRef(true);
  const letGo = useRef<(() => void) | null>(null);
  const toEnd = () => {
    if (box.current !== null && isNear.current) box.current.scrollTop = box.current.scrollHeight;
  };
  useLayoutEffect(toEnd, news);
  useLayoutEffect(() => {
    if (!own) return;
    isNear.current = true;
    toEnd();
  }, [own]);
  return useCallback((element: HTMLElement | null) => {
    letGo.current?.();
    box.current = element;
    if (element === null) return;
    const scrolled = () => {
      isNear.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
    };
    const observer = typeof ResizeObserver === "function" ? new ResizeObserver(toEnd) : null;
    element.addEventListener("scroll", scrolled, { passive: true });
    element.addEventListener("load", toEnd, true);
    observer?.observe(element);
    isNear.current = true;
    toEnd();
    letGo.current = () => {
      element.removeEventListener("scroll", scrolled);
      element.removeEventListener("load", toEnd, true);
      observer?.disconnect();
      letGo.current = null;
    };
  }, []);
}
