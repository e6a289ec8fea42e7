// Models of the music room's screens in every state, for the gallery. Development only.

import type { ChatEntry, Playing, QueueEntry, Song } from "../src/wire/music";
import * as G from "../src/music/participant/model";
import { ask, sent } from "../src/music/participant/model";
import { initial, type Room } from "../src/music/shared/room";
import * as S from "../src/music/stage/model";

const now = Date.now();
const song = (n: number, title: string, artist: string | null, over: Partial<Song> = {}): Song => ({
  song_id: `s${n}`, title, artist, album: null, duration_ms: 177_000 + n * 20_000,
  cover_url: n % 2 === 0 ? `/api/v1/music/songs/s${n}/cover` : null, stream_url: `/api/v1/music/songs/s${n}/stream`, ...over,
});
const songs: Song[] = [
  song(0, "Feeling Good", "Nina Simone", { album: "I Put a Spell on You" }),
  song(1, "Sinnerman", "Nina Simone"),
  song(2, "Ne me quitte pas", "Jacques Brel"),
  song(3, "spotify:track:4uLU6hMCjMI75M1A2tKUQC", null),
  song(4, "A Very Long Title That Goes On and On, Live at the Opera House (Remastered 2011)", "The Orchestra of the Age of Enlightenment and Friends"),
  song(5, "Die Gedanken sind frei", "Konstantin Wecker"),
  song(6, "Águas de Março", "Elis Regina & Tom Jobim"),
];
const playing = (n = 0, over: Partial<Playing> = {}): Playing => ({
  song: songs[n]!, added_by: { guest_id: 2, name: "Ben" }, votes: 4,
  playback: { percentage: 30, paused: false, position_ms: 63_000, at: now, duration_ms: songs[n]!.duration_ms }, ...over,
});
const entry = (n: number, votes: number, guest_id: number, name: string, voted = false): QueueEntry => ({
  no: n + 10, song_id: `s${n}`, song: songs[n]!, votes, voted, added_by: { guest_id, name }, queued_at: now - 60_000,
});
const queue = [entry(1, 5, 2, "Ben", true), entry(2, 4, 1, "Ana"), entry(3, 4, 3, "Cleo of the Very Long Pseudonym"), entry(4, 2, 4, "Dan"), entry(5, 1, 1, "Ana", true)];
const fallback = [song(11, "So What", "Miles Davis"), song(12, "Take Five", "Dave Brubeck"), song(13, "Blue in Green", "Bill Evans")];
const chat: ChatEntry[] = [
  { id: 1, at: now - 600_000, guest_id: 2, name: "Ben", message: "Good evening everybody" },
  { id: 2, at: now - 540_000, guest_id: 2, name: "Ben", message: "Who wants something slower after this one? I have been waiting for Brel all evening." },
  { id: 3, at: now - 500_000, guest_id: 1, name: "Ana", message: "Me!" },
  { id: 4, at: now - 60_000, guest_id: 3, name: "Cleo", message: "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen<b>not bold</b>" },
  { id: 5, at: now - 30_000, guest_id: 4, name: "Dan", message: "👏👏👏" },
];
const room: Room = {
  ...initial("K7WF"), known: true, exists: true, name: "Kitchen party", playing: playing(), queue, fallback, chat,
  you: { guest_id: 1, name: "Ana", role: "guest", controls: false, muted: false, waiting: 2 },
  people_count: 12, skip: { votes: 2, needed: 6, voted: false },
  settings: { queue_limit: 3, skip_votes: true, skip_percent: 50, slow_mode_seconds: 0, fallback: true },
};
const base: G.Model = { ...G.initial("K7WF", true, 3), seat: "held", room };
const within = (over: Partial<Room>): G.Model => ({ ...base, room: { ...room, ...over } });
const problem = (kind: G.Problem["kind"], code: string): G.Model => ({ ...G.initial("K7Q0", false, null), problem: { kind, code } });

/** An away link is shown where the name ends in `-away`; the part of the room is the name's first word. */
export const guests: Record<string, G.Model> = {
  "connecting": G.initial("K7WF", true, null),
  "door": G.initial("K7WF", false, null),
  "door-refused": G.initial("K7WF", false, null),
  "queue": base,
  "queue-on": ask(within({ skip: { votes: 2, needed: 6, voted: true } }), { kind: "vote", songId: "s2", on: true }, now),
  "queue-long": within({ playing: playing(4) }),
  "queue-paused": within({ playing: playing(2, { added_by: null, playback: { ...playing().playback, paused: true } }) }),
  "queue-unknown": within({ playing: playing(3, { playback: { percentage: 40, paused: false, position_ms: null, at: now, duration_ms: null } }), skip: { votes: 0, needed: 6, voted: false } }),
  "queue-noStream": base,
  "queue-empty": within({ queue: [] }),
  "queue-silent": within({ queue: [], playing: null, fallback: [] }),
  "queue-locked": within({ locked: true }),
  "queue-hostaway": within({ host_connected: false }),
  "queue-away": base,
  "add": base,
  "add-asked": sent(ask(ask(base, { kind: "add", songId: "s6" }, now), { kind: "add", songId: "s4x" }, now), 1),
  "add-limit": within({ settings: { ...room.settings, queue_limit: 2 } }),
  "add-locked": within({ locked: true }),
  "chat": base,
  "chat-empty": within({ chat: [] }),
  "chat-sending": ask(sent(ask(base, { kind: "chat", text: "On its way" }, now), 1), { kind: "chat", text: "Kept for later" }, now),
  "chat-slow": within({ settings: { ...room.settings, slow_mode_seconds: 10 }, chat: [...chat, { id: 6, at: now, guest_id: 1, name: "Ana", message: "Just now" }] }),
  "chat-muted": within({ you: { ...room.you, muted: true } }),
  "problem-notfound": problem("notFound", "ROOM_NOT_FOUND"),
  "problem-closed": problem("closed", "ROOM_CLOSED"),
  "problem-removed": problem("removed", "REMOVED"),
  "problem-lost": problem("seatLost", "INVALID_TOKEN"),
};

const feed: S.News[] = [
  { no: 3, kind: "vote", guestId: 2, name: "Ben", songId: "s2", title: "Ne me quitte pas" },
  { no: 2, kind: "add", guestId: 3, name: "Cleo of the Very Long Pseudonym", songId: "s4", title: songs[4]!.title },
  { no: 1, kind: "vote", guestId: 1, name: "Ana", songId: "s1", title: "Sinnerman" },
];
const stage: S.Model = { code: "K7WF", room: { ...room, you: initial("K7WF").you }, feed };
const staged = (over: Partial<Room>, more: Partial<S.Model> = {}): S.Model => ({ ...stage, ...more, room: { ...stage.room, ...over } });

export const evenings: Record<string, S.Model> = {
  "unopened": { ...S.initial("K7WF"), room: { ...initial("K7WF"), known: true } },
  "playing": stage,
  "playing-long": staged({ playing: playing(4) }),
  "playing-paused": staged({ playing: playing(2, { playback: { ...playing().playback, paused: true } }), queue: queue.slice(0, 2) }, { feed: [] }),
  "playing-unknown": staged({ playing: playing(3), skip: { votes: 0, needed: 6, voted: false }, queue: queue.slice(0, 1) }),
  "fallback": staged({ queue: [], playing: playing(1, { added_by: null, votes: 0 }) }, { feed: [] }),
  "nothing-waits": staged({ queue: [], fallback: [] }, { feed: feed.slice(0, 1) }),
  "silent": staged({ playing: null, queue: [], fallback: [] }, { feed: [] }),
  "silent-queue": staged({ playing: null }),
  "hostlost": staged({ host_connected: false }),
  "playing-away": stage,
  "closed": staged({ closed: true }),
};
