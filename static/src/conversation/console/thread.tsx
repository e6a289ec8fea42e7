// One conversation: everything that was said before, who has it, and the answer.

import { useEffect, useRef } from "preact/hooks";
import { language } from "../../shared/i18n";
import { Icon } from "../../shared/ui/icons";
import { Skeleton } from "../../shared/ui/waiting";
import type { AgentRow, ConversationView, EntryView } from "../../wire/conversation";
import { Composer } from "./composer";
import { PartView } from "./parts";
import { save } from "./save";
import type { Session } from "./session";
import { c } from "./texts";

export function Thread({ session }: { session: Session }) {
  const { view, typing, me, agents, error } = session.model.value;
  const log = useRef<HTMLDivElement>(null);
  const count = view?.entries.length ?? 0;
  useEffect(() => {
    const box = log.current;
    if (box !== null) box.scrollTop = box.scrollHeight;
  }, [count, typing]);
  if (view === null) return <Skeleton lines={6} />;
  const mine = view.status.holder === "agent" && view.status.agent_id === me;
  return (
    <section class="thread" aria-label={nameOf(view)}>
      <Head session={session} view={view} mine={mine} others={agents.filter((agent) => agent.agent_id !== me)} />
      <div class="thread-log" role="log" tabIndex={0} aria-label={nameOf(view)} ref={log}>
        {view.entries.map((entry) => (
          <Entry key={entry.no} entry={entry} read={entry.from === "agent" && entry.no <= view.visitor_read} />
        ))}
        {typing === "visitor" && (
          <p class="hint">
            {nameOf(view)} {c.value.typing}
          </p>
        )}
      </div>
      {error !== "" && (
        <p class="notice is-bad" role="alert">
          {error}
        </p>
      )}
      <Composer session={session} mine={mine} />
    </section>
  );
}

/** How the visitor is called. */
export function nameOf(view: ConversationView): string {
  const { firstName = "", lastName = "", email = "" } = view.visitor.info;
  return `${firstName} ${lastName}`.trim() || email || view.visitor.user_id || c.value.visitor;
}

function Head({ session, view, mine, others }: { session: Session; view: ConversationView; mine: boolean; others: AgentRow[] }) {
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
      <div class="row">
        {!mine && (
          <button type="button" class="button button-main" onClick={session.take}>
            {c.value.take}
          </button>
        )}
        {mine && (
          <>
            <select class="input thread-transfer" aria-label={c.value.transfer} value="" onChange={(event) => session.transfer(event.currentTarget.value === "queue" ? null : event.currentTarget.value)}>
              <option value="" disabled>
                {c.value.transfer}
              </option>
              <option value="queue">{c.value.toQueue}</option>
              {others.map((agent) => (
                <option key={agent.agent_id} value={agent.agent_id} disabled={agent.presence !== "online"}>
                  {agent.name} · {c.value.presence[agent.presence]} · {c.value.load(agent.load, agent.capacity)}
                </option>
              ))}
            </select>
            <button type="button" class="button" onClick={session.end}>
              {c.value.end}
            </button>
          </>
        )}
        <button type="button" class="button" onClick={() => save(view)}>
          <Icon name="download" /> {c.value.transcript}
        </button>
      </div>
    </header>
  );
}

function Entry({ entry, read }: { entry: EntryView; read: boolean }) {
  const time = new Date(entry.at).toLocaleTimeString(language.value, { hour: "2-digit", minute: "2-digit" });
  const name = entry.agent_name ?? c.value.from.agent;
  switch (entry.kind) {
    case "escalated":
      return <p class="thread-event hint">{c.value.events.escalated}</p>;
    case "assignment_failed":
      return <p class="thread-event hint">{c.value.events.assignment_failed}</p>;
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
          {entry.parts.map((part, i) => (
            <PartView key={i} part={part} />
          ))}
        </div>
      );
  }
}
