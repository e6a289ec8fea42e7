// The page's ear for keys; what they mean is decided in `keys.ts`.

import { useEffect, useRef } from "preact/hooks";
import { focusOf, wishOf, type Wish } from "../keys";
import type { HostModel } from "../model";

export function useKeys(model: HostModel, wish: (wish: Wish) => void): void {
  const latest = useRef({ model, wish });
  latest.current = { model, wish };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // An open dialog has the keys, except the one that closes the help again.
      const dialog = document.querySelector("dialog[open]") !== null;
      const target = event.target instanceof Element ? event.target : null;
      const found = wishOf(event, focusOf(target), latest.current.model);
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
