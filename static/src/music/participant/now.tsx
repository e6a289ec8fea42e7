// What plays now: large above the queue, slim above the other parts.

import { number } from "../../shared/i18n";
import { Icon } from "../../shared/ui/icons";
import { Cover } from "../shared/cover";
import { Progress } from "../shared/progress";
import { isOwn, nameOf } from "../shared/room";
import { bylineOf } from "../shared/songs";
import { m } from "../texts";
import type { Listening } from "./listener";
import { skip, type Model } from "./model";
import type { Session } from "./session";

export function NowPlaying({ model, session }: { model: Model; session: Session }) {
  const { room } = model;
  const { playing } = room;
  if (playing === null) return <Silence model={model} session={session} />;
  const { song, playback, added_by } = playing;
  return (
    <section class="now" aria-label={m.value.nowPlaying}>
      <Cover song={song} />
      <div class="now-what">
        <p class="eyebrow">{playback.paused ? m.value.paused : m.value.nowPlaying}</p>
        <h2 class="now-title" dir="auto">{song.title}</h2>
        {bylineOf(song) !== "" && <p class="now-byline">{bylineOf(song)}</p>}
        <p class="hint">{added_by === null ? m.value.fromList : isOwn(room, added_by.guest_id) ? m.value.addedByYou : m.value.addedBy(nameOf(room, added_by, m.value.host))}</p>
      </div>
      <Progress playback={playback} label={m.value.progressOf(song.title)} />
      <div class="now-actions">
        <Listen session={session} />
        {room.settings.skip_votes && <SkipVote model={model} session={session} />}
      </div>
      <ListenNote state={session.listener.state.value} />
      {!room.host_connected && !room.open && <p class="hint">{m.value.hostAway}</p>}
    </section>
  );
}

function Silence({ model, session }: { model: Model; session: Session }) {
  const { room } = model;
  return (
    <section class="now now-silent">
      <span class="now-mark">
        <Icon name="music" />
      </span>
      <div class="now-what">
        <h2>{m.value.silence}</h2>
        <p class="hint">{room.locked || room.queue.length > 0 ? m.value.silenceWaits : m.value.silenceLead}</p>
        {!room.host_connected && !room.open && <p class="hint">{m.value.hostAway}</p>}
      </div>
      {session.listener.state.value !== "off" && (
        <div class="now-actions">
          <Listen session={session} />
        </div>
      )}
    </section>
  );
}

function listenWord(state: Listening): string {
  switch (state) {
    case "off":
    case "noStream":
    case "refused":
    case "failed":
      return m.value.listen;
    case "starting":
      return m.value.listenStarting;
    case "on":
      return m.value.listening;
    case "waiting":
      return m.value.listenWaits;
    case "blocked":
      return m.value.listenBlocked;
  }
}

function Listen({ session }: { session: Session }) {
  const { state, toggle } = session.listener;
  return (
    <button type="button" class={`button now-listen is-${state.value}`} aria-pressed={state.value !== "off"} onClick={toggle}>
      <Icon name="volume" /> {listenWord(state.value)}
    </button>
  );
}

/** Why nothing can be heard; empty where it can. */
function listenProblem(state: Listening): string {
  switch (state) {
    case "noStream":
      return m.value.listenNoStream;
    case "refused":
      return m.value.listenRefused;
    case "failed":
      return m.value.listenFailed;
    case "off":
    case "starting":
    case "on":
    case "waiting":
    case "blocked":
      return "";
  }
}

function ListenNote({ state }: { state: Listening }) {
  const text = listenProblem(state);
  return (
    <p class="hint now-note" role="status" hidden={text === ""}>
      {text}
    </p>
  );
}

function SkipVote({ model, session }: { model: Model; session: Session }) {
  const { votes, needed, voted } = skip(model);
  return (
    <button
      type="button"
      class="button now-skip"
      aria-pressed={voted}
      title={m.value.skipLabel(votes, needed)}
      onClick={() => session.ask({ kind: "skip", on: !voted })}
    >
      <Icon name="next" /> {m.value.skip}{" "}
      {votes > 0 && <span class="now-share">{m.value.skipShare(number(votes), number(needed))}</span>}
    </button>
  );
}

/** One line, above the parts in which something else is done. */
export function MiniNow({ model, show }: { model: Model; show: () => void }) {
  const { playing } = model.room;
  if (playing === null) return null;
  return (
    <section class="mini" aria-label={m.value.nowPlaying}>
      <button type="button" class="mini-button" onClick={show}>
        <Cover song={playing.song} />
        <span class="mini-what">
          <span class="one-line mini-title" dir="auto">{playing.song.title}</span>
          <span class="one-line hint">{bylineOf(playing.song)}</span>
        </span>
        {playing.playback.paused && <Icon name="pause" />}
      </button>
      <Progress playback={playing.playback} label={m.value.progressOf(playing.song.title)} />
    </section>
  );
}
