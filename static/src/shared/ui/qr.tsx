// The QR code of a room's join page, drawn by the server: black on white with its quiet zone.

import { t } from "../i18n";

export function QrCode({ code }: { code: string }) {
  return <img class="qr" src={`/api/v1/qr/${encodeURIComponent(code)}.svg`} alt={t.value.qrAlt(code)} width="200" height="200" />;
}
