// How guests get in: address, code, QR, link.

import { useState } from "preact/hooks";
import { copyText } from "../../../shared/copy";
import { useJoinBase, withoutScheme } from "../../../shared/join-base";
import { Dialog } from "../../../shared/ui/dialog";
import { Icon } from "../../../shared/ui/icons";
import { QrCode } from "../../../shared/ui/qr";
import { consolePath } from "../rooms";
import type { ConsoleSession } from "../session";
import { h } from "../texts";

export function Share({ session }: { session: ConsoleSession }) {
  const { room } = session.model.value;
  const base = useJoinBase();
  const [big, setBig] = useState(false);
  const link = `${base}/m/${encodeURIComponent(room.code)}`;
  return (
    <div class="card join-card">
      <p class="join-address">{withoutScheme(base)}</p>
      <p class="join-code code">{room.code}</p>
      <button type="button" class="qr-button" aria-label={h.value.bigQr} onClick={() => setBig(true)}>
        <QrCode code={room.code} kind="music" />
      </button>
      <div class="row">
        <button type="button" class="button" onClick={() => void copyText(link, h.value.linkCopied)}>
          <Icon name="link" /> {h.value.copyLink}
        </button>
        <button type="button" class="button" onClick={() => void copyText(`${base}${consolePath(room.code, session.token)}`, h.value.hostLinkCopied)}>
          <Icon name="copy" /> {h.value.copyHostLink}
        </button>
      </div>
      <Dialog open={big} title={h.value.qrTitle} onClose={() => setBig(false)}>
        <div class="big-qr">
          <QrCode code={room.code} kind="music" />
          <p>
            {h.value.joinAt} <strong>{withoutScheme(link)}</strong>
          </p>
        </div>
      </Dialog>
    </div>
  );
}
