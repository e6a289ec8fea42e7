// What a guest has asked for and the server has not confirmed yet. It is shown at once, kept while the link is
// away, and compared with the room after a reconnect: nothing is lost, nothing asked twice. Pure.

import type { ClientMessage, QueueEntry, ServerMessage } from "../../wire/music";
import { isOwn, type Room } from "../shared/room";

type Wish =
  /** The vote for a song stands, or is taken back. */
  | { kind: "vote"; songId: string; on: boolean }
  | { kind: "add"; songId: string }
  | { kind: "remove"; songId: string }
  | { kind: "skip"; on: boolean }
  | { kind: "chat"; text: string };

export type Request = Wish & {
  no: number;
  /** `kept`: only here; to be sent when that is possible. */
  state: "kept" | "sent";
  /** Server's epoch milliseconds, estimated, at which it was asked. */
  at: number;
};

/** Milliseconds after which a song whose adding was never confirmed is not added again by itself. */
const ADD_AGAIN_MS = 30_000;
/** Requests that wait at most: more than anybody taps while a link is away, and no more than the server takes at once. */
const REQUESTS_MAX = 30;

export type Requests = readonly Request[];

/** Adds a wish. What takes back another that was not even sent leaves both out. */
export function ask(all: Requests, wish: Wish, at: number): Requests {
  const undone = all.find((other) => other.state === "kept" && isOpposite(other, wish));
  if (undone !== undefined) return all.filter((other) => other !== undone);
  const no = (all[all.length - 1]?.no ?? 0) + 1;
  return [...all, { ...wish, no, state: "kept" as const, at }].slice(-REQUESTS_MAX);
}

function isOpposite(a: Wish, b: Wish): boolean {
  if (a.kind === "vote" && b.kind === "vote") return a.songId === b.songId && a.on !== b.on;
  return a.kind === "skip" && b.kind === "skip" && a.on !== b.on;
}

/** A request as the server is told it. */
export function messageOf(request: Request): ClientMessage {
  switch (request.kind) {
    case "vote":
      return { type: "song_vote", song_id: request.songId };
    case "add":
      return { type: "song_queued", song_id: request.songId };
    case "remove":
      return { type: "song_removed", song_id: request.songId };
    case "skip":
      return { type: "vote_skip" };
    case "chat":
      return { type: "chat_message", message: request.text };
  }
}

/** The requests without the first that a message of the server answers. */
export function confirmed(all: Requests, message: ServerMessage, room: Room): Requests {
  switch (message.type) {
    case "song_vote":
      if (!isOwn(room, message.by.guest_id)) return all;
      return withoutFirst(all, (one) => one.kind === "vote" && one.songId === message.song_id && one.on === message.voted);
    case "song_queued": {
      // A vote for a song of the house list queues it, and is confirmed by that.
      const own = isOwn(room, message.added_by.guest_id);
      return all.filter((one) => !(one.state === "sent" && one.kind === "add" && one.songId === message.song_id && own));
    }
    case "song_removed":
      return all.filter((one) => !(one.state === "sent" && (one.kind === "remove" || one.kind === "vote") && one.songId === message.song_id));
    case "song_changed":
      // The song that begins takes its votes along; votes to skip were for the one before.
      return all.filter((one) => one.kind !== "skip" && !(one.state === "sent" && one.kind !== "chat" && one.songId === message.song_id));
    case "vote_skip":
      return message.voted === undefined ? all : withoutFirst(all, (one) => one.kind === "skip" && one.on === message.voted);
    case "chat_message":
      if (!isOwn(room, message.guest_id)) return all;
      // The server writes control characters as spaces.
      return withoutFirst(all, (one) => one.kind === "chat");
    default:
      return all;
  }
}

const withoutFirst = (all: Requests, fits: (one: Request) => boolean): Requests => {
  const first = all.find((one) => one.state === "sent" && fits(one));
  return first === undefined ? all : all.filter((one) => one !== first);
};

/** After a reconnect: what the room shows to be done is done, the rest is to be sent again. */
export function reconciled(all: Requests, room: Room, now: number): Requests {
  return all
    .filter((one) => one.state === "kept" || isOutstanding(one, room, now))
    .map((one) => (one.state === "kept" ? one : { ...one, state: "kept" as const }));
}

function isOutstanding(one: Request, room: Room, now: number): boolean {
  const entry = one.kind === "chat" || one.kind === "skip" ? undefined : entryOf(room, one.songId);
  switch (one.kind) {
    case "vote":
      return entry !== undefined && entry.voted !== one.on;
    case "add":
      return entry === undefined && room.playing?.song.song_id !== one.songId && now - one.at < ADD_AGAIN_MS;
    case "remove":
      return entry !== undefined;
    case "skip":
      // Nobody can tell any more which song it was for.
      return false;
    case "chat":
      return !room.chat.some((said) => isOwn(room, said.guest_id) && said.message === one.text && said.at >= one.at - ADD_AGAIN_MS);
  }
}

const entryOf = (room: Room, songId: string): QueueEntry | undefined => room.queue.find((entry) => entry.song_id === songId);

/** The kinds of requests that a refusal can be about, the likeliest first. */
const ABOUT: Record<string, Request["kind"][]> = {
  UNKNOWN_SONG: ["add", "vote"],
  ALREADY_QUEUED: ["add", "vote"],
  NOW_PLAYING: ["add", "vote"],
  QUEUE_LIMIT: ["add", "vote"],
  QUEUE_FULL: ["add", "vote"],
  QUEUE_LOCKED: ["add", "vote"],
  NOT_QUEUED: ["vote", "remove"],
  NOT_YOURS: ["remove"],
  MUTED: ["chat"],
  SLOW_MODE: ["chat", "add"],
  SKIP_OFF: ["skip"],
  NOTHING_PLAYS: ["skip"],
  SERVER_BUSY: ["chat", "vote", "add", "skip", "remove"],
  RATE_LIMITED: ["chat", "vote", "add", "skip", "remove"],
  STORAGE_UNAVAILABLE: ["chat", "vote", "add", "skip", "remove"],
};

/** Takes out the request that a refusal is about; it names none, so it is the oldest of those it can be about. */
export function refused(all: Requests, code: string): { rest: Requests; about: Request | null } {
  for (const kind of ABOUT[code] ?? []) {
    const about = all.find((one) => one.state === "sent" && one.kind === kind);
    if (about !== undefined) return { rest: all.filter((one) => one !== about), about };
  }
  return { rest: all, about: null };
}
