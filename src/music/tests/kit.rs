//! A shell for stories: virtual time, everything durable at once, everybody's words kept.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Value, json};

use crate::engine::{
    Audience, Caller, ConnId, Context, Decision, Effect, Entropy, Incoming, Machine, Outbox, Refusal, Role, RoomTime,
    Roster, Say, Secret, SecretKey, WallTime,
};
use crate::music::command::{Command, NewRoom};
use crate::music::event::Event;
use crate::music::wire::{ServerMessage, SettingsChange};
use crate::music::{Catalogue, Music, MusicSettings, Song, SongId, Topic};

/// The wall's time when an evening begins: 2026-01-01.
pub const BEGIN: i64 = 1_767_225_600_000;
pub const HOST: &str = "the-hosts-token";

/// Songs `s0`, `s1`, …: 200 seconds each.
pub struct Songs(pub usize);

impl Catalogue for Songs {
    fn song(&self, id: &SongId) -> Option<Song> {
        let number: usize = id.as_str().strip_prefix('s')?.parse().ok()?;
        (number < self.0).then(|| Song {
            title: format!("Song {number}"),
            artist: Some("The Testers".to_owned()),
            duration_ms: Some(200_000),
            cover: true,
            stream: true,
            ..Song::unknown(id.clone())
        })
    }

    fn each(&self, see: &mut dyn FnMut(&SongId)) {
        (0..self.0).filter_map(|number| SongId::parse(&format!("s{number}"))).for_each(|id| see(&id));
    }
}

/// A room and everybody in it.
pub struct Evening {
    pub music: Music,
    pub roster: Roster,
    pub now: RoomTime,
    pub settings: MusicSettings,
    /// Every event with its moment, as the store would keep it.
    pub log: Vec<(RoomTime, Event)>,
    /// Connections that the room has closed, with the code.
    pub closed: BTreeMap<ConnId, u16>,
    key: SecretKey,
    heard: BTreeMap<ConnId, Vec<ServerMessage>>,
    dirty: BTreeSet<Topic>,
    shown: BTreeMap<Topic, RoomTime>,
    due: Option<RoomTime>,
    turns: u64,
    connections: u32,
}

impl Evening {
    /// A name without a room, on a server without a catalogue.
    pub fn begin() -> Self {
        Evening {
            music: Music::default(),
            roster: Roster::default(),
            now: RoomTime(0),
            settings: MusicSettings::default(),
            log: Vec::new(),
            closed: BTreeMap::new(),
            key: SecretKey::new([7; 32]),
            heard: BTreeMap::new(),
            dirty: BTreeSet::new(),
            shown: BTreeMap::new(),
            due: None,
            turns: 0,
            connections: 0,
        }
    }

    /// A name without a room, on a server with so many songs.
    pub fn with_songs(songs: usize) -> Self {
        let mut evening = Evening::begin();
        evening.settings.catalogue = Some(Arc::new(Songs(songs)));
        evening
    }

    /// Makes the room as over HTTP, and its host comes. The fallback list is off: most stories do without.
    pub fn host(mut self) -> (Self, ConnId) {
        self.create(SettingsChange { fallback: Some(false), ..SettingsChange::default() });
        let host = self.enter(Some(HOST));
        (self, host)
    }

    /// A room with its host and so many guests with tokens, none of whom has heard anything yet.
    pub fn party(guests: usize) -> (Self, ConnId, Vec<ConnId>) {
        Evening::party_in(Evening::with_songs(100), guests)
    }

    pub fn party_in(evening: Evening, guests: usize) -> (Self, ConnId, Vec<ConnId>) {
        let (mut evening, host) = evening.host();
        let guests =
            (0..guests).map(|n| evening.guest(["Ada", "Bob", "Cleo", "Dan"].get(n).unwrap_or(&"Eve"))).collect();
        evening.hush();
        (evening, host, guests)
    }

    pub fn create(&mut self, settings: SettingsChange) {
        let room = NewRoom { name: "Kitchen party".to_owned(), host_token: Secret::new(HOST), settings };
        self.call(Command::Create(Box::new(room))).expect("a room");
    }

    /// A call over HTTP.
    pub fn call(&mut self, command: Command) -> Result<Vec<ServerMessage>, Refusal> {
        self.turns += 1;
        let caller = Caller { conn: ConnId { hub: ConnId::CALL, slot: 0, generation: 0 }, role: Role::Visitor };
        let mut decision = self.music.decide(&self.context(), caller, command)?;
        let replies = std::mem::take(&mut decision.replies);
        self.carry_out(None, decision);
        Ok(replies)
    }

    /// Joins as over HTTP and answers with the guest's token.
    pub fn join(&mut self, name: &str) -> String {
        let replies = self.call(Command::Join { name: name.to_owned() }).expect("a seat");
        match replies.as_slice() {
            [ServerMessage::GuestJoined { guest_token, .. }] => guest_token.clone(),
            other => panic!("no seat but {other:?}"),
        }
    }

    /// A guest with a token and a socket.
    pub fn guest(&mut self, name: &str) -> ConnId {
        let token = self.join(name);
        self.enter(Some(&token))
    }

    /// A new socket.
    pub fn enter(&mut self, token: Option<&str>) -> ConnId {
        self.connections += 1;
        self.turns += 1;
        let conn = ConnId { hub: 0, slot: self.connections, generation: 0 };
        self.roster.enter(conn);
        if let Some(command) = Music::enter(token.map(Secret::new)) {
            let caller = Caller { conn, role: Role::Visitor };
            let decision = self.music.decide(&self.context(), caller, command).expect("one may always come");
            self.carry_out(Some(conn), decision);
        }
        let mut out = Outbox::default();
        if !self.closed.contains_key(&conn) {
            self.music.greet(&self.context(), conn, &mut out);
        }
        self.say(out);
        self.close_doomed();
        conn
    }

    /// A socket without a token.
    pub fn stranger(&mut self) -> ConnId {
        self.enter(None)
    }

    pub fn leave(&mut self, conn: ConnId) {
        let hosts = self.roster.hosts();
        let was = self.roster.leave(conn);
        let mut out = Outbox::default();
        if hosts == 1 && self.roster.hosts() == 0 {
            self.music.host_presence(&self.context(), false, &mut out);
        }
        if let Some(Role::Seat(seat)) = was
            && self.roster.seat(seat).is_none()
        {
            self.music.seat_presence(&self.context(), seat, false, &mut out);
        }
        self.say(out);
    }

    /// Sends a message as JSON.
    pub fn send(&mut self, conn: ConnId, message: Value) -> Result<(), Refusal> {
        let command = Music::parse(Incoming::Text(&message.to_string()), &self.settings)?;
        self.turns += 1;
        let caller = Caller { conn, role: self.roster.role(conn) };
        let decision = self.music.decide(&self.context(), caller, command)?;
        self.carry_out(Some(conn), decision);
        self.close_doomed();
        Ok(())
    }

    /// Sends a message that must be accepted.
    pub fn ok(&mut self, conn: ConnId, message: Value) {
        let text = message.to_string();
        if let Err(refusal) = self.send(conn, message) {
            panic!("{text} was refused: {refusal}");
        }
    }

    /// Sends a message that must be refused, and says with which code.
    pub fn refused(&mut self, conn: ConnId, message: Value) -> &'static str {
        let text = message.to_string();
        match self.send(conn, message) {
            Ok(()) => panic!("{text} was accepted"),
            Err(refusal) => refusal.code,
        }
    }

    /// Sends a message that is about a song.
    pub fn song(&mut self, conn: ConnId, kind: &str, song: &str) {
        self.ok(conn, about(kind, song));
    }

    /// Lets time pass, with everything that falls due.
    pub fn wait(&mut self, ms: u64) {
        let end = self.now.plus(ms);
        loop {
            if self.due.is_none_or(|due| due <= self.now) {
                self.due = self.music.deadline(self.now, &self.settings);
            }
            let topic = self.dirty.iter().map(|topic| self.topic_due(*topic)).min();
            let Some(next) = [self.due, topic].into_iter().flatten().min().filter(|next| *next <= end) else { break };
            self.now = self.now.max(next);
            if self.due.is_some_and(|due| due <= self.now) {
                self.turns += 1;
                let mut out = Outbox::default();
                let decision = self.music.expire(&self.context(), &mut out);
                self.carry_out(None, decision);
                self.say(out);
                self.due = self.music.deadline(self.now, &self.settings);
            }
            self.show_due();
        }
        self.now = end;
    }

    /// What a connection heard since it was asked last, as JSON.
    pub fn frames(&mut self, conn: ConnId) -> Vec<Value> {
        let heard = self.heard.remove(&conn).unwrap_or_default();
        heard.iter().map(|message| serde_json::from_str(&encode(message)).expect("JSON")).collect()
    }

    /// The types of what a connection heard.
    pub fn types(&mut self, conn: ConnId) -> Vec<String> {
        self.frames(conn).iter().map(|frame| frame["type"].as_str().expect("a type").to_owned()).collect()
    }

    /// The last message of a type that a connection heard; all are forgotten.
    pub fn last(&mut self, conn: ConnId, kind: &str) -> Value {
        let frames = self.frames(conn);
        let found = frames.iter().rfind(|frame| frame["type"] == kind);
        found.unwrap_or_else(|| panic!("no {kind} among {frames:#?}")).clone()
    }

    /// What a new socket is told first.
    pub fn state(&mut self, token: Option<&str>) -> Value {
        let conn = self.enter(token);
        let state = self.last(conn, "room_state");
        self.leave(conn);
        state
    }

    /// The ids of the songs that wait, in order.
    pub fn order(&mut self) -> Vec<String> {
        let state = self.state(None);
        let queue = state["queue"].as_array().expect("a queue");
        queue.iter().map(|entry| entry["song_id"].as_str().expect("an id").to_owned()).collect()
    }

    /// Everybody forgets what they heard, and what was to be shown is.
    pub fn hush(&mut self) {
        self.wait(1_000);
        self.heard.clear();
    }

    /// The server is killed and started again on what is durable; nobody is connected.
    pub fn restart(&mut self) {
        self.music = replay(&self.log, usize::MAX);
        self.roster = Roster::default();
        self.heard.clear();
        self.due = self.music.deadline(self.now, &self.settings);
    }

    fn context(&self) -> Context<'_, MusicSettings> {
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&self.turns.to_le_bytes());
        Context {
            now: self.now,
            wall: WallTime(BEGIN + self.now.0 as i64),
            entropy: Entropy(seed),
            key: &self.key,
            roster: &self.roster,
            room: "K7WF",
            settings: &self.settings,
        }
    }

    fn carry_out(&mut self, caller: Option<ConnId>, decision: Decision<Music>) {
        for event in &decision.events {
            self.music.evolve(self.now, event);
            self.log.push((self.now, event.clone()));
        }
        if !decision.events.is_empty() {
            self.due = self.music.deadline(self.now, &self.settings);
        }
        for effect in &decision.effects {
            match effect {
                Effect::Bind { conn, role } => self.bind(*conn, *role),
                Effect::Close { conn, code } => drop(self.closed.insert(*conn, *code)),
                Effect::ListSessions { .. } => panic!("nobody lists rooms"),
                Effect::Errand(errand) => match *errand {},
            }
        }
        let mut out = Outbox::default();
        for message in decision.replies {
            out.reply(caller.expect("only callers are answered"), message);
        }
        self.music.announce(&self.context(), &decision.events, &mut out);
        out.touched.extend(decision.touched);
        self.say(out);
    }

    /// Sockets that were closed are gone, once they have heard their last words.
    fn close_doomed(&mut self) {
        let doomed: Vec<ConnId> = self.closed.keys().copied().filter(|conn| self.roster.contains(*conn)).collect();
        doomed.into_iter().for_each(|conn| self.leave(conn));
    }

    fn bind(&mut self, conn: ConnId, role: Role) {
        if !self.roster.contains(conn) {
            return;
        }
        let hosts = self.roster.hosts();
        let mut out = Outbox::default();
        let taken = matches!(role, Role::Seat(seat) if self.roster.seat(seat).is_some());
        self.roster.bind(conn, role, Music::SEATS_SHARED);
        if hosts == 0 && self.roster.hosts() > 0 {
            self.music.host_presence(&self.context(), true, &mut out);
        }
        if let Role::Seat(seat) = role
            && !taken
        {
            self.music.seat_presence(&self.context(), seat, true, &mut out);
        }
        self.say(out);
    }

    fn say(&mut self, out: Outbox<Music>) {
        for say in out.says {
            match say {
                Say::To(Audience::Conn(conn), message) => self.hear(conn, message),
                Say::To(Audience::Seat(seat), message) => {
                    let conns: Vec<ConnId> = self.roster.seat_conns(seat).collect();
                    conns.into_iter().for_each(|conn| self.hear(conn, message.clone()));
                }
                Say::To(Audience::Groups(groups), message) => {
                    let them: Vec<ConnId> =
                        self.roster.iter().filter(|(_, role)| role.group().meets(groups)).map(|(c, _)| c).collect();
                    them.into_iter().for_each(|conn| self.hear(conn, message.clone()));
                }
                Say::Text(..) | Say::Each(_) | Say::Endings(..) => panic!("nothing is said to each, or as text"),
            }
        }
        self.dirty.extend(out.touched);
        self.show_due();
    }

    fn hear(&mut self, conn: ConnId, message: ServerMessage) {
        self.heard.entry(conn).or_default().push(message);
    }

    fn topic_due(&self, topic: Topic) -> RoomTime {
        self.shown.get(&topic).map_or(RoomTime(0), |shown| shown.plus(Music::interval_ms(topic)))
    }

    fn show_due(&mut self) {
        let due: Vec<Topic> = self.dirty.iter().copied().filter(|topic| self.topic_due(*topic) <= self.now).collect();
        for topic in due {
            self.dirty.remove(&topic);
            self.shown.insert(topic, self.now);
            let mut out = Outbox::default();
            self.music.show(&self.context(), topic, &mut out);
            self.say(out);
        }
    }
}

/// A message that is about a song.
pub fn about(kind: &str, song: &str) -> Value {
    json!({"type": kind, "song_id": song})
}

/// A chat message.
pub fn chat(name: &str, message: &str) -> Value {
    json!({"type": "chat_message", "name": name, "message": message})
}

/// A message as the text of a frame.
pub fn encode(message: &ServerMessage) -> String {
    let mut bytes = Vec::new();
    Music::encode(message, &mut bytes);
    String::from_utf8(bytes).expect("a text frame is UTF-8")
}

/// The state that events lead to, through a snapshot after the first `cut` of them.
pub fn replay(log: &[(RoomTime, Event)], cut: usize) -> Music {
    let mut music = Music::default();
    for (count, (at, event)) in log.iter().enumerate() {
        if count == cut {
            music = serde_json::from_str(&serde_json::to_string(&music).expect("a snapshot")).expect("a snapshot");
        }
        let stored = serde_json::to_string(event).expect("an event");
        music.evolve(*at, &serde_json::from_str(&stored).expect("an event"));
    }
    music
}
