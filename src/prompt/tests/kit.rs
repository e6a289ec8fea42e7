//! A shell for stories: everything durable at once, everything that was stored kept.

use crate::engine::{
    Caller, ConnId, Context, Effect, Entropy, Machine, Refusal, Role, RoomTime, Roster, SecretKey, TimelineRow,
    WallTime,
};
use crate::prompt::command::{Command, Deed, NewPrompt, Person, Post};
use crate::prompt::event::Event;
use crate::prompt::wire::{Message, Published, Question};
use crate::prompt::{Dialect, Errand, Prompt, SessionUid};

/// The wall's time when a story begins: 2026-01-01.
pub const BEGIN: i64 = 1_767_225_600_000;

/// A prompt and all that was stored of it.
pub struct Story {
    pub prompt: Prompt,
    pub log: Vec<Event>,
    pub timeline: Vec<TimelineRow>,
    /// What the live sockets were told.
    pub published: Vec<Published>,
    key: SecretKey,
    roster: Roster,
    turns: u64,
}

impl Story {
    /// An empty room.
    pub fn empty() -> Self {
        Story {
            prompt: Prompt::default(),
            log: Vec::new(),
            timeline: Vec::new(),
            published: Vec::new(),
            key: SecretKey::new([7; 32]),
            roster: Roster::default(),
            turns: 0,
        }
    }

    /// A prompt of a minute.
    pub fn asking(prompt: Question) -> Self {
        Story::lasting(prompt, 60.0)
    }

    /// A prompt of some seconds.
    pub fn lasting(prompt: Question, duration_seconds: f64) -> Self {
        let mut story = Story::empty();
        let new =
            NewPrompt { kind: Dialect::InteractivePrompt, prompt, duration_seconds, identifier: None, recording: None };
        let made = story.command(Command::Create(Box::new(new)));
        assert_eq!(made, Ok(vec![Message::Created]));
        story
    }

    pub fn command(&mut self, command: Command) -> Result<Vec<Message>, Refusal> {
        self.turns += 1;
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&self.turns.to_le_bytes());
        let wall = WallTime(BEGIN + self.turns as i64);
        let context = Context {
            now: RoomTime(self.turns),
            wall,
            entropy: Entropy(seed),
            key: &self.key,
            roster: &self.roster,
            room: "oseh_ip_test",
            settings: &(),
        };
        let caller = Caller { conn: ConnId { hub: ConnId::CALL, slot: 0, generation: 0 }, role: Role::Visitor };
        let decision = self.prompt.decide(&context, caller, command)?;
        for event in decision.events {
            self.timeline.extend(Prompt::timeline(&event, wall));
            self.prompt.evolve(RoomTime(self.turns), &event);
            self.log.push(event);
        }
        for effect in decision.effects {
            match effect {
                Effect::Errand(Errand::Publish(published)) => self.published.push((*published).clone()),
                other => panic!("prompts ask for nothing else: {other:?}"),
            }
        }
        Ok(decision.replies)
    }

    /// A new session's name.
    pub fn begin(&mut self, user: &str) -> String {
        match self.command(Command::Begin { user: user.into() }).as_deref() {
            Ok([Message::Begun { session_uid, .. }]) => session_uid.clone(),
            other => panic!("no session: {other:?}"),
        }
    }

    pub fn post(&mut self, user: &str, session: &str, at_seconds: f64, deed: Deed) -> Result<Published, &'static str> {
        let post = Post { session: SessionUid::parse(session), user: user.into(), at_seconds, deed };
        match self.command(Command::Post(Box::new(post))) {
            Ok(replies) => match replies.as_slice() {
                [Message::Posted(published)] => Ok((**published).clone()),
                other => panic!("no event: {other:?}"),
            },
            Err(refusal) => Err(refusal.code),
        }
    }

    /// A session of a user who has joined at a moment.
    pub fn joined(&mut self, user: &str, at: f64) -> String {
        let session = self.begin(user);
        self.post(user, &session, at, join(user)).expect("a join");
        session
    }
}

/// A join with the user's name and picture.
pub fn join(user: &str) -> Deed {
    Deed::Join(Person { name: user.to_uppercase().into(), picture: Some(format!("picture-of-{user}").into()) })
}

pub fn numeric() -> Question {
    Question::Numeric { text: "Mood?".to_owned(), min: -2, max: 2, step: 1 }
}

pub fn press() -> Question {
    Question::Press { text: "Press when you like it".to_owned() }
}

pub fn color() -> Question {
    Question::Color {
        text: "Which colour?".to_owned(),
        colors: vec!["#FF0000".to_owned(), "#00FF00".to_owned(), "#0000FF".to_owned()],
    }
}

pub fn word() -> Question {
    Question::Word { text: "How are you?".to_owned(), options: vec!["Well".to_owned(), "Better".to_owned()] }
}
