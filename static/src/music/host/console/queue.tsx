// What waits: by votes, then by age; the host plays a song now or takes it away.

import { Icon } from "../../../shared/ui/icons";
import { memo } from "../../../shared/ui/memo";
import type { QueueEntry } from "../../../wire/music";
import { Cover } from "../../shared/cover";
import { nameOf } from "../../shared/room";
import { bylineOf } from "../../shared/songs";
import type { ConsoleSession } from "../session";
import { h } from "../texts";
import { Grip, type Drag } from "./drag";
import { SongText } from "./song-text";

/** Songs drawn of the fallback list. */
const FALLBACK_SHOWN = 3;

interface QueueProps {
  session: ConsoleSession;
  /** Entries by their numbers. */
  drag: Drag<number>;
  onAdd: () => void;
  onHouse: () => void;
}

export function Queue({ session, drag, onAdd, onHouse }: QueueProps) {
  const { room } = session.model.value;
  const { queue, fallback, settings, locked, playing } = room;
  return (
    <section class="stack waiting" aria-labelledby="queue-title">
      <div class="section-head">
        <h2 id="queue-title">
          {h.value.queueTitle} <span class="count">{queue.length}</span>
        </h2>
        {queue.length > 1 && <p class="hint queue-order">{h.value.queueOrder}</p>}
        <button type="button" class="button" onClick={onAdd}>
          <Icon name="plus" /> {h.value.addSongs}
        </button>
      </div>
      {locked && (
        <p class="notice">
          <Icon name="lock" /> {h.value.lockedNote}
        </p>
      )}
      {queue.length === 0 && (
        <p class="hint">
          {h.value.queueEmpty} {playing === null ? "" : settings.fallback ? h.value.queueEmptyFallback : h.value.queueEmptySilence}
        </p>
      )}
      <ol class="songs">
        {queue.map((entry) => (
          <Row
            key={entry.no}
            entry={entry}
            by={nameOf(room, entry.added_by, h.value.host)}
            session={session}
            grip={drag.grip}
            isDragged={drag.item === entry.no}
          />
        ))}
      </ol>
      {settings.fallback && fallback.length > 0 && (
        <div class="stack-s">
          <div class="section-head">
            <h3>{h.value.fallbackTitle}</h3>
            <button type="button" class="button" onClick={onHouse}>
              <Icon name="edit" /> {h.value.houseEdit}
            </button>
          </div>
          <ul class="songs">
            {fallback.slice(0, FALLBACK_SHOWN).map((song) => (
              <li key={song.song_id} class="song song-fallback">
                <Cover song={song} />
                <SongText title={song.title} byline={bylineOf(song)} />
                <button type="button" class="button button-icon" aria-label={h.value.playNowNamed(song.title)} title={h.value.playNow} onClick={() => session.playNow(song.song_id)}>
                  <Icon name="play" />
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

interface RowProps {
  entry: QueueEntry;
  by: string;
  session: ConsoleSession;
  grip: Drag<number>["grip"];
  isDragged: boolean;
}

/** Left alone while nothing of it changes: three hundred wait, and the votes of a full room come many times a second. */
const Row = memo(function Row({ entry, by, session, grip, isDragged }: RowProps) {
  const { song, song_id, votes, voted } = entry;
  return (
    <li class={`song ${isDragged ? "is-dragged" : ""}`}>
      <Grip grip={grip} item={entry.no} />
      <button type="button" class="button vote" aria-pressed={voted} aria-label={h.value.voteFor(song.title, votes)} title={h.value.vote} onClick={() => session.vote(song_id)}>
        <Icon name="up" /> {votes}
      </button>
      <Cover song={song} />
      <SongText title={song.title} byline={bylineOf(song)} note={h.value.addedBy(by)} />
      <div class="row tight">
        <button type="button" class="button button-icon" aria-label={h.value.playNowNamed(song.title)} title={h.value.playNow} onClick={() => session.playNow(song_id)}>
          <Icon name="play" />
        </button>
        <button type="button" class="button button-icon" aria-label={h.value.removeNamed(song.title)} title={h.value.remove} onClick={() => session.removeSong(entry)}>
          <Icon name="trash" />
        </button>
      </div>
    </li>
  );
});
