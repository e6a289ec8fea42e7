// What the agent's console knows, and how it changes. Pure: screens are functions of it.

import type { AgentRow, Canned, ConsoleMessage, ConversationView, EntryFrom, EntryView, File, InboxRow, SearchHit } from "../../wire/conversation";

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
  /** The newest place where it was found, by conversation. */
  hits: Record<string, SearchHit>;
  /** The conversation that is shown, as far as it is loaded. */
  openId: string | null;
  view: ConversationView | null;
  /** The entry for whose sake it was opened, where it was found by a search. */
  foundNo: number | null;
  /** Who writes in the shown conversation. */
  typing: EntryFrom | null;
  /** Why the last thing was not done. */
  fault: Fault | null;
  /** What has been sent and does not stand in a conversation yet. */
  outbox: Outgoing[];
}

/** A refusal: a word for programs, which has a text in each language, or else the server's own sentence. */
export interface Fault {
  code: string;
  text: string;
}

/** A reply or a note on its way: it is sent again after a drop, under the same name. */
export interface Outgoing {
  conversation_id: string;
  client_msg_id: string;
  kind: "message" | "note";
  text: string;
  files: File[];
  /** The server did not take it; it waits to be sent again or dropped. */
  refused: boolean;
}

/** Things on their way at most: more are typed by nobody within one drop. */
export const OUTBOX_MAX = 100;

export const initial: Model = {
  known: false,
  me: "",
  agents: [],
  rows: {},
  canned: [],
  filter: "mine",
  query: "",
  found: null,
  hits: {},
  openId: null,
  view: null,
  foundNo: null,
  typing: null,
  fault: null,
  outbox: [],
};

/** A message of the server. */
export function received(model: Model, message: ConsoleMessage): Model {
  switch (message.type) {
    case "welcome": {
      const rows = Object.fromEntries(message.inbox.map((row) => [row.conversation_id, row]));
      return { ...model, known: true, me: message.agent_id, agents: message.agents, canned: message.canned, rows, fault: null };
    }
    case "inbox_changed": {
      const rows = { ...model.rows };
      for (const row of message.rows) rows[row.conversation_id] = row;
      for (const id of message.removed) delete rows[id];
      return along(model, { ...model, rows });
    }
    case "agents_changed": {
      const changed = new Map(message.agents.map((agent) => [agent.agent_id, agent]));
      const known = model.agents.filter((agent) => !message.removed.includes(agent.agent_id));
      const fresh = message.agents.filter((agent) => !known.some((other) => other.agent_id === agent.agent_id));
      return { ...model, agents: [...known.map((agent) => changed.get(agent.agent_id) ?? agent), ...fresh] };
    }
    case "canned_changed":
      return { ...model, canned: message.canned };
    case "search_result":
      return message.query === model.query.trim() && model.query !== "" ? { ...model, found: message.rows, hits: newestOf(message.hits) } : model;
    case "conversation":
      return message.conversation_id === model.openId ? { ...arrived(model, message.entries), view: merged(model.view, message), typing: null } : model;
    case "entry":
      return inView(arrived(model, [message.entry]), message.conversation_id, (view) => ({ ...view, entries: withEntry(view.entries, message.entry) }));
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
      return refused(without(model, message.conversation_id), message.request, { code: message.code, text: message.message });
  }
}

/** What waited and is ours now, and stands open, is not to be seen among those who wait any more: the inbox goes along. */
function along(before: Model, after: Model): Model {
  if (after.filter !== "unassigned" || after.openId === null) return after;
  const [was, is] = [before.rows[after.openId], after.rows[after.openId]];
  const isMine = (row: InboxRow | undefined) => row !== undefined && belongs(row, "mine", after.me);
  return !isMine(was) && isMine(is) ? { ...after, filter: "mine" } : after;
}

/** The first place of each conversation, as the newest is told first. */
const newestOf = (hits: SearchHit[]): Record<string, SearchHit> => Object.fromEntries(hits.map((hit): [string, SearchHit] => [hit.conversation_id, hit]).reverse());

/** Something of ours leaves. */
export function sent(model: Model, outgoing: Outgoing): Model {
  return { ...model, fault: null, outbox: [...model.outbox, outgoing].slice(-OUTBOX_MAX) };
}

/** It is given up, or sent again: then it waits no longer. */
export const dropped = (model: Model, clientId: string): Model => ({ ...model, outbox: model.outbox.filter((one) => one.client_msg_id !== clientId) });

/** What is on its way in the conversation that is shown. */
export const outgoing = (outbox: Outgoing[], openId: string | null): Outgoing[] => (outbox.length === 0 ? outbox : outbox.filter((one) => one.conversation_id === openId));

/** What stands in a conversation is on its way no more. */
function arrived(model: Model, entries: EntryView[]): Model {
  if (model.outbox.length === 0) return model;
  const names = new Set(entries.map((entry) => entry.client_msg_id));
  return { ...model, outbox: model.outbox.filter((one) => !names.has(one.client_msg_id)) };
}

/** A conversation that could not be opened is not waited for: it is gone since the page was loaded. */
function without(model: Model, id: string | undefined): Model {
  return id !== undefined && id === model.openId && model.view === null ? { ...model, openId: null } : model;
}

function refused(before: Model, request: string | undefined, fault: Fault): Model {
  const model = { ...before, fault };
  if (!model.outbox.some((one) => one.client_msg_id === request)) return model;
  return { ...model, outbox: model.outbox.map((one) => (one.client_msg_id === request ? { ...one, refused: true } : one)) };
}

function inView(model: Model, id: string, change: (view: ConversationView) => ConversationView): Model {
  return model.view !== null && model.view.conversation_id === id ? { ...model, view: change(model.view) } : model;
}

/** An entry in its place by number: a repeat replaces itself. */
function withEntry(entries: EntryView[], entry: EntryView): EntryView[] {
  const at = entries.findIndex((other) => other.no === entry.no);
  if (at >= 0) return entries.map((other, i) => (i === at ? entry : other));
  const last = entries[entries.length - 1];
  return last === undefined || last.no < entry.no ? [...entries, entry] : [...entries, entry].sort((a, b) => a.no - b.no);
}

/** A conversation as it comes; what is only the rest is put behind what we have. */
function merged(before: ConversationView | null, now: ConversationView): ConversationView {
  if (!now.is_partial || before === null || before.conversation_id !== now.conversation_id) return now;
  const [last, first] = [before.entries[before.entries.length - 1]?.no ?? 0, now.entries[0]?.no];
  // More was missed than fits into a frame: what is known from before does not reach up to it.
  if (first !== undefined && first > last + 1) return now;
  return { ...now, entries: now.entries.reduce(withEntry, before.entries), is_partial: before.is_partial };
}

/** Shows a conversation, or none. */
export function opened(model: Model, id: string | null): Model {
  const foundNo = id === null || model.query === "" ? null : (model.hits[id]?.entry ?? null);
  // What stands open already is led to the place.
  if (id === model.openId) return foundNo === null ? model : { ...model, foundNo };
  return { ...model, openId: id, view: null, foundNo, typing: null, fault: null };
}

/** The inbox's part in which a conversation is to be seen: the one that is shown, where it stands there. */
function partOf({ rows, me, filter, openId }: Model): Filter {
  const row = openId === null ? undefined : rows[openId];
  if (row === undefined || belongs(row, filter, me)) return filter;
  return (["mine", "unassigned"] as const).find((part) => belongs(row, part, me)) ?? "all";
}

/** Shows a conversation and the part of the inbox that it stands in. */
export function shown(model: Model, id: string): Model {
  const next = opened({ ...model, query: "", found: null }, id);
  return { ...next, filter: partOf(next) };
}

/** Rows of a part of the inbox: who waits longest comes first, then by the last message. */
export function rowsOf(model: Pick<Model, "rows" | "me">, filter: Filter): InboxRow[] {
  const rows = Object.values(model.rows).filter((row) => belongs(row, filter, model.me));
  return rows.sort((a, b) => waiting(a) - waiting(b) || b.last_at - a.last_at);
}

/** Rows that are on the screen: what was found, as it stands now. */
export const shownRows = (model: Pick<Model, "rows" | "me" | "filter" | "query" | "found">): InboxRow[] =>
  model.query !== "" ? (model.found ?? []).map((row) => model.rows[row.conversation_id] ?? row) : rowsOf(model, model.filter);

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

/** How many rows each part of the inbox has. */
export function counts(model: Pick<Model, "rows" | "me">): Record<Filter, number> {
  const found = { mine: 0, unassigned: 0, all: 0 };
  for (const row of Object.values(model.rows)) {
    found.all += 1;
    if (belongs(row, "mine", model.me)) found.mine += 1;
    if (belongs(row, "unassigned", model.me)) found.unassigned += 1;
  }
  return found;
}

/** Messages that wait for us: in our own conversations, and visitors who wait for anybody. */
export function unread(model: Pick<Model, "rows" | "me">): number {
  let waiting = 0;
  for (const row of Object.values(model.rows)) {
    if (belongs(row, "mine", model.me)) waiting += row.unread;
    if (belongs(row, "unassigned", model.me)) waiting += 1;
  }
  return waiting;
}

/** The newest thing that waits for us and does not stand before our eyes: what an alert speaks of. */
export function calling(before: Model, after: Model): InboxRow | null {
  let newest: InboxRow | null = null;
  for (const row of Object.values(after.rows)) {
    const old = before.rows[row.conversation_id];
    if (old === row) continue;
    const isOurs = belongs(row, "mine", after.me) && (row.unread > (old?.unread ?? 0) || (old !== undefined && old.agent_id !== after.me));
    const isWaiting = belongs(row, "unassigned", after.me) && (old === undefined || !belongs(old, "unassigned", after.me));
    if ((isOurs || isWaiting) && (newest === null || row.last_at > newest.last_at)) newest = row;
  }
  return newest;
}

/** The row after or before the shown one. */
export function neighbour(model: Model, step: 1 | -1): string | null {
  const rows = shownRows(model);
  const at = rows.findIndex((row) => row.conversation_id === model.openId);
  const next = at < 0 ? (step === 1 ? 0 : rows.length - 1) : at + step;
  return rows[next]?.conversation_id ?? null;
}

/** What is typed behind a slash right before the cursor; `null` where there is none. */
export function slashed(typed: string, cursor: number): string | null {
  const found = /(?:^|\s)\/([\w-]*)$/.exec(typed.slice(0, cursor));
  return found?.[1]?.toLowerCase() ?? null;
}

/** Ready replies that fit what is typed behind the slash, by shortcut first, then by what they say. */
export function cannedFor(canned: Canned[], wanted: string | null): Canned[] {
  if (wanted === null) return [];
  const byShortcut = canned.filter((reply) => reply.shortcut.toLowerCase().startsWith(wanted));
  const byText = wanted.length < 3 ? [] : canned.filter((reply) => !byShortcut.includes(reply) && reply.text.toLowerCase().includes(wanted));
  return [...byShortcut, ...byText].slice(0, CANNED_SHOWN_MAX);
}

/** The text with the reply in the place of the slash and what follows it, and where the cursor stands then. */
export function withCanned(typed: string, cursor: number, reply: string): { text: string; cursor: number } {
  const wanted = slashed(typed, cursor);
  const from = wanted === null ? cursor : cursor - wanted.length - 1;
  return { text: typed.slice(0, from) + reply + typed.slice(cursor), cursor: from + reply.length };
}

const CANNED_SHOWN_MAX = 8;
