// The frame of the host's pages that are read and written rather than played.

import type { ComponentChildren } from "preact";
import { Brand } from "./frame";
import { Preferences } from "./preferences";

export function HostFrame({ children, aside }: { children: ComponentChildren; aside?: ComponentChildren }) {
  return (
    <div class="frame frame-wide host-frame">
      <header class="frame-head">
        <Brand />
        <div class="row">{aside}</div>
      </header>
      <main id="main" class="frame-main" tabIndex={-1}>
        {children}
      </main>
      <footer class="frame-foot">
        <Preferences />
      </footer>
    </div>
  );
}
