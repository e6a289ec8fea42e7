// One widget on one page: its model, its socket, and what this browser keeps of the conversation.

import type { Told } from "../../wire/conversation";
import { messageId } from "../shared/message-id";
import { connect } from "./link";
import { continued, initial, pauseOf, received, said, toggled, type Model } from "./model";

/** What the page that embeds us says. */
export interface Settings {
  origin: string;
  key: string;
  language: string;
  /** The visitor's id on that page, where it has one. */
  user: string | null;
  /** What the page knows of the visitor; as `data-NAME` attributes of the script. */
  metadata: Record<string, string>;
}

export interface Session {
  read(): Model;
  watch(changed: () => void): void;
  toggle(open: boolean): void;
  say(text: string): void;
  typing(typing: boolean): void;
  human(): void;
  leave(name: string, email: string, message: string): void;
  /** Back from the form to the assistant. */
  goOn(): void;
}

/** Milliseconds after which a visitor who writes nothing more has stopped typing. */
const TYPING_MS = 4_000;

/** Starts it. The socket opens with the panel, or at once where a conversation is going on. */
export function startSession(settings: Settings): Session {
  const storeKey = `soiree.chat.${settings.key}`;
  const seenKey = `${storeKey}.seen`;
  let model: Model = { ...initial, conversation: kept(storeKey), seen: kept(seenKey) };
  let changed = () => {};
  let started = false;
  let typingUntil: ReturnType<typeof setTimeout> | undefined;
  let isTyping = false;
  let link: ReturnType<typeof connect> | null = null;

  function kept(key: string): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  }

  function keep(key: string, value: string | null) {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch {
      // Without storage the conversation lasts as long as the page.
    }
  }

  function set(next: Model) {
    if (next.conversation !== model.conversation) keep(storeKey, next.conversation);
    if (next.seen !== model.seen) keep(seenKey, next.seen);
    model = next;
    changed();
  }

  function opened() {
    set({ ...model, online: true });
    if (model.conversation === null) {
      started = false;
      if (model.open) start();
      return;
    }
    const conversation_id = model.conversation;
    const since = model.lastEvent === null ? {} : { last_event_id: model.lastEvent };
    link?.send({ event_type: "conversation_resume", event_payload: { conversation_id, ...since } });
    if (model.lastEvent === null) link?.send({ event_type: "conversation_transcript_request", event_payload: { conversation_id } });
    sendPending();
  }

  function start() {
    if (started || link === null) return;
    const payload = {
      ...(settings.user === null ? {} : { userId: settings.user }),
      userMetadata: { ...settings.metadata, page: location.href.slice(0, 500), page_title: document.title.slice(0, 200) },
      locale: settings.language,
    };
    started = link.send({ event_type: "conversation_start", event_payload: payload });
  }

  function sendPending() {
    if (model.conversation === null) return;
    for (const item of model.items) {
      if (item.from !== "user" || !item.pending) continue;
      const [part] = item.parts;
      if (part?.type !== "text") continue;
      link?.send({
        event_type: "user_message",
        event_payload: { type: "message_create", client_msg_id: item.id, conversation_id: model.conversation, content: { type: "text", text: part.text }, ack: true },
      });
    }
  }

  function receive(told: Told) {
    const before = model.conversation;
    set(received(model, told));
    if (told.event_type === "conversation_start_success") sendPending();
    if (told.event_type === "bot_message" || told.event_type === "livechat_message") goOnAfterPause(told.event_payload.ch_msg_id);
    if (model.open && (told.event_type === "livechat_message" || told.event_type === "conversation_transcript")) read();
    if (before !== null && model.conversation === null) {
      started = false;
      if (model.open) start();
    }
  }

  function goOnAfterPause(id: string) {
    const pause = pauseOf(model, id);
    if (pause === null) return;
    setTimeout(() => {
      if (pauseOf(model, id) === null) return;
      set(continued(model, id));
      goOnAfterPause(id);
    }, pause);
  }

  function read() {
    if (model.conversation !== null) link?.send({ event_type: "message_read", event_payload: { conversation_id: model.conversation } });
  }

  function ensureLink() {
    link ??= connect({ origin: settings.origin, key: settings.key, opened, receive, lost: () => set({ ...model, online: false }) });
  }

  function say(text: string) {
    const words = text.trim();
    if (words === "") return;
    set(said(model, messageId(), words));
    ensureLink();
    if (model.conversation === null) start();
    else sendPending();
    typing(false);
  }

  function typing(now: boolean) {
    clearTimeout(typingUntil);
    if (now) typingUntil = setTimeout(() => typing(false), TYPING_MS);
    if (now === isTyping || model.conversation === null) return;
    isTyping = now;
    link?.send({ event_type: "typing", event_payload: { conversation_id: model.conversation, typing: now } });
  }

  function toggle(open: boolean) {
    set(toggled(model, open));
    if (!open) return;
    ensureLink();
    if (model.conversation === null) start();
    else read();
  }

  function human() {
    if (model.conversation === null) return;
    link?.send({ event_type: "action", event_payload: { type: "normal", id: "escalateToHuman", data: {}, conversation_id: model.conversation } });
  }

  /** A message for later: who it is from goes to the agents as metadata, the message into the conversation. */
  function leave(name: string, email: string, message: string) {
    if (model.conversation !== null) {
      link?.send({
        event_type: "metadata",
        event_payload: { metadata: { contact_name: name, contact_email: email }, target: "live", conversation_id: model.conversation },
      });
    }
    say(message);
    set({ ...model, form: false, items: [...model.items, { id: messageId(), from: "note", parts: [], note: "left" }] });
  }

  if (model.conversation !== null) ensureLink();
  return {
    read: () => model,
    watch: (listener) => (changed = listener),
    toggle,
    say,
    typing,
    human,
    leave,
    goOn: () => set({ ...model, form: false }),
  };
}
