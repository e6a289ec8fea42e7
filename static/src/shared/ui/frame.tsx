// The quiet frame of pages that are read rather than played: name, content, preferences.

import type { ComponentChildren } from "preact";
import { Preferences } from "./preferences";
import { Icon } from "./icons";

/** The name and mark of the house. */
export function Brand() {
  return (
    <a class="brand" href="/">
      <span class="brand-mark">
        <Icon name="glass" />
      </span>
      Soirée
    </a>
  );
}

/** A page with a head, a narrow or wide column, and the preferences at its foot. */
export function Frame({ children, wide = false, aside }: { children: ComponentChildren; wide?: boolean; aside?: ComponentChildren }) {
  return (
    <div class={`frame ${wide ? "frame-wide" : ""}`}>
      <header class="frame-head">
        <Brand />
        {aside}
      </header>
      <main class="frame-main">{children}</main>
      <footer class="frame-foot">
        <Preferences />
      </footer>
    </div>
  );
}
