// The room's rules. Each change is sent as it is made; what the server says is what is shown.

import { useId, useLayoutEffect, useState } from "preact/hooks";
import { number } from "../../../shared/i18n";
import { Icon } from "../../../shared/ui/icons";
import type { ConsoleSession } from "../session";
import { h } from "../texts";

const QUEUE_LIMITS = { min: 1, max: 50 };
const PERCENTS = { min: 1, max: 100 };
const SLOW_MODES = [0, 5, 10, 30, 60, 300];

export function Settings({ session, onHouse }: { session: ConsoleSession; onHouse: () => void }) {
  const { settings } = session.model.value.room;
  const slowId = useId();
  const slowModes = SLOW_MODES.includes(settings.slow_mode_seconds) ? SLOW_MODES : [...SLOW_MODES, settings.slow_mode_seconds].sort((a, b) => a - b);
  return (
    <div class="card stack">
      <NumberField label={h.value.queueLimit} value={settings.queue_limit} limits={QUEUE_LIMITS} onChange={(queue_limit) => session.change({ queue_limit })} />
      <label class="choice">
        <input type="checkbox" checked={settings.skip_votes} onChange={(event) => session.change({ skip_votes: event.currentTarget.checked })} />
        {h.value.skipVotes}
      </label>
      {settings.skip_votes && (
        <NumberField label={h.value.skipPercent} unit="%" value={settings.skip_percent} limits={PERCENTS} onChange={(skip_percent) => session.change({ skip_percent })} />
      )}
      <label class="choice">
        <input type="checkbox" checked={settings.fallback} onChange={(event) => session.change({ fallback: event.currentTarget.checked })} />
        <span>
          {h.value.fallback}
          <span class="hint choice-hint">{h.value.fallbackHint}</span>
        </span>
      </label>
      {settings.fallback && (
        <div>
          <button type="button" class="button" onClick={onHouse}>
            <Icon name="edit" /> {h.value.houseEdit}
          </button>
        </div>
      )}
      <div class="field">
        <label for={slowId}>{h.value.slowMode}</label>
        <select
          id={slowId}
          value={String(settings.slow_mode_seconds)}
          onChange={(event) => session.change({ slow_mode_seconds: Number(event.currentTarget.value) })}
        >
          {slowModes.map((seconds) => (
            <option key={seconds} value={String(seconds)}>
              {h.value.slowModes(seconds)}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

interface NumberFieldProps {
  label: string;
  unit?: string;
  value: number;
  limits: { min: number; max: number };
  onChange: (value: number) => void;
}

/** A number that is sent when it is whole and within its limits; otherwise the old one comes back. */
function NumberField({ label, unit, value, limits, onChange }: NumberFieldProps) {
  const [typed, setTyped] = useState(String(value));
  const id = useId();
  useLayoutEffect(() => setTyped(String(value)), [value]);
  return (
    <div class="field">
      <label for={id}>
        {label} <span class="hint">({[limits.min, limits.max].map(number).join("–")}{unit ? ` ${unit}` : ""})</span>
      </label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={limits.min}
        max={limits.max}
        step="1"
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onChange={(event) => {
          const wished = event.currentTarget.valueAsNumber;
          if (Number.isInteger(wished) && wished >= limits.min && wished <= limits.max) onChange(wished);
          else setTyped(String(value));
        }}
      />
    </div>
  );
}
