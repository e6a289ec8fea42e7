// The controls at the foot: the volume, the next song, and the one main action.

import { Icon } from "../../../shared/ui/icons";
import { canPlay } from "../model";
import type { ConsoleSession } from "../session";
import { h } from "../texts";
import { volume } from "../volume";

export function ActionBar({ session }: { session: ConsoleSession }) {
  const { room } = session.model.value;
  const { player } = session;
  const role = player.role.value;
  const possible = canPlay(room);
  const toStart = room.playing === null || role === "blocked" || (role === "silent" && !player.elsewhere.value);
  const stands = player.stands();
  const percent = Math.round(volume.value * 100);
  return (
    <div class="action-bar" role="group" aria-label={h.value.consoleTitle}>
      <label class="volume">
        <Icon name="volume" />
        <span class="visually-hidden">{h.value.volume}</span>
        <input
          type="range"
          min="0"
          max="1"
          step="0.05"
          value={volume.value}
          aria-valuetext={h.value.volumeText(percent)}
          onInput={(event) => (volume.value = event.currentTarget.valueAsNumber)}
        />
        <span class="volume-text" aria-hidden="true">
          {h.value.volumeText(percent)}
        </span>
      </label>
      <div class="action-main">
        <button type="button" class="button" disabled={!possible || room.playing === null} aria-label={h.value.next} onClick={player.next}>
          <Icon name="next" /> <span class="wide-only">{h.value.next}</span>
        </button>
        <button
          type="button"
          class="button button-main button-large"
          disabled={!possible}
          aria-describedby={possible ? undefined : "start-why"}
          onClick={player.toggle}
        >
          <Icon name={toStart || stands ? "play" : "pause"} /> {toStart ? h.value.startMusic : stands ? h.value.play : h.value.pause}
        </button>
        {!possible && (
          <p id="start-why" class="visually-hidden">
            {h.value.nothingToPlay}
          </p>
        )}
      </div>
    </div>
  );
}
