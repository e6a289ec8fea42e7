//! The music room's wire types: every message in both directions, in one file.
//!
//! Source: `seeds/002` (six messages, whose names and fields are binding; each has the same body sent and
//! received) and `protocols/music.md`. What is marked "Ours" is an addition that existing clients ignore.
//! The schemas of `/api/asyncapi.json` and the browser client's types are generated from these types.
//!
//! Moments (`at`, `queued_at`, `server_time`) are the server's epoch milliseconds. A guest's id is its number
//! in the room: it tells who added, voted or spoke, and is no secret.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Client → server. The parser checks more than these types say and names the field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "type", rename_all_fields = "snake_case")]
pub enum ClientMessage {
    /// Votes for a song that waits; sent again, takes the vote back. For a song of the fallback list it is the
    /// same as `song_queued`.
    #[serde(rename = "song_vote")]
    SongVote { song_id: String },
    #[serde(rename = "chat_message")]
    ChatMessage {
        /// The first name that a guest without a token gives is its own from then on; any other is replaced.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        name: Option<String>,
        /// 1–500 characters of plain text.
        message: String,
    },
    /// Host: the room is over.
    #[serde(rename = "room_closed")]
    RoomClosed,
    /// Host: this song plays now, from its beginning.
    #[serde(rename = "song_changed")]
    SongChanged { song_id: String },
    /// Host: where the player is. Sent when it starts, stops or jumps, and every ten seconds or so.
    #[serde(rename = "playback_changed")]
    PlaybackChanged {
        /// 0–100.
        percentage: f64,
        paused: bool,
        /// Ours: the page that says so because the sound comes from it (`host:player`); refused from any other.
        /// Absent: somebody wishes the player to be there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        player: Option<String>,
    },
    /// Adds a song to the queue, with the sender's vote.
    #[serde(rename = "song_queued")]
    SongQueued { song_id: String },
    /// Ours: takes a song out of the queue. Hosts: any; guests: one that they have added themselves.
    #[serde(rename = "song_removed")]
    SongRemoved { song_id: String },
    /// Ours: takes a guest's seat that outlives this socket, as over HTTP; answered with `guest_joined`.
    #[serde(rename = "join_room")]
    JoinRoom {
        /// 1–40 characters.
        name: String,
    },
    /// Ours: votes to skip the song that plays; sent again, takes the vote back.
    #[serde(rename = "vote_skip")]
    VoteSkip,
    /// Ours: the first of the queue plays now, else the first of the fallback list.
    #[serde(rename = "host:next")]
    HostNext {
        /// The song that the host saw playing; an empty text: none. If another one plays by now, nothing
        /// happens: a song's end may be noticed by two at once. Absent: whatever plays.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        after: Option<String>,
    },
    /// Ours: puts a song back that was removed, with its votes and its age. The last five are remembered.
    #[serde(rename = "host:restore_song")]
    HostRestoreSong { song_id: String },
    /// Ours: this guest cannot chat any more, or again.
    #[serde(rename = "host:mute")]
    HostMute { guest_id: u32, muted: bool },
    /// Ours: removes a guest with its votes, or lets it come back.
    #[serde(rename = "host:remove_guest")]
    HostRemoveGuest { guest_id: u32, removed: bool },
    /// Ours: only hosts can add songs, or everybody again.
    #[serde(rename = "host:lock")]
    HostLock { locked: bool },
    /// Ours: absent fields stay as they are.
    #[serde(rename = "host:settings")]
    HostSettings {
        #[serde(flatten)]
        settings: SettingsChange,
    },
    /// Ours: the songs that the room falls back to, 0–500; none: the whole catalogue.
    #[serde(rename = "host:fallback")]
    HostFallback { song_ids: Vec<String> },
    /// Ours: asks for that list; answered with `host:fallback_list`.
    #[serde(rename = "host:fallback_list")]
    HostFallbackList,
    /// Ours: the sound comes from this page from now on. 1–40 characters that the page has made up.
    #[serde(rename = "host:player")]
    HostPlayer { player: String },
    /// Ours: asks for the server's time, to measure the clocks' offset.
    #[serde(rename = "time_request")]
    TimeRequest { client_time: f64 },
}

/// Settings of a room; what is absent stays as it is. Ours.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
pub struct SettingsChange {
    /// Songs of one guest that may wait at once: 1–50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub queue_limit: Option<u32>,
    /// Whether guests can vote to skip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub skip_votes: Option<bool>,
    /// Share of those present that skips a song, in percent: 1–100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub skip_percent: Option<u32>,
    /// Seconds between two chat messages of a guest: 0–300.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub slow_mode_seconds: Option<u32>,
    /// Whether an empty queue plays on from the fallback list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub fallback: Option<bool>,
    /// Whether the host's own list plays in the order that it was given in; otherwise shuffled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub fallback_in_order: Option<bool>,
}

/// Settings of a room. Ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
#[schema(as = MusicSettings)]
#[serde(default)]
pub struct Settings {
    /// Songs of one guest that may wait at once.
    pub queue_limit: u32,
    /// Whether guests can vote to skip.
    pub skip_votes: bool,
    /// Share of those present that skips a song, in percent.
    pub skip_percent: u32,
    /// Seconds between two chat messages of a guest; 0: five within five seconds.
    pub slow_mode_seconds: u32,
    /// Whether an empty queue plays on from the fallback list.
    pub fallback: bool,
    /// Whether the host's own list plays in the order that it was given in; absent: it is shuffled.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    pub fallback_in_order: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            queue_limit: 3,
            skip_votes: true,
            skip_percent: 50,
            slow_mode_seconds: 0,
            fallback: true,
            fallback_in_order: false,
        }
    }
}

/// A song as rooms show it. Ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
pub struct Song {
    pub song_id: String,
    /// The id where nothing more is known.
    pub title: String,
    pub artist: Option<String>,
    pub album: Option<String>,
    pub duration_ms: Option<u64>,
    /// A path on this server.
    pub cover_url: Option<String>,
    /// A path on this server; `null`: the song is not in its catalogue, the host's player has it from elsewhere.
    pub stream_url: Option<String>,
}

/// Somebody in the room. Ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Person {
    pub guest_id: u32,
    pub name: String,
}

/// What somebody is to the room. Ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Came with the host's token.
    Host,
    /// Came with a guest's token, or has done something.
    Guest,
    /// Looks on, and becomes a guest by doing something.
    Visitor,
}

/// Who the receiver is, and what it may do. Ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct You {
    /// `null` for a visitor.
    pub guest_id: Option<u32>,
    /// `null` for a visitor.
    pub name: Option<String>,
    pub role: Standing,
    /// Whether `song_changed`, `playback_changed`, `room_closed` and `host:…` are open to it: hosts, and everybody
    /// in a room without one.
    pub controls: bool,
    pub muted: bool,
    /// Own songs that wait.
    pub waiting: u32,
}

/// Where the player is. Ours.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Playback {
    /// At the moment `at`; it runs on from there unless paused. 0–100.
    pub percentage: f64,
    pub paused: bool,
    /// It stands because nobody's page was heard any more, not because somebody wished so; absent: no.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    pub halted: bool,
    /// The same in milliseconds; `null` where the duration is unknown.
    pub position_ms: Option<u64>,
    #[ts(type = "number")]
    pub at: i64,
    pub duration_ms: Option<u64>,
}

/// Why a song began. Ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The host chose it, or went on to it.
    Host,
    /// Enough guests voted to skip the one before.
    Skipped,
    /// The one before was over, and no player said so.
    Ended,
}

/// The song that plays. Ours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Playing {
    pub song: Song,
    /// `null`: the fallback list, or the host at once.
    pub added_by: Option<Person>,
    /// How many had voted for it.
    pub votes: u32,
    pub playback: Playback,
}

/// A song that waits. Ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct QueueEntry {
    /// The entry's number, by which `queue_changed` names it. Later entries have higher ones.
    pub no: u32,
    pub song_id: String,
    pub song: Song,
    pub votes: u32,
    /// Whether the receiver has voted for it.
    pub voted: bool,
    pub added_by: Person,
    #[ts(type = "number")]
    pub queued_at: i64,
}

/// A chat message that was said before. Ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ChatEntry {
    pub id: u32,
    #[ts(type = "number")]
    pub at: i64,
    pub guest_id: u32,
    pub name: String,
    pub message: String,
}

/// Somebody who is connected. Ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PresentPerson {
    pub guest_id: u32,
    pub name: String,
    pub role: Standing,
    pub muted: bool,
}

/// Votes to skip the song that plays. Ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SkipVotes {
    pub votes: u32,
    pub needed: u32,
    /// Whether the receiver has voted; absent in what everybody hears.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub voted: Option<bool>,
}

/// Everything that a page needs to draw the room. Ours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RoomState {
    pub room_id: String,
    pub code: String,
    /// The room's name as its host gave it; otherwise its id.
    pub name: String,
    /// Whether the room exists yet: one that nobody made over HTTP is founded by its first message.
    pub exists: bool,
    /// Whether it has no host: everybody may do everything.
    pub open: bool,
    pub you: You,
    pub playing: Option<Playing>,
    /// By votes, equal ones by age.
    pub queue: Vec<QueueEntry>,
    /// What plays when the queue is empty, the next few. To vote for one is to queue it.
    pub fallback: Vec<Song>,
    /// The last 100 messages, oldest first; less where they are very long.
    pub chat: Vec<ChatEntry>,
    /// The newest of those present.
    pub people: Vec<PresentPerson>,
    /// How many are present.
    pub people_count: u32,
    pub skip: SkipVotes,
    pub settings: Settings,
    pub locked: bool,
    /// For those who may control it: the page that the sound comes from, as far as any has said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub player: Option<String>,
    pub host_connected: bool,
    #[ts(type = "number")]
    pub server_time: i64,
}

/// Server → client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "type", rename_all_fields = "snake_case")]
pub enum ServerMessage {
    /// Everybody's votes one by one while the room is small or calm; above 20,000 receipts in a second only the
    /// voter hears it, all others the next `queue_changed`.
    #[serde(rename = "song_vote")]
    SongVote {
        song_id: String,
        /// Ours: how many there are now.
        votes: u32,
        /// Ours: whether the voter's vote stands now, or was taken back.
        voted: bool,
        /// Ours: whose.
        by: Person,
    },
    #[serde(rename = "chat_message")]
    ChatMessage {
        /// The speaker's own.
        name: String,
        message: String,
        /// Ours: counts up within the room.
        id: u32,
        /// Ours.
        #[ts(type = "number")]
        at: i64,
        /// Ours: the speaker.
        guest_id: u32,
    },
    #[serde(rename = "room_closed")]
    RoomClosed,
    #[serde(rename = "song_changed")]
    SongChanged {
        song_id: String,
        /// Ours.
        playing: Box<Playing>,
        /// Ours.
        cause: Cause,
    },
    #[serde(rename = "playback_changed")]
    PlaybackChanged {
        percentage: f64,
        paused: bool,
        /// Ours: the moment for which this holds.
        #[ts(type = "number")]
        at: i64,
        /// Ours.
        position_ms: Option<u64>,
        /// Ours.
        duration_ms: Option<u64>,
        /// Ours: the page that plays says so; absent: somebody wishes it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        player: Option<String>,
    },
    #[serde(rename = "song_queued")]
    SongQueued {
        song_id: String,
        /// Ours: the entry's number.
        no: u32,
        /// Ours.
        song: Song,
        /// Ours: more than 1 where it was put back.
        votes: u32,
        /// Ours.
        added_by: Person,
        /// Ours.
        #[ts(type = "number")]
        queued_at: i64,
    },
    /// Ours: the answer to `join_room`.
    #[serde(rename = "guest_joined")]
    GuestJoined {
        guest_id: u32,
        /// The wished one, with a number behind it where somebody else bears it.
        name: String,
        /// The guest's secret: `?token=` in a socket's address.
        guest_token: String,
    },
    /// Ours: the first message to every socket; behind an error, where the token in its address is unknown.
    #[serde(rename = "room_state")]
    RoomState(Box<RoomState>),
    /// Ours: the whole queue in its order, at most 4 a second. Entries that are not in it are gone.
    #[serde(rename = "queue_changed")]
    QueueChanged {
        /// Numbers of the entries.
        order: Vec<u32>,
        /// Their votes, in the same order.
        votes: Vec<u32>,
    },
    /// Ours: what plays when the queue is empty, the next few.
    #[serde(rename = "fallback_changed")]
    FallbackChanged { songs: Vec<Song> },
    /// Ours, to hosts: their own fallback list, asked for or changed; empty: the whole catalogue.
    #[serde(rename = "host:fallback_list")]
    HostFallbackList { songs: Vec<Song> },
    /// Ours, to hosts: the sound comes from this page from now on.
    #[serde(rename = "host:player")]
    HostPlayer { player: String },
    /// Ours: who is present, at most 4 a second.
    #[serde(rename = "people_changed")]
    PeopleChanged {
        /// The newest 100; hosts see 500.
        people: Vec<PresentPerson>,
        /// How many there are.
        count: u32,
    },
    /// Ours: the receiver is this guest from now on; told when it becomes one, is named, muted or not any more.
    #[serde(rename = "you_changed")]
    YouChanged { you: You },
    /// Ours: votes to skip, at most 4 a second; to the voter at once, with `voted`.
    #[serde(rename = "vote_skip")]
    VoteSkip(SkipVotes),
    /// Ours: taken out of the queue without having been played.
    #[serde(rename = "song_removed")]
    SongRemoved { song_id: String, by: Person },
    /// Ours: nothing plays any more, and nothing waits.
    #[serde(rename = "song_ended")]
    SongEnded { song_id: String },
    /// Ours.
    #[serde(rename = "queue_locked")]
    QueueLocked { locked: bool },
    /// Ours.
    #[serde(rename = "settings_changed")]
    SettingsChanged { settings: Settings },
    /// Ours: the host has removed this guest; the socket is closed with 1008.
    #[serde(rename = "guest_removed")]
    GuestRemoved,
    /// Ours: whether any host is connected.
    #[serde(rename = "host:presence")]
    HostPresence { connected: bool },
    /// Ours: the answer to `time_request`.
    #[serde(rename = "server:time")]
    ServerTime {
        client_time: f64,
        #[ts(type = "number")]
        server_time: i64,
    },
    /// Ours: what was asked was not done.
    #[serde(rename = "error")]
    Error {
        /// An upper-case word for programs.
        code: String,
        /// A sentence for a person.
        message: String,
        /// The field that is to blame.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        field: Option<String>,
    },
}
