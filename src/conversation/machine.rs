//! The conversation as a machine: which part of it answers what.

use serde_json::json;

use super::bot::{BotFault, BotRequest};
use super::command::Command;
use super::console::ConsoleMessage;
use super::event::{Event, Leaving, NoAgent};
use super::frames::{Passing, Seen, Telling};
use super::handover::Report;
use super::ids::VISITORS_SEAT;
use super::refusals;
use super::state::{Conversation, Stage, Talk};
use super::wire::Side;
use crate::engine::{
    Caller, ConnId, Context, Decision, Effect, Incoming, Machine, Outbox, Refusal, RoomTime, SeatNo, SessionStatus,
    SessionSummary,
};
use crate::limits;

/// What a conversation may know when it decides.
pub type Cx<'a> = Context<'a, ConversationSettings>;
/// A conversation's answer to a command.
pub type Decided = Decision<Conversation>;
/// What a conversation has to say.
pub type Words = Outbox<Conversation>;

/// The close code by which the room lets a socket go that lives on elsewhere: the door takes it out of this
/// conversation and keeps it open.
pub const DETACH: u16 = 4404;
/// Milliseconds after which a visitor sees that the bot is thinking: for a quick one it would only flicker.
const DOTS_AFTER_MS: u64 = 300;
/// Milliseconds behind a bot's own patience after which its answer is given up here, too.
const ANSWER_LOST_MS: u64 = 5_000;

/// Characters of the last message in a visitor's list of conversations.
const LISTED_CHARS: usize = 80;

/// The server's settings for conversations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationSettings {
    /// Bytes of one message.
    pub message_bytes_max: usize,
    /// Milliseconds between the word that a conversation has begun and the bot's greeting: clients attach their
    /// listeners only after the first.
    pub greeting_pause_ms: u64,
    /// Files of one conversation.
    pub files_max: usize,
    /// Bytes of all of them.
    pub files_bytes_max: u64,
}

impl Default for ConversationSettings {
    fn default() -> Self {
        ConversationSettings {
            message_bytes_max: limits::MESSAGE_BYTES_MAX,
            greeting_pause_ms: limits::GREETING_PAUSE_MS,
            files_max: limits::FILES_PER_CONVERSATION_MAX,
            files_bytes_max: limits::FILE_BYTES_PER_CONVERSATION_MAX,
        }
    }
}

/// What is said, to whichever side.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    Visitor(Telling),
    Agent(ConsoleMessage),
}

/// What is asked of the world outside the room.
#[derive(Debug, Clone, PartialEq)]
pub enum Errand {
    /// The bot is to answer a turn.
    Ask(Box<BotRequest>),
    /// The desk is to know where this conversation is.
    Report(Box<Report>),
}

/// Whether somebody has begun or stopped writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Typing {
    Begun,
    Stopped,
}

impl Typing {
    /// As the wire has it.
    pub fn of(typing: bool) -> Self {
        if typing { Typing::Begun } else { Typing::Stopped }
    }
}

/// What is shown and never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    VisitorTypes(Typing),
    AgentTypes(Typing),
    /// Whether the visitor is there.
    Presence,
}

impl Machine for Conversation {
    const KIND: &'static str = "conversation";
    const VERSION: u16 = 1;
    const SEATS_SHARED: bool = true;
    /// By the search in all that was said.
    const IS_FOLLOWED: bool = true;

    type Command = Command;
    type Event = Event;
    type Message = Said;
    type Topic = Topic;
    type Settings = ConversationSettings;
    type Errand = Errand;

    fn name_in_logs(room: &str) -> &str {
        super::ids::tag(room)
    }

    /// Frames name their conversation and are read before it is known which room they are for: the door does it,
    /// by [`super::parse`] and [`super::parse_agent`].
    fn parse(_: Incoming<'_>, _: &ConversationSettings) -> Result<Command, Refusal> {
        Err(Refusal::malformed("NOT_HERE", "This room is reached by the conversations' own door."))
    }

    fn encode(message: &Said, out: &mut Vec<u8>) {
        // Cannot fail: the wires' types have no map with keys that are no text, and a vector takes all.
        let _ = match message {
            Said::Visitor(telling) => serde_json::to_writer(out, &telling.frame()),
            Said::Agent(message) => serde_json::to_writer(out, message),
        };
    }

    fn refusal(refusal: &Refusal) -> Said {
        Said::Visitor(Telling { event_id: String::new(), event: refusals::error("", refusal) })
    }

    fn decide(&self, cx: &Cx<'_>, from: Caller, command: Command) -> Result<Decided, Refusal> {
        let request = match &command {
            Command::Agent(asked) => Some(asked.request.clone()),
            _ => None,
        };
        match self.answer_to(cx, from, command) {
            // A refusal has to name the conversation, which the shell cannot.
            Err(refusal) if from.conn.hub != ConnId::CALL => Ok(self.refused(cx, from, request, &refusal)),
            answer => answer,
        }
    }

    fn evolve(&mut self, at: RoomTime, event: &Event) {
        self.apply(at, event);
    }

    fn announce(&self, cx: &Cx<'_>, events: &[Event], out: &mut Words) {
        if let Some(talk) = &self.talk {
            talk.tell(cx, events, out);
        }
    }

    fn deadline(&self, now: RoomTime, _: &ConversationSettings) -> Option<RoomTime> {
        self.talk.as_ref()?.deadline(now)
    }

    fn expire(&self, cx: &Cx<'_>, out: &mut Words) -> Decided {
        self.talk.as_ref().map_or_else(Decision::default, |talk| talk.expire(cx, out))
    }

    fn greet(&self, _: &Cx<'_>, _: ConnId, _: &mut Words) {
        // The door has greeted the socket already; here it says first what it wants.
    }

    fn host_presence(&self, _: &Cx<'_>, _: bool, _: &mut Words) {}

    fn seat_presence(&self, _: &Cx<'_>, seat: SeatNo, _: bool, out: &mut Words) {
        if seat == VISITORS_SEAT {
            out.touch(Topic::Presence);
        }
    }

    fn seat_moved(&self, _: &Cx<'_>, _: ConnId, _: &mut Words) {}

    fn show(&self, cx: &Cx<'_>, topic: Topic, out: &mut Words) {
        let Some(talk) = &self.talk else { return };
        match topic {
            Topic::VisitorTypes(typing) => talk.tell_typing(cx, Side::User, typing == Typing::Begun, out),
            Topic::AgentTypes(typing) => talk.tell_typing(cx, Side::Livechat, typing == Typing::Begun, out),
            Topic::Presence => {
                let (conversation_id, status) = (cx.room.to_owned(), talk.status_view(cx));
                super::announce::to_agents(cx, &ConsoleMessage::Status { conversation_id, status }, out);
            }
        }
    }

    fn interval_ms(topic: Topic) -> u64 {
        match topic {
            Topic::VisitorTypes(_) | Topic::AgentTypes(_) => 0,
            Topic::Presence => 1_000,
        }
    }

    fn sessions(&self, _: ConnId, _: &[(String, SessionSummary)], _: &mut Words) {}

    fn summary(&self) -> Option<SessionSummary> {
        let talk = self.talk.as_deref()?;
        let last = talk.last_said();
        let text = last.map(|entry| entry.preview(LISTED_CHARS)).unwrap_or_default();
        let at = last.map_or(talk.started.at, |entry| entry.at);
        let outcome = json!({"holder": talk.stage.holder(), "text": text, "at": at.0});
        Some(SessionSummary {
            owner: talk.started.owner,
            title: talk.visitor_name(),
            created: talk.started.at,
            // Never ended: a visitor may come back to it for as long as it is kept.
            status: match talk.is_busy() {
                true => SessionStatus::Active,
                false => SessionStatus::Waiting,
            },
            participant_count: talk.message_count(),
            outcome: Some(outcome.to_string()),
        })
    }

    fn clock_runs(&self) -> bool {
        self.talk.as_ref().is_some_and(|talk| talk.is_busy())
    }

    fn outstanding(&self) -> Vec<Errand> {
        let Some(talk) = &self.talk else { return Vec::new() };
        let request = talk.request(limits::GREETING_PAUSE_MS).map(|request| Errand::Ask(Box::new(request)));
        let report = talk.reported_at.map(|_| Errand::Report(Box::new(talk.report())));
        request.into_iter().chain(report).collect()
    }
}

impl Conversation {
    fn refused(&self, cx: &Cx<'_>, from: Caller, agent: Option<Option<String>>, refusal: &Refusal) -> Decided {
        let present = self.talk.as_ref().map_or(Seen::NOTHING, |talk| talk.present());
        let words = match agent {
            Some(request) => Said::Agent(ConsoleMessage::refused(refusal, Some(cx.room.to_owned()), request)),
            None => Said::Visitor(Passing::new(cx, present).tell(refusals::error(cx.room, refusal))),
        };
        let mut decision = Decision { replies: vec![words], ..Decided::default() };
        if [refusals::unknown().code, refusals::TOO_MANY_SOCKETS].contains(&refusal.code) {
            decision.effects.push(Effect::Close { conn: from.conn, code: DETACH });
        }
        decision
    }
}

impl Talk {
    /// Whether something is under way that time matters to.
    pub fn is_busy(&self) -> bool {
        self.stage != Stage::Bot || !self.turns.is_empty()
    }

    fn answer_lost_at(&self) -> RoomTime {
        self.turn_since.plus(self.rules().turn_ms.saturating_add(ANSWER_LOST_MS))
    }

    fn deadline(&self, now: RoomTime) -> Option<RoomTime> {
        match &self.stage {
            Stage::Queue { since, .. } => Some(since.plus(self.rules().queue_ms)),
            Stage::Agent { heard, .. } => Some(heard.plus(self.rules().silence_ms)),
            Stage::Bot if self.turns.is_empty() => None,
            Stage::Bot => {
                let dots = self.turn_since.plus(DOTS_AFTER_MS);
                Some(if now < dots { dots } else { self.answer_lost_at() })
            }
        }
    }

    fn expire(&self, cx: &Cx<'_>, out: &mut Words) -> Decided {
        let events = match &self.stage {
            Stage::Queue { since, .. } if cx.now >= since.plus(self.rules().queue_ms) => {
                vec![self.no_agent(cx, NoAgent::TimedOut, None)]
            }
            Stage::Agent { heard, .. } if cx.now >= heard.plus(self.rules().silence_ms) => {
                vec![Event::AgentLeft { at: cx.wall, why: Leaving::Silent, order: None }]
            }
            Stage::Bot => match self.turns.front() {
                Some(turn) if cx.now >= self.answer_lost_at() => vec![self.bot_failed(cx, *turn, BotFault::TimedOut)],
                Some(turn) if *turn > 0 => {
                    self.tell_typing(cx, Side::Bot, true, out);
                    Vec::new()
                }
                _ => Vec::new(),
            },
            Stage::Queue { .. } | Stage::Agent { .. } => Vec::new(),
        };
        Decision::of(events)
    }
}
