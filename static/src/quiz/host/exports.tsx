// The three files of results, fetched with the key in a header.

import { useState } from "preact/hooks";
import { saveFile } from "../../shared/save-file";
import { Icon } from "../../shared/ui/icons";
import { toast } from "../../shared/ui/toast";
import { fetchFile, type Format } from "./api";
import { fileName } from "./table";
import { failureText, h } from "./texts";

const FORMATS: Format[] = ["csv", "xlsx", "json"];

export function Exports({ code, hostId, title }: { code: string; hostId: string; title: string }) {
  const [busy, setBusy] = useState<Format | null>(null);
  const save = async (format: Format) => {
    setBusy(format);
    const answer = await fetchFile(code, hostId, format);
    setBusy(null);
    if (answer.ok) saveFile(fileName(title, format), answer.value);
    else toast(`${h.value.exportFailed} ${failureText(answer.failure)}`, { seconds: 8 });
  };
  return (
    <div class="exports" role="group" aria-label={h.value.exportTitle}>
      <p class="exports-title">{h.value.exportTitle}</p>
      <div class="row">
        {FORMATS.map((format) => (
          <button key={format} type="button" class="button" disabled={busy !== null} onClick={() => void save(format)}>
            <Icon name="download" /> {h.value.exports[format]}
          </button>
        ))}
      </div>
    </div>
  );
}
