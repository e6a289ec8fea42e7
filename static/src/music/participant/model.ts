// What a guest's phone knows, and how each message changes it. Pure: no socket, no clock, no storage.

import type { ChatEntry, QueueEntry, ServerMessage, Song } from "../../wire/music";
import * as R from "../shared/room";
import * as Q from "./requests";

/** Whether this phone has a place in the room. */
export type Seat =
  | "none"
  | "joining"
  /** A token is kept; the room has not confirmed it on this link yet. */
  | "claiming"
  | "held";

/** What went wrong, as a screen of its own; `code` is the server's word. */
export interface Problem {
  kind: "notFound" | "closed" | "removed" | "seatLost" | "full" | "busy" | "other";
  code: string;
}

/** A refusal, to be said once in passing. */
export interface Notice {
  no: number;
  code: string;
  /** The server's own sentence, for codes that we have no words for. */
  message: string;
}

export interface Model {
  code: string;
  room: R.Room;
  seat: Seat;
  problem: Problem | null;
  requests: Q.Requests;
  notice: Notice | null;
  /** A message that was refused, to be put back into its field. */
  draft: { no: number; text: string } | null;
  /** The last message of the chat that was read; `null`: none was there to be read yet. */
  readId: number | null;
}

/** A page that has just opened. */
export function initial(code: string, hasToken: boolean, readId: number | null): Model {
  return { code, room: R.initial(code), seat: hasToken ? "claiming" : "none", problem: null, requests: [], notice: null, draft: null, readId };
}

/** The door: a name was given. */
export const joining = (model: Model): Model => ({ ...model, seat: "joining", problem: null });

/** The server gave a place; the link is yet to be opened. */
export const joined = (model: Model): Model => ({ ...model, seat: "claiming", problem: null });

/** Something stands in the way. */
export const failed = (model: Model, kind: Problem["kind"], code: string): Model => ({ ...model, seat: "none", problem: { kind, code } });

/** At the door: what the room is called. */
export const seenFromOutside = (model: Model, { name }: { name: string }): Model => ({ ...model, room: { ...model.room, name } });

/** Back to the door. */
export const atDoor = (model: Model): Model => ({ ...initial(model.code, false, null), room: model.room });

/** A message of the server. `now` is the server's epoch milliseconds, estimated. */
export function receive(model: Model, message: ServerMessage, now: number): Model {
  const room = R.receive(model.room, message);
  const next = { ...model, room };
  switch (message.type) {
    case "room_state":
      return greeted(next, now);
    case "guest_removed":
      return { ...next, seat: "none", problem: { kind: "removed", code: "REMOVED" } };
    case "room_closed":
      return { ...next, problem: { kind: "closed", code: "ROOM_CLOSED" } };
    case "error":
      return refused(next, message.code, message.message);
    default: {
      const requests = Q.confirmed(model.requests, message, room);
      return requests === model.requests ? next : { ...next, requests };
    }
  }
}

/** The first message on every link. Whoever brought a token is a guest by now, or never will be. */
function greeted(model: Model, now: number): Model {
  const { room } = model;
  if (model.problem?.kind === "seatLost") return model;
  if (room.you.role === "visitor") return model;
  const newest = room.chat[room.chat.length - 1]?.id ?? 0;
  return {
    ...model,
    seat: "held",
    problem: null,
    requests: Q.reconciled(model.requests, room, now),
    // What was said before somebody came is no news to them.
    readId: model.readId ?? newest,
  };
}

function refused(model: Model, code: string, message: string): Model {
  switch (code) {
    case "INVALID_TOKEN":
      return { ...model, seat: "none", problem: { kind: "seatLost", code } };
    case "REMOVED":
      return { ...model, seat: "none", problem: { kind: "removed", code } };
    case "ROOM_CLOSED":
      return { ...model, problem: { kind: "closed", code } };
  }
  const { rest, about } = Q.refused(model.requests, code);
  const notice = { no: (model.notice?.no ?? 0) + 1, code, message };
  // A song that somebody else has added meanwhile waits, as was wished.
  if (code === "ALREADY_QUEUED" && about?.kind === "add") return { ...model, requests: rest, notice };
  const draft = about?.kind === "chat" ? { no: notice.no, text: about.text } : model.draft;
  return { ...model, requests: rest, notice, draft };
}

/** Asks for something; it shows at once. */
export const ask = (model: Model, wish: Parameters<typeof Q.ask>[1], now: number): Model => ({
  ...model,
  requests: Q.ask(model.requests, wish, now),
});

/** What is to be sent now. */
export const unsent = (model: Model): Q.Request[] =>
  model.seat === "held" && model.problem === null ? model.requests.filter((one) => one.state === "kept") : [];

export { messageOf } from "./requests";

/** A request is on its way. */
export const sent = (model: Model, no: number): Model => ({
  ...model,
  requests: model.requests.map((one) => (one.no === no ? { ...one, state: "sent" as const } : one)),
});

/** Everything in the chat was seen. */
export function read(model: Model): Model {
  const newest = model.room.chat[model.room.chat.length - 1]?.id;
  return newest === undefined || newest === model.readId ? model : { ...model, readId: newest };
}

/** Messages of others that were not read yet. */
export const unread = (model: Model): number =>
  model.readId === null ? 0 : model.room.chat.filter((said) => said.id > (model.readId ?? 0) && !R.isOwn(model.room, said.guest_id)).length;

/** An entry of the queue as this guest wishes it. */
export interface Row {
  entry: QueueEntry;
  voted: boolean;
  votes: number;
  own: boolean;
}

/** The queue with the own votes in it, whether they are confirmed or not; without songs that are being taken out. */
export function rows(model: Model): Row[] {
  const leaving = new Set(model.requests.flatMap((one) => (one.kind === "remove" ? [one.songId] : [])));
  return model.room.queue
    .filter((entry) => !leaving.has(entry.song_id))
    .map((entry) => {
      const wish = lastVote(model, entry.song_id);
      const voted = wish ?? entry.voted;
      return { entry, voted, votes: entry.votes + Number(voted) - Number(entry.voted), own: R.isOwn(model.room, entry.added_by.guest_id) };
    });
}

/** The vote that was asked for last, if it is not confirmed yet. */
function lastVote(model: Model, songId: string): boolean | null {
  let wish: boolean | null = null;
  for (const one of model.requests) if (one.kind === "vote" && one.songId === songId) wish = one.on;
  return wish;
}

/** Whether this guest wants the song to be skipped, and the votes with its own. */
export function skip(model: Model): { votes: number; needed: number; voted: boolean } {
  const { votes, needed, voted = false } = model.room.skip;
  let wish = voted;
  for (const one of model.requests) if (one.kind === "skip") wish = one.on;
  return { votes: Math.max(0, votes + Number(wish) - Number(voted)), needed, voted: wish };
}

/** What can be done about a song that was found. */
export type Standing = "free" | "adding" | "kept" | "queued" | "playing" | "locked" | "limit";

export function standing(model: Model, song: Song): Standing {
  const { room } = model;
  if (room.playing?.song.song_id === song.song_id) return "playing";
  if (room.queue.some((entry) => entry.song_id === song.song_id)) return "queued";
  const asked = model.requests.find((one) => (one.kind === "add" || (one.kind === "vote" && one.on)) && one.songId === song.song_id);
  if (asked !== undefined) return asked.state === "kept" ? "kept" : "adding";
  if (room.locked && room.you.role !== "host") return "locked";
  return songsLeft(model) <= 0 ? "limit" : "free";
}

/** Songs that this guest may still add. */
export function songsLeft(model: Model): number {
  if (model.room.you.role === "host") return Number.MAX_SAFE_INTEGER;
  const asked = model.requests.filter((one) => one.kind === "add").length;
  return model.room.settings.queue_limit - R.ownWaiting(model.room) - asked;
}

/** A line of the chat; `state` only for own ones on their way. */
export interface Line {
  key: string;
  said: Pick<ChatEntry, "guest_id" | "name" | "message" | "at">;
  own: boolean;
  state: "said" | "sending" | "kept";
}

/** The chat with the own messages that are on their way. */
export function lines(model: Model): Line[] {
  const { room } = model;
  const said = room.chat.map((entry): Line => ({ key: String(entry.id), said: entry, own: R.isOwn(room, entry.guest_id), state: "said" }));
  const own = model.requests.flatMap((one): Line[] =>
    one.kind !== "chat"
      ? []
      : [{ key: `own-${one.no}`, said: { guest_id: room.you.guest_id ?? -1, name: room.you.name ?? "", message: one.text, at: one.at }, own: true, state: one.state === "kept" ? "kept" : "sending" }],
  );
  return [...said, ...own];
}

/** The server's epoch milliseconds from which this guest may write again. */
export function mayWriteAt(model: Model): number {
  const { room } = model;
  const slow = room.settings.slow_mode_seconds * 1_000;
  if (slow === 0 || room.you.role === "host") return 0;
  const own = lines(model).filter((line) => line.own);
  const last = own[own.length - 1];
  return last === undefined ? 0 : last.said.at + slow;
}
