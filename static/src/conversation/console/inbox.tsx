// The inbox: mine, who waits, all; live, searched on the server. One stop for the Tab key: arrows go from row to row.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { InboxRow } from "../../wire/conversation";
import { useList } from "./list";
import { counts, shownRows, type Filter, type Model } from "./model";
import { Row } from "./row";
import { usePart, type Session } from "./session";
import { c } from "./texts";

const FILTERS: Filter[] = ["mine", "unassigned", "all"];
const NO_HITS: Model["hits"] = {};
/** Milliseconds between two looks at how long people wait. */
const MINUTE_MS = 60_000;

export function Inbox({ session, search }: { session: Session; search: { current: HTMLInputElement | null } }) {
  const filter = usePart(session, (model) => model.filter);
  const query = usePart(session, (model) => model.query);
  const found = usePart(session, (model) => model.found);
  const known = usePart(session, (model) => model.rows);
  const me = usePart(session, (model) => model.me);
  const rows = useMemo(() => shownRows({ rows: known, filter, query, found, me }), [known, filter, query, found, me]);
  const many = useMemo(() => counts({ rows: known, me }), [known, me]);
  const list = useRef<{ focus(at: number): void } | null>(null);
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
              list.current?.focus(0);
            }
          }}
        />
      </div>
      {rows.length === 0 ? (
        <p class="hint inbox-none" role="status">
          {query !== "" ? (found === null ? c.value.searching : c.value.nothingFound) : c.value.nothing[filter]}
        </p>
      ) : (
        <Rows key={`${filter} ${query === ""}`} session={session} rows={rows} keys={list} />
      )}
    </nav>
  );
}

/** The rows, of which only those in sight are drawn. */
function Rows({ session, rows, keys }: { session: Session; rows: InboxRow[]; keys: { current: { focus(at: number): void } | null } }) {
  const openId = usePart(session, (model) => model.openId);
  const me = usePart(session, (model) => model.me);
  const hits = usePart(session, (model) => (model.query === "" ? NO_HITS : model.hits));
  const agents = usePart(session, (model) => model.agents);
  const names = useMemo(() => new Map(agents.map((agent) => [agent.agent_id, agent.name])), [agents]);
  const now = useMinutes();
  const open = useMemo(() => (id: string) => session.open(id), [session]);
  const list = useList(rows, openId);
  keys.current = list;
  return (
    <div class="inbox-rows" ref={list.box} onScroll={list.scrolled} onPointerEnter={list.entered} onPointerLeave={list.left} onKeyDown={list.walk}>
      <ul style={{ height: `${list.rows.length * list.rowPx}px` }}>
        {list.drawn.map(({ row, at }) => (
          <Row
            key={row.conversation_id}
            row={row}
            at={at}
            count={list.rows.length}
            top={at * list.rowPx}
            minutes={row.waiting_since === null || row.is_done ? -1 : Math.max(0, Math.floor((now - row.waiting_since) / MINUTE_MS))}
            agent={row.agent_id === null ? "" : row.agent_id === me ? c.value.you : (names.get(row.agent_id) ?? "")}
            excerpt={hits[row.conversation_id]?.excerpt ?? null}
            on={row.conversation_id === openId}
            stop={row.conversation_id === list.stop}
            open={open}
          />
        ))}
      </ul>
    </div>
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
