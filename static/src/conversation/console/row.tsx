// One row of the inbox.

import { memo } from "../../shared/ui/memo";
import { dayText, timeText } from "../../shared/when";
import type { InboxRow } from "../../wire/conversation";
import { nameOfRow } from "./names";
import { c } from "./texts";

interface RowProps {
  row: InboxRow;
  /** Its place among all, from 0, and how many there are: most of them are not drawn. */
  at: number;
  count: number;
  /** Pixels from the list's beginning. */
  top: number;
  /** Minutes that it waits; below 0: it does not. */
  minutes: number;
  /** Who has it, where somebody has. */
  agent: string;
  /** Where something was found; `null`: the last message stands there. */
  excerpt: string | null;
  on: boolean;
  stop: boolean;
  open: (id: string) => void;
}

export const Row = memo(function Row({ row, at, count, top, minutes, agent, excerpt, on, stop, open }: RowProps) {
  const state = row.is_done ? c.value.done : minutes >= 0 ? c.value.waitingFor(minutes) : agent || c.value.holders[row.holder];
  return (
    <li style={{ transform: `translateY(${top}px)` }} aria-posinset={at + 1} aria-setsize={count}>
      <button
        type="button"
        class={`inbox-row ${on ? "is-open" : ""} ${minutes >= 0 ? "is-waiting" : ""} ${row.unread > 0 ? "is-unread" : ""}`}
        data-id={row.conversation_id}
        aria-current={on}
        tabIndex={stop ? 0 : -1}
        onClick={() => open(row.conversation_id)}
      >
        <span class="inbox-who">
          <strong>{nameOfRow(row)}</strong>
          <time class="hint tabular" dateTime={new Date(row.last_at).toISOString()}>
            {timeOf(row.last_at)}
          </time>
        </span>
        <span class="inbox-text">{excerpt ?? lastSaid(row, agent)}</span>
        <span class="inbox-meta hint">
          <span>
            {state} · {row.channel_name}
          </span>
          {row.unread > 0 && (
            <span class="inbox-unread tabular" aria-label={c.value.unreadCount(row.unread)}>
              {row.unread}
            </span>
          )}
        </span>
      </button>
    </li>
  );
});

/** The last message; with whose it is, where it is not the visitor's. */
function lastSaid({ last_from: from, last_text: text }: InboxRow, agent: string): string {
  if (from === "visitor" || text === "") return text;
  return c.value.saidBy(from === "agent" && agent !== "" ? agent : c.value.from[from], text);
}

/** The hour of today, else the day. */
const timeOf = (at: number): string => (new Date(at).toDateString() === new Date().toDateString() ? timeText(at) : dayText(at));
