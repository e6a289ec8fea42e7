// A console that does not open: why, and what to do.

import { t } from "../../../shared/i18n";
import { HostFrame } from "../../../shared/ui/host-frame";
import { hostPath, resultsPath } from "../hosts";
import { SignIn } from "../key-ring";
import type { HostTexts } from "../locales/en";
import { h } from "../texts";

interface RefusedProps {
  code: string;
  /** The error's code, or `noKey`. */
  reason: string;
  /** The server's own sentence, where ours does not fit. */
  message?: string | undefined;
  onKey: (hostId: string) => void;
  /** Where a link for another room leads. */
  page?: "host" | "results";
}

const isKnown = (reason: string): reason is keyof HostTexts["refusals"] => Object.keys(h.peek().refusals).includes(reason);

export function Refused({ code, reason, message, onKey, page = "host" }: RefusedProps) {
  const known = isKnown(reason);
  const text = h.value.refusals[known ? reason : "other"];
  return (
    <HostFrame>
      <div class="card refused stack" role="alert">
        <h1>{h.value.refusedTitle}</h1>
        <p>{known ? text.what(code) : (message ?? text.what(code))}</p>
        <p>{text.next}</p>
        {reason !== "noKey" && <p class="hint">{t.value.errorCode(reason)}</p>}
      </div>
      <SignIn
        onSignIn={(hostId, other) => {
          if (other !== undefined && other !== code) {
            location.assign(page === "host" ? hostPath(other, hostId) : resultsPath(other, hostId));
            return;
          }
          // The address then opens it again after a reload, and can be kept as a bookmark.
          history.replaceState(null, "", page === "host" ? hostPath(code, hostId) : resultsPath(code, hostId));
          onKey(hostId);
        }}
      />
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
