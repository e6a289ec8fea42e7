// What comes next: the queue with everybody's votes, then the house list.

import { number } from "../../shared/i18n";
import { Icon } from "../../shared/ui/icons";
import { memo } from "../../shared/ui/memo";
import type { Song } from "../../wire/music";
import { Cover } from "../shared/cover";
import { nameOf } from "../shared/room";
import { bylineOf } from "../shared/songs";
import { m } from "../texts";
import { rows, standing, type Model, type Row } from "./model";
import type { Session } from "./session";

interface PanelProps {
  model: Model;
  session: Session;
}

/** `add` leads to where songs are added. */
export function QueuePanel({ model, session, add }: PanelProps & { add: () => void }) {
  const all = rows(model).filter((row) => !session.leaving.value.has(row.entry.no));
  const { room } = model;
  return (
    <>
      <section class="queue" aria-labelledby="queue-title">
        <div class="queue-head">
          <h2 id="queue-title">{m.value.queueTitle}</h2>
          {all.length > 0 && <span class="hint">{number(all.length)}</span>}
        </div>
        {room.locked && (
          <p class="note">
            <Icon name="lock" /> {m.value.queueLocked}
          </p>
        )}
        {all.length === 0 ? (
          <div class="empty">
            <p>{m.value.queueEmpty}</p>
            {!room.locked && (
              <button type="button" class="button button-main" onClick={add}>
                <Icon name="plus" /> {m.value.tabAdd}
              </button>
            )}
            <p class="hint">{room.settings.fallback && room.fallback.length > 0 ? m.value.queueEmptyFallback : m.value.queueEmptyLead}</p>
          </div>
        ) : (
          <ol class="songs">
            {all.map((row) => (
              <QueueRow key={row.entry.no} {...row} by={nameOf(room, row.entry.added_by, m.value.host)} session={session} />
            ))}
          </ol>
        )}
      </section>
      {room.settings.fallback && room.fallback.length > 0 && <Fallback model={model} session={session} />}
    </>
  );
}

/** Left alone while nothing of it changes: votes of a full room come many times a second, to phones of five years ago. */
const QueueRow = memo(function QueueRow({ by, session, ...row }: Row & { by: string; session: Session }) {
  const { entry, own } = row;
  const { song } = entry;
  return (
    <li class={`song ${own ? "is-own" : ""}`}>
      <Cover song={song} />
      <SongText song={song} below={own ? m.value.addedByYou : m.value.addedBy(by)} />
      {own && (
        <button
          type="button"
          class="button button-icon"
          aria-label={m.value.remove(song.title)}
          onClick={() => session.takeOut(entry)}
        >
          <Icon name="cross" />
        </button>
      )}
      <VoteButton row={row} session={session} />
    </li>
  );
});

/** A vote that can be taken back, with how many there are. */
export function VoteButton({ row, session }: { row: Row; session: Session }) {
  const { entry, voted, votes } = row;
  return (
    <button
      type="button"
      class="vote"
      aria-pressed={voted}
      aria-label={m.value.vote(entry.song.title, votes)}
      onClick={() => session.ask({ kind: "vote", songId: entry.song_id, on: !voted })}
    >
      <Icon name="up" /> <span>{number(votes)}</span>
    </button>
  );
}

/** Songs that come by themselves: a vote puts one into the queue. */
function Fallback({ model, session }: PanelProps) {
  return (
    <section class="queue" aria-labelledby="fallback-title">
      <div class="queue-head">
        <h2 id="fallback-title">{m.value.fallbackTitle}</h2>
      </div>
      {!model.room.locked && <p class="hint">{m.value.fallbackLead}</p>}
      <ol class="songs">
        {model.room.fallback.map((song) => {
          const state = standing(model, song);
          const free = state === "free";
          return (
            <li key={song.song_id} class="song">
              <Cover song={song} />
              <SongText song={song} below="" />
              <button
                type="button"
                class="vote"
                aria-pressed={state === "adding" || state === "kept" || state === "queued"}
                aria-disabled={!free}
                aria-label={m.value.vote(song.title, 0)}
                onClick={() => free && session.ask({ kind: "add", songId: song.song_id })}
              >
                <Icon name="up" /> <span>{number(state === "adding" || state === "kept" ? 1 : 0)}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** Title, artist, and what else there is to say. */
export function SongText({ song, below }: { song: Song; below: string }) {
  const byline = bylineOf(song);
  return (
    <div class="song-text">
      <p class="song-title" dir="auto">{song.title}</p>
      {byline !== "" && <p class="one-line hint">{byline}</p>}
      {below !== "" && <p class="one-line song-from">{below}</p>}
    </div>
  );
}
