// Looking for songs, and adding them or playing them at once.

import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Dialog } from "../../../shared/ui/dialog";
import { Icon } from "../../../shared/ui/icons";
import { Skeleton } from "../../../shared/ui/waiting";
import type { Song } from "../../../wire/music";
import { Cover } from "../../shared/cover";
import { bylineOf, searchSongs } from "../../shared/songs";
import type { ConsoleSession } from "../session";
import { h } from "../texts";
import { SongText } from "./queue";

/** Milliseconds after the last key before the server is asked. */
const TYPING_MS = 200;

interface AddProps {
  session: ConsoleSession;
  open: boolean;
  onClose: () => void;
}

export function AddSongs({ session, open, onClose }: AddProps) {
  return (
    <Dialog open={open} title={h.value.addSongs} onClose={onClose}>
      <Search session={session} onPlay={onClose} />
    </Dialog>
  );
}

interface Found {
  songs: Song[];
  next: string | null;
}

function Search({ session, onPlay }: { session: ConsoleSession; onPlay: () => void }) {
  const { room } = session.model.value;
  const [text, setText] = useState("");
  const [found, setFound] = useState<Found | null>(null);
  const [failed, setFailed] = useState(false);
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

  const waiting = new Set(room.queue.map((entry) => entry.song_id));
  return (
    <div class="stack search">
      <div class="field">
        <label for={id}>{h.value.searchLabel}</label>
        <input id={id} type="search" value={text} autocomplete="off" spellcheck={false} autofocus onInput={(event) => setText(event.currentTarget.value)} />
      </div>
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
          {text.trim() === "" ? h.value.searchEmpty : h.value.searchNone}
        </p>
      )}
      <ul class="songs">
        {found?.songs.map((song) => {
          const playing = room.playing?.song.song_id === song.song_id;
          return (
            <li key={song.song_id} class="song">
              <Cover song={song} />
              <SongText title={song.title} byline={bylineOf(song)} />
              {playing || waiting.has(song.song_id) ? (
                <span class="hint song-state">
                  <Icon name="check" /> {playing ? h.value.isPlaying : h.value.isWaiting}
                </span>
              ) : (
                <button type="button" class="button" aria-label={h.value.addNamed(song.title)} onClick={() => session.add(song.song_id)}>
                  <Icon name="plus" /> <span class="wide-only">{h.value.add}</span>
                </button>
              )}
              <button
                type="button"
                class="button button-icon"
                aria-label={h.value.playNowNamed(song.title)}
                title={h.value.playNow}
                onClick={() => {
                  session.playNow(song.song_id);
                  onPlay();
                }}
              >
                <Icon name="play" />
              </button>
            </li>
          );
        })}
      </ul>
      {found?.next && (
        <button type="button" class="button" onClick={() => void look(found.next)}>
          {h.value.searchMore}
        </button>
      )}
    </div>
  );
}
