// The controls at the foot: one main action, always in the same place, and what else fits the phase.

import { Icon, type IconName } from "../../../shared/ui/icons";
import { allowed, mainAction, type Action } from "../model";
import { h } from "../texts";
import type { ConsoleSession } from "./session";

interface ActionBarProps {
  session: ConsoleSession;
  /** What "next" brings, in words. */
  next: string;
  standing: boolean;
  onStanding: () => void;
}

export function ActionBar({ session, next, standing, onStanding }: ActionBarProps) {
  const model = session.model.value;
  const main = mainAction(model);
  if (main === null) return null;
  const labels: Record<Action, string> = {
    start: h.value.startGame,
    pause: h.value.pause,
    resume: h.value.resume,
    extend: h.value.extend,
    reveal: h.value.revealLong,
    next,
    lock: h.value.lock,
    end: h.value.endEarly,
  };
  const also = (["pause", "extend", "reveal"] as const).filter((action) => action !== main && allowed(model, action));
  const running = model.question !== null;
  return (
    <div class="action-bar" role="group" aria-label={h.value.consoleTitle}>
      <div class="row action-also">
        {also.map((action) => (
          <button key={action} type="button" class="button" title={action === "extend" ? h.value.extendLong : undefined} onClick={() => session.act(action)}>
            {ICONS[action] !== undefined && <Icon name={ICONS[action]} />} {action === "reveal" ? h.value.reveal : labels[action]}
          </button>
        ))}
        {running && (
          <button type="button" class="button" aria-pressed={standing} onClick={onStanding}>
            {h.value.standing}
          </button>
        )}
      </div>
      <div class="action-main">
        {main === "start" && !allowed(model, "start") && (
          <p id="start-why" class="hint">
            {h.value.startNobody}
          </p>
        )}
        <button
          type="button"
          class="button button-main button-large"
          disabled={!allowed(model, main)}
          aria-describedby={main === "start" && !allowed(model, "start") ? "start-why" : undefined}
          onClick={() => session.act(main)}
        >
          {labels[main]} <Icon name={ICONS[main] ?? "arrow"} />
        </button>
      </div>
    </div>
  );
}

const ICONS: Partial<Record<Action, IconName>> = { pause: "pause", resume: "play", reveal: "check", start: "play" };
