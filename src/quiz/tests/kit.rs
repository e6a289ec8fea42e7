//! A shell for stories: virtual time, everything durable at once, everybody's words kept.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use crate::engine::{
    Audience, Caller, ConnId, Context, Decision, Effect, Entropy, Groups, Incoming, Machine, Outbox, Refusal, Role,
    RoomTime, Roster, Say, SecretKey, SessionSummary, WallTime,
};
use crate::quiz::event::Event;
use crate::quiz::wire::ServerMessage;
use crate::quiz::{Quiz, QuizSettings, Topic};

/// The wall's time when an evening begins: 2026-01-01.
pub const BEGIN: i64 = 1_767_225_600_000;
pub const HOST: &str = "TANNIC-FALCON";

/// A room with a quiz, and everybody in it.
pub struct Evening {
    pub quiz: Quiz,
    pub roster: Roster,
    pub now: RoomTime,
    pub settings: QuizSettings,
    /// Every event with its moment, as the store would keep it.
    pub log: Vec<(RoomTime, Event)>,
    pub key: SecretKey,
    heard: BTreeMap<ConnId, Vec<ServerMessage>>,
    dirty: BTreeSet<Topic>,
    shown: BTreeMap<Topic, RoomTime>,
    due: Option<RoomTime>,
    turns: u64,
    connections: u32,
}

impl Evening {
    /// An empty room.
    pub fn begin() -> Self {
        Evening {
            quiz: Quiz::default(),
            roster: Roster::default(),
            now: RoomTime(0),
            settings: QuizSettings::default(),
            log: Vec::new(),
            key: SecretKey::new([7; 32]),
            heard: BTreeMap::new(),
            dirty: BTreeSet::new(),
            shown: BTreeMap::new(),
            due: None,
            turns: 0,
            connections: 0,
        }
    }

    /// A room in which a host has founded a quiz of two wines, with two questions and one.
    pub fn founded() -> (Self, ConnId) {
        let mut evening = Evening::begin();
        let host = evening.connect();
        evening.ok(host, quiz());
        (evening, host)
    }

    /// A founded room with this many participants.
    pub fn with_guests(count: usize) -> (Self, ConnId, Vec<ConnId>) {
        let (mut evening, host) = Evening::founded();
        let guests = (0..count).map(|_| evening.joined()).collect();
        (evening, host, guests)
    }

    /// A founded room with this many participants and its first question open.
    pub fn started(count: usize) -> (Self, ConnId, Vec<ConnId>) {
        let (mut evening, host, guests) = Evening::with_guests(count);
        evening.ok(host, json!({"type": "host:start"}));
        (evening, host, guests)
    }

    pub fn connect(&mut self) -> ConnId {
        self.connections += 1;
        let conn = ConnId { hub: 0, slot: self.connections, generation: 0 };
        self.roster.enter(conn);
        let mut out = Outbox::default();
        self.quiz.greet(&self.context(), conn, &mut out);
        self.say(out);
        conn
    }

    /// A new connection that has joined.
    pub fn joined(&mut self) -> ConnId {
        let conn = self.connect();
        self.ok(conn, json!({"type": "join_session", "code": ""}));
        conn
    }

    pub fn leave(&mut self, conn: ConnId) {
        let hosts = self.roster.hosts();
        let was = self.roster.leave(conn);
        let mut out = Outbox::default();
        if let Some(Role::Seat(seat)) = was {
            self.quiz.seat_presence(&self.context(), seat, false, &mut out);
        }
        if hosts == 1 && self.roster.hosts() == 0 {
            self.quiz.host_presence(&self.context(), false, &mut out);
        }
        self.say(out);
    }

    /// Sends a message as JSON; the refusal's code where it is refused.
    pub fn send(&mut self, conn: ConnId, message: serde_json::Value) -> Result<(), Refusal> {
        let command = Quiz::parse(Incoming::Text(&message.to_string()), &self.settings)?;
        self.turns += 1;
        let caller = Caller { conn, role: self.roster.role(conn) };
        let decision = self.quiz.decide(&self.context(), caller, command)?;
        self.carry_out(Some(conn), decision, Outbox::default());
        Ok(())
    }

    /// Sends a message that must be accepted.
    pub fn ok(&mut self, conn: ConnId, message: serde_json::Value) {
        let text = message.to_string();
        if let Err(refusal) = self.send(conn, message) {
            panic!("{text} was refused: {refusal}");
        }
    }

    /// Sends a host's message without fields.
    pub fn host(&mut self, conn: ConnId, kind: &str) {
        self.ok(conn, json!({ "type": format!("host:{kind}") }));
    }

    /// Sends a message that must be refused, and says with which code.
    pub fn refused(&mut self, conn: ConnId, message: serde_json::Value) -> &'static str {
        let text = message.to_string();
        match self.send(conn, message) {
            Ok(()) => panic!("{text} was accepted"),
            Err(refusal) => refusal.code,
        }
    }

    /// Answers the present question with an option by its letter.
    pub fn answer(&mut self, conn: ConnId, option: char) -> Result<(), Refusal> {
        let at = self.position();
        self.send(conn, json!({"type": "submit_answer", "questionId": at, "optionId": format!("{at}-{option}")}))
    }

    /// The present question's id.
    pub fn position(&self) -> String {
        let at = self.quiz.game.as_ref().expect("a quiz").at;
        format!("r{}q{}", at.round, at.question)
    }

    /// The letters of the right option and of a wrong one.
    pub fn right_and_wrong(&self) -> (char, char) {
        let game = self.quiz.game.as_ref().expect("a quiz");
        let right = game.question(game.at).expect("a question").correct;
        (char::from(b'a' + right), char::from(b'a' + (right + 1) % 4))
    }

    /// Lets time pass, with everything that falls due.
    pub fn wait(&mut self, ms: u64) {
        let end = self.now.plus(ms);
        loop {
            let topic = self.dirty.iter().map(|topic| self.topic_due(*topic)).min();
            let Some(next) = [self.due, topic].into_iter().flatten().min().filter(|next| *next <= end) else { break };
            self.now = self.now.max(next);
            if self.due.is_some_and(|due| due <= self.now) {
                self.turns += 1;
                let mut out = Outbox::default();
                let decision = self.quiz.expire(&self.context(), &mut out);
                self.carry_out(None, decision, out);
                self.due = self.quiz.deadline(self.now, &self.settings);
            }
            self.show_due();
        }
        self.now = end;
    }

    /// What a connection heard since it was asked last.
    pub fn heard(&mut self, conn: ConnId) -> Vec<ServerMessage> {
        self.heard.remove(&conn).unwrap_or_default()
    }

    /// What a connection heard, as JSON.
    pub fn frames(&mut self, conn: ConnId) -> Vec<serde_json::Value> {
        self.heard(conn).iter().map(|message| serde_json::from_str(&encode(message)).expect("JSON")).collect()
    }

    /// The types of what a connection heard.
    pub fn types(&mut self, conn: ConnId) -> Vec<String> {
        self.frames(conn).iter().map(|frame| frame["type"].as_str().expect("a type").to_owned()).collect()
    }

    /// The last message of a type that a connection heard; all are forgotten.
    pub fn last(&mut self, conn: ConnId, kind: &str) -> serde_json::Value {
        let frames = self.frames(conn);
        let found = frames.iter().rfind(|frame| frame["type"] == kind);
        found.unwrap_or_else(|| panic!("no {kind} among {frames:#?}")).clone()
    }

    /// Everybody forgets what they heard.
    pub fn hush(&mut self) {
        self.wait(2_000);
        self.heard.clear();
    }

    /// The server is killed and started again on what is durable; nobody is connected.
    pub fn restart(&mut self) {
        let mut quiz = Quiz::default();
        for (at, event) in &self.log {
            let stored = serde_json::to_string(event).expect("an event can be written");
            quiz.evolve(*at, &serde_json::from_str(&stored).expect("an event can be read"));
        }
        self.quiz = quiz;
        self.roster = Roster::default();
        self.heard.clear();
        self.due = self.quiz.deadline(self.now, &self.settings);
    }

    /// Applies an event that no command brought, for twins.
    pub fn happen(&mut self, event: Event) {
        self.carry_out(None, Decision::of(vec![event]), Outbox::default());
    }

    fn context(&self) -> Context<'_, QuizSettings> {
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&self.turns.to_le_bytes());
        Context {
            now: self.now,
            wall: WallTime(BEGIN + self.now.0 as i64),
            entropy: Entropy(seed),
            key: &self.key,
            roster: &self.roster,
            room: "4711",
            settings: &self.settings,
        }
    }

    fn carry_out(&mut self, caller: Option<ConnId>, decision: Decision<Quiz>, mut said: Outbox<Quiz>) {
        for event in &decision.events {
            self.quiz.evolve(self.now, event);
            self.log.push((self.now, event.clone()));
        }
        if !decision.events.is_empty() {
            self.due = self.quiz.deadline(self.now, &self.settings);
        }
        let (binds, later): (Vec<_>, Vec<_>) =
            decision.effects.into_iter().partition(|effect| matches!(effect, Effect::Bind { .. }));
        for effect in binds {
            if let Effect::Bind { conn, role } = effect {
                self.bind(conn, role);
            }
        }
        let mut out = Outbox::default();
        for message in decision.replies {
            out.reply(caller.expect("only callers are answered"), message);
        }
        self.quiz.announce(&self.context(), &decision.events, &mut out);
        out.says.append(&mut said.says);
        out.touched.append(&mut said.touched);
        out.touched.extend(decision.touched);
        for effect in later {
            if let Effect::ListSessions { conn, .. } = effect {
                self.quiz.sessions(conn, &self.rows(), &mut out);
            }
        }
        self.say(out);
    }

    fn rows(&self) -> Vec<(String, SessionSummary)> {
        self.quiz.summary().map(|summary| ("4711".to_owned(), summary)).into_iter().collect()
    }

    fn bind(&mut self, conn: ConnId, role: Role) {
        let hosts = self.roster.hosts();
        let mut out = Outbox::default();
        if let Some(former) = self.roster.bind(conn, role, Quiz::SEATS_SHARED) {
            self.quiz.seat_moved(&self.context(), former, &mut out);
        }
        if hosts == 0 && self.roster.hosts() > 0 {
            self.quiz.host_presence(&self.context(), true, &mut out);
        }
        if let Role::Seat(seat) = role {
            self.quiz.seat_presence(&self.context(), seat, true, &mut out);
        }
        self.say(out);
    }

    fn say(&mut self, out: Outbox<Quiz>) {
        for say in out.says {
            match say {
                Say::To(Audience::Conn(conn), message) => self.hear(conn, message),
                Say::To(Audience::Seat(seat), message) => {
                    if let Some(conn) = self.roster.seat(seat) {
                        self.hear(conn, message);
                    }
                }
                Say::To(Audience::Groups(groups), message) => self.hear_all(groups, &message),
                Say::Text(groups, text) => {
                    self.hear_all(groups, &serde_json::from_slice(&text).expect("a message of the wire"));
                }
                Say::Endings(message, endings) => {
                    let text = encode(&message);
                    let heard: Vec<_> = endings.whole(text.as_bytes()).collect();
                    for (seat, text) in heard {
                        if let Some(conn) = self.roster.seat(seat) {
                            self.hear(conn, serde_json::from_slice(&text).expect("a message of the wire"));
                        }
                    }
                }
                Say::Each(messages) => {
                    for (seat, message) in messages {
                        if let Some(conn) = self.roster.seat(seat) {
                            self.hear(conn, message);
                        }
                    }
                }
            }
        }
        self.dirty.extend(out.touched);
        self.show_due();
    }

    fn hear_all(&mut self, groups: Groups, message: &ServerMessage) {
        let them: Vec<ConnId> =
            self.roster.iter().filter(|(_, role)| role.group().meets(groups)).map(|(c, _)| c).collect();
        for conn in them {
            self.hear(conn, message.clone());
        }
    }

    fn hear(&mut self, conn: ConnId, message: ServerMessage) {
        self.heard.entry(conn).or_default().push(message);
    }

    fn topic_due(&self, topic: Topic) -> RoomTime {
        self.shown.get(&topic).map_or(RoomTime(0), |shown| shown.plus(Quiz::interval_ms(topic)))
    }

    fn show_due(&mut self) {
        let due: Vec<Topic> = self.dirty.iter().copied().filter(|topic| self.topic_due(*topic) <= self.now).collect();
        for topic in due {
            self.dirty.remove(&topic);
            self.shown.insert(topic, self.now);
            let mut out = Outbox::default();
            self.quiz.show(&self.context(), topic, &mut out);
            self.say(out);
        }
    }
}

/// A message as the text of a frame.
pub fn encode(message: &ServerMessage) -> String {
    let mut bytes = Vec::new();
    Quiz::encode(message, &mut bytes);
    String::from_utf8(bytes).expect("a text frame is UTF-8")
}

/// Two wines, with two questions and one.
pub fn quiz() -> serde_json::Value {
    json!({
        "type": "create_session",
        "title": "Wine night",
        "hostId": HOST,
        "timerSeconds": 60,
        "wines": [
            {"name": "Cellar one", "questions": [
                question("color", "Red"),
                question("country", "Italy"),
            ]},
            {"name": "Cellar two", "questions": [question("wine_name", "Barolo")]},
        ],
    })
}

pub fn question(category: &str, correct: &str) -> serde_json::Value {
    json!({
        "category": category,
        "correctAnswer": correct,
        "distractors": [format!("{correct} 1"), format!("{correct} 2"), format!("{correct} 3")],
    })
}
