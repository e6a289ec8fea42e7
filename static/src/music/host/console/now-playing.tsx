// What plays: its cover, where it is, who wanted it, who wants it gone.

import { Icon } from "../../../shared/ui/icons";
import { Cover } from "../../shared/cover";
import { nameOf } from "../../shared/room";
import { bylineOf } from "../../shared/songs";
import { canPlay } from "../model";
import type { ConsoleSession } from "../session";
import { h } from "../texts";
import type { Drag } from "./drag";
import { SeekBar } from "./seek-bar";

export function NowPlaying({ session, drag }: { session: ConsoleSession; drag: Drag<number> }) {
  const { room } = session.model.value;
  const { player } = session;
  const { playing, skip, settings } = room;
  const role = player.role.value;
  return (
    <section class={`card now ${drag.item === null ? "" : "is-drop"} ${drag.over === "play" ? "is-over" : ""}`} aria-labelledby="now-title" data-drop="play">
      <h2 id="now-title" class="visually-hidden">
        {h.value.nowPlaying}
      </h2>
      {playing === null ? (
        <div class="now-none">
          <p class="now-none-title">{h.value.nothingPlays}</p>
          <p class="hint">{canPlay(room) ? h.value.nothingPlaysNote : h.value.nothingToPlay}</p>
        </div>
      ) : (
        <div class="now-song">
          <Cover song={playing.song} large />
          <div class="now-what">
            <p class="now-name" dir="auto">{playing.song.title}</p>
            <p class="now-byline">{bylineOf(playing.song)}</p>
            <p class="hint now-by">
              <span>{playing.added_by === null ? h.value.fromFallback : h.value.addedBy(nameOf(room, playing.added_by, h.value.host))}</span>
              {playing.votes > 0 && <span> · {h.value.votes(playing.votes)}</span>}
            </p>
            {settings.skip_votes && skip.needed > 0 && (
              <p class={`now-skip ${skip.votes > 0 ? "is-up" : ""}`}>
                <span class="now-skip-track" aria-hidden="true">
                  <span style={{ transform: `scaleX(${Math.min(1, skip.votes / skip.needed)})` }} />
                </span>
                {skip.votes > 0 ? h.value.skipCount(skip.votes, skip.needed) : h.value.skipNone(skip.needed)}
              </p>
            )}
          </div>
          <SeekBar player={player} songId={playing.song.song_id} />
        </div>
      )}
      {role === "blocked" && <p class="notice">{h.value.blockedNote}</p>}
      {role === "silent" && !player.elsewhere.value && canPlay(room) && <p class="notice">{h.value.startMusicNote}</p>}
      {role === "silent" && player.elsewhere.value && (
        <div class="notice" role="status">
          <p>{h.value.elsewhere}</p>
          <button type="button" class="button" onClick={player.start}>
            <Icon name="play" /> {h.value.playHere}
          </button>
        </div>
      )}
      {player.failures.value >= 3 && (
        <div class="notice is-bad" role="alert">
          <strong>{h.value.troubleTitle}</strong>
          <p>{h.value.trouble}</p>
        </div>
      )}
    </section>
  );
}
