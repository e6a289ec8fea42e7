//! The rules: what a command brings, or why not. Changes nothing. Refusals come in the order of the page.

use std::sync::Arc;

use super::command::{Command, Deed, NewPrompt, Post};
use super::event::{Created, Done, Event};
use super::machine::{Cx, Decided, Errand};
use super::sessions::Session;
use super::state::{Opened, Prompt};
use super::wire::{Message, Published, Question};
use super::{PromptTime, SessionUid, event_uid, refusals};
use crate::engine::{Decision, Effect, KeyedHash, Refusal, SecretKey, WallTime};
use crate::limits::{PROMPT_EVENTS_MAX, PROMPT_SESSION_EVENTS_MAX, PROMPT_SESSIONS_MAX};

type Answer = Result<Decided, Refusal>;

/// Whose list prompts are in: there is one administrator.
pub fn owner(key: &SecretKey) -> KeyedHash {
    key.hash("prompts-of", "administrator")
}

impl Prompt {
    pub(super) fn answer_to(&self, cx: &Cx<'_>, command: Command) -> Answer {
        match command {
            Command::Create(prompt) => self.create(cx, *prompt),
            Command::Begin { user } => {
                self.opened.as_deref().ok_or_else(refusals::not_found).and_then(|opened| opened.begin(cx, user))
            }
            Command::Post(post) => {
                // Before anything is looked up.
                if post.at_seconds < 0.0 {
                    return Err(refusals::before_the_start());
                }
                self.opened.as_deref().ok_or_else(refusals::not_found).and_then(|opened| opened.post(cx, *post))
            }
        }
    }

    fn create(&self, cx: &Cx<'_>, prompt: NewPrompt) -> Answer {
        if self.opened.is_some() {
            return Err(refusals::exists());
        }
        let NewPrompt { kind, prompt, duration_seconds, identifier, recording } = prompt;
        let created = Created {
            kind,
            prompt,
            duration_seconds,
            identifier,
            recording,
            owner: owner(cx.key),
            wall: cx.wall,
            salt: cx.entropy.numbers("salt").number(),
        };
        let events = vec![Event::Created(Box::new(created))];
        Ok(Decision { events, replies: vec![Message::Created], ..Decision::default() })
    }
}

impl Opened {
    fn begin(&self, cx: &Cx<'_>, user: Box<str>) -> Answer {
        if self.sessions.count() >= PROMPT_SESSIONS_MAX {
            return Err(refusals::sessions_full(PROMPT_SESSIONS_MAX));
        }
        let uid = SessionUid::draw(&cx.entropy);
        let begun = Message::Begun {
            session_uid: uid.to_string(),
            kind: self.created.kind,
            prompt: self.created.prompt.clone(),
            duration_seconds: self.created.duration_seconds,
        };
        Ok(Decision { events: vec![Event::Begun { uid, user }], replies: vec![begun], ..Decision::default() })
    }

    fn post(&self, cx: &Cx<'_>, post: Post) -> Answer {
        let at = PromptTime::new(post.at_seconds)
            .filter(|at| at.seconds() <= self.created.duration_seconds)
            .ok_or_else(refusals::past_the_end)?;
        let found = post.session.and_then(|uid| self.sessions.find(uid));
        let (number, session) =
            found.filter(|(_, session)| session.user == post.user).ok_or_else(refusals::session_not_found)?;
        session.takes(at, &post.deed)?;
        let done = self.checked(session, post.deed)?;
        // Whoever is there can always leave.
        if done != Done::Leave {
            if self.posted >= PROMPT_EVENTS_MAX {
                return Err(refusals::events_full(PROMPT_EVENTS_MAX));
            }
            if session.events >= PROMPT_SESSION_EVENTS_MAX {
                return Err(refusals::session_full(PROMPT_SESSION_EVENTS_MAX));
            }
        }
        let published = Arc::new(self.published(session, self.posted, at, done.clone(), cx.wall));
        Ok(Decision {
            events: vec![Event::Posted { session: number, number: self.posted, at, done }],
            replies: vec![Message::Posted(Arc::clone(&published))],
            effects: vec![Effect::Errand(Errand::Publish(published))],
            touched: Vec::new(),
        })
    }

    /// What is told of an event, now or from the timeline.
    pub(super) fn published(
        &self,
        session: &Session,
        number: u64,
        at: PromptTime,
        done: Done,
        created_at: WallTime,
    ) -> Published {
        let (name, picture) = match &done {
            Done::Join { name, picture } => (Some(name.clone()), picture.clone()),
            _ => (session.name.clone(), session.picture.clone()),
        };
        Published {
            uid: event_uid(self.created.salt, number),
            user_sub: session.user.clone(),
            session_uid: session.uid.to_string(),
            event_type: done.event_type(),
            at,
            done,
            name,
            picture,
            created_at,
        }
    }

    /// The deed as a fact: of this prompt's kind, and in range.
    fn checked(&self, session: &Session, deed: Deed) -> Result<Done, Refusal> {
        match (deed, &self.created.prompt) {
            (Deed::Join(person), _) => Ok(Done::Join { name: person.name, picture: person.picture }),
            (Deed::Leave, _) => Ok(Done::Leave),
            (Deed::Like, _) => Ok(Done::Like),
            (Deed::Numeric { rating }, Question::Numeric { min, max, .. }) => i32::try_from(rating)
                .ok()
                .filter(|rating| (min..=max).contains(&rating))
                .map(Done::Numeric)
                .ok_or_else(|| refusals::impossible_data(format!("The rating has to be from {min} to {max}."))),
            (Deed::PressStart, Question::Press { .. }) if session.pressed => {
                Err(refusals::impossible_data("The button is pressed already."))
            }
            (Deed::PressStart, Question::Press { .. }) => Ok(Done::PressStart),
            (Deed::PressEnd, Question::Press { .. }) if !session.pressed => {
                Err(refusals::impossible_data("The button is not pressed."))
            }
            (Deed::PressEnd, Question::Press { .. }) => Ok(Done::PressEnd),
            (Deed::Color { index }, Question::Color { colors, .. }) => place(index, colors.len()).map(Done::Color),
            (Deed::Word { index }, Question::Word { options, .. }) => place(index, options.len()).map(Done::Word),
            (Deed::Numeric { .. }, _) => Err(refusals::impossible_event("numeric")),
            (Deed::PressStart | Deed::PressEnd, _) => Err(refusals::impossible_event("press")),
            (Deed::Color { .. }, _) => Err(refusals::impossible_event("color")),
            (Deed::Word { .. }, _) => Err(refusals::impossible_event("word")),
        }
    }
}

impl Session {
    /// Whether anything of this type may happen in the session at a moment.
    fn takes(&self, at: PromptTime, deed: &Deed) -> Result<(), Refusal> {
        match (deed, self.joined) {
            (Deed::Join(_), Some(_)) => return Err(refusals::already_started()),
            (Deed::Join(_), None) => return Ok(()),
            (_, None) => return Err(refusals::not_started()),
            (_, Some(_)) => {}
        }
        if self.left.is_some() {
            return Err(refusals::already_ended());
        }
        if self.last > at {
            return Err(refusals::later_event());
        }
        if self.last == at && self.last_types & (1 << deed.event_type() as u8) != 0 {
            return Err(refusals::same_event());
        }
        Ok(())
    }
}

fn place(index: i64, count: usize) -> Result<u8, Refusal> {
    u8::try_from(index)
        .ok()
        .filter(|index| usize::from(*index) < count)
        .ok_or_else(|| refusals::impossible_data(format!("The index has to be from 0 to {}.", count.saturating_sub(1))))
}
