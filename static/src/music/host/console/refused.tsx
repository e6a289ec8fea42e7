// A console that does not open: why, and what to do.

import { t } from "../../../shared/i18n";
import { HostFrame } from "../../../shared/ui/host-frame";
import type { MusicHostTexts } from "../locales/en";
import { OtherDevice } from "../rooms-view";
import { h } from "../texts";

interface RefusedProps {
  code: string;
  /** The error's code, or `noKey`. */
  reason: string;
  /** The server's own sentence, where ours does not fit. */
  message?: string | undefined;
}

const isKnown = (reason: string): reason is keyof MusicHostTexts["refusals"] => Object.keys(h.peek().refusals).includes(reason);

export function Refused({ code, reason, message }: RefusedProps) {
  const known = isKnown(reason);
  const text = h.value.refusals[known ? reason : "other"];
  return (
    <HostFrame>
      <div class="card refused stack" role="alert">
        <h1>{h.value.refusedTitle}</h1>
        <p>{known ? text.what(code) : message || text.what(code)}</p>
        <p>{text.next}</p>
        {reason !== "noKey" && <p class="hint">{t.value.errorCode(reason)}</p>}
      </div>
      <OtherDevice open />
      <div class="row">
        <button type="button" class="button" onClick={() => location.reload()}>
          {h.value.retry}
        </button>
        <a class="button" href="/host">
          {h.value.toDashboard}
        </a>
      </div>
    </HostFrame>
  );
}
