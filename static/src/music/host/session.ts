// A console's connection: the socket, the model that its messages make, the player, and what the page may ask for.

import { signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { announce } from "../../shared/announce";
import { clock } from "../../shared/clock";
import type { LinkState } from "../../shared/socket";
import { toast } from "../../shared/ui/toast";
import { undoable } from "../../shared/undo";
import type { ClientMessage, PresentPerson, QueueEntry, ServerMessage, Settings } from "../../wire/music";
import { connectMusic } from "../shared/link";
import { nameOf } from "../shared/room";
import { createDeck } from "./deck";
import { chatRead, initialModel, reduce, type HostModel } from "./model";
import { createHouseList, type HouseList } from "./house-list";
import { createPlayer, type Player } from "./player";
import { newPlayerName } from "./playback";
import { keepRoom, markClosed } from "./rooms";
import { h } from "./texts";
import { volume } from "./volume";

export interface ConsoleSession {
  readonly model: ReadonlySignal<HostModel>;
  readonly link: ReadonlySignal<LinkState>;
  readonly player: Player;
  readonly houseList: HouseList;
  readonly token: string;
  /** People whose removal waits for its undo. */
  readonly leaving: Signal<ReadonlySet<number>>;
  /** The close of the room waits for its undo. */
  readonly closing: ReadonlySignal<boolean>;
  send(message: ClientMessage): boolean;
  vote(songId: string): void;
  add(songId: string): void;
  playNow(songId: string): void;
  removeSong(entry: QueueEntry): void;
  mute(person: PresentPerson): void;
  removePerson(person: PresentPerson): void;
  lock(): void;
  change(settings: Partial<Settings>): void;
  readChat(): void;
  closeRoom(): void;
  retryNow(): void;
  close(): void;
}

/** The name under which this tab played, so that it goes on after a reload. Another tab is another matter. */
const playerKey = (code: string): string => `soiree.music.player.${code}`;

function formerPlayer(code: string): string | null {
  try {
    return sessionStorage.getItem(playerKey(code));
  } catch {
    return null;
  }
}

function keepPlayer(code: string, name: string | null): void {
  try {
    if (name !== null) sessionStorage.setItem(playerKey(code), name);
    else sessionStorage.removeItem(playerKey(code));
  } catch {
    // A browser that keeps nothing asks for a tap after each reload.
  }
}

/** Opens a room's console. */
export function openSession(code: string, token: string): ConsoleSession {
  const model = signal(initialModel(code));
  const leaving = signal<ReadonlySet<number>>(new Set());
  const closing = signal(false);
  const room = () => model.peek().room;

  const link = connectMusic({
    room: code,
    token,
    receive(message) {
      const before = model.peek();
      const after = reduce(before, message, Date.now());
      model.value = after;
      if (after.access === "refused") return link.close();
      player.heard(before.room, after.room, message);
      if (message.type === "room_state") houseList.linked();
      else houseList.heard(message);
      tell(before, after, message);
      if (message.type === "room_state") keep(after);
      if (after.room.closed && !before.room.closed) {
        markClosed(after.room.room_id);
        link.close();
      }
    },
  });
  const isOnline = () => link.state.peek().kind === "open";

  const name = newPlayerName();
  const player: Player = createPlayer({
    room,
    send: (message) => link.send(message),
    isOnline,
    serverNow: () => clock.now(),
    makeDeck: createDeck,
    passed: (song) => void toast(h.value.passed(song.title), { seconds: 8 }),
    name,
    formerName: formerPlayer(code),
    keepPlayer: (is) => keepPlayer(code, is ? name : null),
  });
  const deckVolume = volume.subscribe((level) => player.setVolume(level));

  function keep({ room: { room_id, code: own, name } }: HostModel): void {
    keepRoom({ roomId: room_id, code: own, name, token, at: Date.now() });
  }

  const send = (message: ClientMessage): boolean => {
    const sent = link.send(message);
    if (!sent) toast(h.value.notSent);
    return sent;
  };

  const houseList = createHouseList(send);

  return {
    model,
    link: link.state,
    player,
    houseList,
    token,
    leaving,
    closing,
    send,
    vote: (song_id) => void send({ type: "song_vote", song_id }),
    add: (song_id) => void send({ type: "song_queued", song_id }),
    playNow: (song_id) => void send({ type: "song_changed", song_id }),
    removeSong({ song, song_id, added_by }) {
      if (!send({ type: "song_removed", song_id })) return;
      const own = added_by.guest_id === room().you.guest_id;
      toast(own ? h.value.removed(song.title) : h.value.removedOf(song.title, nameOf(room(), added_by, h.value.host)), {
        undo: () => void send({ type: "host:restore_song", song_id }),
      });
    },
    mute({ guest_id, name, muted }) {
      if (!send({ type: "host:mute", guest_id, muted: !muted })) return;
      toast(muted ? h.value.wasUnmuted(name) : h.value.wasMuted(name), {
        undo: () => void send({ type: "host:mute", guest_id, muted }),
      });
    },
    removePerson({ guest_id, name }) {
      const back = () => {
        leaving.value = new Set([...leaving.value].filter((other) => other !== guest_id));
      };
      leaving.value = new Set([...leaving.value, guest_id]);
      undoable({
        text: h.value.kicked(name),
        undone: back,
        run() {
          send({ type: "host:remove_guest", guest_id, removed: true });
          back();
        },
      });
    },
    lock: () => void send({ type: "host:lock", locked: !room().locked }),
    change: (settings) => void send({ type: "host:settings", ...settings }),
    readChat() {
      model.value = chatRead(model.peek());
    },
    closeRoom() {
      if (closing.peek()) return;
      closing.value = true;
      undoable({
        text: h.value.closePending,
        undone: () => (closing.value = false),
        run() {
          closing.value = false;
          send({ type: "room_closed" });
        },
      });
    },
    retryNow: () => link.retryNow(),
    close() {
      deckVolume();
      player.close();
      link.close();
    },
  };
}

/** Says what is news; never for a snapshot, which may be old news. */
function tell(before: HostModel, after: HostModel, message: ServerMessage): void {
  if (message.type === "song_changed") announce(h.value.announceSong(message.playing.song.title, message.playing.song.artist));
  if (after.problem !== null && after.problem !== before.problem) toast(h.value.notDone[after.problem.code] ?? after.problem.message, { seconds: 6 });
}
