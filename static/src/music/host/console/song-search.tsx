// Looking for songs in the catalogue; what can be done with one that was found is its caller's business.

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Skeleton } from "../../../shared/ui/waiting";
import type { Song } from "../../../wire/music";
import { Cover } from "../../shared/cover";
import { askCatalogue, bylineOf, searchSongs, type Catalogue } from "../../shared/songs";
import { h } from "../texts";
import { SongText } from "./song-text";

/** Milliseconds after the last key before the server is asked. */
const TYPING_MS = 200;
/** Milliseconds between two looks at how far the folder is read. */
const READING_MS = 1_500;

interface SongSearchProps {
  /** Buttons of a row. */
  actions: (song: Song) => ComponentChildren;
  /** Something about all that was found. */
  foot?: (songs: Song[]) => ComponentChildren;
  /** Whether one is here to search, and types at once. */
  first?: boolean;
}

interface Found {
  songs: Song[];
  next: string | null;
}

export function SongSearch({ actions, foot, first = false }: SongSearchProps) {
  const [text, setText] = useState("");
  const [found, setFound] = useState<Found | null>(null);
  const [failed, setFailed] = useState(false);
  const catalogue = useCatalogue();
  const turn = useRef(0);
  const id = useId();

  const look = async (cursor: string | null) => {
    const mine = ++turn.current;
    const answer = await searchSongs(text.trim(), cursor);
    if (mine !== turn.current) return;
    setFailed(!answer.ok);
    if (!answer.ok) return;
    const { songs, next } = answer.value;
    setFound((before) => ({ songs: cursor === null ? songs : [...(before?.songs ?? []), ...songs], next }));
  };
  useEffect(() => {
    const timer = setTimeout(() => void look(null), text === "" ? 0 : TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  // What has been read meanwhile is shown, unless somebody has scrolled on.
  useEffect(() => {
    if (found !== null && found.songs.length === 0) void look(null);
  }, [catalogue?.songs]);

  return (
    <div class="stack search">
      <div class="field">
        <label for={id}>{h.value.searchLabel}</label>
        <input id={id} type="search" value={text} autocomplete="off" spellcheck={false} autofocus={first} onInput={(event) => setText(event.currentTarget.value)} />
      </div>
      {catalogue?.scanning && (
        <p class="hint" role="status">
          {h.value.reading(catalogue.scanned ?? 0, catalogue.found ?? 0)}
        </p>
      )}
      {failed && (
        <div class="notice is-bad" role="alert">
          <p>{h.value.searchFailed}</p>
          <button type="button" class="button" onClick={() => void look(null)}>
            {h.value.retry}
          </button>
        </div>
      )}
      {found === null && !failed && <Skeleton lines={4} />}
      {found?.songs.length === 0 && (
        <p class="hint" role="status">
          {text.trim() !== "" ? h.value.searchNone : catalogue?.folder === false ? h.value.noFolder : h.value.searchEmpty}
        </p>
      )}
      <ul class="songs">
        {found?.songs.map((song) => (
          <li key={song.song_id} class="song">
            <Cover song={song} />
            <SongText title={song.title} byline={bylineOf(song)} />
            {actions(song)}
          </li>
        ))}
      </ul>
      {found !== null && (found.next !== null || foot !== undefined) && (
        <div class="row">
          {found.next !== null && (
            <button type="button" class="button" onClick={() => void look(found.next)}>
              {h.value.searchMore}
            </button>
          )}
          {foot?.(found.songs)}
        </div>
      )}
    </div>
  );
}

/** How the catalogue is, looked at again while the folder is being read. */
function useCatalogue(): Catalogue | null {
  const [catalogue, setCatalogue] = useState<Catalogue | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    const look = async () => {
      const answer = await askCatalogue();
      if (gone || !answer.ok) return;
      setCatalogue(answer.value);
      if (answer.value.scanning) timer = setTimeout(() => void look(), READING_MS);
    };
    void look();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, []);
  return catalogue;
}
