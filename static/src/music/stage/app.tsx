// Which screen the projector shows: a function of the model.

import { number, t } from "../../shared/i18n";
import { ConnectionBar, useAway } from "../../shared/ui/connection";
import { Icon } from "../../shared/ui/icons";
import { QrCode } from "../../shared/ui/qr";
import { StageControls } from "../../shared/ui/stage-controls";
import type { Playing, QueueEntry, Song } from "../../wire/music";
import { Cover } from "../shared/cover";
import { Progress } from "../shared/progress";
import { nameOf, type Room } from "../shared/room";
import { m } from "../texts";
import type { Model, News } from "./model";
import type { Session } from "./session";

export function App({ session }: { session: Session }) {
  const model = session.model.value;
  const away = useAway(session.link);
  const { room } = model;
  const hostless = room.exists && !room.closed && !room.host_connected && !room.open;
  return (
    <>
      <ConnectionBar away={away && !room.closed} text={t.value.stageOff} />
      <div class={`stage music-stage ${away && !room.closed ? "is-stale" : ""} ${hostless ? "is-hostless" : ""}`}>
        <Screen model={model} address={session.address.value} />
      </div>
      <div class="host-lost" role="status">
        {hostless && <p>{m.value.hostAway}</p>}
      </div>
      <StageControls />
    </>
  );
}

function Screen({ model, address }: { model: Model; address: string }) {
  const { room } = model;
  if (room.closed) return <Notice title={m.value.stageClosed} lead={m.value.stageClosedLead} />;
  if (!room.known || !room.exists) {
    return <Notice title={room.known ? m.value.stageWaiting : t.value.connecting} lead={`${address} · ${t.value.stageCode} ${model.code}`} />;
  }
  const { playing } = room;
  const quiet = playing === null;
  return (
    <main class={`evening ${quiet ? "is-quiet" : ""}`}>
      <div class="evening-main">
        {quiet ? <Silence name={room.name} /> : <Now playing={playing} room={room} />}
        <Next queue={room.queue} fallback={room.settings.fallback ? room.fallback : []} />
      </div>
      <div class="evening-side">
        <Join code={model.code} address={address} />
        <Feed feed={model.feed} room={room} />
      </div>
    </main>
  );
}

function Notice({ title, lead }: { title: string; lead: string }) {
  return (
    <main class="unopened">
      <span class="unopened-mark">
        <Icon name="music" />
      </span>
      <h1>{title}</h1>
      <p class="soft">{lead}</p>
    </main>
  );
}

/** Letters from which a title is written smaller, and smaller still. */
const LONG_TITLE = 26;
const ENDLESS_TITLE = 60;
const lengthOf = (text: string): string => (text.length > ENDLESS_TITLE ? "is-endless" : text.length > LONG_TITLE ? "is-long" : "");

function Now({ playing, room }: { playing: Playing; room: Room }) {
  const { song, playback, added_by, votes } = playing;
  const skip = room.settings.skip_votes ? room.skip : null;
  return (
    <section class="air" aria-labelledby="air-title">
      <div class="air-song">
        <Cover song={song} large />
        <div class="air-what">
          <p class="air-state">
            {playback.paused ? (
              <>
                <Icon name="pause" /> {m.value.paused}
              </>
            ) : (
              m.value.nowPlaying
            )}
          </p>
          <h1 id="air-title" class={lengthOf(song.title)} dir="auto">
            {song.title}
          </h1>
          {song.artist && <p class="air-artist">{song.artist}</p>}
          <p class="air-from soft">
            {added_by === null ? m.value.fromList : m.value.addedBy(nameOf(room, added_by, m.value.host))}
            {votes > 0 && ` · ${number(votes)} ${m.value.votes(number(votes))}`}
          </p>
        </div>
      </div>
      <div class="air-bar">
        <Progress playback={playback} label={m.value.progressOf(song.title)} />
        <p class="air-skip" role="status">
          {skip !== null && skip.votes > 0 && (
            <>
              <Icon name="next" /> {m.value.stageSkip(number(skip.votes), number(skip.needed))}
            </>
          )}
        </p>
      </div>
    </section>
  );
}

function Silence({ name }: { name: string }) {
  return (
    <section class="air-silent">
      <p class="eyebrow">{name}</p>
      <h1>{m.value.stageSilent}</h1>
      <p class="soft">{m.value.stageSilentLead}</p>
    </section>
  );
}

/** How wide a code is in letters of usual width, four at least: M and W would lead it out of the screen's safe area. */
const widthOf = (code: string): number => Math.max(4, [...code].reduce((sum, letter) => sum + (/[MWmw]/.test(letter) ? 1.4 : 1), 0));

function Join({ code, address }: { code: string; address: string }) {
  return (
    <section class="invite">
      <p class="invite-lead">{m.value.stageAdd}</p>
      <div class="invite-qr">
        <QrCode code={code} kind="music" />
      </div>
      <p class="invite-address soft">{address}</p>
      <p class="invite-code" style={{ "--letters": widthOf(code).toFixed(1) }}>
        <span class="visually-hidden">{t.value.stageCode} </span>
        {code}
      </p>
    </section>
  );
}

/** Songs that are shown before the rest is a number. */
const NEXT_ROWS = 3;

function Next({ queue, fallback }: { queue: QueueEntry[]; fallback: Song[] }) {
  const waits = queue.length > 0;
  const rest = queue.length - NEXT_ROWS;
  return (
    <section class="next">
      <div class="next-head soft">
        <h2>{!waits && fallback.length > 0 ? m.value.stageNextFallback : m.value.stageNext}</h2>
        {rest > 0 && <p>{m.value.stageMore(number(rest))}</p>}
      </div>
      {waits && (
        <ol>
          {queue.slice(0, NEXT_ROWS).map((entry) => (
            <li key={entry.no}>
              <Cover song={entry.song} />
              <SongLine song={entry.song} />
              <span class="next-votes">
                <Icon name="up" /> {number(entry.votes)} <span class="visually-hidden">{m.value.votes(number(entry.votes))}</span>
              </span>
            </li>
          ))}
        </ol>
      )}
      {!waits && fallback.length > 0 && (
        <ol>
          {fallback.slice(0, NEXT_ROWS).map((song) => (
            <li key={song.song_id}>
              <Cover song={song} />
              <SongLine song={song} />
            </li>
          ))}
        </ol>
      )}
      {!waits && fallback.length === 0 && <p class="soft next-empty">{m.value.stageNextEmpty}</p>}
    </section>
  );
}

function SongLine({ song }: { song: Song }) {
  return (
    <span class="one-line next-song" dir="auto">
      <strong>{song.title}</strong>
      {song.artist && <span class="soft"> {song.artist}</span>}
    </span>
  );
}

/** News that are shown at most; those that do not fit as a whole are left out by the style sheet. */
const FEED_ROWS = 4;

function Feed({ feed, room }: { feed: News[]; room: Room }) {
  return (
    <section class="feed" aria-label={m.value.stageFeed}>
      <ul aria-live="polite">
        {feed.slice(0, FEED_ROWS).map((news) => {
          const who = nameOf(room, { guest_id: news.guestId, name: news.name }, m.value.host);
          const [name, verb, title] = (news.kind === "vote" ? m.value.stageVoted : m.value.stageAdded)(who, news.title);
          return (
            <li key={news.no} class={`news news-${news.kind}`}>
              <Icon name={news.kind === "vote" ? "up" : "plus"} />
              <span class="news-text">
                <span class="news-who">
                  <strong class="one-line">{name}</strong> <span>{verb}</span>
                </span>{" "}
                <span class="news-title one-line" dir="auto">{title}</span>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
