// The lobby: how to get in, and who has.

import { useState } from "preact/hooks";
import { copyText } from "../../../shared/copy";
import { useJoinBase, withoutScheme } from "../../../shared/join-base";
import { Dialog } from "../../../shared/ui/dialog";
import { Icon } from "../../../shared/ui/icons";
import { QrCode } from "../../../shared/ui/qr";
import { h } from "../texts";
import { sizeOf } from "../packs-view";
import { People } from "./people";
import type { ConsoleSession } from "./session";

export function Lobby({ session }: { session: ConsoleSession }) {
  const model = session.model.value;
  const base = useJoinBase();
  const [big, setBig] = useState(false);
  const link = `${base}/j/${encodeURIComponent(model.code)}`;
  return (
    <div class="console-columns lobby">
      <section class="card join-card" aria-label={h.value.code}>
        <p class="join-address">{withoutScheme(base)}</p>
        <p class="join-code code">{model.code}</p>
        <button type="button" class="qr-button" aria-label={h.value.bigQr} onClick={() => setBig(true)}>
          <QrCode code={model.code} />
        </button>
        <div class="row">
          <button type="button" class="button" onClick={() => void copyText(link, h.value.linkCopied)}>
            <Icon name="link" /> {h.value.copyLink}
          </button>
          <button type="button" class="button" onClick={() => setBig(true)}>
            <Icon name="full" /> {h.value.bigQr}
          </button>
        </div>
        <p class="hint">
          {sizeOf(model)} · {h.value.settingsShort(model.timerSeconds, h.value.scoringShort[model.scoring])}
        </p>
      </section>
      <section class="stack" aria-labelledby="people-title">
        <div class="section-head">
          <h2 id="people-title">
            {h.value.lobbyTitle} <span class="count">{model.count}</span>
          </h2>
        </div>
        {model.locked && (
          <p class="notice">
            <Icon name="lock" /> {h.value.lockedNote}
          </p>
        )}
        {model.participants.length === 0 ? (
          <p class="lobby-empty">
            {h.value.lobbyEmpty} <strong>{withoutScheme(base)}</strong>
          </p>
        ) : (
          <People session={session} names={model.participants} />
        )}
      </section>
      <Dialog open={big} title={h.value.qrTitle} onClose={() => setBig(false)}>
        <div class="big-qr">
          <QrCode code={model.code} />
          <p>
            {h.value.joinAt} <strong>{withoutScheme(link)}</strong>
          </p>
        </div>
      </Dialog>
    </div>
  );
}
