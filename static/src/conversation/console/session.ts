// The console's link to the server: what it asks, and what it hears.

import { signal, type ReadonlySignal } from "@preact/signals";
import { connect, type LinkState } from "../../shared/socket";
import type { AgentMessage, ConsoleMessage, Presence } from "../../wire/conversation";
import { load, save } from "../../shared/store";
import { messageId } from "../shared/message-id";
import { alertAgent } from "./alert";
import { initial, opened, received, unread, type Filter, type Model } from "./model";

const PRESENCE = "soiree.agent.presence";
/** Milliseconds after which an agent who writes nothing more has stopped typing. */
const TYPING_MS = 4_000;
/** Refused upgrades in a row after which the token is taken for wrong. */
const REFUSALS_MAX = 2;

export interface Session {
  model: ReadonlySignal<Model>;
  state: ReadonlySignal<LinkState>;
  presence: ReadonlySignal<Presence>;
  setPresence(state: Presence): void;
  filter(filter: Filter): void;
  search(query: string): void;
  open(id: string | null): void;
  take(): void;
  end(): void;
  transfer(agent: string | null): void;
  say(text: string): boolean;
  note(text: string): boolean;
  typing(typing: boolean): void;
  setCanned(shortcut: string, text: string | null): void;
  retry(): void;
  close(): void;
}

/** Connects as the agent with this token. `refused`: the server does not take it. */
export function startSession(token: string, refused: () => void): Session {
  const model = signal<Model>(initial);
  const presence = signal<Presence>(load<Presence>(PRESENCE) === "away" ? "away" : "online");
  let typingTimer: ReturnType<typeof setTimeout> | undefined;
  let isTyping = false;
  let everKnown = false;
  let refusals = 0;

  const link = connect<ConsoleMessage, AgentMessage>({
    path: `/ws/agent?token=${encodeURIComponent(token)}`,
    hello() {
      const { openId, view } = model.value;
      const last = view?.entries.at(-1)?.no;
      const open: AgentMessage[] = openId === null ? [] : [{ type: "open", conversation_id: openId, ...(last === undefined ? {} : { after: last }) }];
      return [{ type: "presence", state: presence.value }, ...open];
    },
    receive(message) {
      const before = unread(model.value);
      model.value = received(model.value, message);
      if (message.type === "welcome") everKnown = true;
      else if (unread(model.value) > before) alertAgent();
      if (message.type === "entry" && message.entry.from === "visitor" && document.visibilityState === "visible") read();
      if (message.type === "conversation") read();
    },
    // A search is answered in any case.
    probe: () => ({ type: "search", query: "" }),
    lost(wasOpen) {
      // A token that is not taken is refused at the upgrade, each time; once may be chance.
      if (wasOpen || everKnown) return;
      refusals += 1;
      if (refusals >= REFUSALS_MAX) void isServing().then((serving) => serving && refused());
    },
  });

  function read() {
    const { openId } = model.value;
    if (openId !== null) link.send({ type: "read", conversation_id: openId });
  }

  function open(id: string | null) {
    const { openId } = model.value;
    if (openId === id) return;
    typing(false);
    if (openId !== null) link.send({ type: "close", conversation_id: openId });
    model.value = opened(model.value, id);
    if (id !== null) link.send({ type: "open", conversation_id: id });
  }

  function inOpen(make: (conversation_id: string) => AgentMessage): boolean {
    const { openId } = model.value;
    return openId !== null && link.send(make(openId));
  }

  function typing(now: boolean) {
    clearTimeout(typingTimer);
    if (now) typingTimer = setTimeout(() => typing(false), TYPING_MS);
    if (now === isTyping) return;
    isTyping = now;
    inOpen((conversation_id) => ({ type: "typing", conversation_id, typing: now }));
  }

  return {
    model,
    state: link.state,
    presence,
    setPresence(state) {
      presence.value = state;
      save(PRESENCE, state);
      link.send({ type: "presence", state });
    },
    filter: (filter) => (model.value = { ...model.value, filter, query: "", found: null }),
    search(query) {
      model.value = { ...model.value, query, found: null };
      if (query !== "") link.send({ type: "search", query });
    },
    open,
    take: () => void inOpen((conversation_id) => ({ type: "take", conversation_id })),
    end: () => void inOpen((conversation_id) => ({ type: "end", conversation_id })),
    transfer: (agent_id) => void inOpen((conversation_id) => ({ type: "transfer", conversation_id, agent_id })),
    say(text) {
      typing(false);
      return inOpen((conversation_id) => ({ type: "send", conversation_id, client_msg_id: messageId(), text }));
    },
    note: (text) => inOpen((conversation_id) => ({ type: "note", conversation_id, client_msg_id: messageId(), text })),
    typing,
    setCanned: (shortcut, text) => void link.send({ type: "set_canned", shortcut, text }),
    retry: () => link.retryNow(),
    close: () => link.close(),
  };
}

/** Whether the server is there: then it is the token that it does not take, for a refused upgrade tells a page nothing. */
async function isServing(): Promise<boolean> {
  try {
    return (await fetch("/readyz", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
