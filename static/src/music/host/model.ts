// What the host's console knows: the room that all pages share, whether this page may run it, and what was
// refused. Built from the server's messages alone; a `room_state` redraws everything.

import type { ServerMessage } from "../../wire/music";
import { initial, receive, type Room } from "../shared/room";

/** An error of the server's: a sentence for a person and a word for programs. */
export interface Refusal {
  message: string;
  code: string;
}

export interface HostModel {
  /** `connecting` until the server has said whether this token runs this room. */
  access: "connecting" | "granted" | "refused";
  refusal: Refusal | null;
  /** The last command that was refused; `at` tells two of the same kind apart. */
  problem: (Refusal & { at: number }) | null;
  room: Room;
  /** Number of the newest chat message that the host has seen. */
  chatSeen: number;
}

export const initialModel = (code: string): HostModel => ({
  access: "connecting",
  refusal: null,
  problem: null,
  room: initial(code),
  chatSeen: -1,
});

/** Codes that mean: this token does not open this room. */
const ACCESS_CODES = new Set(["INVALID_TOKEN", "ROOM_NOT_FOUND", "REMOVED"]);

/** Codes that say what the page shows anyway. */
const NO_NEWS = new Set(["NOTHING_WAITS", "OTHER_PLAYER"]);

/** The model after a message. `now` is epoch milliseconds. */
export function reduce(model: HostModel, message: ServerMessage, now: number): HostModel {
  const room = receive(model.room, message);
  if (message.type === "room_state") {
    if (!message.exists) return { ...model, room, access: "refused", refusal: { code: "ROOM_NOT_FOUND", message: "" } };
    if (message.you.role !== "host") return { ...model, room, access: "refused", refusal: { code: "INVALID_TOKEN", message: "" } };
    // What was said before the page was opened has been heard elsewhere.
    const chatSeen = model.access === "granted" ? model.chatSeen : newest(room);
    return { ...model, room, access: "granted", refusal: null, chatSeen };
  }
  if (message.type === "error") {
    const refusal = { code: message.code, message: message.message };
    if (message.code === "ROOM_CLOSED") return { ...model, access: "granted", room: { ...room, closed: true, playing: null } };
    if (ACCESS_CODES.has(message.code)) return { ...model, access: "refused", refusal };
    return NO_NEWS.has(message.code) ? model : { ...model, problem: { ...refusal, at: now } };
  }
  return room === model.room ? model : { ...model, room };
}

const newest = (room: Room): number => room.chat[room.chat.length - 1]?.id ?? -1;

/** The host has looked at the chat. */
export const chatRead = (model: HostModel): HostModel => (model.chatSeen === newest(model.room) ? model : { ...model, chatSeen: newest(model.room) });

/** Messages that the host has not seen, own ones aside. */
export const unread = ({ room, chatSeen }: HostModel): number =>
  room.chat.filter((entry) => entry.id > chatSeen && entry.guest_id !== room.you.guest_id).length;

/** Where the evening is. */
export type MusicPhase = "waiting" | "playing" | "paused" | "closed";

export function phaseOf(room: Room): MusicPhase {
  if (room.closed) return "closed";
  if (room.playing === null) return "waiting";
  return room.playing.playback.paused ? "paused" : "playing";
}

/** Whether "next" or "start" would bring a song. */
export const canPlay = ({ playing, queue, fallback, settings }: Room): boolean =>
  playing !== null || queue.length > 0 || (settings.fallback && fallback.length > 0);

/** Guests who are here, hosts aside. */
export const guestsHere = ({ people, people_count }: Room): number =>
  Math.max(0, people_count - people.filter((person) => person.role === "host").length);

/** Songs that wait, by who added them. */
export function waitingBy(room: Room): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { added_by } of room.queue) counts.set(added_by.guest_id, (counts.get(added_by.guest_id) ?? 0) + 1);
  return counts;
}
