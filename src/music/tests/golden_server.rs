//! One of each message that the server says, in every shape.

use crate::music::wire::{
    Cause, ChatEntry, Person, Playback, Playing, PresentPerson, QueueEntry, RoomState, ServerMessage, Settings,
    SkipVotes, Song, Standing, You,
};

type Said = (&'static str, ServerMessage);

/// Epoch milliseconds of the moment at which all these are said.
const NOW: i64 = 1_767_290_400_000;

/// Every message in every shape.
pub fn server_messages() -> Vec<Said> {
    let mut all = of_the_seed();
    all.extend(of_the_queue());
    all.extend(of_people());
    all.extend(of_states());
    all
}

fn known() -> Song {
    Song {
        song_id: "b5bb9d8014a0f9b1d61e21e7".to_owned(),
        title: "Feeling Good".to_owned(),
        artist: Some("Nina Simone".to_owned()),
        album: Some("I Put a Spell on You".to_owned()),
        duration_ms: Some(177_000),
        cover_url: Some("/api/v1/music/songs/b5bb9d8014a0f9b1d61e21e7/cover".to_owned()),
        stream_url: Some("/api/v1/music/songs/b5bb9d8014a0f9b1d61e21e7/stream".to_owned()),
    }
}

fn unknown() -> Song {
    Song {
        song_id: "spotify:track:4uLU6hMCjMI75M1A2tKUQC".to_owned(),
        title: "spotify:track:4uLU6hMCjMI75M1A2tKUQC".to_owned(),
        artist: None,
        album: None,
        duration_ms: None,
        cover_url: None,
        stream_url: None,
    }
}

fn ada() -> Person {
    Person { guest_id: 1, name: "Ada".to_owned() }
}

fn playing() -> Playing {
    Playing {
        song: known(),
        added_by: Some(ada()),
        votes: 4,
        playback: Playback {
            percentage: 25.0,
            paused: false,
            halted: false,
            position_ms: Some(44_250),
            at: NOW,
            duration_ms: Some(177_000),
        },
    }
}

fn of_the_seed() -> Vec<Said> {
    let song_id = known().song_id;
    vec![
        ("song_vote", ServerMessage::SongVote { song_id: song_id.clone(), votes: 2, voted: true, by: ada() }),
        (
            "chat_message",
            ServerMessage::ChatMessage {
                name: "Ada".to_owned(),
                message: "What a tune!".to_owned(),
                id: 7,
                at: NOW,
                guest_id: 1,
            },
        ),
        ("room_closed", ServerMessage::RoomClosed),
        (
            "song_changed",
            ServerMessage::SongChanged {
                song_id: song_id.clone(),
                playing: Box::new(Playing {
                    playback: Playback { percentage: 0.0, position_ms: Some(0), ..playing().playback },
                    ..playing()
                }),
                cause: Cause::Host,
            },
        ),
        (
            "song_changed.unknown",
            ServerMessage::SongChanged {
                song_id: unknown().song_id,
                playing: Box::new(Playing {
                    song: unknown(),
                    added_by: None,
                    votes: 0,
                    playback: Playback {
                        percentage: 0.0,
                        paused: false,
                        halted: false,
                        position_ms: None,
                        at: NOW,
                        duration_ms: None,
                    },
                }),
                cause: Cause::Skipped,
            },
        ),
        (
            "playback_changed",
            ServerMessage::PlaybackChanged {
                percentage: 42.5,
                paused: true,
                at: NOW,
                position_ms: Some(75_225),
                duration_ms: Some(177_000),
                player: None,
            },
        ),
        (
            "playback_changed.player",
            ServerMessage::PlaybackChanged {
                percentage: 42.5,
                paused: false,
                at: NOW,
                position_ms: Some(75_225),
                duration_ms: Some(177_000),
                player: Some("5f0c6f2e9d8b".to_owned()),
            },
        ),
        (
            "song_queued",
            ServerMessage::SongQueued { song_id, no: 12, song: known(), votes: 1, added_by: ada(), queued_at: NOW },
        ),
    ]
}

fn of_the_queue() -> Vec<Said> {
    let song_id = known().song_id;
    vec![
        ("queue_changed", ServerMessage::QueueChanged { order: vec![12, 9, 13], votes: vec![5, 2, 2] }),
        ("fallback_changed", ServerMessage::FallbackChanged { songs: vec![known()] }),
        ("host:fallback_list", ServerMessage::HostFallbackList { songs: vec![known(), unknown()] }),
        ("host:player", ServerMessage::HostPlayer { player: "5f0c6f2e9d8b".to_owned() }),
        ("song_removed", ServerMessage::SongRemoved { song_id: song_id.clone(), by: ada() }),
        ("song_ended", ServerMessage::SongEnded { song_id }),
        ("queue_locked", ServerMessage::QueueLocked { locked: true }),
        ("settings_changed", ServerMessage::SettingsChanged { settings: Settings::default() }),
        ("vote_skip", ServerMessage::VoteSkip(SkipVotes { votes: 3, needed: 5, voted: None })),
        ("vote_skip.own", ServerMessage::VoteSkip(SkipVotes { votes: 3, needed: 5, voted: Some(true) })),
    ]
}

fn people() -> Vec<PresentPerson> {
    vec![
        PresentPerson { guest_id: 0, name: "Host".to_owned(), role: Standing::Host, muted: false },
        PresentPerson { guest_id: 1, name: "Ada".to_owned(), role: Standing::Guest, muted: true },
    ]
}

fn guest() -> You {
    You {
        guest_id: Some(1),
        name: Some("Ada".to_owned()),
        role: Standing::Guest,
        controls: false,
        muted: true,
        waiting: 2,
    }
}

fn of_people() -> Vec<Said> {
    let error = |field: Option<&str>| ServerMessage::Error {
        code: "QUEUE_LIMIT".to_owned(),
        message: "3 songs of yours wait already.".to_owned(),
        field: field.map(str::to_owned),
    };
    vec![
        ("people_changed", ServerMessage::PeopleChanged { people: people(), count: 2 }),
        ("you_changed", ServerMessage::YouChanged { you: guest() }),
        (
            "guest_joined",
            ServerMessage::GuestJoined {
                guest_id: 1,
                name: "Ada".to_owned(),
                guest_token: "0f1e2d3c4b5a69788796a5b4c3d2e1f0".to_owned(),
            },
        ),
        ("guest_removed", ServerMessage::GuestRemoved),
        ("host:presence", ServerMessage::HostPresence { connected: false }),
        ("server:time", ServerMessage::ServerTime { client_time: 1234.5, server_time: NOW }),
        ("error", error(None)),
        ("error.field", error(Some("song_id"))),
    ]
}

fn of_states() -> Vec<Said> {
    let entry = |no, song: Song, votes, voted| QueueEntry {
        no,
        song_id: song.song_id.clone(),
        song,
        votes,
        voted,
        added_by: ada(),
        queued_at: NOW - 60_000,
    };
    let full = RoomState {
        room_id: "K7WF".to_owned(),
        code: "K7WF".to_owned(),
        name: "Kitchen party".to_owned(),
        exists: true,
        open: false,
        you: guest(),
        playing: Some(playing()),
        queue: vec![entry(12, unknown(), 5, true), entry(13, known(), 2, false)],
        fallback: vec![known()],
        chat: vec![ChatEntry {
            id: 7,
            at: NOW - 5_000,
            guest_id: 1,
            name: "Ada".to_owned(),
            message: "What a tune!".to_owned(),
        }],
        people: people(),
        people_count: 2,
        skip: SkipVotes { votes: 1, needed: 2, voted: Some(true) },
        settings: Settings::default(),
        locked: false,
        player: Some("5f0c6f2e9d8b".to_owned()),
        host_connected: true,
        server_time: NOW,
    };
    let empty = RoomState {
        name: "K7WF".to_owned(),
        exists: false,
        open: true,
        you: You { guest_id: None, name: None, role: Standing::Visitor, controls: true, muted: false, waiting: 0 },
        playing: None,
        queue: Vec::new(),
        fallback: Vec::new(),
        chat: Vec::new(),
        people: Vec::new(),
        people_count: 0,
        skip: SkipVotes { votes: 0, needed: 1, voted: Some(false) },
        player: None,
        host_connected: false,
        ..full.clone()
    };
    vec![
        ("room_state", ServerMessage::RoomState(Box::new(full))),
        ("room_state.empty", ServerMessage::RoomState(Box::new(empty))),
    ]
}
