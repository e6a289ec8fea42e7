// A file in a message: an image is shown, anything else is handed to the browser's downloads.

import { useEffect, useState } from "preact/hooks";
import { saveFile } from "../../shared/save-file";
import type { File } from "../../wire/conversation";
import { fetchKept, isKept, sizeText, type Asker } from "./files";
import { safeLink } from "./safe-link";

interface FileProps {
  file: File;
  asker: Asker;
  language: string;
  /** The word for a file without a name. */
  word: string;
  /** Whether images from elsewhere may be loaded. */
  foreign: boolean;
}

/** What browsers draw and the server has looked into. */
const IMAGE = /^image\/(png|jpeg|gif|webp|avif)$/;

export function FileView({ file, asker, language, word, foreign }: FileProps) {
  const name = file.filename || word;
  const isImage = IMAGE.test(file.mimetype ?? "") || (file.mimetype === null && file.type === "image");
  if (file.url === "") return <span class="file">{name}</span>;
  if (isKept(file.url)) return isImage ? <KeptImage url={file.url} name={name} asker={asker} /> : <KeptFile file={file} name={name} asker={asker} language={language} />;
  const url = safeLink(file.url);
  if (url === undefined) return null;
  return (
    <a class="file" href={url} target="_blank" rel="noopener noreferrer" download={name}>
      {isImage && (foreign || url.startsWith("/")) ? <img src={url} alt={name} loading="lazy" /> : name}
    </a>
  );
}

function KeptImage({ url, name, asker }: { url: string; name: string; asker: Asker }) {
  const [shown, setShown] = useState<{ src: string; content: Blob } | null>(null);
  useEffect(() => {
    let current = true;
    let src = "";
    void fetchKept(asker, url).then((content) => {
      if (!current || content === null) return;
      src = URL.createObjectURL(content);
      setShown({ src, content });
    });
    return () => {
      current = false;
      if (src !== "") URL.revokeObjectURL(src);
    };
  }, [url]);
  return (
    <button type="button" class="file file-image" aria-label={name} disabled={shown === null} onClick={() => shown !== null && saveFile(name, shown.content)}>
      {shown === null ? name : <img src={shown.src} alt={name} />}
    </button>
  );
}

function KeptFile({ file, name, asker, language }: { file: File; name: string; asker: Asker; language: string }) {
  const [isGone, setGone] = useState(false);
  const save = async () => {
    const content = await fetchKept(asker, file.url);
    setGone(content === null);
    if (content !== null) saveFile(name, content);
  };
  return (
    <button type="button" class="file" onClick={() => void save()}>
      {isGone ? "⚠ " : ""}
      {name}
      {file.size !== undefined && ` · ${sizeText(file.size, language)}`}
    </button>
  );
}
