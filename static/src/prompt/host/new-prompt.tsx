// The form for a new prompt or journey.

import { useId, useState } from "preact/hooks";
import { Icon } from "../../shared/ui/icons";
import { Labelled } from "../../shared/ui/labelled";
import { toast } from "../../shared/ui/toast";
import type { Made } from "../../wire/prompt";
import { p } from "../texts";
import { createPrompt } from "./api";
import { body, CHOICES_MAX, CHOICES_MIN, empty, faults, OPTION_MAX, PALETTE, TEXT_MAX, type Draft, type Field, type Style } from "./draft";
import { sendRecording } from "./recording";

const STYLES: Style[] = ["numeric", "press", "color", "word"];

export function NewPromptForm({ token, made }: { token: string; made: (prompt: Made) => void }) {
  const [draft, setDraft] = useState<Draft>(empty);
  const [file, setFile] = useState<File | null>(null);
  const [wrong, setWrong] = useState<Field[]>([]);
  const [busy, setBusy] = useState(false);
  const id = useId();
  const change = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
    setWrong([]);
  };
  const make = async () => {
    const found = faults(draft, file !== null);
    setWrong(found);
    if (found.length > 0 || busy) return;
    setBusy(true);
    const recording = draft.kind === "journey" ? file : null;
    const answer = recording === null ? await createPrompt(token, body(draft)) : await sendRecording(token, draft, recording);
    setBusy(false);
    if (!answer.ok) return void toast(p.value.failed(answer.failure.errors[0]?.detail || answer.failure.detail), { seconds: 8 });
    toast(p.value.made);
    made(answer.value);
  };
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <h2>{p.value.newTitle}</h2>
      <fieldset class="pick">
        <legend>{p.value.kind}</legend>
        <div class="row">
          <Pick name={`${id}-kind`} on={draft.kind === "interactive_prompt"} pick={() => change({ kind: "interactive_prompt" })} text={p.value.kindPrompt} />
          <Pick name={`${id}-kind`} on={draft.kind === "journey"} pick={() => change({ kind: "journey" })} text={p.value.kindJourney} />
        </div>
      </fieldset>
      <fieldset class="pick">
        <legend>{p.value.style}</legend>
        <div class="row">
          {STYLES.map((style) => (
            <Pick key={style} name={`${id}-style`} on={draft.style === style} pick={() => change({ style })} text={p.value.styles[style]} />
          ))}
        </div>
      </fieldset>
      <Labelled id={`${id}-text`} label={p.value.question} hint={p.value.questionHint} wrong={wrong.includes("text")}>
        {(described) => <input {...described} value={draft.text} maxLength={TEXT_MAX * 2} onInput={(event) => change({ text: event.currentTarget.value })} />}
      </Labelled>
      {draft.style === "numeric" && (
        <div class="row">
          <Labelled id={`${id}-min`} label={p.value.rangeFrom} hint={p.value.rangeHint} wrong={wrong.includes("range")}>
            {(described) => <input {...described} type="number" value={draft.min} onInput={(event) => change({ min: event.currentTarget.value })} />}
          </Labelled>
          <Labelled id={`${id}-max`} label={p.value.rangeTo} wrong={wrong.includes("range")}>
            {(described) => <input {...described} type="number" value={draft.max} onInput={(event) => change({ max: event.currentTarget.value })} />}
          </Labelled>
        </div>
      )}
      {draft.style === "word" && (
        <Many
          label={p.value.optionsLabel}
          hint={p.value.optionsHint}
          wrong={wrong.includes("options")}
          values={draft.options}
          named={p.value.optionNo}
          set={(options) => change({ options })}
          fresh={() => ""}
          maxLength={OPTION_MAX}
        />
      )}
      {draft.style === "color" && (
        <Many
          label={p.value.colorsLabel}
          hint={p.value.colorsHint}
          wrong={wrong.includes("options")}
          values={draft.colors}
          named={p.value.colorNo}
          set={(colors) => change({ colors })}
          fresh={(count) => PALETTE[count % PALETTE.length] ?? "#000000"}
          type="color"
        />
      )}
      {draft.kind === "journey" && (
        <Labelled id={`${id}-file`} label={p.value.recordingLabel} hint={p.value.recordingHint}>
          {(described) => <input {...described} type="file" accept="audio/*,video/*" onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)} />}
        </Labelled>
      )}
      <div class="row">
        <Labelled id={`${id}-seconds`} label={p.value.duration} hint={draft.kind === "journey" ? p.value.durationJourney : p.value.durationHint} wrong={wrong.includes("seconds")}>
          {(described) => <input {...described} type="number" min="5" max="300" value={draft.seconds} onInput={(event) => change({ seconds: event.currentTarget.value })} />}
        </Labelled>
        <Labelled id={`${id}-identifier`} label={p.value.identifier} hint={p.value.identifierHint} wrong={wrong.includes("identifier")}>
          {(described) => <input {...described} value={draft.identifier} autocomplete="off" onInput={(event) => change({ identifier: event.currentTarget.value })} />}
        </Labelled>
      </div>
      <button type="submit" class="button button-main" disabled={busy}>
        <Icon name="plus" /> {busy ? p.value.making : p.value.make}
      </button>
    </form>
  );
}

function Pick({ name, on, pick, text }: { name: string; on: boolean; pick: () => void; text: string }) {
  return (
    <label class="pick-one">
      <input type="radio" name={name} checked={on} onChange={pick} /> {text}
    </label>
  );
}

interface ManyProps {
  label: string;
  hint: string;
  wrong: boolean;
  values: string[];
  named: (n: number) => string;
  set: (values: string[]) => void;
  fresh: (count: number) => string;
  type?: "text" | "color";
  maxLength?: number;
}

/** A list of fields, as many as the protocol allows. */
function Many({ label, hint, wrong, values, named, set, fresh, type = "text", maxLength }: ManyProps) {
  return (
    <fieldset class="pick">
      <legend>{label}</legend>
      <ul class="many">
        {values.map((value, i) => (
          <li key={i} class="row tight">
            <Entry
              isColor={type === "color"}
              props={{
                class: "input",
                value,
                maxLength,
                "aria-label": named(i + 1),
                "aria-invalid": wrong,
                onInput: (event: InputEvent) => set(values.map((old, at) => (at === i ? (event.target as HTMLInputElement).value : old))),
              }}
            />
            {values.length > CHOICES_MIN && (
              <button type="button" class="button button-icon" aria-label={p.value.removeOption(i + 1)} onClick={() => set(values.filter((_, at) => at !== i))}>
                <Icon name="cross" />
              </button>
            )}
          </li>
        ))}
      </ul>
      {values.length < CHOICES_MAX && (
        <button type="button" class="button button-add" onClick={() => set([...values, fresh(values.length)])}>
          <Icon name="plus" /> {p.value.addOption}
        </button>
      )}
      <p class={wrong ? "hint is-error" : "hint"} role={wrong ? "alert" : undefined}>
        {hint}
      </p>
    </fieldset>
  );
}

/** A field for a word or for a colour. */
function Entry({ isColor, props }: { isColor: boolean; props: object }) {
  return isColor ? <input type="color" {...props} /> : <input type="text" {...props} />;
}
