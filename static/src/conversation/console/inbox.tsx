// The inbox: mine, who waits, all; live, searched on the server.

import { useEffect, useState } from "preact/hooks";
import { language } from "../../shared/i18n";
import type { InboxRow } from "../../wire/conversation";
import { rowsOf, shownRows, type Filter } from "./model";
import type { Session } from "./session";
import { c } from "./texts";

const FILTERS: Filter[] = ["mine", "unassigned", "all"];
/** Milliseconds between two looks at how long people wait. */
const MINUTE_MS = 60_000;

export function Inbox({ session }: { session: Session }) {
  const model = session.model.value;
  const rows = shownRows(model);
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS / 4);
    return () => clearInterval(timer);
  }, []);
  return (
    <nav class="inbox" aria-label={c.value.inbox}>
      <div class="inbox-tools">
        <div class="inbox-filters" role="group" aria-label={c.value.inbox}>
          {FILTERS.map((filter) => (
            <button key={filter} type="button" class="button" aria-pressed={model.query === "" && model.filter === filter} onClick={() => session.filter(filter)}>
              {c.value.filters[filter]} <span class="count tabular">{rowsOf(model, filter).length}</span>
            </button>
          ))}
        </div>
        <input class="input" type="search" aria-label={c.value.search} placeholder={c.value.search} value={model.query} onInput={(event) => session.search(event.currentTarget.value)} />
      </div>
      {rows.length === 0 ? (
        <p class="hint inbox-none">{model.query !== "" ? (model.found === null ? "" : c.value.nothingFound) : c.value.nothing[model.filter]}</p>
      ) : (
        <ul class="inbox-rows">
          {rows.map((row) => (
            <li key={row.conversation_id}>
              <Row row={row} now={now} on={row.conversation_id === model.openId} open={() => session.open(row.conversation_id)} />
            </li>
          ))}
        </ul>
      )}
    </nav>
  );
}

function Row({ row, now, on, open }: { row: InboxRow; now: number; on: boolean; open: () => void }) {
  const state = row.is_done ? c.value.done : row.waiting_since !== null ? c.value.waitingFor(Math.floor((now - row.waiting_since) / MINUTE_MS)) : c.value.holders[row.holder];
  return (
    <button type="button" class={`inbox-row ${on ? "is-open" : ""} ${row.waiting_since !== null ? "is-waiting" : ""}`} aria-current={on} onClick={open}>
      <span class="inbox-who">
        <strong>{row.visitor}</strong>
        <time class="hint tabular" dateTime={new Date(row.last_at).toISOString()}>
          {new Date(row.last_at).toLocaleTimeString(language.value, { hour: "2-digit", minute: "2-digit" })}
        </time>
      </span>
      <span class="inbox-text">{row.last_text}</span>
      <span class="inbox-meta hint">
        <span>
          {row.channel_name} · {state}
        </span>
        {row.unread > 0 && (
          <span class="inbox-unread tabular" aria-label={c.value.unreadCount(row.unread)}>
            {row.unread}
          </span>
        )}
      </span>
    </button>
  );
}
