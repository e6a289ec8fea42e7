// The widget's files: each is sent as a message of its own as soon as it has arrived.

import { useMemo, useRef, useState } from "preact/hooks";
import type { File as Kept } from "../../wire/conversation";
import { FileView } from "../shared/file-view";
import type { Asker } from "../shared/files";
import { begin, PickButton, UploadList, useDropped, type Tray, type Upload } from "../shared/uploads";
import type { Session, Settings } from "./session";

/** Who asks: whoever has the channel's key and knows the conversation. */
export const askerOf = ({ origin, key }: Settings): Asker => ({ origin, header: ["x-api-key", key] });

export function Files({ files, settings }: { files: Kept[]; settings: Settings }) {
  return (
    <>
      {files.map((file) => (
        <FileView key={file.url} file={file} asker={askerOf(settings)} language={settings.language} />
      ))}
    </>
  );
}

/** The button beside the field, and what is on its way above it. */
export function Attach({ session }: { session: Session }) {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const now = useRef(uploads);
  now.current = uploads;
  const place = useRef<HTMLSpanElement>(null);
  const tray = useMemo<Tray>(
    () => ({
      read: () => now.current,
      write(next) {
        now.current = next;
        setUploads(next);
      },
    }),
    [],
  );
  const { settings } = session;
  const { conversation } = session.read();
  const take = (files: File[]) => {
    if (conversation === null) return;
    begin(tray, askerOf(settings), conversation, settings.language, files, (file) => {
      session.share(file);
      return true;
    });
  };
  useDropped(place, ".panel", take);
  return (
    <>
      <span class="pick" ref={place}>
        <PickButton kind="attach" language={settings.language} disabled={conversation === null} take={take} />
      </span>
      <UploadList tray={tray} language={settings.language} />
    </>
  );
}
