//! One of each message that clients send, with the command that it means.

use crate::music::SongId;
use crate::music::command::{Command, Seen};
use crate::music::player::PlayerId;
use crate::music::wire::{ClientMessage, SettingsChange};

type Sent = (&'static str, ClientMessage, Command);

/// Every message in every shape.
pub fn client_messages() -> Vec<Sent> {
    let mut all = of_the_seed();
    all.extend(of_guests());
    all.extend(of_hosts());
    all
}

const SONG: &str = "b5bb9d8014a0f9b1d61e21e7";

const PAGE: &str = "5f0c6f2e9d8b";

fn page() -> PlayerId {
    PlayerId::parse(PAGE).expect("an id")
}

fn text() -> String {
    SONG.to_owned()
}

fn song() -> SongId {
    SongId::parse(SONG).expect("an id")
}

fn of_the_seed() -> Vec<Sent> {
    let (name, message) = (Some("Ada".to_owned()), "What a tune!".to_owned());
    vec![
        ("song_vote", ClientMessage::SongVote { song_id: text() }, Command::Vote { song: song() }),
        (
            "chat_message",
            ClientMessage::ChatMessage { name: name.clone(), message: message.clone() },
            Command::Chat { name, message },
        ),
        ("room_closed", ClientMessage::RoomClosed, Command::Close),
        ("song_changed", ClientMessage::SongChanged { song_id: text() }, Command::Change { song: song() }),
        (
            "playback_changed",
            ClientMessage::PlaybackChanged { percentage: 42.5, paused: true, player: None },
            Command::Playback { micro_percent: 42_500_000, paused: true, player: None },
        ),
        ("song_queued", ClientMessage::SongQueued { song_id: text() }, Command::Queue { song: song() }),
    ]
}

fn of_guests() -> Vec<Sent> {
    let message = "Hello".to_owned();
    vec![
        (
            "chat_message.nameless",
            ClientMessage::ChatMessage { name: None, message: message.clone() },
            Command::Chat { name: None, message },
        ),
        ("song_removed", ClientMessage::SongRemoved { song_id: text() }, Command::Remove { song: song() }),
        ("join_room", ClientMessage::JoinRoom { name: "Ada".to_owned() }, Command::Join { name: "Ada".to_owned() }),
        ("vote_skip", ClientMessage::VoteSkip, Command::Skip),
        ("time_request", ClientMessage::TimeRequest { client_time: 1234.5 }, Command::Time { client_time: 1234.5 }),
    ]
}

fn of_hosts() -> Vec<Sent> {
    let change = SettingsChange {
        queue_limit: Some(5),
        skip_votes: Some(false),
        skip_percent: Some(66),
        slow_mode_seconds: Some(10),
        fallback: Some(false),
        fallback_in_order: Some(true),
    };
    let one = SettingsChange { slow_mode_seconds: Some(30), ..SettingsChange::default() };
    vec![
        ("host:next", ClientMessage::HostNext { after: Some(text()) }, Command::Next { after: Seen::Song(song()) }),
        (
            "host:next.first",
            ClientMessage::HostNext { after: Some(String::new()) },
            Command::Next { after: Seen::Nothing },
        ),
        ("host:next.whatever", ClientMessage::HostNext { after: None }, Command::Next { after: Seen::Whatever }),
        ("host:restore_song", ClientMessage::HostRestoreSong { song_id: text() }, Command::Restore { song: song() }),
        ("host:mute", ClientMessage::HostMute { guest_id: 3, muted: true }, Command::Mute { guest: 3, muted: true }),
        (
            "host:remove_guest",
            ClientMessage::HostRemoveGuest { guest_id: 3, removed: true },
            Command::RemoveGuest { guest: 3, removed: true },
        ),
        ("host:lock", ClientMessage::HostLock { locked: true }, Command::Lock { locked: true }),
        ("host:settings", ClientMessage::HostSettings { settings: change.clone() }, Command::Settings(change)),
        ("host:settings.one", ClientMessage::HostSettings { settings: one.clone() }, Command::Settings(one)),
        (
            "host:fallback",
            ClientMessage::HostFallback { song_ids: vec![text()] },
            Command::Fallback { songs: vec![song()] },
        ),
        ("host:fallback_list", ClientMessage::HostFallbackList, Command::ReadFallback),
        ("host:player", ClientMessage::HostPlayer { player: PAGE.to_owned() }, Command::Play { player: page() }),
        (
            "playback_changed.player",
            ClientMessage::PlaybackChanged { percentage: 42.5, paused: true, player: Some(PAGE.to_owned()) },
            Command::Playback { micro_percent: 42_500_000, paused: true, player: Some(page()) },
        ),
    ]
}
