// The guest's page at work: the link feeds the model, taps go out, the place is kept for later visits.

import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { announce, announceNow } from "../../shared/announce";
import { clock } from "../../shared/clock";
import { call } from "../../shared/http";
import { goWhereItLeads } from "../../shared/rooms";
import type { LinkState, LiveSocket } from "../../shared/socket";
import { toast } from "../../shared/ui/toast";
import { undoable } from "../../shared/undo";
import type { ClientMessage, QueueEntry, ServerMessage } from "../../wire/music";
import { connectMusic } from "../shared/link";
import { dropPlace, keepName, keepPlace, places } from "../shared/places";
import { m } from "../texts";
import { createListener, type Listener } from "./listener";
import * as M from "./model";

export type Tab = "queue" | "add" | "chat";
const TABS: Tab[] = ["queue", "add", "chat"];

/** What the screens see and do. */
export interface Session {
  model: ReadonlySignal<M.Model>;
  link: ReadonlySignal<LinkState>;
  tab: ReadonlySignal<Tab>;
  listener: Pick<Listener, "state" | "toggle">;
  /** The door says that a name cannot be taken. */
  nameRefused: ReadonlySignal<boolean>;
  show(tab: Tab): void;
  join(name: string): void;
  /** Back to the door, to join anew. */
  joinAgain(): void;
  retry(): void;
  ask(wish: Parameters<typeof M.ask>[1]): void;
  /** Takes an own song out of the queue, in ten seconds, unless that is undone. */
  takeOut(entry: QueueEntry): void;
  /** Numbers of entries that are being taken out. */
  leaving: ReadonlySignal<ReadonlySet<number>>;
}

/** A room as those see it who have its code. */
interface RoomInfo {
  name: string;
  closed: boolean;
}

const CLOSED: LinkState = { kind: "closed", since: 0 };

/** Opens the guest's session for a room. */
export function startSession(code: string): Session {
  const kept = places()[code];
  const model = signal(M.initial(code, kept !== undefined, kept?.readId ?? null));
  const live = signal<LiveSocket<ClientMessage> | null>(null);
  const tab = signal<Tab>(TABS.find((one) => location.hash === `#${one}`) ?? "queue");
  const nameRefused = signal(false);
  const leaving = signal<ReadonlySet<number>>(new Set());
  const listener = createListener();
  let token = kept?.token ?? null;

  function open() {
    live.value?.close();
    if (token === null) return;
    live.value = connectMusic({ room: code, token, receive, lost: (opened) => opened || void lookAround() });
  }

  /** What the room is, before one is in it, and whether there still is one, where its socket cannot be opened. */
  async function lookAround() {
    if (await goWhereItLeads(code, "music")) return;
    const answer = await call<RoomInfo>("GET", `/api/v1/music/rooms/${encodeURIComponent(code)}`);
    if (model.value.room.known) return;
    if (answer.ok) {
      if (answer.value.closed) leave("closed", "ROOM_CLOSED");
      else model.value = M.seenFromOutside(model.value, answer.value);
    } else if (answer.failure.status === 404) leave("notFound", "ROOM_NOT_FOUND");
  }

  function leave(kind: M.Problem["kind"], word: string) {
    live.value?.close();
    model.value = M.failed(model.value, kind, word);
  }

  function receive(message: ServerMessage) {
    const before = model.value;
    const after = M.receive(before, message, clock.now());
    model.value = after;
    if (message.type === "room_state" && !message.exists) leave("notFound", "ROOM_NOT_FOUND");
    else if (after.problem !== null && after.problem !== before.problem) stop(after.problem);
    remember(message);
    tell(before, after, message);
    flush();
  }

  /** The room lets nobody back in: the link is not to be tried again. */
  function stop(problem: M.Problem) {
    live.value?.close();
    listener.follow(null);
    if (listener.state.value !== "off") listener.toggle();
    if (problem.kind === "removed" || problem.kind === "seatLost") {
      token = null;
      dropPlace(code);
    }
    if (problem.kind === "removed") announceNow(m.value.problems.removed.title);
  }

  /** Keeps the place for later visits. */
  function remember(message: ServerMessage) {
    const { room, readId, problem } = model.value;
    const worthKeeping = message.type === "room_state" || message.type === "you_changed" || message.type === "room_closed";
    if (worthKeeping && token !== null && room.you.name !== null) keep(readId, problem?.kind === "closed");
  }

  function keep(readId: number | null, closed = false) {
    const { room } = model.value;
    if (token === null) return;
    keepPlace(code, {
      token,
      name: room.you.name ?? "",
      title: room.name,
      at: Date.now(),
      ...(readId === null ? {} : { readId }),
      ...(closed ? { closed } : {}),
    });
  }

  function flush() {
    for (const request of M.unsent(model.value)) {
      if (!live.value?.send(M.messageOf(request))) return;
      model.value = M.sent(model.value, request.no);
    }
  }

  async function join(name: string) {
    nameRefused.value = false;
    model.value = M.joining(model.value);
    const answer = await call<{ guest_token: string; name: string }>("POST", `/api/v1/music/rooms/${encodeURIComponent(code)}/guests`, undefined, { name });
    if (answer.ok) {
      token = answer.value.guest_token;
      keepName(name);
      model.value = M.joined(model.value);
      keepPlace(code, { token, name: answer.value.name, title: "", at: Date.now() });
      open();
      return;
    }
    const { status, errors } = answer.failure;
    if (status === 422 && errors.some((error) => error.field === "name")) {
      nameRefused.value = true;
      model.value = M.atDoor(model.value);
    } else if (status === 404 || status === 410) leave("notFound", "ROOM_NOT_FOUND");
    else if (status === 409) void lookAround().then(() => model.value.problem ?? leave("full", "ROOM_FULL"));
    else if (status === 429 || status === 503) leave("busy", String(status));
    else leave("other", String(status));
  }

  function ask(wish: Parameters<typeof M.ask>[1]) {
    model.value = M.ask(model.value, wish, clock.now());
    flush();
  }

  // In the chat everything is read that is on the screen.
  const reading = () => tab.value === "chat" && !document.hidden;
  effect(() => {
    if (reading() && model.value.seat === "held") model.value = M.read(model.value);
  });
  document.addEventListener("visibilitychange", () => {
    if (reading()) model.value = M.read(model.value);
  });
  const readId = computed(() => model.value.readId);
  effect(() => {
    if (readId.value !== null && model.peek().seat === "held") keep(readId.value);
  });
  const playing = computed(() => model.value.room.playing);
  effect(() => listener.follow(playing.value));
  effect(() => titlePage(model.value));

  if (token !== null) open();
  else void lookAround();
  return {
    model,
    link: computed(() => live.value?.state.value ?? CLOSED),
    tab,
    listener,
    nameRefused,
    leaving,
    show(next) {
      tab.value = next;
      history.replaceState(null, "", next === "queue" ? location.pathname : `#${next}`);
    },
    join: (name) => void join(name),
    joinAgain() {
      token = null;
      dropPlace(code);
      model.value = M.atDoor(model.value);
    },
    retry() {
      if (model.value.problem !== null) model.value = token === null ? M.atDoor(model.value) : M.joined(model.value);
      if (token !== null && live.value?.state.value.kind === "closed") open();
      else live.value?.retryNow();
    },
    ask,
    takeOut({ no, song_id, song }) {
      const back = () => (leaving.value = new Set([...leaving.value].filter((other) => other !== no)));
      leaving.value = new Set([...leaving.value, no]);
      undoable({
        text: m.value.removed(song.title),
        run() {
          // It may play by now, or have gone and come back.
          if (model.value.room.queue.some((entry) => entry.no === no)) ask({ kind: "remove", songId: song_id });
          back();
        },
        undone: back,
      });
    },
  };
}

/** Says what has changed, for those who do not see it, and what was refused, to everybody. */
function tell(before: M.Model, after: M.Model, message: ServerMessage) {
  const texts = m.value;
  if (after.notice !== null && after.notice !== before.notice) {
    toast(texts.refusals[after.notice.code] ?? after.notice.message);
  }
  if (message.type === "song_changed") announce(`${texts.nowPlaying}: ${[message.playing.song.title, message.playing.song.artist].filter(Boolean).join(", ")}`);
  if (message.type === "song_queued" && message.added_by.guest_id === after.room.you.guest_id) announce(texts.added(message.song.title));
  if (message.type === "playback_changed" && message.paused && before.room.playing?.playback.paused === false) announce(texts.paused);
}

/** The tab's title: what plays, then the room. */
function titlePage({ room, problem }: M.Model) {
  const first = problem !== null ? m.value.problems[problem.kind].title : (room.playing?.song.title ?? "");
  document.title = [first, room.name, "Soirée"].filter((part) => part !== "").join(" – ");
}
