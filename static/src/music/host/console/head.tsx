// The console's head: which room this is, its code, and what is needed at any time.

import { useState } from "preact/hooks";
import { Dialog } from "../../../shared/ui/dialog";
import { Icon } from "../../../shared/ui/icons";
import { Preferences } from "../../../shared/ui/preferences";
import { guestsHere, type MusicPhase } from "../model";
import { stagePath } from "../rooms";
import type { ConsoleSession } from "../session";
import { h } from "../texts";

interface HeadProps {
  session: ConsoleSession;
  phase: MusicPhase;
  onHelp: () => void;
}

export function Head({ session, phase, onHelp }: HeadProps) {
  const { room } = session.model.value;
  const [more, setMore] = useState(false);
  return (
    <header class="console-head">
      <a class="brand-mark console-home" href="/host" aria-label={h.value.toDashboard} title={h.value.toDashboard}>
        <Icon name="glass" />
      </a>
      <div class="console-title">
        <h1>{room.name}</h1>
        <p class="hint">
          <span class={`status status-${phase}`}>{h.value.phases[phase]}</span>
          <span>{h.value.people(guestsHere(room))}</span>
        </p>
      </div>
      <p class="console-code">
        <span class="hint">{h.value.code}</span> <strong class="code">{room.code}</strong>
      </p>
      <div class="row console-tools">
        <button type="button" class="button" aria-pressed={room.locked} onClick={session.lock}>
          <Icon name={room.locked ? "lock" : "unlock"} /> <span class="wide-only">{room.locked ? h.value.unlock : h.value.lock}</span>
          <span class="narrow-only visually-hidden">{room.locked ? h.value.unlock : h.value.lock}</span>
        </button>
        <a class="button" href={stagePath(room.code)} target="_blank" rel="noopener">
          <Icon name="full" /> <span class="wide-only">{h.value.openStage}</span>
          <span class="narrow-only visually-hidden">{h.value.openStage}</span>
        </a>
        <button type="button" class="button button-icon" aria-label={h.value.more} onClick={() => setMore(true)}>
          <Icon name="more" />
        </button>
      </div>
      <Dialog open={more} title={h.value.more} onClose={() => setMore(false)}>
        <div class="stack">
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
            <button
              type="button"
              class="button button-danger"
              disabled={session.closing.value}
              onClick={() => {
                setMore(false);
                session.closeRoom();
              }}
            >
              {h.value.closeRoom}
            </button>
          </div>
        </div>
      </Dialog>
    </header>
  );
}
