// Title, time and points.

import { LIMITS, type Draft } from "../draft";
import { h } from "../texts";
import { useEditor } from "./context";
import { Field, TextField } from "./field";

export function Basics({ draft }: { draft: Draft }) {
  const { change } = useEditor();
  const seconds = Number.isFinite(draft.timerSeconds) ? draft.timerSeconds : LIMITS.timerSecondsMin;
  return (
    <div class="card basics">
      <TextField
        place={{ field: "title" }}
        class="basics-title"
        label={h.value.fields.title}
        hint={h.value.titleHint}
        placeholder={h.value.titlePlaceholder}
        value={draft.title}
        onInput={(title) => change((now) => ({ ...now, title }))}
      />
      <Field place={{ field: "timer" }} label={h.value.fields.timer} hint={h.value.timerHint}>
        {(attributes) => (
          <span class="timer-field">
            <input
              type="range"
              tabIndex={-1}
              aria-hidden="true"
              min={LIMITS.timerSecondsMin}
              max={LIMITS.timerSecondsMax}
              step={5}
              value={seconds}
              onInput={(event) => {
                const timerSeconds = Number(event.currentTarget.value);
                change((now) => ({ ...now, timerSeconds }));
              }}
            />
            <input
              {...attributes}
              type="number"
              inputMode="numeric"
              min={LIMITS.timerSecondsMin}
              max={LIMITS.timerSecondsMax}
              value={Number.isFinite(draft.timerSeconds) ? draft.timerSeconds : ""}
              onInput={(event) => {
                const timerSeconds = event.currentTarget.valueAsNumber;
                change((now) => ({ ...now, timerSeconds }));
              }}
            />
            <span>{h.value.seconds}</span>
          </span>
        )}
      </Field>
      <fieldset class="field scoring">
        <legend>{h.value.scoring}</legend>
        {(["flat", "speed"] as const).map((scoring) => (
          <label key={scoring} class="choice">
            <input type="radio" name="scoring" checked={draft.scoring === scoring} onChange={() => change((now) => ({ ...now, scoring }))} />
            {h.value.scorings[scoring]}
          </label>
        ))}
      </fieldset>
    </div>
  );
}
