// One conversation: everything that was said before, who has it, and the answer.

import { language } from "../../shared/i18n";
import { Icon } from "../../shared/ui/icons";
import { memo } from "../../shared/ui/memo";
import { Skeleton } from "../../shared/ui/waiting";
import type { ConversationView, EntryView } from "../../wire/conversation";
import { useFollow } from "../shared/follow";
import { labelOf } from "../shared/labels";
import { Composer, type ComposerKeys } from "./composer";
import { outgoing, type Outgoing } from "./model";
import { nameOf } from "./names";
import { PartView } from "./parts";
import { save } from "./save";
import { usePart, type Session } from "./session";
import { c } from "./texts";

interface ThreadProps {
  session: Session;
  keys: { current: ComposerKeys | null };
  editCanned: () => void;
  transfer: () => void;
  /** Shows the visitor's data, where there is no column for it. */
  about: () => void;
}

export function Thread({ session, keys, editCanned, transfer, about }: ThreadProps) {
  const view = usePart(session, (model) => model.view);
  const typing = usePart(session, (model) => model.typing);
  const fault = usePart(session, (model) => model.fault);
  const openId = usePart(session, (model) => model.openId);
  const me = usePart(session, (model) => model.me);
  const outbox = usePart(session, (model) => model.outbox);
  const ours = outgoing(outbox, openId);
  const log = useFollow([view?.entries, typing, fault], ours.at(-1)?.client_msg_id);
  if (view === null || openId === null) {
    return (
      <div class="desk-wait">
        <Skeleton lines={6} />
      </div>
    );
  }
  const mine = view.status.holder === "agent" && view.status.agent_id === me;
  return (
    <section class="thread" aria-label={nameOf(view)}>
      <Head session={session} view={view} mine={mine} transfer={transfer} about={about} />
      <div class="thread-log" role="log" tabIndex={0} aria-label={c.value.log} ref={log}>
        {view.is_partial && <p class="thread-event hint">{c.value.older}</p>}
        {view.entries.map((entry, i) => (
          <Entry key={entry.no} entry={entry} label={labelIn(view.entries, i)} day={dayOf(entry, view.entries[i - 1])} read={entry.from === "agent" && entry.no <= view.visitor_read} language={language.value} />
        ))}
        {ours.map((one) => (
          <Leaving key={one.client_msg_id} one={one} session={session} />
        ))}
        {typing === "visitor" && (
          <p class="thread-typing hint">
            {nameOf(view)} {c.value.typing}
          </p>
        )}
      </div>
      {fault !== null && (
        <p class="notice is-bad" role="alert">
          {c.value.faults[fault.code] ?? fault.text}
        </p>
      )}
      <Composer session={session} id={openId} status={view.status} mine={mine} keys={keys} editCanned={editCanned} />
    </section>
  );
}

/** What the visitor has pressed, where the bot hears another word; `null`: the entry says itself what was said. */
function labelIn(entries: EntryView[], at: number): string | null {
  const entry = entries[at];
  const [only] = entry?.parts ?? [];
  if (entry?.from !== "visitor" || only?.type !== "text" || entry.parts.length > 1) return null;
  const label = labelOf(only.text, entries, at);
  return label === only.text ? null : label;
}

/** The day, where an entry is the first of another one. */
function dayOf(entry: EntryView, before: EntryView | undefined): string | null {
  const day = new Date(entry.at).toDateString();
  if (before === undefined ? day === new Date().toDateString() : day === new Date(before.at).toDateString()) return null;
  return new Date(entry.at).toLocaleDateString(language.value, { weekday: "long", day: "numeric", month: "long" });
}

function Head({ session, view, mine, transfer, about }: { session: Session; view: ConversationView; mine: boolean; transfer: () => void; about: () => void }) {
  return (
    <header class="thread-head">
      <button type="button" class="button button-icon thread-back" aria-label={c.value.back} onClick={() => session.open(null)}>
        <Icon name="arrow" />
      </button>
      <div class="thread-title">
        <h1>{nameOf(view)}</h1>
        <p class="hint">
          {view.channel_name} · {view.status.holder === "agent" ? (view.status.agent_name ?? c.value.holders.agent) : c.value.holders[view.status.holder]} ·{" "}
          {view.status.visitor_here ? c.value.visitorHere : c.value.visitorGone}
        </p>
      </div>
      <div class="row thread-tools">
        {mine ? (
          <>
            <button type="button" class="button" onClick={transfer}>
              {c.value.transfer}
            </button>
            <button type="button" class="button" onClick={session.end}>
              {c.value.end}
            </button>
          </>
        ) : (
          view.status.holder !== "agent" && (
            <button type="button" class="button button-main" onClick={session.take}>
              {c.value.take}
            </button>
          )
        )}
        <button type="button" class="button button-icon thread-about" aria-label={c.value.about} title={c.value.about} aria-haspopup="dialog" onClick={about}>
          <Icon name="people" />
        </button>
        <button type="button" class="button button-icon" aria-label={c.value.transcript} title={c.value.transcript} onClick={() => save(view)}>
          <Icon name="download" />
        </button>
      </div>
    </header>
  );
}

interface EntryProps {
  entry: EntryView;
  /** The label of the button that says it. */
  label: string | null;
  day: string | null;
  read: boolean;
  /** Redraws the times when it changes. */
  language: string;
}

const Entry = memo(function Entry({ entry, label, day, read, language: locale }: EntryProps) {
  return (
    <>
      {day !== null && <p class="thread-event thread-day hint">{day}</p>}
      <Said entry={entry} label={label} read={read} locale={locale} />
    </>
  );
});

function Said({ entry, label, read, locale }: { entry: EntryView; label: string | null; read: boolean; locale: string }) {
  const time = new Date(entry.at).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
  const name = entry.agent_name ?? c.value.from.agent;
  switch (entry.kind) {
    case "escalated":
      return <p class="thread-event hint">{c.value.events.escalated}</p>;
    case "assignment_failed":
      return <p class="thread-event hint">{entry.reason === "closed" ? c.value.events.closed : c.value.events.assignment_failed}</p>;
    case "agent_joined":
      return <p class="thread-event hint">{c.value.events.agent_joined(name)}</p>;
    case "agent_left":
      return <p class="thread-event hint">{c.value.events.agent_left(name)}</p>;
    case "action":
      // That a person was asked for stands in an entry of its own.
      return entry.actions.every((action) => action.id === "escalateToHuman") ? null : <p class="thread-event hint">{entry.actions.map((action) => action.id).join(", ")}</p>;
    case "note":
    case "message":
      return (
        <div class={`entry entry-${entry.kind} entry-${entry.from}`}>
          <p class="entry-who hint">
            {entry.kind === "note" ? c.value.noteBy(name) : entry.from === "agent" ? name : c.value.from[entry.from]} · <time dateTime={new Date(entry.at).toISOString()}>{time}</time>
            {entry.is_edited && ` · ${c.value.edited}`}
            {read && ` · ${c.value.read}`}
          </p>
          {label !== null ? <p class="entry-text">{label}</p> : entry.parts.map((part, i) => <PartView key={i} part={part} />)}
        </div>
      );
  }
}

/** What is on its way, or was not taken. */
function Leaving({ one, session }: { one: Outgoing; session: Session }) {
  return (
    <div class={`entry entry-${one.kind} entry-agent ${one.refused ? "is-refused" : "is-pending"}`}>
      {one.text !== "" && <p class="entry-text">{one.text}</p>}
      {one.files.length > 0 && <PartView part={{ type: "files", files: one.files }} />}
      {one.refused ? (
        <p class="row">
          <span class="hint is-error">{c.value.refused}</span>
          <button type="button" class="link" onClick={() => session.again(one.client_msg_id)}>
            {c.value.again}
          </button>
          <button type="button" class="link" onClick={() => session.drop(one.client_msg_id)}>
            {c.value.discard}
          </button>
        </p>
      ) : (
        <p class="hint">{c.value.sending}</p>
      )}
    </div>
  );
}
