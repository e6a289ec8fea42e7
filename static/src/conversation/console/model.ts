// What the agent's console knows, and how it changes. Pure: screens are functions of it.

import type { AgentRow, Canned, ConsoleMessage, ConversationView, EntryFrom, EntryView, InboxRow } from "../../wire/conversation";

/** Which part of the inbox is shown. */
export type Filter = "mine" | "unassigned" | "all";

export interface Model {
  /** The server has said who we are. */
  known: boolean;
  me: string;
  agents: AgentRow[];
  rows: Record<string, InboxRow>;
  canned: Canned[];
  filter: Filter;
  /** What is searched for, and what was found; `null` where nothing is searched. */
  query: string;
  found: InboxRow[] | null;
  /** The conversation that is shown, as far as it is loaded. */
  openId: string | null;
  view: ConversationView | null;
  /** Who writes in the shown conversation. */
  typing: EntryFrom | null;
  /** How far the visitor has read it. */
  error: string;
}

export const initial: Model = {
  known: false,
  me: "",
  agents: [],
  rows: {},
  canned: [],
  filter: "mine",
  query: "",
  found: null,
  openId: null,
  view: null,
  typing: null,
  error: "",
};

/** A message of the server. */
export function received(model: Model, message: ConsoleMessage): Model {
  switch (message.type) {
    case "welcome": {
      const rows = Object.fromEntries(message.inbox.map((row) => [row.conversation_id, row]));
      return { ...model, known: true, me: message.agent_id, agents: message.agents, canned: message.canned, rows, error: "" };
    }
    case "inbox_changed": {
      const rows = { ...model.rows };
      for (const row of message.rows) rows[row.conversation_id] = row;
      for (const id of message.removed) delete rows[id];
      return { ...model, rows };
    }
    case "agents_changed":
      return { ...model, agents: message.agents };
    case "canned_changed":
      return { ...model, canned: message.canned };
    case "search_result":
      return message.query === model.query && model.query !== "" ? { ...model, found: message.rows } : model;
    case "conversation":
      return message.conversation_id === model.openId ? { ...model, view: merged(model.view, message), typing: null } : model;
    case "entry":
      return inView(model, message.conversation_id, (view) => ({ ...view, entries: withEntry(view.entries, message.entry) }));
    case "entry_changed":
      return inView(model, message.conversation_id, (view) => ({ ...view, entries: withEntry(view.entries, message.entry) }));
    case "status":
      return inView(model, message.conversation_id, (view) => ({ ...view, status: message.status }));
    case "visitor_changed":
      return inView(model, message.conversation_id, (view) => ({ ...view, visitor: message.visitor }));
    case "typing":
      return message.conversation_id === model.openId ? { ...model, typing: message.typing ? message.from : null } : model;
    case "read":
      return message.from === "visitor" ? inView(model, message.conversation_id, (view) => ({ ...view, visitor_read: message.up_to })) : model;
    case "closed":
      return message.conversation_id === model.openId ? { ...model, openId: null, view: null, typing: null } : model;
    case "error":
      return { ...model, error: message.message };
  }
}

function inView(model: Model, id: string, change: (view: ConversationView) => ConversationView): Model {
  return model.view !== null && model.view.conversation_id === id ? { ...model, view: change(model.view) } : model;
}

/** An entry in its place by number: a repeat replaces itself. */
function withEntry(entries: EntryView[], entry: EntryView): EntryView[] {
  const at = entries.findIndex((other) => other.no === entry.no);
  if (at >= 0) return entries.map((other, i) => (i === at ? entry : other));
  const last = entries.at(-1);
  return last === undefined || last.no < entry.no ? [...entries, entry] : [...entries, entry].sort((a, b) => a.no - b.no);
}

/** A conversation as it comes; what is only the rest is put behind what we have. */
function merged(before: ConversationView | null, now: ConversationView): ConversationView {
  if (!now.is_partial || before === null || before.conversation_id !== now.conversation_id) return now;
  return { ...now, entries: now.entries.reduce(withEntry, before.entries), is_partial: false };
}

/** Shows a conversation, or none. */
export function opened(model: Model, id: string | null): Model {
  return { ...model, openId: id, view: null, typing: null, error: "" };
}

/** Rows of a part of the inbox: who waits longest comes first, then by the last message. */
export function rowsOf(model: Model, filter: Filter): InboxRow[] {
  const rows = Object.values(model.rows).filter((row) => belongs(row, filter, model.me));
  return rows.sort((a, b) => waiting(a) - waiting(b) || b.last_at - a.last_at);
}

/** Rows that are on the screen. */
export const shownRows = (model: Model): InboxRow[] => (model.query !== "" ? (model.found ?? []) : rowsOf(model, model.filter));

const waiting = (row: InboxRow): number => row.waiting_since ?? Infinity;

function belongs(row: InboxRow, filter: Filter, me: string): boolean {
  switch (filter) {
    case "mine":
      return row.agent_id === me && !row.is_done;
    case "unassigned":
      return row.agent_id === null && row.waiting_since !== null;
    case "all":
      return true;
  }
}

/** Messages that wait for us: in our own conversations, and visitors who wait for anybody. */
export function unread(model: Model): number {
  const own = rowsOf(model, "mine").reduce((sum, row) => sum + row.unread, 0);
  return own + rowsOf(model, "unassigned").length;
}

/** The row after or before the shown one. */
export function neighbour(model: Model, step: 1 | -1): string | null {
  const rows = shownRows(model);
  const at = rows.findIndex((row) => row.conversation_id === model.openId);
  const next = at < 0 ? (step === 1 ? 0 : rows.length - 1) : at + step;
  return rows[next]?.conversation_id ?? null;
}

/** Canned replies that fit what was typed behind the slash. */
export function cannedFor(model: Model, typed: string): Canned[] {
  if (!typed.startsWith("/") || /\s/.test(typed)) return [];
  const wanted = typed.slice(1).toLowerCase();
  return model.canned.filter((reply) => reply.shortcut.toLowerCase().startsWith(wanted)).slice(0, 8);
}
