// A button that asks for a CSV or JSON file and reads a quiz from it.

import { useRef } from "preact/hooks";
import { Icon } from "../../shared/ui/icons";
import { toast } from "../../shared/ui/toast";
import { FILE_BYTES_MAX, importFile, type Imported } from "./table";
import { h } from "./texts";

interface FileButtonProps {
  label: string;
  /** Called with at least one wine. */
  onImported: (imported: Imported) => void;
}

export function FileButton({ label, onImported }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  const read = async (file: File) => {
    if (file.size > FILE_BYTES_MAX) {
      toast(h.value.notice({ kind: "too_large" }), { seconds: 8 });
      return;
    }
    const imported = importFile(await file.text());
    const first = imported.notices[0];
    if (imported.wines.length > 0) onImported(imported);
    else if (first !== undefined) toast(h.value.notice(first), { seconds: 8 });
  };
  return (
    <>
      <button type="button" class="button" onClick={() => input.current?.click()}>
        <Icon name="upload" /> {label}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        accept=".csv,.tsv,.txt,.json,text/csv,text/plain,application/json"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // The same file may be chosen again.
          event.currentTarget.value = "";
          if (file !== undefined) void read(file);
        }}
      />
    </>
  );
}
