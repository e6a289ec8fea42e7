// The QR code of a room's join page, drawn by the server: black on white with its quiet zone.

import { t } from "../i18n";

/** `kind`: of the room, which decides the page that the code leads to. */
export function QrCode({ code, kind = "quiz" }: { code: string; kind?: "quiz" | "music" | "prompt" }) {
  const query = kind === "quiz" ? "" : `?kind=${kind}`;
  return <img class="qr" src={`/api/v1/qr/${encodeURIComponent(code)}.svg${query}`} alt={t.value.qrAlt(code)} width="200" height="200" />;
}
