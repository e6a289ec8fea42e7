// The inbox: mine, who waits, all; live, searched on the server. One stop for the Tab key: arrows go from row to row.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { language } from "../../shared/i18n";
import { memo } from "../../shared/ui/memo";
import type { InboxRow } from "../../wire/conversation";
import { counts, shownRows, type Filter } from "./model";
import type { Session } from "./session";
import { c } from "./texts";

const FILTERS: Filter[] = ["mine", "unassigned", "all"];
/** Milliseconds between two looks at how long people wait. */
const MINUTE_MS = 60_000;
/** Rows that Page up and Page down go. */
const PAGE_ROWS = 8;

export function Inbox({ session, search }: { session: Session; search: { current: HTMLInputElement | null } }) {
  const model = session.model.value;
  const { filter, query, found, openId } = model;
  const rows = useMemo(() => shownRows(model), [model.rows, filter, query, found, model.me]);
  const many = useMemo(() => counts(model), [model.rows, model.me]);
  const list = useRef<HTMLUListElement>(null);
  const now = useMinutes();
  const stop = rows.some((row) => row.conversation_id === openId) ? openId : rows[0]?.conversation_id;
  const open = useMemo(() => (id: string) => session.open(id), [session]);
  return (
    <nav class="inbox" aria-label={c.value.inbox}>
      <div class="inbox-tools">
        <div class="inbox-filters" role="group" aria-label={c.value.inbox}>
          {FILTERS.map((one) => (
            <button key={one} type="button" class="button" aria-pressed={query === "" && filter === one} onClick={() => session.filter(one)}>
              {c.value.filters[one]} <span class="count tabular">{many[one]}</span>
            </button>
          ))}
        </div>
        <input
          ref={search}
          class="input"
          type="search"
          aria-label={c.value.search}
          placeholder={c.value.searchHint}
          maxLength={200}
          value={query}
          onInput={(event) => session.search(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") session.search("");
            if (event.key === "ArrowDown" || event.key === "Enter") {
              event.preventDefault();
              focusRow(list.current, 0);
            }
          }}
        />
      </div>
      {rows.length === 0 ? (
        <p class="hint inbox-none" role="status">
          {query !== "" ? (found === null ? c.value.searching : c.value.nothingFound) : c.value.nothing[filter]}
        </p>
      ) : (
        <ul class="inbox-rows" ref={list} onKeyDown={walk}>
          {rows.map((row) => (
            <Row
              key={row.conversation_id}
              row={row}
              minutes={row.waiting_since === null || row.is_done ? -1 : Math.max(0, Math.floor((now - row.waiting_since) / MINUTE_MS))}
              on={row.conversation_id === openId}
              stop={row.conversation_id === stop}
              open={open}
              language={language.value}
            />
          ))}
        </ul>
      )}
    </nav>
  );
}

/** The time, as often as it matters for waiting times. */
function useMinutes(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS / 4);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function focusRow(list: HTMLUListElement | null, at: number): void {
  const buttons = list?.querySelectorAll<HTMLButtonElement>(".inbox-row");
  buttons?.[Math.max(0, Math.min(buttons.length - 1, at))]?.focus();
}

/** Arrows, Page and Home keys go from row to row. */
function walk(event: KeyboardEvent): void {
  const list = event.currentTarget as HTMLUListElement;
  const buttons = [...list.querySelectorAll<HTMLButtonElement>(".inbox-row")];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE_ROWS, PageUp: -PAGE_ROWS, Home: -buttons.length, End: buttons.length };
  const step = steps[event.key];
  if (step === undefined || at < 0 || event.altKey) return;
  event.preventDefault();
  focusRow(list, at + step);
}

interface RowProps {
  row: InboxRow;
  /** Minutes that it waits; below 0: it does not. */
  minutes: number;
  on: boolean;
  stop: boolean;
  open: (id: string) => void;
  /** Redraws the texts when it changes. */
  language: string;
}

const Row = memo(function Row({ row, minutes, on, stop, open, language: locale }: RowProps) {
  const state = row.is_done ? c.value.done : minutes >= 0 ? c.value.waitingFor(minutes) : c.value.holders[row.holder];
  return (
    <li>
      <button type="button" class={`inbox-row ${on ? "is-open" : ""} ${minutes >= 0 ? "is-waiting" : ""}`} aria-current={on} tabIndex={stop ? 0 : -1} onClick={() => open(row.conversation_id)}>
        <span class="inbox-who">
          <strong>{row.visitor || c.value.visitor}</strong>
          <time class="hint tabular" dateTime={new Date(row.last_at).toISOString()}>
            {timeOf(row.last_at, locale)}
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
    </li>
  );
});

let formats: { locale: string; time: Intl.DateTimeFormat; day: Intl.DateTimeFormat } | null = null;

/** The hour of today, else the day. */
function timeOf(at: number, locale: string): string {
  if (formats?.locale !== locale) {
    formats = { locale, time: new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }), day: new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" }) };
  }
  const date = new Date(at);
  return (date.toDateString() === new Date().toDateString() ? formats.time : formats.day).format(date);
}
