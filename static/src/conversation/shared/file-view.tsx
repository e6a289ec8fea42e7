// A file in a message: an image is shown, anything else is a card; a press saves either.

import { useEffect, useRef, useState } from "preact/hooks";
import { saveFile } from "../../shared/save-file";
import type { File } from "../../wire/conversation";
import { fileTexts } from "./file-texts";
import { endingOf, fetchKept, isKept, sizeText, type Asker } from "./files";
import { safeLink } from "./safe-link";

interface FileProps {
  file: File;
  asker: Asker;
  language: string;
}

/** What browsers draw and the server has looked into. */
const IMAGE = /^image\/(png|jpeg|gif|webp)$/;

export function FileView({ file, asker, language }: FileProps) {
  if (isKept(file.url)) return IMAGE.test(file.mimetype ?? "") ? <KeptImage file={file} asker={asker} language={language} /> : <KeptFile file={file} asker={asker} language={language} />;
  // From elsewhere: a bot's, or a client's of before. Nothing of it is loaded unasked.
  const url = safeLink(file.url);
  if (url === undefined) return null;
  return (
    <a class="file" href={url} target="_blank" rel="noopener noreferrer">
      {file.filename || fileTexts(language).file}
    </a>
  );
}

const nameOf = (file: File, language: string): string => file.filename || fileTexts(language).file;

function KeptImage({ file, asker, language }: FileProps) {
  const place = useRef<HTMLButtonElement>(null);
  const [shown, setShown] = useState<{ src: string; content: Blob } | null>(null);
  const [isGone, setGone] = useState(false);
  const [near, setNear] = useState(0);
  useEffect(() => {
    const button = place.current;
    if (button === null) return;
    // Only what is about to be seen is fetched.
    const watcher = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && (watcher.disconnect(), setNear(1)), { rootMargin: "300px" });
    watcher.observe(button);
    return () => watcher.disconnect();
  }, []);
  useEffect(() => {
    if (near === 0) return;
    let current = true;
    let src = "";
    void fetchKept(asker, file.url).then((content) => {
      if (!current) return;
      setGone(content === null);
      if (content === null) return;
      src = URL.createObjectURL(content);
      setShown({ src, content });
    });
    return () => {
      current = false;
      if (src !== "") URL.revokeObjectURL(src);
    };
  }, [file.url, near]);
  const name = nameOf(file, language);
  const gone = `⚠ ${name}: ${fileTexts(language).gone}`;
  const press = () => (shown !== null ? saveFile(name, shown.content) : isGone && setNear(near + 1));
  return (
    <button type="button" ref={place} class="file file-image" aria-label={isGone ? gone : fileTexts(language).save(name)} aria-busy={shown === null && !isGone} onClick={press}>
      {shown !== null ? <img src={shown.src} alt={name} /> : <span>{isGone ? gone : name}</span>}
    </button>
  );
}

function KeptFile({ file, asker, language }: FileProps) {
  const [isGone, setGone] = useState(false);
  const name = nameOf(file, language);
  const save = async () => {
    const content = await fetchKept(asker, file.url);
    setGone(content === null);
    if (content !== null) saveFile(name, content);
  };
  const about = [endingOf(name), file.size === undefined ? "" : sizeText(file.size, language)].filter((word) => word !== "").join(" · ");
  const line = isGone ? `⚠ ${fileTexts(language).gone}` : about;
  return (
    <button type="button" class="file file-card" title={fileTexts(language).save(name)} onClick={() => void save()}>
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d="M12 4v11m-5-5 5 5 5-5M4 20h16" />
      </svg>
      <span>
        <span class="file-name">{name}</span>
        <span class="file-about" role={isGone ? "alert" : undefined}>
          {line}
        </span>
      </span>
    </button>
  );
}
