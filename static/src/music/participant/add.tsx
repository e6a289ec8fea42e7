// Finding a song and adding it.

import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../shared/i18n";
import { Icon } from "../../shared/ui/icons";
import { Skeleton } from "../../shared/ui/waiting";
import type { Song } from "../../wire/music";
import { Cover } from "../shared/cover";
import { timeText } from "../shared/playback";
import { askCatalogue, searchSongs } from "../shared/songs";
import { m } from "../texts";
import { rows, songsLeft, standing, type Model } from "./model";
import { SongText, VoteButton } from "./queue";
import type { Session } from "./session";

/** Milliseconds without a letter after which the search goes out. */
const DEBOUNCE_MS = 250;
/** Characters of a search, as the server has them. */
const QUERY_MAX = 100;

interface Found {
  text: string;
  songs: Song[];
  next: string | null;
}
type State = "loading" | "done" | "failed" | "none" | "scanning";

/** Searches as one types; an answer that comes after a newer question is dropped. */
function useSearch(text: string) {
  const [found, setFound] = useState<Found | null>(null);
  const [state, setState] = useState<State>("loading");
  const turn = useRef(0);

  async function look(wanted: string, after: Found | null) {
    const mine = ++turn.current;
    setState("loading");
    const answer = await searchSongs(wanted, after?.next ?? null);
    if (mine !== turn.current) return;
    if (!answer.ok) {
      setState("failed");
      return;
    }
    const songs = after === null ? answer.value.songs : [...after.songs, ...answer.value.songs];
    setFound({ text: wanted, songs, next: answer.value.next });
    setState("done");
    if (songs.length > 0 || wanted !== "") return;
    const catalogue = await askCatalogue();
    if (mine === turn.current && catalogue.ok) setState(!catalogue.value.folder ? "none" : catalogue.value.scanning ? "scanning" : "none");
  }

  useEffect(() => {
    const wanted = text.trim();
    const timer = setTimeout(() => void look(wanted, null), found === null ? 0 : DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [text]);

  return { found, state, again: () => void look(text.trim(), null), more: () => void look(found?.text ?? "", found) };
}

/** What was typed stays when one has a look at the queue. */
let typed = "";

export function AddPanel({ model, session }: { model: Model; session: Session }) {
  const [text, setText] = useState(typed);
  const { found, state, again, more } = useSearch(text);
  const queued = new Map(rows(model).map((row) => [row.entry.song_id, row]));
  return (
    <section class="add">
      <form role="search" onSubmit={(event) => event.preventDefault()}>
        <div class="field">
          <label for="search">{m.value.searchLabel}</label>
          <input
            id="search"
            type="search"
            class="input"
            value={text}
            maxLength={QUERY_MAX}
            placeholder={m.value.searchHint}
            autocomplete="off"
            autocorrect="off"
            spellcheck={false}
            enterkeyhint="search"
            onInput={(event) => {
              typed = event.currentTarget.value;
              setText(typed);
            }}
          />
        </div>
      </form>
      <Allowance model={model} />
      <p class="hint found" role="status">
        {state === "loading" ? m.value.searching : state === "done" && found !== null && found.songs.length > 0 ? countOf(found) : " "}
      </p>
      {found === null && state === "loading" && <Skeleton lines={5} />}
      {found !== null && found.songs.length > 0 && (
        <ul class={`songs ${state === "loading" ? "is-old" : ""}`}>
          {found.songs.map((song) => {
            const row = queued.get(song.song_id);
            return (
              <li key={song.song_id} class={`song ${row?.own ? "is-own" : ""}`}>
                <Cover song={song} />
                <SongText song={song} below={row !== undefined ? m.value.inQueue : song.duration_ms === null ? "" : timeText(song.duration_ms)} />
                {row === undefined ? <AddButton model={model} song={song} session={session} /> : <VoteButton row={row} session={session} />}
              </li>
            );
          })}
        </ul>
      )}
      {state === "done" && found !== null && found.next !== null && (
        <button type="button" class="button button-wide" onClick={more}>
          {m.value.more}
        </button>
      )}
      {state === "done" && found !== null && found.songs.length === 0 && found.text !== "" && (
        <div class="empty">
          <p>{m.value.nothingFound(found.text)}</p>
          <p class="hint">{m.value.nothingFoundLead}</p>
        </div>
      )}
      {state === "none" && (
        <div class="empty">
          <p>{m.value.noSongs}</p>
          <p class="hint">{m.value.noSongsLead}</p>
        </div>
      )}
      {(state === "failed" || state === "scanning") && (
        <div class="empty">
          <p>{state === "failed" ? m.value.searchFailed : m.value.scanning}</p>
          <button type="button" class="button" onClick={again}>
            {t.value.tryAgain}
          </button>
        </div>
      )}
    </section>
  );
}

const countOf = (found: Found): string =>
  found.text === "" ? m.value.allSongs : m.value.found(found.songs.length, found.next !== null);

/** How many songs this guest may still add, or why none. */
function Allowance({ model }: { model: Model }) {
  const { room } = model;
  if (room.you.role === "host") return null;
  if (room.locked) {
    return (
      <p class="note">
        <Icon name="lock" /> {m.value.queueLocked}
      </p>
    );
  }
  const most = room.settings.queue_limit;
  const left = songsLeft(model);
  return left <= 0 ? <p class="note">{m.value.limitReached(most)}</p> : <p class="hint">{m.value.limitLeft(left, most)}</p>;
}

function AddButton({ model, song, session }: { model: Model; song: Song; session: Session }) {
  const state = standing(model, song);
  switch (state) {
    case "playing":
      return <span class="song-state">{m.value.isPlaying}</span>;
    case "queued":
      return (
        <span class="song-state is-good">
          <Icon name="check" /> {m.value.inQueue}
        </span>
      );
    case "adding":
      return <span class="song-state">{m.value.adding}</span>;
    case "kept":
      return <span class="song-state">{m.value.addKept}</span>;
    case "locked":
    case "limit":
    case "free":
      return (
        <button
          type="button"
          class="button song-add"
          disabled={state !== "free"}
          aria-label={m.value.addSong(song.title)}
          onClick={() => session.ask({ kind: "add", songId: song.song_id })}
        >
          <Icon name="plus" /> {m.value.add}
        </button>
      );
  }
}
