// When people are there: times of each day of the week, in a time zone, and days off.

import { useId } from "preact/hooks";
import type { Day } from "../../wire/desk";
import { Icon } from "../../shared/ui/icons";
import { Labelled } from "../../shared/ui/labelled";
import type { Draft, Field } from "./draft";
import { hoursOf } from "./draft";
import { DAYS, isDate, isWhole, isZone, SPANS_MAX, timeFrom, usualWeek, type Span } from "./hours";
import { outlookText } from "./outlook";
import { a } from "./texts";

/** Time zones to choose from; older browsers cannot name them, and one types. */
const ZONES: readonly string[] = (Intl as { supportedValuesOf?: (key: string) => string[] }).supportedValuesOf?.("timeZone") ?? [];

interface HoursProps {
  id: string;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  /** Whether something is wrong with a field. */
  isWrong: (field: Field) => boolean;
  said: (field: Field) => string | undefined;
}

export function HoursForm({ id, draft, change, isWrong, said }: HoursProps) {
  const zones = useId();
  const setDay = (day: Day, spans: Span[]) => change({ week: { ...draft.week, [day]: spans } });
  const isEmpty = DAYS.every((day) => draft.week[day].length === 0);
  const switchOn = (on: boolean) => change(on && isEmpty ? { hoursOn: on, week: usualWeek() } : { hoursOn: on });
  const isReadable = isWhole(draft.week) && isZone(draft.zone);
  const first = DAYS.find((day) => draft.week[day].length > 0);
  const message = said("week");
  return (
    <fieldset class="pick">
      <legend>{a.value.hours}</legend>
      <div class="row">
        {([false, true] as const).map((on) => (
          <label class="pick-one" key={String(on)}>
            <input type="radio" name={`${id}-hours`} checked={draft.hoursOn === on} onChange={() => switchOn(on)} /> {on ? a.value.hoursOn : a.value.hoursOff}
          </label>
        ))}
      </div>
      {draft.hoursOn && (
        <div class="stack talks-hours">
          <p class="hint">{a.value.hoursLead}</p>
          <div id={`${id}-week`} tabIndex={-1} class="talks-week" aria-describedby={isWrong("week") ? `${id}-week-hint` : undefined}>
            {DAYS.map((day) => (
              <DayRow key={day} day={day} spans={draft.week[day]} set={(spans) => setDay(day, spans)} />
            ))}
          </div>
          {isWrong("week") && (
            <p class="hint is-error" id={`${id}-week-hint`} role="alert">
              {message ?? a.value.weekWrong}
            </p>
          )}
          {first !== undefined && (
            <p>
              <button type="button" class="button" onClick={() => change({ week: Object.fromEntries(DAYS.map((day) => [day, draft.week[first].map((span) => ({ ...span }))])) as Draft["week"] })}>
                <Icon name="copy" /> {a.value.sameOnAll(a.value.days[first])}
              </button>
            </p>
          )}
          <div class="talks-pair">
            <Labelled id={`${id}-zone`} label={a.value.zone} hint={a.value.zoneHint} wrong={isWrong("zone")} error={said("zone")}>
              {(described) => <input {...described} list={zones} autocomplete="off" spellcheck={false} value={draft.zone} onInput={(event) => change({ zone: event.currentTarget.value })} />}
            </Labelled>
            <Labelled id={`${id}-daysOff`} label={a.value.daysOff} hint={a.value.daysOffHint} wrong={isWrong("daysOff")} error={said("daysOff")}>
              {(described) => <textarea {...described} rows={2} spellcheck={false} value={draft.daysOff} onInput={(event) => change({ daysOff: event.currentTarget.value })} />}
            </Labelled>
          </div>
          <datalist id={zones}>
            {ZONES.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
          {isReadable && (
            <p class="talks-outlook" aria-live="polite">
              {outlookText(hoursOf({ ...draft, daysOff: draft.daysOff.split(/[\s,]+/).filter(isDate).join("\n") }))}
            </p>
          )}
        </div>
      )}
    </fieldset>
  );
}

function DayRow({ day, spans, set }: { day: Day; spans: Span[]; set: (spans: Span[]) => void }) {
  const name = a.value.days[day];
  const change = (at: number, part: Partial<Span>) => set(spans.map((span, i) => (i === at ? { ...span, ...part } : span)));
  return (
    <div class="talks-day" role="group" aria-label={name}>
      <span class="talks-day-name">{name}</span>
      <div class="talks-spans">
        {spans.length === 0 && <span class="hint">{a.value.dayClosed}</span>}
        {spans.map((span, i) => (
          <span class="talks-span" key={i}>
            <TimeField label={a.value.opens(name)} value={span.from} set={(from) => change(i, { from })} />
            <span aria-hidden="true">–</span>
            <TimeField label={a.value.closes(name)} value={span.to} set={(to) => change(i, { to })} />
            <button type="button" class="button button-icon" aria-label={a.value.removeTime(name)} title={a.value.removeTime(name)} onClick={() => set(spans.filter((_, at) => at !== i))}>
              <Icon name="trash" />
            </button>
          </span>
        ))}
      </div>
      {spans.length < SPANS_MAX && (
        <button type="button" class="button button-icon" aria-label={a.value.addTime(name)} title={a.value.addTime(name)} onClick={() => set([...spans, spans.length === 0 ? { from: "09:00", to: "17:00" } : { from: "", to: "" }])}>
          <Icon name="plus" />
        </button>
      )}
    </div>
  );
}

/** A browser's own field for times follows the browser's language, not the page's: it would say 5 PM beside 17:00. */
function TimeField({ label, value, set }: { label: string; value: string; set: (value: string) => void }) {
  return (
    <input
      inputMode="numeric"
      autocomplete="off"
      maxLength={5}
      aria-label={label}
      placeholder="00:00"
      value={value}
      onInput={(event) => set(event.currentTarget.value)}
      onBlur={(event) => set(timeFrom(event.currentTarget.value))}
    />
  );
}
