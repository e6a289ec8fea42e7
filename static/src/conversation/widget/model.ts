// What the widget knows, and how it changes. Pure: the panel is a function of it.

import { labelled } from "../shared/labels";
import type { AgentCard, File, GroupedMessage, Holder, Part, Side, Told, TranscriptGroup, UpdateData, UpdateKind } from "../../wire/conversation";

/** Something in the log. */
export interface Item {
  /** The message's id; our own have the one that we gave them. */
  id: string;
  from: "user" | "bot" | "agent" | "note";
  parts: Part[];
  /** The agent's name, or the bot's. */
  name?: string;
  /** Of a note: what happened. */
  note?: "connected" | "disconnected" | "handed" | "failed" | "closed" | "left";
  /** When people are there again. */
  opensAt?: string;
  /** Ours, and the server has not said yet that it has it. */
  pending?: boolean;
  /** Ours, left for people to read later: the assistant does not answer it. */
  left?: boolean;
  /** How many parts are shown, while a pause holds the others back; absent: all. */
  shown?: number;
}

/** A message that the server has not confirmed. */
export interface Unsent {
  id: string;
  text: string;
  files: File[];
  /** For people to read later. */
  left?: boolean;
}

export interface Model {
  open: boolean;
  /** The link to the server works. */
  online: boolean;
  /** The server does not take the channel's key any more. */
  refused: boolean;
  conversation: string | null;
  /** The last event that we have seen: what came after it is sent again when we come back. */
  lastEvent: string | null;
  items: Item[];
  typing: Side | null;
  holder: Holder;
  agent: AgentCard | null;
  unread: number;
  /** Nobody is there: the form for a message stands in place of the field. */
  form: boolean;
  fault: string | null;
  /** The last thing of the other side that was seen, also on an earlier visit. */
  seen: string | null;
}

/** Items kept on the page. */
const ITEMS_MAX = 500;
/** Milliseconds of one pause, whatever a bot asks for. */
const PAUSE_MAX_MS = 5_000;

export const initial: Model = {
  open: false,
  online: false,
  refused: false,
  conversation: null,
  lastEvent: null,
  items: [],
  typing: null,
  holder: "bot",
  agent: null,
  unread: 0,
  form: false,
  fault: null,
  seen: null,
};

/** A message of ours, before the server has it. */
export function said(model: Model, id: string, text: string, files: File[] = [], isLeft = false): Model {
  const parts: Part[] = [...(text === "" ? [] : [{ type: "text" as const, text }]), ...(files.length === 0 ? [] : [{ type: "files" as const, files }])];
  return { ...added(model, { id, from: "user", parts, pending: true, ...(isLeft ? { left: true } : {}) }), fault: null };
}

/** Our messages that the server has not confirmed. */
export function unsent(model: Model): Unsent[] {
  const pending = model.items.filter((item) => item.pending);
  return pending.map(({ id, parts, left }) => ({
    id,
    text: parts.map((part) => (part.type === "text" ? part.text : "")).join(""),
    files: parts.flatMap((part) => (part.type === "files" ? part.files : [])),
    ...(left ? { left } : {}),
  }));
}

/** Another conversation, or none yet, takes the place of ours; what was not confirmed comes along. */
export function adopted(model: Model, conversation: string | null): Model {
  return { ...initial, open: model.open, online: model.online, refused: model.refused, conversation, items: model.items.filter((item) => item.pending) };
}

/** Another tab has shown everything up to this. */
export function seenElsewhere(model: Model, seen: string): Model {
  return { ...model, seen, unread: model.open ? 0 : (unreadAfter(model.items, seen) ?? model.unread) };
}

/** How much of the other side stands behind this item; `null` where it is not known. */
function unreadAfter(items: Item[], seen: string | null): number | null {
  const at = items.findIndex((item) => item.id === seen);
  return at < 0 ? null : items.slice(at + 1).filter((item) => item.from === "bot" || item.from === "agent").length;
}

/** The pause is over: the parts up to the next one are shown. */
export function continued(model: Model, id: string): Model {
  return { ...model, items: model.items.map((item) => (item.id === id ? upToPause(item, (item.shown ?? 0) + 1) : item)) };
}

/** Milliseconds that an item waits before it goes on; `null`: it is shown whole. */
export function pauseOf(model: Model, id: string): number | null {
  const item = model.items.find((other) => other.id === id);
  const part = item?.shown === undefined ? undefined : item.parts[item.shown];
  return part?.type === "pause" ? Math.min(part.time, PAUSE_MAX_MS) : null;
}

/** The item with its parts from `from` on shown as far as the next pause. */
function upToPause(item: Item, from: number): Item {
  const at = item.parts.findIndex((part, i) => i >= from && part.type === "pause");
  const { shown: _, ...whole } = item;
  return at < 0 ? whole : { ...whole, shown: at };
}

/** Whether something is still to come of a message that has begun. */
export const isPausing = (model: Model): boolean => model.items.some((item) => item.shown !== undefined);

/** An event of the server. */
export function received(model: Model, told: Told): Model {
  const next = reduced(model, told);
  return isOfConversation(told) ? { ...next, lastEvent: told.event_id } : next;
}

/** Whether an event's id tells where we stand. */
function isOfConversation(told: Told): boolean {
  switch (told.event_type) {
    case "bot_message":
    case "livechat_message":
    case "conversation_update":
    case "user_message":
    case "message_edited":
      return true;
    default:
      return false;
  }
}

function reduced(model: Model, told: Told): Model {
  switch (told.event_type) {
    case "conversation_start_success":
      return { ...model, conversation: told.event_payload.conversation_id };
    case "conversation_status": {
      const { holder, agent } = told.event_payload;
      // Who was writing before a drop, or had the conversation, may be gone since.
      return { ...model, holder, agent: agent ?? null, typing: null };
    }
    case "bot_message": {
      const { ch_msg_id: id, content, bot } = told.event_payload;
      return heard({ ...model, typing: null }, { id, from: "bot", parts: content, ...(bot?.name ? { name: bot.name } : {}) });
    }
    case "livechat_message": {
      const { ch_msg_id: id, content, agent } = told.event_payload;
      return heard({ ...model, typing: null }, { id, from: "agent", parts: content, ...(agent ? { name: agent.name } : {}) });
    }
    case "user_message": {
      // From another tab of the same visitor.
      const { client_msg_id: own, message_id, content } = told.event_payload;
      return own !== undefined && model.items.some((item) => item.id === own) ? settled(model, own) : added(model, { id: own ?? message_id, from: "user", parts: content });
    }
    case "message_received":
      return arrived(model, told.event_payload.client_msg_id ?? told.event_payload.message_id, told.event_payload.message_id);
    case "message_edited": {
      // What we have said ourselves stands here under the name that we gave it.
      const { client_msg_id: own, message_id, content } = told.event_payload;
      return { ...model, items: model.items.map((item) => (item.id === message_id || item.id === own ? { ...item, parts: content } : item)) };
    }
    case "typing":
      return told.event_payload.from === "user" ? model : { ...model, typing: told.event_payload.typing ? told.event_payload.from : null };
    case "conversation_update":
      return updated(model, told.event_id, told.event_payload.type, told.event_payload.data);
    case "conversation_transcript":
      return restored(model, told.event_payload.transcript);
    case "general_error":
      // A conversation that exists no more: a new one begins with what was not confirmed, or with the next message.
      if (told.event_payload.error_code === 400) return told.event_payload.conversation_id === model.conversation ? adopted(model, null) : model;
      return { ...model, fault: told.event_payload.error_desc };
    case "socket_connected":
    case "action":
    case "conversation_metadata":
    case "metadata_update_success":
    case "user_conversations":
    case "delete_conversation_success":
    case "message_edited_success":
    case "message_read":
      return model;
  }
}

function updated(model: Model, id: string, type: UpdateKind, data: UpdateData): Model {
  const agent = data.agentInfo ?? null;
  const note = (what: Item["note"], name = agent?.name): Model =>
    heard(model, { id, from: "note", parts: [], note: what, ...(name ? { name } : {}), ...(data.opens_at ? { opensAt: data.opens_at } : {}) });
  switch (type) {
    case "livechatAgentConnected":
      return { ...note("connected"), holder: "agent", agent, form: false };
    case "livechatAgentDisconnected":
      if (data.reason === "gone" || data.reason === "transferred") return { ...note("handed", agent?.name ?? model.agent?.name), holder: "queue", agent: null };
      return { ...note("disconnected", agent?.name ?? model.agent?.name), holder: "bot", agent: null };
    case "failedAgentAssignment":
      return { ...note(data.reason === "closed" ? "closed" : "failed"), holder: "bot", form: true };
  }
}

/** Something new from the other side: unread while the panel is closed. */
function heard(model: Model, item: Item): Model {
  const known = model.items.some((other) => other.id === item.id);
  // What was pausing is said now: the order of messages comes before the manner.
  const settled = { ...model, items: model.items.map((other) => (other.shown === undefined ? other : upToPause(other, other.parts.length))) };
  return seeing({ ...added(settled, known ? item : upToPause(item, 0)), unread: model.open || known ? model.unread : model.unread + 1 });
}

/** The last item of a kind. */
export function lastOf(items: Item[], is: (item: Item) => boolean): Item | undefined {
  for (let at = items.length - 1; at >= 0; at -= 1) if (is(items[at]!)) return items[at];
  return undefined;
}

/** With the panel open, everything is seen. */
function seeing(model: Model): Model {
  if (!model.open) return model;
  const last = lastOf(model.items, (item) => item.from === "bot" || item.from === "agent");
  return last === undefined ? model : { ...model, seen: last.id };
}

/** Adds an item, or puts it in the place of the one with its id. */
function added(model: Model, item: Item): Model {
  const at = model.items.findIndex((other) => other.id === item.id);
  const items = at < 0 ? [...model.items, item].slice(-ITEMS_MAX) : model.items.map((other, i) => (i === at ? item : other));
  return { ...model, items };
}

function settled(model: Model, id: string): Model {
  return { ...model, items: model.items.map((item) => (item.id === id ? { ...item, pending: false } : item)) };
}

/** The server has our message. Where the transcript has brought it already, it stands there once. */
function arrived(model: Model, own: string, id: string): Model {
  const isThere = own !== id && model.items.some((item) => item.id === id);
  return { ...(isThere ? { ...model, items: model.items.filter((item) => item.id !== own) } : settled(model, own)), fault: null };
}

/** The bot's or the agent's name, where there is one. */
function named({ from, chatbotName, livechatName }: GroupedMessage): { name?: string } {
  const name = from === "user" ? "" : from === "chatbot" ? chatbotName : livechatName;
  return name === "" ? {} : { name };
}

/** The log of an earlier visit, from the transcript; what we have said meanwhile stays at its end. */
function restored(model: Model, groups: TranscriptGroup[]): Model {
  const items: Item[] = groups.flatMap((group) =>
    group.messages.map((message) => ({
      id: message.message_id,
      from: message.from === "user" ? ("user" as const) : message.from === "chatbot" ? ("bot" as const) : ("agent" as const),
      parts: message.files.length === 0 ? message.messages : [...message.messages, { type: "files" as const, files: message.files }],
      ...named(message),
    })),
  );
  const pending = model.items.filter((item) => item.pending && !items.some((other) => other.id === item.id));
  const unread = model.open ? 0 : (unreadAfter(items, model.seen) ?? model.unread);
  return seeing({ ...model, items: [...items, ...pending].slice(-ITEMS_MAX), unread, lastEvent: groups[groups.length - 1]?.event_id ?? model.lastEvent });
}

/** The panel opens or closes. */
export function toggled(model: Model, open: boolean): Model {
  return seeing({ ...model, open, unread: open ? 0 : model.unread });
}

/** The conversation as text, to be saved. */
export function asText(model: Model, names: { you: string; bot: string; agent: string }): string {
  const line = (item: Item, at: number): string => {
    const who = item.from === "user" ? names.you : (item.name ?? (item.from === "bot" ? names.bot : names.agent));
    return (item.from === "user" ? labelled(item.parts, model.items, at) : item.parts)
      .map(textOf)
      .filter((text) => text !== "")
      .map((text) => `${who}: ${text}`)
      .join("\n");
  };
  return `${model.items.map(line).filter((text) => text !== "").join("\n")}\n`;
}

/** What can be read of a part. */
export function textOf(part: Part): string {
  switch (part.type) {
    case "text":
      return part.text;
    case "button":
      return [part.buttons.title, ...part.buttons.options.map((option) => `– ${option.label}`)].join("\n");
    case "cards":
      return part.cards.map((card) => [card.text, card.description ?? ""].join(" ").trim()).join("\n");
    case "files":
      return part.files.map((file) => file.filename ?? file.url).join("\n");
    default:
      return "";
  }
}
