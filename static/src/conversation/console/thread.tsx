// One conversation: everything that was said before, who has it, and the answer.

import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../../shared/ui/icons";
import { memo } from "../../shared/ui/memo";
import { Skeleton } from "../../shared/ui/waiting";
import { timeText, weekdayText } from "../../shared/when";
import type { ConversationView, EntryView } from "../../wire/conversation";
import { useFollow } from "../shared/follow";
import { labelOf } from "../shared/labels";
import { Composer, hasKeys, type ComposerKeys } from "./composer";
import { outgoing, type Outgoing } from "./model";
import { nameOf } from "./names";
import { PartView } from "./parts";
import { save } from "./save";
import { usePart, type Session } from "./session";
import { c, faultText } from "./texts";

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
  const foundNo = usePart(session, (model) => model.foundNo);
  const log = useFollow([view?.entries, typing, fault], ours[ours.length - 1]?.client_msg_id);
  const isThere = view !== null;
  useLayoutEffect(() => {
    // What was searched for is shown, not the end.
    if (isThere && foundNo !== null) document.querySelector(".thread-log .is-found")?.scrollIntoView({ block: "center" });
  }, [isThere, foundNo]);
  if (view === null || openId === null) {
    return (
      <div class="desk-wait">
        <Skeleton lines={6} />
      </div>
    );
  }
  const mine = view.status.holder === "agent" && view.status.agent_id === me;
  const readNo = lastRead(view);
  return (
    <section class="thread" aria-label={nameOf(view)}>
      <Head session={session} view={view} mine={mine} keys={keys} transfer={transfer} about={about} />
      <div class="thread-log" role="log" tabIndex={0} aria-label={c.value.log} ref={log}>
        {view.is_partial && <p class="thread-event hint">{c.value.older}</p>}
        {view.entries.map((entry, i) => (
          <Entry key={entry.no} entry={entry} label={labelIn(view.entries, i)} since={view.entries[i - 1]?.at ?? null} read={entry.no === readNo} isFound={entry.no === foundNo} />
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
          {faultText(fault)}
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

/** The newest message of ours that the visitor has read; 0: none. */
const lastRead = ({ entries, visitor_read }: ConversationView): number =>
  entries.reduce((no, entry) => (entry.kind === "message" && entry.from === "agent" && entry.no <= visitor_read ? entry.no : no), 0);

/** Whether an entry is the first of its day, the present one aside. */
function isNewDay(at: number, before: number | null): boolean {
  const day = new Date(at).toDateString();
  return day !== new Date(before ?? Date.now()).toDateString();
}

interface HeadProps extends Omit<ThreadProps, "editCanned"> {
  view: ConversationView;
  mine: boolean;
}

function Head({ session, view, mine, keys, transfer, about }: HeadProps) {
  const title = useRef<HTMLHeadingElement>(null);
  const hasPressed = useRef(false);
  useLayoutEffect(() => {
    if (!hasPressed.current) return;
    hasPressed.current = false;
    // The button has gone with what it did: whoever pressed it stands where it goes on.
    if (document.activeElement !== document.body) return;
    if (mine && hasKeys()) keys.current?.focus(false);
    else title.current?.focus();
  }, [mine]);
  const press = (what: () => void) => () => {
    hasPressed.current = true;
    what();
  };
  return (
    <header class="thread-head">
      <button type="button" class="button button-icon thread-back" aria-label={c.value.back} onClick={() => session.open(null)}>
        <Icon name="arrow" />
      </button>
      <div class="thread-title">
        <h1 tabIndex={-1} ref={title}>
          {nameOf(view)}
        </h1>
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
            <button type="button" class="button" onClick={press(session.end)}>
              {c.value.end}
            </button>
          </>
        ) : (
          view.status.holder !== "agent" && (
            <button type="button" class="button button-main" onClick={press(session.take)}>
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
  /** When the one before it was said. */
  since: number | null;
  read: boolean;
  isFound: boolean;
}

const Entry = memo(function Entry({ entry, label, since, read, isFound }: EntryProps) {
  return (
    <>
      {isNewDay(entry.at, since) && <p class="thread-event thread-day hint">{weekdayText(entry.at)}</p>}
      <Said entry={entry} label={label} read={read} isFound={isFound} />
    </>
  );
});

function Said({ entry, label, read, isFound }: Omit<EntryProps, "since">) {
  const name = entry.agent_name ?? c.value.from.agent;
  switch (entry.kind) {
    case "escalated":
      return <p class="thread-event hint">{c.value.events.escalated}</p>;
    case "assignment_failed":
      return <p class="thread-event hint">{entry.reason === "closed" ? c.value.events.closed : c.value.events.assignment_failed}</p>;
    case "agent_joined":
      return <p class="thread-event hint">{c.value.events.agent_joined(name)}</p>;
    case "agent_left":
      return <p class="thread-event hint">{(c.value.left[entry.reason ?? ""] ?? c.value.events.agent_left)(name)}</p>;
    case "action":
      // That a person was asked for stands in an entry of its own.
      return entry.actions.every((action) => action.id === "escalateToHuman") ? null : <p class="thread-event hint">{entry.actions.map((action) => action.id).join(", ")}</p>;
    case "note":
    case "message":
      return (
        <div class={`entry entry-${entry.kind} entry-${entry.from} ${isFound ? "is-found" : ""}`}>
          <p class="entry-who hint">
            {entry.kind === "note" ? c.value.noteBy(name) : entry.from === "agent" ? name : c.value.from[entry.from]} · <time dateTime={new Date(entry.at).toISOString()}>{timeText(entry.at)}</time>
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
