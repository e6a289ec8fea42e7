// After the end: winners, exports, share, once more, and away with it.

import { useState } from "preact/hooks";
import { Icon } from "../../../shared/ui/icons";
import { Podium } from "../../../shared/ui/podium";
import { deleteSession } from "../api";
import { begin } from "../begin";
import { copyText } from "../../../shared/copy";
import { Exports } from "../exports";
import { resultsPath } from "../hosts";
import type { HostModel } from "../model";
import { failureText, h } from "../texts";
import { undoable } from "../../../shared/undo";
import { toast } from "../../../shared/ui/toast";
import { Standing } from "./standing";
import type { ConsoleSession } from "./session";

export function Ended({ session }: { session: ConsoleSession }) {
  const model = session.model.value;
  const [busy, setBusy] = useState(false);
  const [deleting, setDeleting] = useState(false);

  const again = async () => {
    setBusy(true);
    await begin({
      title: model.title,
      timerSeconds: model.timerSeconds,
      settings: { scoring: model.scoring },
      wines: model.wines,
    });
    setBusy(false);
  };
  const remove = () => {
    setDeleting(true);
    undoable({
      text: h.value.sessionDeleted(model.title),
      undone: () => setDeleting(false),
      run: () => {
        void deleteSession(model.code, session.hostId, true).then((answer) => {
          if (answer.ok || answer.failure.status === 404) location.assign("/host");
          else {
            setDeleting(false);
            toast(failureText(answer.failure), { seconds: 8 });
          }
        });
      },
    });
  };

  return (
    <div class="console-columns">
      <section class="stack" aria-labelledby="end-title">
        <div class="stack-s">
          <h2 id="end-title">{h.value.endTitle}</h2>
          <p class="hint">{h.value.endLead}</p>
        </div>
        {model.rankings.length > 0 && <Podium rankings={model.rankings} instant />}
        <Exports code={model.code} hostId={session.hostId} title={model.title} />
        <div class="row">
          <button type="button" class="button button-main" disabled={busy} onClick={() => void again()}>
            {busy ? h.value.starting : h.value.runAgain}
          </button>
          <a class="button" href={resultsPath(model.code, session.hostId)}>
            {h.value.allResults}
          </a>
          <button type="button" class="button" onClick={() => void share(model)}>
            <Icon name="link" /> {h.value.share}
          </button>
        </div>
        <div class="row">
          <button type="button" class="button button-danger" disabled={deleting} aria-describedby="delete-note" onClick={remove}>
            <Icon name="trash" /> {h.value.deleteData}
          </button>
          <p id="delete-note" class="hint">
            {h.value.deleteDataLong}
          </p>
        </div>
      </section>
      <Standing rankings={model.rankings} title={h.value.finalStanding} />
    </div>
  );
}

/** Shares the winners by the system's own way, else by the clipboard: no key is in it. */
async function share(model: HostModel): Promise<void> {
  const names = model.rankings.filter((row) => row.rank <= 3).map((row) => `${row.rank}. ${row.pseudonym} (${row.score})`);
  const text = h.value.shareText(model.title, names.join(", "));
  if (typeof navigator.share === "function") {
    try {
      await navigator.share({ title: model.title, text });
      return;
    } catch (error) {
      // Closed by the host; nothing else is wanted then.
      if (error instanceof DOMException && error.name === "AbortError") return;
    }
  }
  await copyText(text, h.value.shareCopied);
}
