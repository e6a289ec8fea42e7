// Keys of a console: what they are pressed on, and the page's ear for them. What they mean is each kind's.

import { useLayoutEffect, useRef } from "preact/hooks";

/** As much of a keyboard event as matters. */
export interface Key {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  repeat: boolean;
}

/** What the focus is on: text takes every key, a control takes Space and Enter. */
export type Focus = "nothing" | "control" | "text";

/** Whether a key is for the page at all: no key of a text field, none held, none with a modifier. */
export const isOurs = (key: Key, focus: Focus): boolean => focus !== "text" && !key.repeat && !key.ctrlKey && !key.altKey && !key.metaKey;

/** What an element makes of keys that are pressed on it. */
export function focusOf(element: Element | null): Focus {
  // A dialog that has just closed keeps the focus until the next frame; what is in it takes no keys any more.
  if (element === null || element.closest("dialog:not([open])") !== null) return "nothing";
  const field = element.closest("input, textarea, select, [contenteditable='true']");
  if (field !== null) {
    const type = field.getAttribute("type");
    return type === "checkbox" || type === "radio" || type === "range" ? "control" : "text";
  }
  return element.closest("button, a, summary, label") === null ? "nothing" : "control";
}

/** Listens on the whole page. `find` says what a key means, `null` for nothing; an open dialog has the keys, except "help". */
export function useKeys<Wish extends string>(find: (key: Key, focus: Focus) => Wish | null, wish: (wish: Wish) => void): void {
  const latest = useRef({ find, wish });
  latest.current = { find, wish };
  // As soon as the page is there, and not only a frame later, when somebody may have pressed one already.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const dialog = document.querySelector("dialog[open]") !== null;
      const target = event.target instanceof Element ? event.target : null;
      const found = latest.current.find(event, focusOf(target));
      if (found === null || (dialog && found !== "help")) return;
      event.preventDefault();
      latest.current.wish(found);
    };
    // A button clicked by mouse or finger would keep Space for itself; it is let go, so that Space is the
    // main action again. Clicks from the keyboard have no `detail` and keep their focus.
    const onClick = (event: MouseEvent) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>(".console button") : null;
      if (event.detail > 0 && button?.closest("dialog") === null) button.blur();
    };
    addEventListener("keydown", onKey);
    addEventListener("click", onClick);
    return () => {
      removeEventListener("keydown", onKey);
      removeEventListener("click", onClick);
    };
  }, []);
}
