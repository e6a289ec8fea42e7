// One evening in the host's list.

import { useState } from "preact/hooks";
import { Icon } from "../../shared/ui/icons";
import { toast } from "../../shared/ui/toast";
import { momentText } from "../../shared/when";
import type { SessionEntry } from "../../wire/quiz";
import { fetchResults } from "./api";
import { begin } from "./begin";
import { hostPath, resultsPath } from "./hosts";
import { bodyOfResults } from "./results-model";
import { failureText, h } from "./texts";

/** An evening with the key that opens it. */
export type OwnSession = SessionEntry & { hostId: string };

export function SessionCard({ session, onDelete }: { session: OwnSession; onDelete: () => void }) {
  const { code, title, status, hostId } = session;
  const ended = status === "ended";
  const winners = (session.finalRankings ?? []).filter((row) => row.rank === 1 && row.score > 0);
  return (
    <li class="card session-card">
      <div class="session-what">
        <p class="eyebrow">
          <span class={`status status-${status}`}>{h.value.statuses[status]}</span>
          <span class="code">{code}</span>
        </p>
        <h3>{title}</h3>
        <p class="hint">
          <time dateTime={session.createdAt}>{whenOf(session.createdAt)}</time> · {h.value.people(session.participantCount)}
          {winners.length > 0 && ` · ${h.value.winner(winners.slice(0, 3).map((row) => row.pseudonym).join(", "))}`}
        </p>
      </div>
      <div class="row session-actions">
        {!ended && (
          <a class="button button-main" href={hostPath(code, hostId)} aria-label={h.value.named(h.value.openConsole, title)}>
            {h.value.openConsole}
          </a>
        )}
        {!ended && (
          <a class="button" href={`/stage/${encodeURIComponent(code)}`} target="_blank" rel="noopener" aria-label={h.value.named(h.value.openStage, title)}>
            {h.value.openStage}
          </a>
        )}
        {ended && (
          <a class="button" href={resultsPath(code, hostId)} aria-label={h.value.named(h.value.results, title)}>
            {h.value.results}
          </a>
        )}
        {ended && <RunAgain session={session} />}
        <button type="button" class="button button-icon" aria-label={h.value.named(h.value.deleteSession, title)} onClick={onDelete}>
          <Icon name="trash" />
        </button>
      </div>
    </li>
  );
}

/** The same quiz once more, in a new room. */
function RunAgain({ session }: { session: OwnSession }) {
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    const answer = await fetchResults(session.code, session.hostId);
    if (answer.ok) await begin(bodyOfResults(answer.value));
    else toast(failureText(answer.failure), { seconds: 8 });
    setBusy(false);
  };
  return (
    <button type="button" class="button" disabled={busy} aria-label={h.value.named(h.value.runAgain, session.title)} onClick={() => void run()}>
      {busy ? h.value.starting : h.value.runAgain}
    </button>
  );
}

/** A date as the language writes it. */
export function whenOf(date: string | number): string {
  const at = new Date(date).getTime();
  return Number.isNaN(at) ? "" : momentText(at);
}
