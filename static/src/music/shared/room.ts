// What a page of a music room knows of the room, and how each message changes it: the part that host, guest
// and stage have in common. Pure: no socket, no clock, no storage.

import type { QueueEntry, RoomState, ServerMessage, You } from "../../wire/music";

export interface Room extends Omit<RoomState, "server_time"> {
  /** The server has spoken on this page's life. */
  known: boolean;
  /** The host has closed the room. */
  closed: boolean;
  /** The host has removed this guest. */
  removed: boolean;
}

/** Messages of the chat that a page holds: as many as the server keeps. */
export const CHAT_MAX = 100;

const VISITOR: You = { guest_id: null, name: null, role: "visitor", controls: false, muted: false, waiting: 0 };

/** A page that has just opened. */
export function initial(code: string): Room {
  return {
    known: false,
    closed: false,
    removed: false,
    room_id: code,
    code,
    name: "",
    exists: false,
    open: false,
    you: VISITOR,
    playing: null,
    queue: [],
    fallback: [],
    chat: [],
    people: [],
    people_count: 0,
    skip: { votes: 0, needed: 0, voted: false },
    settings: { queue_limit: 3, skip_votes: false, skip_percent: 50, slow_mode_seconds: 0, fallback: true },
    locked: false,
    host_connected: true,
  };
}

/** A message of the server. What is no news of the room (errors, the time) leaves it as it was. */
export function receive(room: Room, message: ServerMessage): Room {
  switch (message.type) {
    case "room_state": {
      const { type: _, server_time: __, ...state } = message;
      return { ...state, known: true, closed: false, removed: false };
    }
    case "song_queued": {
      const { type: _, ...entry } = message;
      const others = room.queue.filter((other) => other.song_id !== entry.song_id);
      // To add a song is to vote for it.
      const queue = [...others, { ...entry, voted: isOwn(room, entry.added_by.guest_id) }].sort(byVotesThenAge);
      // What waits is not what comes when nothing waits.
      return { ...room, exists: true, queue, fallback: room.fallback.filter((song) => song.song_id !== entry.song_id) };
    }
    case "song_vote": {
      const own = isOwn(room, message.by.guest_id);
      return {
        ...room,
        queue: room.queue.map((entry) =>
          entry.song_id === message.song_id ? { ...entry, votes: message.votes, voted: own ? message.voted : entry.voted } : entry,
        ),
      };
    }
    case "queue_changed":
      return { ...room, queue: inOrder(room.queue, message.order, message.votes) };
    case "song_removed":
      return { ...room, queue: without(room.queue, message.song_id) };
    case "song_changed":
      return {
        ...room,
        exists: true,
        playing: message.playing,
        queue: without(room.queue, message.song_id),
        fallback: room.fallback.filter((song) => song.song_id !== message.song_id),
        skip: { ...room.skip, votes: 0, voted: false },
      };
    case "playback_changed": {
      const { type: _, player: __, ...playback } = message;
      return { ...room, playing: room.playing && { ...room.playing, playback } };
    }
    case "song_ended":
      return { ...room, playing: null, skip: { ...room.skip, votes: 0, voted: false } };
    case "fallback_changed":
      return { ...room, fallback: message.songs };
    case "chat_message": {
      const { type: _, ...said } = message;
      if (room.chat.some((entry) => entry.id === said.id)) return room;
      return { ...room, exists: true, chat: [...room.chat, said].slice(-CHAT_MAX) };
    }
    case "people_changed":
      return { ...room, people: message.people, people_count: message.count };
    case "you_changed":
      return { ...room, you: message.you };
    case "vote_skip":
      return {
        ...room,
        skip: { votes: message.votes, needed: message.needed, voted: message.voted ?? room.skip.voted ?? false },
      };
    case "queue_locked":
      return { ...room, locked: message.locked };
    case "settings_changed":
      return { ...room, settings: message.settings };
    case "host:presence":
      return { ...room, host_connected: message.connected };
    case "guest_removed":
      return { ...room, removed: true };
    case "room_closed":
      return { ...room, closed: true, playing: null };
    case "host:player":
      return { ...room, player: message.player };
    // The editor's own.
    case "host:fallback_list":
    // Said to the HTTP call that joins, never to a page.
    case "guest_joined":
    case "server:time":
    case "error":
      return room;
  }
}

/** The number of a hosted room's host, and what the server calls it until it has said otherwise. */
const HOST_ID = 0;
const HOST_NAME = "Host";

/** What somebody is called; `host` is the language's word for a host without a name. */
export const nameOf = (room: Pick<Room, "open">, { guest_id, name }: { guest_id: number; name: string }, host: string): string =>
  !room.open && guest_id === HOST_ID && name === HOST_NAME ? host : name;

/** Whether a guest's number is the reader's own. */
export const isOwn = (room: Room, guestId: number): boolean => room.you.guest_id === guestId;

/** The reader's own songs that wait. */
export const ownWaiting = (room: Room): number => room.queue.filter((entry) => isOwn(room, entry.added_by.guest_id)).length;

const without = (queue: QueueEntry[], songId: string): QueueEntry[] => queue.filter((entry) => entry.song_id !== songId);

/** The server's order; it alone decides, this is for the quarter of a second until it has spoken. */
const byVotesThenAge = (a: QueueEntry, b: QueueEntry): number => b.votes - a.votes || a.no - b.no;

/** The queue as the server says it: by the entries' numbers, with their votes; others are gone. */
function inOrder(queue: QueueEntry[], order: number[], votes: number[]): QueueEntry[] {
  const byNumber = new Map(queue.map((entry) => [entry.no, entry]));
  return order.flatMap((no, place) => {
    const entry = byNumber.get(no);
    if (entry === undefined) return [];
    const now = votes[place] ?? entry.votes;
    // Rows that stay as they were keep their identity: they need not be drawn anew.
    return [entry.votes === now ? entry : { ...entry, votes: now }];
  });
}
