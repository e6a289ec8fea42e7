// The form of a channel: new, or to be changed.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Failure } from "../../shared/http";
import { Labelled } from "../../shared/ui/labelled";
import { BOT_NAME_MAX, faults, fieldOf, NAME_MAX, TEXT_MAX, type Draft, type Field, type TextField } from "./draft";
import { FormFoot } from "./form-foot";
import { HoursForm } from "./hours-form";
import { a } from "./texts";
import { useForm } from "./use-form";
import { useArrival } from "./use-opener";

interface FormProps {
  title: string;
  submit: string;
  first: Draft;
  /** Sends it; why the server refused it, or `null`. */
  send: (draft: Draft) => Promise<Failure | null>;
  /** `null`: there is nothing to go back to. */
  cancel: (() => void) | null;
}

export function ChannelForm({ title, submit, first, send, cancel }: FormProps) {
  const [draft, setDraft] = useState(first);
  const form = useForm<Field>({ faults: () => faults(draft), fieldOf, send: () => send(draft) });
  const { id, said, isWrong } = form;
  const head = useArrival(null, cancel !== null);
  const change = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
    form.forget();
  };
  const field = (name: TextField, label: string, hint: string | undefined, draw: (props: object) => ComponentChildren) => (
    <Labelled id={`${id}-${name}`} label={label} {...(hint === undefined ? {} : { hint })} wrong={isWrong(name)} error={said[name]}>
      {(described) =>
        draw({
          ...described,
          value: draft[name],
          onInput: (event: InputEvent) => change({ [name]: (event.target as HTMLInputElement).value }),
        })
      }
    </Labelled>
  );
  const text = (name: TextField, label: string, hint?: string, rows = 2) => field(name, label, hint, (props) => <textarea rows={rows} maxLength={TEXT_MAX} {...props} />);
  const isMore = !first.files || (["botName", "greeting", "busyText", "fallbackText", "locale", "queue", "silence", "patience"] as const).some((name) => first[name] !== "" || isWrong(name));
  return (
    <form class="card stack" noValidate aria-labelledby={`${id}-title`} onSubmit={form.submit}>
      <h3 id={`${id}-title`} tabIndex={-1} ref={head}>
        {title}
      </h3>
      {field("name", a.value.name, a.value.nameHint, (props) => (
        <input maxLength={NAME_MAX} autocomplete="off" {...props} />
      ))}
      <fieldset class="pick">
        <legend>{a.value.bot}</legend>
        <div class="row">
          {(["scripted", "webhook"] as const).map((kind) => (
            <label class="pick-one" key={kind}>
              <input type="radio" name={`${id}-bot`} checked={draft.bot === kind} onChange={() => change({ bot: kind })} /> {kind === "webhook" ? a.value.botWebhook : a.value.botScripted}
            </label>
          ))}
        </div>
      </fieldset>
      {draft.bot === "webhook"
        ? field("url", a.value.url, a.value.urlHint, (props) => <input type="url" inputMode="url" autocomplete="off" maxLength={2000} {...props} />)
        : field("script", a.value.script, a.value.scriptHint, (props) => <textarea rows={3} spellcheck={false} {...props} />)}
      {field("origins", a.value.origins, a.value.originsHint, (props) => (
        <textarea rows={2} spellcheck={false} {...props} />
      ))}
      <HoursForm id={id} draft={draft} change={change} isWrong={isWrong} said={(name) => said[name]} />
      {draft.hoursOn && text("closedText", a.value.closedText, a.value.textHint)}
      <details class="talks-more" open={isMore}>
        <summary>{a.value.more}</summary>
        <div class="stack">
          <div class="talks-pair">
            {field("botName", a.value.botName, undefined, (props) => (
              <input maxLength={BOT_NAME_MAX} autocomplete="off" {...props} />
            ))}
            {field("locale", a.value.locale, undefined, (props) => (
              <select {...props}>
                <option value="">{a.value.localeAny}</option>
                <option value="en">{a.value.localeEn}</option>
                <option value="de">{a.value.localeDe}</option>
              </select>
            ))}
          </div>
          {text("greeting", a.value.greeting, a.value.greetingHint)}
          <div class="talks-pair">
            {text("busyText", a.value.busyText, a.value.textHint)}
            {text("fallbackText", a.value.fallbackText, a.value.textHint)}
          </div>
          <div class="talks-pair">
            {field("queue", a.value.queue, a.value.queueHint, (props) => (
              <input inputMode="decimal" autocomplete="off" maxLength={8} {...props} />
            ))}
            {field("silence", a.value.silence, a.value.silenceHint, (props) => (
              <input inputMode="decimal" autocomplete="off" maxLength={8} {...props} />
            ))}
            {field("patience", a.value.patience, a.value.patienceHint, (props) => (
              <input inputMode="numeric" autocomplete="off" maxLength={2} {...props} />
            ))}
          </div>
          <label class="pick-one">
            <input type="checkbox" checked={draft.files} onChange={(event) => change({ files: event.currentTarget.checked })} /> {a.value.files}
          </label>
        </div>
      </details>
      <FormFoot trouble={form.trouble} busy={form.busy} submit={submit} cancel={cancel} />
    </form>
  );
}
