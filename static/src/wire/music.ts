// Made from src/music/wire.rs by its tests. Do not edit: SOIREE_BLESS=1 cargo test.

/**
 * Why a song began. Ours.
 */
export type Cause = "host" | "skipped" | "ended";

/**
 * A chat message that was said before. Ours.
 */
export type ChatEntry = { id: number, at: number, guest_id: number, name: string, message: string, };

/**
 * Client → server. The parser checks more than these types say and names the field.
 */
export type ClientMessage = { "type": "song_vote", song_id: string, } | { "type": "chat_message", 
/**
 * The first name that a guest without a token gives is its own from then on; any other is replaced.
 */
name?: string, 
/**
 * 1–500 characters of plain text.
 */
message: string, } | { "type": "room_closed" } | { "type": "song_changed", song_id: string, } | { "type": "playback_changed", 
/**
 * 0–100.
 */
percentage: number, paused: boolean, 
/**
 * Ours: the page that says so because the sound comes from it (`host:player`); refused from any other.
 * Absent: somebody wishes the player to be there.
 */
player?: string, } | { "type": "song_queued", song_id: string, } | { "type": "song_removed", song_id: string, } | { "type": "join_room", 
/**
 * 1–40 characters.
 */
name: string, } | { "type": "vote_skip" } | { "type": "host:next", 
/**
 * The song that the host saw playing; an empty text: none. If another one plays by now, nothing
 * happens: a song's end may be noticed by two at once. Absent: whatever plays.
 */
after?: string, } | { "type": "host:restore_song", song_id: string, } | { "type": "host:mute", guest_id: number, muted: boolean, } | { "type": "host:remove_guest", guest_id: number, removed: boolean, } | { "type": "host:lock", locked: boolean, } | { "type": "host:settings", 
/**
 * Songs of one guest that may wait at once: 1–50.
 */
queue_limit?: number, 
/**
 * Whether guests can vote to skip.
 */
skip_votes?: boolean, 
/**
 * Share of those present that skips a song, in percent: 1–100.
 */
skip_percent?: number, 
/**
 * Seconds between two chat messages of a guest: 0–300.
 */
slow_mode_seconds?: number, 
/**
 * Whether an empty queue plays on from the fallback list.
 */
fallback?: boolean, 
/**
 * Whether the host's own list plays in the order that it was given in; otherwise shuffled.
 */
fallback_in_order?: boolean, } | { "type": "host:fallback", song_ids: Array<string>, } | { "type": "host:fallback_list" } | { "type": "host:player", player: string, } | { "type": "time_request", client_time: number, };

/**
 * Somebody in the room. Ours.
 */
export type Person = { guest_id: number, name: string, };

/**
 * Where the player is. Ours.
 */
export type Playback = { 
/**
 * At the moment `at`; it runs on from there unless paused. 0–100.
 */
percentage: number, paused: boolean, 
/**
 * It stands because nobody's page was heard any more, not because somebody wished so; absent: no.
 */
halted?: boolean, 
/**
 * The same in milliseconds; `null` where the duration is unknown.
 */
position_ms: number | null, at: number, duration_ms: number | null, };

/**
 * The song that plays. Ours.
 */
export type Playing = { song: Song, 
/**
 * `null`: the fallback list, or the host at once.
 */
added_by: Person | null, 
/**
 * How many had voted for it.
 */
votes: number, playback: Playback, };

/**
 * Somebody who is connected. Ours.
 */
export type PresentPerson = { guest_id: number, name: string, role: Standing, muted: boolean, };

/**
 * A song that waits. Ours.
 */
export type QueueEntry = { 
/**
 * The entry's number, by which `queue_changed` names it. Later entries have higher ones.
 */
no: number, song_id: string, song: Song, votes: number, 
/**
 * Whether the receiver has voted for it.
 */
voted: boolean, added_by: Person, queued_at: number, };

/**
 * Everything that a page needs to draw the room. Ours.
 */
export type RoomState = { room_id: string, code: string, 
/**
 * The room's name as its host gave it; otherwise its id.
 */
name: string, 
/**
 * Whether the room exists yet: one that nobody made over HTTP is founded by its first message.
 */
exists: boolean, 
/**
 * Whether it has no host: everybody may do everything.
 */
open: boolean, you: You, playing: Playing | null, 
/**
 * By votes, equal ones by age.
 */
queue: Array<QueueEntry>, 
/**
 * What plays when the queue is empty, the next few. To vote for one is to queue it.
 */
fallback: Array<Song>, 
/**
 * The last 100 messages, oldest first; less where they are very long.
 */
chat: Array<ChatEntry>, 
/**
 * The newest of those present.
 */
people: Array<PresentPerson>, 
/**
 * How many are present.
 */
people_count: number, skip: SkipVotes, settings: Settings, locked: boolean, 
/**
 * For those who may control it: the page that the sound comes from, as far as any has said so.
 */
player?: string, host_connected: boolean, server_time: number, };

/**
 * Server → client.
 */
export type ServerMessage = { "type": "song_vote", song_id: string, 
/**
 * Ours: how many there are now.
 */
votes: number, 
/**
 * Ours: whether the voter's vote stands now, or was taken back.
 */
voted: boolean, 
/**
 * Ours: whose.
 */
by: Person, } | { "type": "chat_message", 
/**
 * The speaker's own.
 */
name: string, message: string, 
/**
 * Ours: counts up within the room.
 */
id: number, 
/**
 * Ours.
 */
at: number, 
/**
 * Ours: the speaker.
 */
guest_id: number, } | { "type": "room_closed" } | { "type": "song_changed", song_id: string, 
/**
 * Ours.
 */
playing: Playing, 
/**
 * Ours.
 */
cause: Cause, } | { "type": "playback_changed", percentage: number, paused: boolean, 
/**
 * Ours: the moment for which this holds.
 */
at: number, 
/**
 * Ours.
 */
position_ms: number | null, 
/**
 * Ours.
 */
duration_ms: number | null, 
/**
 * Ours: the page that plays says so; absent: somebody wishes it.
 */
player?: string, } | { "type": "song_queued", song_id: string, 
/**
 * Ours: the entry's number.
 */
no: number, 
/**
 * Ours.
 */
song: Song, 
/**
 * Ours: more than 1 where it was put back.
 */
votes: number, 
/**
 * Ours.
 */
added_by: Person, 
/**
 * Ours.
 */
queued_at: number, } | { "type": "guest_joined", guest_id: number, 
/**
 * The wished one, with a number behind it where somebody else bears it.
 */
name: string, 
/**
 * The guest's secret: `?token=` in a socket's address.
 */
guest_token: string, } | { "type": "room_state" } & RoomState | { "type": "queue_changed", 
/**
 * Numbers of the entries.
 */
order: Array<number>, 
/**
 * Their votes, in the same order.
 */
votes: Array<number>, } | { "type": "fallback_changed", songs: Array<Song>, } | { "type": "host:fallback_list", songs: Array<Song>, } | { "type": "host:player", player: string, } | { "type": "people_changed", 
/**
 * The newest 100; hosts see 500.
 */
people: Array<PresentPerson>, 
/**
 * How many there are.
 */
count: number, } | { "type": "you_changed", you: You, } | { "type": "vote_skip" } & SkipVotes | { "type": "song_removed", song_id: string, by: Person, } | { "type": "song_ended", song_id: string, } | { "type": "queue_locked", locked: boolean, } | { "type": "settings_changed", settings: Settings, } | { "type": "guest_removed" } | { "type": "host:presence", connected: boolean, } | { "type": "server:time", client_time: number, server_time: number, } | { "type": "error", 
/**
 * An upper-case word for programs.
 */
code: string, 
/**
 * A sentence for a person.
 */
message: string, 
/**
 * The field that is to blame.
 */
field?: string, };

/**
 * Settings of a room. Ours.
 */
export type Settings = { 
/**
 * Songs of one guest that may wait at once.
 */
queue_limit: number, 
/**
 * Whether guests can vote to skip.
 */
skip_votes: boolean, 
/**
 * Share of those present that skips a song, in percent.
 */
skip_percent: number, 
/**
 * Seconds between two chat messages of a guest; 0: five within five seconds.
 */
slow_mode_seconds: number, 
/**
 * Whether an empty queue plays on from the fallback list.
 */
fallback: boolean, 
/**
 * Whether the host's own list plays in the order that it was given in; absent: it is shuffled.
 */
fallback_in_order?: boolean, };

/**
 * Votes to skip the song that plays. Ours.
 */
export type SkipVotes = { votes: number, needed: number, 
/**
 * Whether the receiver has voted; absent in what everybody hears.
 */
voted?: boolean, };

/**
 * A song as rooms show it. Ours.
 */
export type Song = { song_id: string, 
/**
 * The id where nothing more is known.
 */
title: string, artist: string | null, album: string | null, duration_ms: number | null, 
/**
 * A path on this server.
 */
cover_url: string | null, 
/**
 * A path on this server; `null`: the song is not in its catalogue, the host's player has it from elsewhere.
 */
stream_url: string | null, };

/**
 * What somebody is to the room. Ours.
 */
export type Standing = "host" | "guest" | "visitor";

/**
 * Who the receiver is, and what it may do. Ours.
 */
export type You = { 
/**
 * `null` for a visitor.
 */
guest_id: number | null, 
/**
 * `null` for a visitor.
 */
name: string | null, role: Standing, 
/**
 * Whether `song_changed`, `playback_changed`, `room_closed` and `host:…` are open to it: hosts, and everybody
 * in a room without one.
 */
controls: boolean, muted: boolean, 
/**
 * Own songs that wait.
 */
waiting: number, };
