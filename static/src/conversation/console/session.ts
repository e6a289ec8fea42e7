// The console's link to the server: what it asks, and what it hears.

import { effect, signal, useComputed, type ReadonlySignal } from "@preact/signals";
import { connect, type LinkState } from "../../shared/socket";
import type { AgentMessage, ConsoleMessage, File, Presence } from "../../wire/conversation";
import { load, save } from "../../shared/store";
import { toast } from "../../shared/ui/toast";
import { messageId } from "../shared/message-id";
import { alertAgent } from "./alert";
import { dropAll } from "./files";
import { nothing, readKept, writeKept, type Draft } from "./kept";
import { calling, dropped, initial, opened, received, sent, shown, type Filter, type Model, type Outgoing } from "./model";
import { c, faultText } from "./texts";

const PRESENCE = "soiree.agent.presence";
/** Milliseconds after which an agent who writes nothing more has stopped typing. */
const TYPING_MS = 4_000;
/** Refusals in a row, by a server that is there, after which the token is taken for wrong. */
const REFUSALS_MAX = 2;
/** Milliseconds without another key after which what was typed is searched for. */
const SEARCH_PAUSE_MS = 150;
/** Milliseconds after which a server that was too busy to search is asked again. */
const SEARCH_AGAIN_MS = 2_000;
/** What errors of a search come back with. */
const SEARCH = "search";
/** What errors of ready replies come back with: they are said where those are written. */
const CANNED = "canned";
/** Searched for to hear whether the server is still there: no word, which nothing is looked through for. */
const PROBE = "\u2060";

/** What is sent; the error that it causes brings `request` back. */
type Asked = AgentMessage & { request?: string };

const NO_DRAFT: Draft = { text: "", asNote: false };

export interface Session {
  /** The token whose session this is; files are sent with it. */
  token: string;
  model: ReadonlySignal<Model>;
  state: ReadonlySignal<LinkState>;
  presence: ReadonlySignal<Presence>;
  setPresence(state: Presence): void;
  filter(filter: Filter): void;
  search(query: string): void;
  open(id: string | null): void;
  take(): void;
  end(): void;
  /** To an agent, or back to the queue. A note for the colleague goes first. */
  transfer(agent: string | null, note: string): void;
  say(text: string, files?: File[]): void;
  note(text: string): void;
  /** Sends once more what the server did not take, or gives it up. */
  again(clientId: string): void;
  drop(clientId: string): void;
  typing(typing: boolean): void;
  setCanned(shortcut: string, text: string | null): boolean;
  /** What was typed in a conversation and not sent yet. */
  draft(id: string): Draft;
  keepDraft(id: string, draft: Draft): void;
  /** Ends it; with it goes what was kept for a reload. */
  close(): void;
}

/** Connects as the agent with this token. `refused`: the server does not take it. */
export function startSession(token: string, refused: () => void): Session {
  const kept = readKept(token);
  const model = signal<Model>({ ...initial, openId: kept.openId, outbox: kept.outbox });
  const presence = signal<Presence>(load<Presence>(PRESENCE) === "away" ? "away" : "online");
  const drafts = new Map<string, Draft>(kept.drafts);
  let typingTimer: ReturnType<typeof setTimeout> | undefined;
  let searchTimer: ReturnType<typeof setTimeout> | undefined;
  let isTyping = false;
  let refusals = 0;
  let losses = 0;

  const keep = () => writeKept(token, { openId: model.value.openId, outbox: model.value.outbox, drafts: [...drafts] });
  let last = model.value;
  const unwatch = effect(() => {
    const now = model.value;
    if (now.openId !== last.openId || now.outbox !== last.outbox) keep();
    last = now;
  });

  const link = connect<ConsoleMessage, Asked>({
    path: `/ws/agent?token=${encodeURIComponent(token)}`,
    hello() {
      refusals = 0;
      losses += 1;
      const { openId, view, outbox } = model.value;
      const last = view?.entries[view.entries.length - 1]?.no;
      const open: Asked[] = openId === null ? [] : [{ type: "open", conversation_id: openId, ...(last === undefined ? {} : { after: last }) }];
      // What stands there already is told first, and is the same message under its name.
      const again = outbox.filter((one) => !one.refused).map(asked);
      return [{ type: "presence", state: presence.value }, ...open, ...again, ...searched()];
    },
    receive(message) {
      if (message.type === "error" && message.request === CANNED) return void toast(faultText({ code: message.code, text: message.message }), { seconds: 8 });
      if (message.type === "error" && message.request === SEARCH) return searchIn(SEARCH_AGAIN_MS);
      const before = model.value;
      model.value = received(before, message);
      if (message.type === "inbox_changed" || (message.type === "welcome" && before.known)) {
        const row = calling(before, model.value);
        if (row !== null && !isSeen(row.conversation_id)) alertAgent(row, () => become(shown(model.value, row.conversation_id)));
      }
      if (message.type === "conversation" || (message.type === "entry" && message.entry.from === "visitor")) read();
    },
    probe: () => ({ type: "search", query: PROBE }),
    lost() {
      // A token that is not taken is refused at the upgrade, each time, by a server that is there. Once may be chance:
      // it came back a moment after the attempt.
      const mark = ++losses;
      void isServing().then((serving) => {
        if (mark !== losses) return;
        refusals = serving ? refusals + 1 : 0;
        if (refusals < REFUSALS_MAX) return;
        stop();
        refused();
      });
    },
  });

  /** What is searched for now, as it is asked; nothing where nothing is. */
  function searched(): Asked[] {
    const query = model.value.query.trim();
    return query === "" ? [] : [{ type: "search", query, request: SEARCH }];
  }

  function searchIn(ms: number) {
    clearTimeout(searchTimer);
    searchTimer = setTimeout(() => searched().forEach((one) => link.send(one)), ms);
  }

  const isSeen = (id: string): boolean => document.visibilityState === "visible" && document.hasFocus() && model.value.openId === id;

  // What was written to a window in the background is read when the agent comes back.
  const back = () => read();
  addEventListener("focus", back);
  document.addEventListener("visibilitychange", back);

  /** Said for each message that comes before somebody's eyes: the inbox learns of it only afterwards. */
  function read() {
    const { openId } = model.value;
    if (openId !== null && document.visibilityState === "visible") link.send({ type: "read", conversation_id: openId });
  }

  /** Shows what the model says; the server is told where that is another conversation. */
  function become(next: Model) {
    const { openId } = model.value;
    const isOther = next.openId !== openId;
    if (isOther) typing(false);
    if (isOther && openId !== null) link.send({ type: "close", conversation_id: openId });
    model.value = next;
    if (isOther && next.openId !== null) link.send({ type: "open", conversation_id: next.openId });
  }

  function inOpen(make: (conversation_id: string) => Asked): void {
    const { openId } = model.value;
    if (openId === null) return;
    model.value = { ...model.value, fault: null };
    // It is not kept for later, when the conversation may be somebody else's: whoever pressed has to know.
    if (!link.send(make(openId))) toast(c.value.notSent, { seconds: 6 });
  }

  function typing(now: boolean) {
    clearTimeout(typingTimer);
    if (now) typingTimer = setTimeout(() => typing(false), TYPING_MS);
    if (now === isTyping) return;
    isTyping = now;
    const { openId } = model.value;
    if (openId !== null) link.send({ type: "typing", conversation_id: openId, typing: now });
  }

  function put(kind: Outgoing["kind"], text: string, files: File[] = []) {
    const { openId } = model.value;
    if (openId === null) return;
    const one: Outgoing = { conversation_id: openId, client_msg_id: messageId(), kind, text, files, refused: false };
    model.value = sent(model.value, one);
    link.send(asked(one));
  }

  return {
    token,
    model,
    state: link.state,
    presence,
    setPresence(state) {
      presence.value = state;
      save(PRESENCE, state);
      link.send({ type: "presence", state });
    },
    filter: (filter) => (model.value = { ...model.value, filter, query: "", found: null }),
    search(typed) {
      const query = typed.trim() === "" ? "" : typed;
      // A space at the end asks for nothing else.
      const isSame = query !== "" && query.trim() === model.value.query.trim();
      model.value = { ...model.value, query, ...(isSame ? {} : { found: null }) };
      if (!isSame) searchIn(SEARCH_PAUSE_MS);
    },
    open: (id) => become(opened(model.value, id)),
    take: () => inOpen((conversation_id) => ({ type: "take", conversation_id })),
    end: () => inOpen((conversation_id) => ({ type: "end", conversation_id })),
    transfer(agent_id, note) {
      if (note.trim() !== "") put("note", note.trim());
      inOpen((conversation_id) => ({ type: "transfer", conversation_id, agent_id }));
    },
    say(text, files) {
      typing(false);
      put("message", text, files);
    },
    note: (text) => put("note", text),
    again(clientId) {
      const one = model.value.outbox.find((other) => other.client_msg_id === clientId);
      if (one === undefined) return;
      model.value = sent(dropped(model.value, clientId), { ...one, refused: false });
      link.send(asked(one));
    },
    drop: (clientId) => (model.value = { ...dropped(model.value, clientId), fault: null }),
    typing,
    setCanned: (shortcut, text) => link.send({ type: "set_canned", shortcut, text, request: CANNED }),
    draft: (id) => drafts.get(id) ?? NO_DRAFT,
    keepDraft(id, draft) {
      if (draft.text === "") drafts.delete(id);
      else drafts.set(id, draft);
      keep();
    },
    close() {
      stop();
      writeKept(token, nothing);
    },
  };

  /** Nobody uses it any more. */
  function stop() {
    unwatch();
    clearTimeout(searchTimer);
    clearTimeout(typingTimer);
    removeEventListener("focus", back);
    document.removeEventListener("visibilitychange", back);
    link.close();
    dropAll();
  }
}

/** A part of the model; whoever uses it is redrawn when this part is another one, and not for each message. */
export const usePart = <Part>(session: Session, part: (model: Model) => Part): Part => useComputed(() => part(session.model.value)).value;

/** As it goes over the wire; its own name comes back with a refusal. */
function asked({ conversation_id, client_msg_id, kind, text, files }: Outgoing): Asked {
  const request = client_msg_id;
  if (kind === "note") return { type: "note", conversation_id, client_msg_id, text, request };
  return { type: "send", conversation_id, client_msg_id, text, ...(files.length === 0 ? {} : { files }), request };
}

/** Whether the server is there: then it is the token that it does not take, for a refused upgrade tells a page nothing. */
async function isServing(): Promise<boolean> {
  try {
    return (await fetch("/readyz", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
