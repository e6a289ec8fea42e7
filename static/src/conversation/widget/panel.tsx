// The button in the corner and the panel above it.

import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { saveText } from "../../shared/save-file";
import { memo } from "../../shared/ui/memo";
import type { Part } from "../../wire/conversation";
import { useFollow } from "../shared/follow";
import { labelled } from "../shared/labels";
import { asText, isPausing, lastOf, type Item, type Model } from "./model";
import { Attach } from "./files";
import { PartView } from "./parts";
import type { Session } from "./session";
import type { WidgetTexts } from "./texts";

interface WidgetProps {
  session: Session;
  texts: WidgetTexts;
}

export function Widget({ session, texts }: WidgetProps) {
  const model = session.read();
  const launcher = useRef<HTMLButtonElement>(null);
  // A panel that stands open when the page comes leaves the focus to the page.
  const byHand = useRef(!model.open);
  const close = () => {
    byHand.current = true;
    session.toggle(false);
    // The panel goes; whoever used it by keyboard is back where it was opened.
    setTimeout(() => launcher.current?.focus());
  };
  return (
    <div class="widget" onKeyDown={(event) => model.open && keepInside(event, close)}>
      {model.open && <Panel model={model} session={session} texts={texts} byHand={byHand.current} />}
      <button
        type="button"
        class="launcher"
        // Where there is no chat any more, nobody is asked in.
        hidden={model.refused && !model.open}
        ref={launcher}
        aria-expanded={model.open}
        aria-label={model.open ? texts.close : model.unread > 0 ? texts.openUnread(model.unread) : texts.open}
        onClick={() => (model.open ? close() : session.toggle(true))}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          {model.open ? <path d="M6 6l12 12M18 6 6 18" /> : <path d="M4 5h16v11H9l-5 4z" />}
        </svg>
        {model.unread > 0 && <span class="badge">{model.unread > 9 ? "9+" : model.unread}</span>}
      </button>
      <p class="unseen" role="status">
        {model.unread > 0 && texts.openUnread(model.unread)}
      </p>
    </div>
  );
}

/** Tab goes round within the open chat; Escape is the way out. */
function keepInside(event: KeyboardEvent, close: () => void): void {
  if (event.key === "Escape" && !event.isComposing) return close();
  if (event.key !== "Tab") return;
  const place = event.currentTarget as HTMLElement;
  const stops = [...place.querySelectorAll<HTMLElement>("button:enabled, textarea, input, a[href], [tabindex='0']")];
  const at = stops.indexOf((place.getRootNode() as ShadowRoot).activeElement as HTMLElement);
  const next = event.shiftKey ? (at <= 0 ? stops[stops.length - 1] : undefined) : at === stops.length - 1 ? stops[0] : undefined;
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

function Panel({ model, session, texts, byHand }: WidgetProps & { model: Model; byHand: boolean }) {
  const last = model.items[model.items.length - 1];
  const pausing = isPausing(model);
  // Thanks for what was left are said when it has arrived.
  const isLeaving = model.items.some((item) => item.left && item.pending);
  const panel = useFocusKept();
  const log = useFollow([model.items, model.typing, pausing, model.form], last?.pending === true && last.id);
  const download = () => saveText("chat.txt", asText(model, texts));
  const who = model.typing === "livechat" ? (model.agent?.name ?? texts.agent) : (lastOf(model.items, (item) => item.from === "bot")?.name ?? texts.bot);
  return (
    <section class="panel" role="dialog" aria-label={texts.title} ref={panel}>
      <header class="head">
        <strong>{model.agent?.name ?? texts.title}</strong>
        <span class="tools">
          {model.holder === "bot" && model.conversation !== null && (
            <button type="button" onClick={session.human} disabled={!model.online}>
              {texts.human}
            </button>
          )}
          <button type="button" onClick={download} disabled={model.items.length === 0} title={texts.download} aria-label={texts.download}>
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M12 4v11m-5-5 5 5 5-5M4 20h16" />
            </svg>
          </button>
        </span>
      </header>
      {!model.online && (
        <p class="notice" role="status">
          {model.refused ? texts.refused : texts.away}
        </p>
      )}
      {model.holder === "queue" && (
        <p class="notice" role="status">
          {texts.queued}
        </p>
      )}
      <div class="log" role="log" aria-label={texts.log} tabIndex={0} ref={log}>
        {model.items.map((item, i) =>
          isLeaving && item.note === "left" ? null : (
            <Entry
              key={item.id}
              item={item}
              parts={item.from === "user" ? labelled(item.parts, model.items, i) : item.parts}
              session={session}
              texts={texts}
              choose={item === last && !model.refused ? session.say : null}
            />
          ),
        )}
        {(model.typing !== null || pausing) && (
          <p class="typing">
            {pausing && model.typing === null ? (last?.name ?? (last?.from === "agent" ? texts.agent : texts.bot)) : who} {texts.typing}
          </p>
        )}
      </div>
      {model.fault !== null && (
        <p class="notice is-bad" role="alert">
          {texts.fault}
        </p>
      )}
      {model.refused ? null : model.form ? <OfflineForm session={session} texts={texts} /> : <Composer session={session} texts={texts} byHand={byHand} />}
    </section>
  );
}

/** The panel's ref: what is pressed often goes with the press, and the focus stays in the chat all the same. */
function useFocusKept(): RefObject<HTMLElement | null> {
  const panel = useRef<HTMLElement | null>(null);
  const focused = () => (panel.current?.getRootNode() as ShadowRoot | undefined)?.activeElement ?? null;
  const before = focused();
  useLayoutEffect(() => {
    if (before !== null && !before.isConnected && focused() === null) panel.current?.querySelector<HTMLElement>(".log")?.focus({ preventScroll: true });
  });
  return panel;
}

interface EntryProps extends WidgetProps {
  item: Item;
  parts: Part[];
  choose: ((value: string) => void) | null;
}

const Entry = memo(function Entry({ item, parts, session, texts, choose }: EntryProps) {
  if (item.from === "note") return <p class="note">{noteText(item, texts)}</p>;
  const who = item.from === "user" ? texts.you : (item.name ?? (item.from === "bot" ? texts.bot : texts.agent));
  return (
    <div class={`item from-${item.from} ${item.pending ? "is-pending" : ""}`}>
      <span class="who">{who}</span>
      {parts.slice(0, item.shown).map((part, i) => (
        <PartView key={i} part={part} settings={session.settings} choose={item.from === "user" ? null : choose} />
      ))}
      {item.pending && <span class="state">{texts.sending}</span>}
    </div>
  );
});

function noteText(item: Item, texts: WidgetTexts): string {
  const name = item.name ?? texts.agent;
  switch (item.note) {
    case "connected":
      return texts.connected(name);
    case "disconnected":
      return texts.disconnected(name);
    case "handed":
      return texts.handed(name);
    case "failed":
      return texts.failed;
    case "closed":
      return texts.closed(item.opensAt === undefined ? null : new Date(item.opensAt).toLocaleString(texts.locale, { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" }));
    case "left":
      return texts.left;
    case undefined:
      return "";
  }
}

function Composer({ session, texts, byHand }: WidgetProps & { byHand: boolean }) {
  const [text, setText] = useState(session.draft);
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => void (byHand && field.current?.focus()), []);
  const write = (typed: string) => {
    setText(typed);
    session.keepDraft(typed);
    session.typing(typed !== "");
  };
  const send = () => {
    session.say(text);
    setText("");
    field.current?.focus();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        rows={1}
        maxLength={4000}
        value={text}
        aria-label={texts.input}
        placeholder={texts.input}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <Attach session={session} />
      <button type="submit" class="send" aria-label={texts.send} disabled={text.trim() === ""}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M4 12h15m-6-7 7 7-7 7" />
        </svg>
      </button>
    </form>
  );
}

/** As much of an address as can be told without writing to it. */
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function OfflineForm({ session, texts }: WidgetProps) {
  const [values, setValues] = useState({ name: "", email: "", message: "" });
  const [checked, setChecked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const isBad = (field: keyof typeof values) => (field === "email" ? !EMAIL.test(values.email.trim()) : values[field].trim() === "");
  const missing = (field: keyof typeof values) => checked && isBad(field);
  const field = (name: keyof typeof values, type: "text" | "email" | "textarea", autocomplete: "name" | "email" | "off") => (
    <label class="field">
      <span>{texts[name]}</span>
      {type === "textarea" ? (
        <textarea rows={3} maxLength={4000} value={values[name]} aria-invalid={missing(name)} onInput={(event) => setValues({ ...values, [name]: event.currentTarget.value })} />
      ) : (
        <input
          type="text"
          inputMode={type === "email" ? "email" : "text"}
          autocomplete={autocomplete}
          maxLength={200}
          value={values[name]}
          aria-invalid={missing(name)}
          onInput={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
        />
      )}
      {missing(name) && (
        <span class="is-bad" role="alert">
          {name === "email" ? texts.emailBad : texts.required}
        </span>
      )}
    </label>
  );
  return (
    <form
      class="offline"
      noValidate
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        setChecked(true);
        const first = (["name", "email", "message"] as const).findIndex(isBad);
        if (first >= 0) return void form.current?.querySelectorAll<HTMLElement>("input, textarea")[first]?.focus();
        session.leave(values.name.trim(), values.email.trim(), values.message);
      }}
    >
      <p>{texts.offlineLead}</p>
      {field("name", "text", "name")}
      {field("email", "email", "email")}
      {field("message", "textarea", "off")}
      <div class="choices">
        <button type="submit" class="choice is-main">
          {texts.leave}
        </button>
        <button type="button" class="choice" onClick={session.goOn}>
          {texts.goOn}
        </button>
      </div>
    </form>
  );
}
