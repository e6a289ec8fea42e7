// The slim bar that says the link is down; what was on the screen stays, dimmed by `.is-stale`.

import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n";
import type { LinkState } from "../socket";
import { Icon } from "./icons";

/** Milliseconds that a link may be away before the bar shows: a blink is no news. */
const SHOW_AFTER_MS = 700;

/** True once the link has been away for long enough to say so. */
export function useAway(link: ReadonlySignal<LinkState>): boolean {
  const { kind, since } = link.value;
  const [away, setAway] = useState(false);
  useEffect(() => {
    if (kind !== "reconnecting") {
      setAway(false);
      return;
    }
    const timer = setTimeout(() => setAway(true), Math.max(0, since + SHOW_AFTER_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [kind, since]);
  return away;
}

/** `text` says what is safe meanwhile; the default is the participant's. */
export function ConnectionBar({ away, text }: { away: boolean; text?: string }) {
  return (
    <div class="connection" role="status">
      {away && (
        <p>
          <Icon name="offline" /> {text ?? t.value.reconnecting}
        </p>
      )}
    </div>
  );
}
