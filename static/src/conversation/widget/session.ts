// One widget on one page: its model, its socket, and what this browser keeps of the conversation.

import type { File, Told } from "../../wire/conversation";
import { messageId } from "../shared/message-id";
import { contactOf, drawer, unsentOf } from "./kept";
import { connect } from "./link";
import { adopted, continued, initial, pauseOf, received, said, seenElsewhere, toggled, unsent, type Model } from "./model";

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
  settings: Settings;
  read(): Model;
  watch(changed: () => void): void;
  toggle(open: boolean): void;
  say(text: string): void;
  /** Sends a file that the server keeps already. */
  share(file: File): void;
  typing(typing: boolean): void;
  human(): void;
  leave(name: string, email: string, message: string): void;
  /** Back from the form to the assistant. */
  goOn(): void;
  /** What was typed and not sent yet. */
  draft(): string;
  keepDraft(text: string): void;
}

/** Milliseconds after which a visitor who writes nothing more has stopped typing. */
const TYPING_MS = 4_000;

/** Errors after which the same may go well: too much at once, and a server that cannot store anything just now. */
const BUSY = [429, 503];
/** Milliseconds until what was not taken is sent again. */
const AGAIN_MS = 3_000;

/** A window that the panel does not fill: there it stays open from page to page. */
const WIDE = "(min-width: 481px)";

/** Starts it. The socket opens with the panel, or at once where a conversation is going on. */
export function startSession(settings: Settings): Session {
  // The conversation is one in all tabs; what is being written belongs to its tab.
  const prefix = `soiree.chat.${settings.key}`;
  const [shared, own] = [drawer("local", prefix), drawer("session", prefix)];
  let model: Model = { ...initial, conversation: shared.read(""), seen: shared.read(".seen"), open: own.read(".open") !== null && matchMedia(WIDE).matches };
  for (const { id, text, files, left } of unsentOf(own.read(".unsent"))) model = said(model, id, text, files, left);
  let draft = own.read(".draft") ?? "";
  let contact = contactOf(own.read(".contact"));
  let changed = () => {};
  let started = false;
  let typingUntil: ReturnType<typeof setTimeout> | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let isTyping = false;
  let link: ReturnType<typeof connect> | null = null;

  function set(next: Model) {
    const before = model;
    model = next;
    if (next.conversation !== before.conversation) shared.write("", next.conversation);
    if (next.seen !== before.seen) shared.write(".seen", next.seen);
    if (next.open !== before.open) own.write(".open", next.open ? "1" : null);
    if (next.items !== before.items) keepUnsent();
    changed();
  }

  function keepUnsent() {
    const waiting = unsent(model);
    own.write(".unsent", waiting.length === 0 ? null : JSON.stringify(waiting));
  }

  /** Whether there is anything that the server has to know. */
  const isWanted = () => model.open || unsent(model).length > 0;

  function opened() {
    set({ ...model, online: true, refused: false });
    if (model.conversation === null) {
      started = false;
      if (isWanted()) start();
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

  /** Everything that is not confirmed, or one thing of it. */
  function sendPending(only?: string) {
    if (model.conversation === null) return;
    // Whose message it is goes first.
    if (contact !== null) link?.send({ event_type: "metadata", event_payload: { metadata: { ...contact }, target: "live", conversation_id: model.conversation } });
    for (const { id, text, files, left } of unsent(model).filter((one) => only === undefined || one.id === only)) {
      const content = { type: "text", text, ...(files.length === 0 ? {} : { files }) };
      link?.send({
        event_type: "user_message",
        event_payload: { type: "message_create", client_msg_id: id, conversation_id: model.conversation, content, ack: true, ...(left ? { target: "live" as const } : {}) },
      });
    }
  }

  function receive(told: Told) {
    const before = model.conversation;
    set(received(model, told));
    if (told.event_type === "conversation_start_success") sendPending();
    if (told.event_type === "metadata_update_success") keepContact(null);
    if (told.event_type === "general_error" && BUSY.includes(told.event_payload.error_code)) {
      // It was not taken, but will be.
      clearTimeout(again);
      again = setTimeout(() => sendPending(), AGAIN_MS * (1 + Math.random()));
    }
    if (told.event_type === "bot_message" || told.event_type === "livechat_message") goOnAfterPause(told.event_payload.ch_msg_id);
    if (model.open && (told.event_type === "livechat_message" || told.event_type === "conversation_transcript")) read();
    if (before !== null && model.conversation === null) {
      // What was not confirmed begins a new one.
      started = false;
      if (isWanted()) start();
    }
  }

  /** Another tab of the same visitor has begun a conversation, lost it, or read what came. */
  function elsewhere({ key, newValue }: StorageEvent) {
    if (key === `${prefix}.seen` && newValue !== null) return set(seenElsewhere(model, newValue));
    if (key !== prefix || newValue === model.conversation || newValue === null) return;
    set(adopted(model, newValue));
    if (link === null) ensureLink();
    else opened();
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
    if (model.conversation !== null && document.visibilityState === "visible") link?.send({ event_type: "message_read", event_payload: { conversation_id: model.conversation } });
  }

  function ensureLink() {
    link ??= connect({
      origin: settings.origin,
      key: settings.key,
      opened,
      receive,
      lost: () => set({ ...model, online: false }),
      refused: () => set({ ...model, online: false, refused: true }),
      probe: () => (model.conversation === null ? null : { event_type: "conversation_resume", event_payload: { conversation_id: model.conversation } }),
      isWaiting: () => (model.conversation === null ? started : model.fault === null && unsent(model).length > 0),
    });
  }

  /** `isLeft`: for people to read later; the assistant does not answer it. */
  function say(text: string, isLeft = false) {
    const words = text.trim();
    if (words === "") return;
    const id = messageId();
    set(said(model, id, words, [], isLeft));
    keepDraft("");
    ensureLink();
    if (model.conversation === null) start();
    else sendPending(id);
    typing(false);
  }

  function share(file: File) {
    const id = messageId();
    set(said(model, id, "", [file]));
    sendPending(id);
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
    keepContact({ contact_name: name, contact_email: email });
    say(message, true);
    set({ ...model, form: false, items: [...model.items, { id: messageId(), from: "note", parts: [], note: "left" }] });
  }

  /** Kept until the server has it, like the message that it belongs to. */
  function keepContact(next: typeof contact) {
    contact = next;
    own.write(".contact", next === null ? null : JSON.stringify(next));
  }

  function keepDraft(text: string) {
    draft = text;
    own.write(".draft", text === "" ? null : text);
  }

  addEventListener("storage", elsewhere);
  document.addEventListener("visibilitychange", () => model.open && model.online && read());
  if (model.conversation !== null || isWanted()) ensureLink();
  return {
    settings,
    read: () => model,
    watch: (listener) => (changed = listener),
    toggle,
    say,
    share,
    typing,
    human,
    leave,
    goOn: () => set({ ...model, form: false }),
    draft: () => draft,
    keepDraft,
  };
}
