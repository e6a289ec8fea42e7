// The console's head: what evening this is, its code, and what is needed at any time.

import { useState } from "preact/hooks";
import { number, t } from "../../../shared/i18n";
import { Dialog } from "../../../shared/ui/dialog";
import { Icon } from "../../../shared/ui/icons";
import { Preferences } from "../../../shared/ui/preferences";
import { volume } from "../sound";
import { h } from "../texts";
import type { ConsoleSession } from "./session";

interface HeadProps {
  session: ConsoleSession;
  onHelp: () => void;
  onEnd: () => void;
  /** The end waits for its undo. */
  ending: boolean;
}

export function Head({ session, onHelp, onEnd, ending }: HeadProps) {
  const model = session.model.value;
  const [more, setMore] = useState(false);
  const over = model.phase === "ended";
  return (
    <header class="console-head">
      <a class="brand-mark console-home" href="/host" aria-label={h.value.toDashboard} title={h.value.toDashboard}>
        <Icon name="glass" />
      </a>
      <div class="console-title">
        <h1>{model.title}</h1>
        <p class="hint">
          <span class={`status status-${model.phase}`}>{t.value.phases[model.phase]}</span>
          <span>{h.value.people(model.count)}</span>
        </p>
      </div>
      <p class="console-code">
        <span class="hint">{h.value.code}</span> <strong class="code">{model.code}</strong>
      </p>
      <div class="row console-tools">
        {!over && (
          <button type="button" class="button" aria-pressed={model.locked} title={h.value.lockLong} onClick={() => session.act("lock")}>
            <Icon name={model.locked ? "lock" : "unlock"} /> <span class="wide-only">{model.locked ? h.value.unlock : h.value.lock}</span>
            <span class="narrow-only visually-hidden">{model.locked ? h.value.unlock : h.value.lock}</span>
          </button>
        )}
        <a class="button" href={`/stage/${encodeURIComponent(model.code)}`} target="_blank" rel="noopener">
          <Icon name="full" /> <span class="wide-only">{h.value.openStage}</span>
          <span class="narrow-only visually-hidden">{h.value.openStage}</span>
        </a>
        <button type="button" class="button button-icon" aria-label={h.value.more} onClick={() => setMore(true)}>
          <Icon name="more" />
        </button>
      </div>
      <Dialog open={more} title={h.value.more} onClose={() => setMore(false)}>
        <div class="stack">
          <p class="hint">{h.value.settingsShort(model.timerSeconds, h.value.scoringShort[model.scoring])}</p>
          <label class="field">
            <span>
              {h.value.sound}: {volume.value === 0 ? h.value.soundOff : `${number(Math.round(volume.value * 100))} %`}
            </span>
            <input
              type="range"
              min="0"
              max="1"
              step="0.1"
              value={volume.value}
              onInput={(event) => (volume.value = event.currentTarget.valueAsNumber)}
            />
            <span class="hint">{h.value.soundHint}</span>
          </label>
          <Preferences />
          <div class="row">
            <button
              type="button"
              class="button"
              onClick={() => {
                setMore(false);
                onHelp();
              }}
            >
              <Icon name="help" /> {h.value.help}
            </button>
            <a class="button" href="/host">
              {h.value.toDashboard}
            </a>
            {!over && (
              <button
                type="button"
                class="button button-danger"
                disabled={ending}
                onClick={() => {
                  setMore(false);
                  onEnd();
                }}
              >
                {h.value.endEarly}
              </button>
            )}
          </div>
        </div>
      </Dialog>
    </header>
  );
}
