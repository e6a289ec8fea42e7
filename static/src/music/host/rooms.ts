// The music rooms that this browser hosts, with the token that opens each. A token is a secret: it stays in this
// browser's storage and in the fragment of addresses, which no server gets to see.

import { load, save } from "../../shared/store";

const KEY = "soiree.music.rooms";
/** Rooms kept in all; those not visited for longest are forgotten first. */
const ROOMS_MAX = 50;

/** A room with what opens it. */
export interface OwnRoom {
  roomId: string;
  code: string;
  name: string;
  token: string;
  /** Epoch milliseconds of the last visit. */
  at: number;
  /** It was closed; kept in the list until the host clears it away. */
  closed?: boolean;
}

const isRoom = (value: unknown): value is OwnRoom => {
  if (typeof value !== "object" || value === null) return false;
  const room = value as Record<string, unknown>;
  return ["roomId", "code", "name", "token"].every((field) => typeof room[field] === "string") && typeof room.at === "number";
};

/** All rooms, the one visited last first. */
export function ownRooms(): OwnRoom[] {
  const kept = load<unknown>(KEY);
  return Array.isArray(kept) ? kept.filter(isRoom) : [];
}

/** The list after this room was visited. Pure. */
export function withRoom(rooms: OwnRoom[], room: OwnRoom): OwnRoom[] {
  const others = rooms.filter((other) => other.roomId !== room.roomId);
  return [room, ...others].sort((a, b) => b.at - a.at).slice(0, ROOMS_MAX);
}

/** Keeps a room, for later visits. */
export const keepRoom = (room: OwnRoom): boolean => save(KEY, withRoom(ownRooms(), room));

/** Forgets a room in this browser; it stays on the server. */
export const dropRoom = (roomId: string): boolean => save(KEY, ownRooms().filter((room) => room.roomId !== roomId));

/** Remembers that a room was closed. */
export function markClosed(roomId: string): void {
  save(KEY, ownRooms().map((room) => (room.roomId === roomId ? { ...room, closed: true } : room)));
}

/** The token of a room, by its code or id: from the address (`#key=…`), else one kept for it. */
export function tokenFor(room: string, hash: string): string | null {
  const fromAddress = new URLSearchParams(hash.replace(/^#/, "")).get("key")?.trim() ?? "";
  if (fromAddress !== "") return fromAddress;
  return ownRooms().find((own) => own.code === room || own.roomId === room)?.token ?? null;
}

/** What somebody pastes to get into a room as its host: the host's link. `null` where it is none. */
export function readHostLink(pasted: string): { code: string; token: string } | null {
  let url: URL;
  try {
    url = new URL(pasted.trim());
  } catch {
    return null;
  }
  const code = /^\/music\/host\/([A-Za-z0-9_-]{1,64})\/?$/.exec(url.pathname)?.[1];
  const token = new URLSearchParams(url.hash.replace(/^#/, "")).get("key")?.trim() ?? "";
  return code === undefined || token === "" ? null : { code, token };
}

/** The address of a room's console, with its token in the fragment. */
export const consolePath = (code: string, token: string): string => `/music/host/${encodeURIComponent(code)}#key=${encodeURIComponent(token)}`;

/** The address of a room's stage. */
export const stagePath = (code: string): string => `/music/stage/${encodeURIComponent(code)}`;
