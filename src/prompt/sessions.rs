//! Sessions: who goes through a prompt, and how far each has come. A hundred thousand of them, so what is kept of
//! one is small; its events are in the store.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::event::Done;
use super::present::Present;
use super::{PromptTime, SessionUid};

/// One user's way through the prompt.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    pub uid: SessionUid,
    pub user: Box<str>,
    /// What others see, since the join.
    pub name: Option<Box<str>>,
    pub picture: Option<Box<str>>,
    pub joined: Option<PromptTime>,
    pub left: Option<PromptTime>,
    /// The moment of the latest event.
    pub last: PromptTime,
    /// Which types of events there are at that moment, as a set of bits.
    pub last_types: u8,
    /// The answer that counts: a rating or a place.
    pub answer: Option<i32>,
    /// Whether the button is held down.
    pub pressed: bool,
    /// How many events there are.
    pub events: u32,
    /// The user's session before this one; perhaps that of somebody whose id has the same hash.
    earlier: Option<u32>,
}

/// A session in a snapshot: an array, for keys would be half of it.
type Row = (
    SessionUid,
    Box<str>,
    Option<Box<str>>,
    Option<Box<str>>,
    Option<PromptTime>,
    Option<PromptTime>,
    PromptTime,
    u8,
    Option<i32>,
    bool,
    u32,
);

impl Session {
    fn new(uid: SessionUid, user: Box<str>) -> Self {
        Session {
            uid,
            user,
            name: None,
            picture: None,
            joined: None,
            left: None,
            last: PromptTime::default(),
            last_types: 0,
            answer: None,
            pressed: false,
            events: 0,
            earlier: None,
        }
    }

    fn apply(&mut self, at: PromptTime, done: &Done) {
        let bit = 1u8 << (done.event_type() as u8);
        match at == self.last {
            true => self.last_types |= bit,
            false => (self.last, self.last_types) = (at, bit),
        }
        self.events += 1;
        match done {
            Done::Join { name, picture } => {
                (self.name, self.picture) = (Some(name.clone()), picture.clone());
                self.joined = Some(at);
            }
            Done::Leave => self.left = Some(at),
            Done::Like => {}
            Done::Numeric(rating) => self.answer = Some(*rating),
            Done::PressStart => self.pressed = true,
            Done::PressEnd => self.pressed = false,
            Done::Color(index) | Done::Word(index) => self.answer = Some(i32::from(*index)),
        }
    }
}

/// All sessions of a prompt in the order of opening.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sessions {
    list: Vec<Session>,
    by_uid: HashMap<SessionUid, u32>,
    /// Each user's newest session by a hash of the user's id, from which the others are found: half a million of
    /// them cannot be looked through for every question.
    newest: HashMap<u64, u32>,
    present: Present,
}

fn hash_of(user: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    user.hash(&mut hasher);
    hasher.finish()
}

impl Sessions {
    /// How many there are.
    pub fn count(&self) -> u32 {
        u32::try_from(self.list.len()).unwrap_or(u32::MAX)
    }

    /// A session by its number.
    pub fn get(&self, number: u32) -> Option<&Session> {
        self.list.get(number as usize)
    }

    /// A session by its name.
    pub fn find(&self, uid: SessionUid) -> Option<(u32, &Session)> {
        let number = *self.by_uid.get(&uid)?;
        Some((number, self.get(number)?))
    }

    /// The numbers of a user's sessions, in order.
    pub fn of_user(&self, user: &str) -> Vec<u32> {
        let newest = self.newest.get(&hash_of(user)).copied();
        let all = std::iter::successors(newest, |number| self.get(*number)?.earlier);
        let mut own: Vec<u32> =
            all.filter(|number| self.get(*number).is_some_and(|session| &*session.user == user)).collect();
        own.reverse();
        own
    }

    /// Pictures of people who are present at a moment, each once.
    pub fn faces(&self, at: PromptTime, limit: usize) -> Vec<Box<str>> {
        self.present.faces(at, limit, &self.list)
    }

    pub(super) fn open(&mut self, uid: SessionUid, user: Box<str>) {
        self.add(Session::new(uid, user));
    }

    fn add(&mut self, session: Session) {
        let number = self.count();
        self.by_uid.insert(session.uid, number);
        let earlier = self.newest.insert(hash_of(&session.user), number);
        self.list.push(Session { earlier, ..session });
    }

    /// Applies what was done in a session, and returns the answer that counted until then.
    pub(super) fn apply(&mut self, number: u32, at: PromptTime, done: &Done) -> Option<i32> {
        let session = self.list.get_mut(number as usize)?;
        let former = session.answer;
        session.apply(at, done);
        match (done, session.joined) {
            (Done::Join { .. }, _) => self.present.joined(number, at),
            (Done::Leave, Some(joined)) => self.present.left(number, joined, at),
            _ => {}
        }
        former
    }
}

impl Serialize for Sessions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.list.iter().map(|session| {
            (
                session.uid,
                &session.user,
                &session.name,
                &session.picture,
                session.joined,
                session.left,
                session.last,
                session.last_types,
                session.answer,
                session.pressed,
                session.events,
            )
        }))
    }
}

impl<'de> Deserialize<'de> for Sessions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let rows = Vec::<Row>::deserialize(deserializer)?;
        let mut sessions = Sessions {
            list: Vec::with_capacity(rows.len()),
            by_uid: HashMap::with_capacity(rows.len()),
            ..Sessions::default()
        };
        for (uid, user, name, picture, joined, left, last, last_types, answer, pressed, events) in rows {
            let number = sessions.count();
            match (joined, left) {
                (Some(joined), Some(left)) => sessions.present.was(number, joined, left),
                (Some(joined), None) => sessions.present.joined(number, joined),
                (None, _) => {}
            }
            let new = Session::new(uid, user);
            sessions.add(Session { name, picture, joined, left, last, last_types, answer, pressed, events, ..new });
        }
        Ok(sessions)
    }
}
