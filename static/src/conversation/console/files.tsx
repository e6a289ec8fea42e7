// The console's files: they are sent at once and wait beside the answer, with which they go out.

import { signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { language } from "../../shared/i18n";
import type { File as Kept } from "../../wire/conversation";
import { FileView } from "../shared/file-view";
import type { Asker } from "../shared/files";
import { begin, drop, PickButton, UploadList, useDropped, type Tray, type Upload } from "../shared/uploads";
import { agentToken } from "./token";

const asker = (): Asker => ({ origin: "", header: ["authorization", `Bearer ${agentToken() ?? ""}`] });

/** What waits, by conversation: it stays while the agent looks at another. */
const waiting = signal<Record<string, Upload[]>>({});

const trayOf = (conversation: string): Tray => ({
  read: () => waiting.value[conversation] ?? [],
  write: (uploads) => (waiting.value = { ...waiting.value, [conversation]: uploads }),
});

/** Whether a file has arrived and waits for its message. */
export const hasReady = (conversation: string): boolean => trayOf(conversation).read().some((one) => one.kept !== null);

/** The files that have arrived, for a message; they wait no longer. */
export function takeReady(conversation: string): Kept[] {
  const tray = trayOf(conversation);
  const ready = tray.read().filter((one) => one.kept !== null);
  for (const one of ready) drop(tray, one.id);
  return ready.flatMap((one) => (one.kept === null ? [] : [one.kept]));
}

/** Nothing waits any more: whoever signs in next sends no files of the one before. */
export function dropAll(): void {
  for (const conversation of Object.keys(waiting.value)) for (const one of trayOf(conversation).read()) drop(trayOf(conversation), one.id);
}

export function Files({ files }: { files: Kept[] }) {
  return (
    <>
      {files.map((file) => (
        <FileView key={file.url} file={file} asker={asker()} language={language.value} />
      ))}
    </>
  );
}

/** The button, and what waits. Files are dropped and pasted anywhere on the conversation. */
export function Attach({ conversation }: { conversation: string }) {
  const place = useRef<HTMLSpanElement>(null);
  const tray = trayOf(conversation);
  const take = (files: File[]) => begin(tray, asker(), conversation, language.value, files, () => false);
  useDropped(place, ".thread", take);
  return (
    <span class="attach" ref={place}>
      <UploadList tray={tray} language={language.value} />
      <PickButton kind="button button-icon" language={language.value} disabled={false} take={take} />
    </span>
  );
}
