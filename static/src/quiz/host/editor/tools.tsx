// Bringing questions in and out: a pasted table, files, the template.

import { useId, useState } from "preact/hooks";
import { saveFile } from "../../../shared/save-file";
import { Icon } from "../../../shared/ui/icons";
import { isBlank, toBody, type Draft } from "../draft";
import { FileButton } from "../file-button";
import { exportCsv, exportJson, fileName, importTable, TEMPLATE_CSV, type Imported, type Notice } from "../table";
import { h } from "../texts";

interface ToolsProps {
  draft: Draft;
  onImported: (imported: Imported) => void;
  /** What the last import could not take as it was. */
  notices: Notice[];
}

const CSV = "text/csv;charset=utf-8";
/** Notices shown before the rest is a number. */
const NOTICES_MAX = 6;

export function Tools({ draft, onImported, notices }: ToolsProps) {
  const [pasted, setPasted] = useState("");
  const [open, setOpen] = useState(false);
  const id = useId();
  const save = (text: string, type: string, ending: string) =>
    saveFile(fileName(draft.title || draft.wines[0]?.name || "", ending), new Blob([text], { type }));
  const add = () => {
    const imported = importTable(pasted);
    onImported(imported);
    if (imported.wines.length > 0) {
      setPasted("");
      setOpen(false);
    }
  };
  return (
    <section class="stack tools" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} class="visually-hidden">
        {h.value.filesTitle}
      </h2>
      <div class="row">
        <button type="button" class="button" aria-expanded={open} aria-controls={`${id}-paste`} onClick={() => setOpen(!open)}>
          <Icon name="copy" /> {h.value.pasteShow}
        </button>
        <FileButton label={h.value.file} onImported={onImported} />
        <button type="button" class="button button-quiet" onClick={() => saveFile("quiz-template.csv", new Blob([TEMPLATE_CSV], { type: CSV }))}>
          <Icon name="download" /> {h.value.template}
        </button>
        {!isBlank(draft) && (
          <>
            <button type="button" class="button button-quiet" onClick={() => save(exportCsv(draft), CSV, "csv")}>
              <Icon name="download" /> {h.value.exportCsv}
            </button>
            <button type="button" class="button button-quiet" onClick={() => save(exportJson(toBody(draft)), "application/json", "json")}>
              <Icon name="download" /> {h.value.exportJson}
            </button>
          </>
        )}
      </div>
      <div id={`${id}-paste`} hidden={!open} class="card stack">
        <div class="field">
          <label for={`${id}-table`}>{h.value.pasteLabel}</label>
          <textarea
            id={`${id}-table`}
            rows={6}
            value={pasted}
            spellcheck={false}
            aria-describedby={`${id}-lead`}
            onInput={(event) => setPasted(event.currentTarget.value)}
          />
          <p id={`${id}-lead`} class="hint">
            {h.value.pasteLead}
          </p>
        </div>
        <div class="row">
          <button type="button" class="button button-main" disabled={pasted.trim() === ""} onClick={add}>
            {h.value.pasteAdd}
          </button>
        </div>
      </div>
      {notices.length > 0 && (
        <div class="notice" role="alert">
          <ul>
            {notices.slice(0, NOTICES_MAX).map((notice, i) => (
              <li key={i}>{h.value.notice(notice)}</li>
            ))}
            {notices.length > NOTICES_MAX && <li>{h.value.namesCut(notices.length - NOTICES_MAX)}</li>}
          </ul>
        </div>
      )}
    </section>
  );
}
