//! The prompt as a machine: which part of it answers what.

use std::sync::Arc;

use super::command::Command;
use super::event::{Done, Event};
use super::state::Prompt;
use super::view;
use super::wire::{EventType, Message, Published};
use crate::engine::{
    Caller, ConnId, Context, Decision, Incoming, Machine, Outbox, Refusal, RoomTime, SeatNo, SessionSummary,
    TimelineRow, WallTime,
};

/// What a prompt may know when it decides.
pub type Cx<'a> = Context<'a, ()>;
/// A prompt's answer to a command.
pub type Decided = Decision<Prompt>;
/// What a prompt has to say.
type Words = Outbox<Prompt>;

/// What a prompt asks of the outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Errand {
    /// To tell the live sockets of an event that has just become durable. Best effort: it is not asked again.
    Publish(Arc<Published>),
}

/// Nothing is shown at intervals: a prompt's room has no sockets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {}

impl Machine for Prompt {
    const KIND: &'static str = "prompt";
    const VERSION: u16 = 1;

    type Command = Command;
    type Event = Event;
    type Message = Message;
    type Topic = Topic;
    type Settings = ();
    type Errand = Errand;

    fn parse(_: Incoming<'_>, (): &()) -> Result<Command, Refusal> {
        Err(Refusal::malformed("NO_SOCKETS", "This room is reached over HTTP only."))
    }

    fn encode(message: &Message, out: &mut Vec<u8>) {
        // Only refusals could ever be said to a socket, and there is none.
        if let Message::Refused { code, message } = message {
            out.extend_from_slice(format!("{code}: {message}").as_bytes());
        }
    }

    fn refusal(refusal: &Refusal) -> Message {
        Message::Refused { code: refusal.code, message: refusal.message.clone() }
    }

    fn decide(&self, cx: &Cx<'_>, _: Caller, command: Command) -> Result<Decided, Refusal> {
        self.answer_to(cx, command)
    }

    fn evolve(&mut self, _: RoomTime, event: &Event) {
        self.apply(event);
    }

    fn announce(&self, _: &Cx<'_>, _: &[Event], _: &mut Words) {}

    fn deadline(&self, _: RoomTime, (): &()) -> Option<RoomTime> {
        None
    }

    fn expire(&self, _: &Cx<'_>, _: &mut Words) -> Decided {
        Decision::default()
    }

    fn greet(&self, _: &Cx<'_>, _: ConnId, _: &mut Words) {}

    fn host_presence(&self, _: &Cx<'_>, _: bool, _: &mut Words) {}

    fn seat_presence(&self, _: &Cx<'_>, _: SeatNo, _: bool, _: &mut Words) {}

    fn seat_moved(&self, _: &Cx<'_>, _: ConnId, _: &mut Words) {}

    fn show(&self, _: &Cx<'_>, topic: Topic, _: &mut Words) {
        match topic {}
    }

    fn interval_ms(topic: Topic) -> u64 {
        match topic {}
    }

    fn sessions(&self, _: ConnId, _: &[(String, SessionSummary)], _: &mut Words) {}

    fn summary(&self) -> Option<SessionSummary> {
        self.opened.as_deref().map(view::summary)
    }

    fn clock_runs(&self) -> bool {
        // Everybody's clock is their own.
        false
    }

    fn timeline(event: &Event, wall: WallTime) -> Option<TimelineRow> {
        match event {
            Event::Posted { session, number, at, done } => Some(TimelineRow {
                at: at.seconds(),
                number: *number,
                label: done.event_type() as u8,
                part: *session,
                value: value(done),
                wall,
            }),
            Event::Created(_) | Event::Begun { .. } => None,
        }
    }
}

/// The number in what was done; what others see of a user is kept with the session.
fn value(done: &Done) -> Option<i64> {
    match done {
        Done::Numeric(rating) => Some(i64::from(*rating)),
        Done::Color(index) | Done::Word(index) => Some(i64::from(*index)),
        Done::Join { .. } | Done::Leave | Done::Like | Done::PressStart | Done::PressEnd => None,
    }
}

/// The label of a type of events in the timeline: its place in the documents' order.
pub fn label(event_type: EventType) -> u8 {
    event_type as u8
}
