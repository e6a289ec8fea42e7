//! Random command sequences: what a whole room of people might do, sensible or not.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::kit::{Evening, HOST, about, chat};
use crate::engine::ConnId;
use crate::music::wire::SettingsChange;

/// One thing that somebody does. Numbers choose among whoever is there.
#[derive(Debug, Clone)]
pub enum Op {
    Stranger,
    Join,
    /// Another tab, or the page again.
    Enter(usize),
    EnterHost,
    Leave(usize),
    Song(usize, &'static str, usize),
    Chat(usize, usize),
    Skip(usize),
    Next(usize, bool),
    Playback(usize, u32, bool),
    Mute(usize, u32, bool),
    Remove(usize, u32, bool),
    Lock(usize, bool),
    Settings(usize, u32, u32, bool),
    Fallback(usize, Vec<usize>),
    Wait(u64),
    Restart,
    Close(usize),
}

/// Scripts of up to `most` steps.
pub fn script(most: usize) -> impl Strategy<Value = Vec<Op>> {
    let who = || 0usize..12;
    let about_songs = prop::sample::select(vec![
        "song_queued",
        "song_vote",
        "song_vote",
        "song_changed",
        "song_removed",
        "host:restore_song",
    ]);
    let op = prop_oneof![
        2 => Just(Op::Stranger),
        1 => Just(Op::Join),
        2 => who().prop_map(Op::Enter),
        1 => Just(Op::EnterHost),
        3 => who().prop_map(Op::Leave),
        20 => (who(), about_songs, 0usize..14).prop_map(|(who, kind, song)| Op::Song(who, kind, song)),
        3 => (who(), 0usize..3).prop_map(|(who, name)| Op::Chat(who, name)),
        3 => who().prop_map(Op::Skip),
        2 => (who(), any::<bool>()).prop_map(|(who, sure)| Op::Next(who, sure)),
        2 => (who(), 0u32..=100, any::<bool>()).prop_map(|(who, at, paused)| Op::Playback(who, at, paused)),
        1 => (who(), 0u32..8, any::<bool>()).prop_map(|(who, guest, on)| Op::Mute(who, guest, on)),
        1 => (who(), 0u32..8, any::<bool>()).prop_map(|(who, guest, on)| Op::Remove(who, guest, on)),
        1 => (who(), any::<bool>()).prop_map(|(who, on)| Op::Lock(who, on)),
        1 => (who(), 1u32..5, 1u32..=100, any::<bool>()).prop_map(|(who, limit, skip, on)| Op::Settings(who, limit, skip, on)),
        1 => (who(), prop::collection::vec(0usize..14, 0..5)).prop_map(|(who, songs)| Op::Fallback(who, songs)),
        4 => prop_oneof![0u64..2_000, 0u64..250_000].prop_map(Op::Wait),
        1 => Just(Op::Restart),
        1 => (0usize..60).prop_map(Op::Close),
    ];
    prop::collection::vec(op, 0..most)
}

/// Plays a script.
pub struct Player {
    pub evening: Evening,
    pub conns: Vec<ConnId>,
    tokens: Vec<String>,
}

impl Player {
    /// A room with a host and two guests, or a name that nobody has made a room of.
    pub fn begin(hosted: bool, songs: usize) -> Self {
        let evening = if songs > 0 { Evening::with_songs(songs) } else { Evening::begin() };
        let mut player = Player { evening, conns: Vec::new(), tokens: Vec::new() };
        if hosted {
            player.evening.create(SettingsChange::default());
            for op in [Op::EnterHost, Op::Join, Op::Join] {
                player.play(&op);
            }
        }
        player.play(&Op::Stranger);
        player
    }

    /// Does one step; refusals are part of the evening.
    pub fn play(&mut self, op: &Op) {
        let closed: Vec<ConnId> = self.evening.closed.keys().copied().collect();
        self.conns.retain(|conn| !closed.contains(conn));
        let (from, message) = match op {
            Op::Stranger => {
                let conn = self.evening.stranger();
                return self.conns.push(conn);
            }
            Op::Join => {
                let joined = self.evening.call(crate::music::command::Command::Join { name: "Ada".to_owned() });
                if let Ok([crate::music::wire::ServerMessage::GuestJoined { guest_token, .. }]) = joined.as_deref() {
                    self.tokens.push(guest_token.clone());
                    let conn = self.evening.enter(Some(guest_token));
                    self.conns.push(conn);
                }
                return;
            }
            Op::Enter(which) => {
                let token = self.tokens.get(which % self.tokens.len().max(1)).cloned();
                let conn = self.evening.enter(token.as_deref());
                return self.conns.push(conn);
            }
            Op::EnterHost => {
                let conn = self.evening.enter(Some(HOST));
                return self.conns.push(conn);
            }
            Op::Leave(which) => {
                if !self.conns.is_empty() {
                    let conn = self.conns.remove(which % self.conns.len());
                    self.evening.leave(conn);
                }
                return;
            }
            Op::Wait(ms) => return self.evening.wait(*ms),
            Op::Restart => {
                self.conns.clear();
                return self.evening.restart();
            }
            Op::Song(who, kind, song) => (who, about(kind, &format!("s{song}"))),
            Op::Chat(who, name) => (who, chat(["Ada", "Bob", "Host"][*name], "Hello")),
            Op::Skip(who) => (who, json!({"type": "vote_skip"})),
            Op::Next(who, true) => (who, json!({"type": "host:next"})),
            Op::Next(who, false) => (who, json!({"type": "host:next", "after": "s3"})),
            Op::Playback(who, percentage, paused) => {
                (who, json!({"type": "playback_changed", "percentage": percentage, "paused": paused}))
            }
            Op::Mute(who, guest, on) => (who, json!({"type": "host:mute", "guest_id": guest, "muted": on})),
            Op::Remove(who, guest, on) => (who, json!({"type": "host:remove_guest", "guest_id": guest, "removed": on})),
            Op::Lock(who, on) => (who, json!({"type": "host:lock", "locked": on})),
            Op::Settings(who, limit, skip, on) => {
                (who, json!({"type": "host:settings", "queue_limit": limit, "skip_percent": skip, "fallback": on}))
            }
            Op::Fallback(who, songs) => {
                let ids: Vec<Value> = songs.iter().map(|song| json!(format!("s{song}"))).collect();
                (who, json!({"type": "host:fallback", "song_ids": ids}))
            }
            // Rarely, so that most evenings last.
            Op::Close(who) if *who < 3 => (who, json!({"type": "room_closed"})),
            Op::Close(_) => return,
        };
        if let Some(conn) = self.conns.get(from % self.conns.len().max(1)).copied() {
            let _ = self.evening.send(conn, message);
        }
    }
}
