// Files that are on their way, as a person sees them: each with its progress, or with the reason why it was not taken.

import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { File as Kept } from "../../wire/conversation";
import { messageId } from "./message-id";
import { fileTexts, reasonOf } from "./file-texts";
import { upload, type Asker, type Sending } from "./files";

/** One of them. `kept`: it has arrived and waits for its message. */
export interface Upload {
  id: string;
  name: string;
  share: number;
  reason: string;
  kept: Kept | null;
  sending: Sending;
}

/** Files that one person sends at once at most: as many as one message may hold. */
const UPLOADS_MAX = 10;

/** Where they are remembered. */
export interface Tray {
  read(): Upload[];
  write(uploads: Upload[]): void;
}

/** Begins to send files. What has arrived goes to `arrived`; `true` from it takes the file out of the tray. */
export function begin(tray: Tray, asker: Asker, conversation: string, language: string, files: Iterable<File>, arrived: (file: Kept) => boolean): void {
  for (const file of [...files].slice(0, UPLOADS_MAX - tray.read().filter((one) => one.reason === "").length)) {
    const id = messageId();
    const change = (next: Partial<Upload>) => tray.write(tray.read().map((one) => (one.id === id ? { ...one, ...next } : one)));
    const sending = upload(asker, conversation, file, (share) => change({ share }));
    tray.write([...tray.read(), { id, name: file.name, share: 0, reason: "", kept: null, sending }]);
    void sending.done.then((sent) => {
      if ("refused" in sent) return sent.refused.code === "STOPPED" ? drop(tray, id) : change({ reason: reasonOf(fileTexts(language), sent.refused, language) });
      if (!tray.read().some((one) => one.id === id)) return;
      return arrived(sent.file) ? drop(tray, id) : change({ share: 1, kept: sent.file });
    });
  }
}

/** Gives one up, or takes it out of the list. */
export function drop(tray: Tray, id: string): void {
  const gone = tray.read().find((one) => one.id === id);
  tray.write(tray.read().filter((one) => one.id !== id));
  gone?.sending.stop();
}

/** The list of them. */
export function UploadList({ tray, language }: { tray: Tray; language: string }) {
  const texts = fileTexts(language);
  const uploads = tray.read();
  if (uploads.length === 0) return null;
  return (
    <ul class="uploads">
      {uploads.map((one) => (
        <li key={one.id} class={one.reason === "" ? "" : "is-bad"}>
          <span class="upload-name">{one.name}</span>
          {one.reason !== "" ? (
            <span role="alert">{one.reason}</span>
          ) : (
            <>
              {one.kept === null && <progress max={1} value={one.share} aria-label={texts.sending(one.name)} />}
              <span class="upload-state" role="status">
                {one.kept === null ? texts.sending("").trim() : texts.ready}
              </span>
            </>
          )}
          <button type="button" class="upload-stop" aria-label={texts.stop(one.name)} onClick={() => drop(tray, one.id)}>
            <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
              <path d="M6 6l12 12M18 6 6 18" />
            </svg>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Takes files that are dropped onto the surroundings, or pasted there. */
export function useDropped(place: RefObject<HTMLElement | null>, around: string, take: (files: File[]) => void): void {
  const latest = useRef(take);
  latest.current = take;
  useLayoutEffect(() => {
    const area = place.current?.closest<HTMLElement>(around);
    if (area == null) return;
    const has = (data: DataTransfer | null) => data !== null && [...data.types].includes("Files");
    const over = (event: DragEvent) => {
      if (!has(event.dataTransfer)) return;
      event.preventDefault();
      area.classList.add("is-dropping");
    };
    const out = (event: DragEvent) => {
      if (!area.contains(event.relatedTarget as Node | null)) area.classList.remove("is-dropping");
    };
    const dropped = (event: DragEvent) => {
      area.classList.remove("is-dropping");
      if (!has(event.dataTransfer)) return;
      event.preventDefault();
      latest.current([...(event.dataTransfer?.files ?? [])]);
    };
    const pasted = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      // Text that comes along with a picture of it (as from a table) is meant as text.
      if (files.length === 0 || event.clipboardData?.types.includes("text/plain")) return;
      event.preventDefault();
      latest.current(files);
    };
    area.addEventListener("dragover", over);
    area.addEventListener("dragleave", out);
    area.addEventListener("drop", dropped);
    area.addEventListener("paste", pasted);
    return () => {
      area.removeEventListener("dragover", over);
      area.removeEventListener("dragleave", out);
      area.removeEventListener("drop", dropped);
      area.removeEventListener("paste", pasted);
    };
  }, []);
}

/** The button that opens the choice of files. */
export function PickButton({ language, disabled, kind, take }: { language: string; disabled: boolean; kind: string; take: (files: File[]) => void }) {
  const label = fileTexts(language).attach;
  const input = useRef<HTMLInputElement>(null);
  const picked = ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
    take([...(currentTarget.files ?? [])]);
    // The same file may be chosen again.
    currentTarget.value = "";
  };
  return (
    <>
      <input type="file" multiple hidden ref={input} onChange={picked} />
      <button type="button" class={kind} disabled={disabled} aria-label={label} title={label} onClick={() => input.current?.click()}>
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M20 11.5 12 19.4a5 5 0 0 1-7-7L13.2 4a3.3 3.3 0 0 1 4.7 4.7L9.8 16.8a1.6 1.6 0 0 1-2.3-2.3L15 7" />
        </svg>
      </button>
    </>
  );
}
