//! The rules: what a command brings, or why it brings nothing.

use serde_json::{Map, Value};

use super::bot::{BotAnswer, BotFault};
use super::command::{Command, FromVisitor, NewConversation, NewMessage, VisitorAsk};
use super::event::{Event, Leaving, NoAgent, Started};
use super::files::FILES_PATH;
use super::frames::{Passing, Seen, message_id};
use super::handover::Order;
use super::ids::{ConversationId, VISITORS_SEAT};
use super::machine::{Cx, Decided, Errand, Said, Topic, Typing};
use super::parts::{Deed, ESCALATE, Part};
use super::refusals;
use super::state::{Body, Conversation, Stage, Talk};
use super::transcript::length;
use super::wire::{ServerEvent, Target};
use crate::engine::{Caller, Decision, Effect, Refusal, Role, WallTime};
use crate::limits::{
    BOT_ANSWER_BYTES_MAX, BOT_TURNS_WAITING_MAX, CONVERSATION_METADATA_BYTES_MAX, VISITOR_SOCKETS_MAX,
};

/// Actions in one answer of a bot.
const BOT_DEEDS_MAX: usize = 20;

impl Conversation {
    pub(super) fn answer_to(&self, cx: &Cx<'_>, from: Caller, command: Command) -> Result<Decided, Refusal> {
        match (command, self.talk.as_deref()) {
            (Command::Start(_), Some(_)) => Err(refusals::exists()),
            (Command::Start(new), None) => start(cx, from, *new),
            (Command::Visitor(asked), Some(talk)) if talk.started.channel.no == asked.channel => {
                talk.asked_by_visitor(cx, from, *asked)
            }
            (Command::Agent(asked), Some(talk)) => talk.asked_by_agent(cx, from, *asked),
            (Command::Answered { turn, outcome }, Some(talk)) => Ok(talk.answered(cx, turn, *outcome)),
            (Command::Desk(order), Some(talk)) => Ok(talk.ordered(cx, order)),
            (Command::Keep { by, file }, Some(talk)) => Ok(Decision::of(vec![talk.keep(cx, &by, *file)?])),
            (Command::DropUnsent(files), Some(talk)) => Ok(Decision::of(talk.drop_unsent(cx.room, files))),
            // Another site's conversation does not exist for this socket, like one that never was.
            (
                Command::Visitor(_)
                | Command::Agent(_)
                | Command::Answered { .. }
                | Command::Desk(_)
                | Command::Keep { .. }
                | Command::DropUnsent(_),
                _,
            ) => Err(refusals::unknown()),
        }
    }
}

fn start(cx: &Cx<'_>, from: Caller, new: NewConversation) -> Result<Decided, Refusal> {
    let id = ConversationId::parse(cx.room).ok_or_else(refusals::unknown)?;
    let owner = cx.key.hash("user", &format!("{} {}", new.channel.no, new.user_id));
    let started = Started {
        id,
        at: cx.wall,
        channel: new.channel,
        user_id: new.user_id,
        owner,
        info: new.info,
        metadata: new.metadata,
        locale: new.locale,
    };
    let success = ServerEvent::StartSuccess { conversation_id: cx.room.to_owned() };
    Ok(Decision {
        events: vec![Event::Started(Box::new(started))],
        replies: vec![Said::Visitor(Passing::new(cx, Seen::NOTHING).tell(success))],
        effects: vec![Effect::Bind { conn: from.conn, role: Role::Seat(VISITORS_SEAT) }],
        ..Decision::default()
    })
}

/// What no socket's queue could take is no answer. An action's data goes out twice.
fn bounded(answer: BotAnswer) -> Result<BotAnswer, BotFault> {
    let bytes = length(&answer.parts) + 2 * length(&answer.deeds);
    match bytes <= BOT_ANSWER_BYTES_MAX && answer.deeds.len() <= BOT_DEEDS_MAX {
        true => Ok(answer),
        false => Err(BotFault::Garbage),
    }
}

impl Talk {
    fn asked_by_visitor(&self, cx: &Cx<'_>, from: Caller, asked: FromVisitor) -> Result<Decided, Refusal> {
        let mut decision = Decision::default();
        let is_new = from.role != Role::Seat(VISITORS_SEAT);
        if is_new && cx.roster.seat_conns(VISITORS_SEAT).count() >= VISITOR_SOCKETS_MAX {
            return Err(refusals::too_many_sockets(VISITOR_SOCKETS_MAX));
        }
        if is_new {
            decision.effects.push(Effect::Bind { conn: from.conn, role: Role::Seat(VISITORS_SEAT) });
        }
        let mut passing = Passing::new(cx, self.present());
        // A socket that is attached has missed nothing, whatever it says out of habit.
        if let Some(since) = asked.since.filter(|_| is_new) {
            decision.replies.extend(self.missed(cx.room, &since, &mut passing));
        }
        // Behind what was missed, for its id says that all of that has been seen.
        if asked.ask == VisitorAsk::Resume {
            decision.replies.push(Said::Visitor(passing.tell(self.status(cx.room))));
        }
        // The socket is attached whatever becomes of what it asks.
        if let Err(refusal) = self.visitor_asks(cx, asked.ask, &mut passing, &mut decision) {
            decision.events.clear();
            decision.replies.push(Said::Visitor(passing.tell(refusals::error(cx.room, &refusal))));
        }
        Ok(decision)
    }

    fn visitor_asks(
        &self,
        cx: &Cx<'_>,
        ask: VisitorAsk,
        passing: &mut Passing<'_>,
        decision: &mut Decided,
    ) -> Result<(), Refusal> {
        let conversation_id = || cx.room.to_owned();
        match ask {
            VisitorAsk::Resume => {}
            VisitorAsk::Say(message) => self.visitor_says(cx, message, passing, decision)?,
            VisitorAsk::Metadata { target, values } => {
                decision.events.extend(self.merge(target, values)?);
                let success = ServerEvent::MetadataUpdateSuccess { conversation_id: conversation_id() };
                decision.replies.push(Said::Visitor(passing.tell(success)));
            }
            VisitorAsk::Act(deed) => decision.events.extend(self.visitor_acts(cx, deed)?),
            VisitorAsk::Transcript => {
                decision.replies.push(Said::Visitor(passing.tell(self.transcript_event(cx.room))));
            }
            VisitorAsk::ShowMetadata => {
                // All of it: the visitor's page has set it.
                let content = self.metadata_for(|_| true);
                let event = ServerEvent::Metadata { conversation_id: conversation_id(), content };
                decision.replies.push(Said::Visitor(passing.tell(event)));
            }
            VisitorAsk::Edit { message_id, parts } => {
                let entry = self
                    .own_message(cx.room, &message_id)
                    .ok_or_else(|| refusals::unknown_message("event.event_payload.message_id"))?;
                let parts = self.with_own_files(cx.room, parts, FILES_PATH)?;
                decision.events.push(Event::Edited { entry, parts });
                let event = ServerEvent::MessageEditedSuccess { conversation_id: conversation_id(), message_id };
                // Who hears this knows the new words.
                let present = self.present();
                let edits = present.edits.saturating_add(1);
                decision.replies.push(Said::Visitor(passing.tell_behind(Seen { edits, ..present }, event)));
            }
            VisitorAsk::Typing(typing) => decision.touched.push(Topic::VisitorTypes(Typing::of(typing))),
            VisitorAsk::Read if self.visitor_read < self.last_no() => {
                decision.events.push(Event::VisitorRead { up_to: self.last_no() });
            }
            VisitorAsk::Read => {}
        }
        Ok(())
    }

    fn visitor_says(
        &self,
        cx: &Cx<'_>,
        message: NewMessage,
        passing: &mut Passing<'_>,
        decision: &mut Decided,
    ) -> Result<(), Refusal> {
        if message.parts.is_empty() {
            return Ok(());
        }
        let NewMessage { client_id, parts, ack, is_left } = message;
        let known = client_id.as_deref().and_then(|id| self.named(None, id));
        if known.is_none() {
            self.one_more_turn()?;
            let parts = self.with_own_files(cx.room, parts, FILES_PATH)?;
            let asks_for_human = matches!(&parts[..], [Part::Text { text }] if text == ESCALATE);
            decision.events.push(Event::UserSaid { at: cx.wall, client_id: client_id.clone(), parts, is_left });
            if asks_for_human {
                decision.events.extend(self.escalated(cx));
            }
        }
        // Only now: whoever hears this need not keep the message any longer, and what is refused above is not there.
        if ack {
            let received = ServerEvent::MessageReceived {
                conversation_id: cx.room.to_owned(),
                message_id: message_id(cx.room, known.unwrap_or(self.last_no() + 1)),
                client_msg_id: client_id,
            };
            decision.replies.push(Said::Visitor(passing.tell(received)));
        }
        Ok(())
    }

    fn visitor_acts(&self, cx: &Cx<'_>, deed: Deed) -> Result<Vec<Event>, Refusal> {
        let asks_for_human = deed.id == ESCALATE;
        // Asked for again while a human is on the way or here: nothing new.
        if asks_for_human && self.stage != Stage::Bot {
            return Ok(Vec::new());
        }
        self.one_more_turn()?;
        let mut events = vec![Event::UserActed { at: cx.wall, deed }];
        if asks_for_human {
            events.extend(self.escalated(cx));
        }
        Ok(events)
    }

    fn one_more_turn(&self) -> Result<(), Refusal> {
        match self.turns.len() < BOT_TURNS_WAITING_MAX {
            true => Ok(()),
            false => Err(refusals::too_many_turns()),
        }
    }

    /// A human is asked for, where the bot has it.
    fn escalated(&self, cx: &Cx<'_>) -> Option<Event> {
        (self.stage == Stage::Bot).then(|| Event::Escalated { at: cx.wall, ticket: self.tickets + 1 })
    }

    fn merge(&self, target: Target, values: Map<String, Value>) -> Result<Option<Event>, Refusal> {
        if values.is_empty() {
            return Ok(None);
        }
        let mut all = self.metadata_for(|_| true);
        all.extend(values.clone());
        match length(&all) <= CONVERSATION_METADATA_BYTES_MAX {
            true => Ok(Some(Event::MetadataMerged { target, values })),
            false => Err(refusals::too_much_metadata(CONVERSATION_METADATA_BYTES_MAX)),
        }
    }

    /// The visitor's message that is meant by an id: the client's own, or ours.
    fn own_message(&self, room: &str, id: &str) -> Option<u32> {
        let is_own = |no: &u32| matches!(self.entry(*no).map(|entry| &entry.body), Some(Body::User { .. }));
        let ours = || self.entries().rev().map(|entry| entry.no).filter(is_own).find(|no| message_id(room, *no) == id);
        self.named(None, id).filter(is_own).or_else(ours)
    }

    // ---- the bot ----

    /// An answer that comes after the hand-over, or a second time, is nobody's any more.
    fn answered(&self, cx: &Cx<'_>, turn: u32, outcome: Result<BotAnswer, BotFault>) -> Decided {
        if self.stage != Stage::Bot || self.turns.front() != Some(&turn) {
            return Decision::default();
        }
        match outcome.and_then(bounded) {
            Ok(BotAnswer { parts, deeds, memory }) => {
                let asks_for_human = deeds.iter().any(|deed| deed.id == ESCALATE);
                let mut events = vec![Event::BotAnswered { at: cx.wall, turn, parts, deeds, memory }];
                if asks_for_human {
                    events.extend(self.escalated(cx));
                }
                Decision::of(events)
            }
            Err(fault) => Decision::of(vec![self.bot_failed(cx, turn, fault)]),
        }
    }

    pub(super) fn bot_failed(&self, cx: &Cx<'_>, turn: u32, fault: BotFault) -> Event {
        Event::BotFailed { at: cx.wall, turn, fault, parts: self.fallback() }
    }

    // ---- the desk ----

    fn ordered(&self, cx: &Cx<'_>, order: Order) -> Decided {
        let events = match order {
            Order::Report => Vec::new(),
            Order::NobodyHere { ticket, why, opens_at } => match self.stage {
                Stage::Queue { ticket: mine, .. } if mine == ticket => vec![self.no_agent(cx, why, opens_at)],
                Stage::Bot | Stage::Queue { .. } | Stage::Agent { .. } => Vec::new(),
            },
            Order::Give { order, .. } | Order::TakeAway { order, .. } if order <= self.order => Vec::new(),
            Order::Give { order, ticket, agent } => {
                let is_meant =
                    ticket.is_none() || matches!(self.stage, Stage::Queue { ticket: mine, .. } if Some(mine) == ticket);
                match &self.stage {
                    Stage::Agent { agent: present, .. } if is_meant && present.no != agent.no => vec![
                        Event::AgentLeft { at: cx.wall, why: Leaving::Transferred, order: None },
                        Event::AgentJoined { at: cx.wall, order, agent },
                    ],
                    Stage::Bot | Stage::Queue { .. } if is_meant => {
                        vec![Event::AgentJoined { at: cx.wall, order, agent }]
                    }
                    Stage::Bot | Stage::Queue { .. } | Stage::Agent { .. } => vec![Event::OrderDeclined { order }],
                }
            }
            Order::TakeAway { order, agent, why } => match self.stage.is_with(agent) {
                true => vec![Event::AgentLeft { at: cx.wall, why, order: Some(order) }],
                false => vec![Event::OrderDeclined { order }],
            },
        };
        let mut decision = Decided::of(events);
        if decision.events.is_empty() {
            // Whatever the desk believes, it hears how it is.
            decision.effects.push(Effect::Errand(Errand::Report(Box::new(self.report()))));
        }
        decision
    }

    pub(super) fn no_agent(&self, cx: &Cx<'_>, why: NoAgent, opens_at: Option<WallTime>) -> Event {
        let parts = match why {
            NoAgent::NobodyAvailable | NoAgent::TimedOut => self.busy(),
            NoAgent::Closed => self.closed(),
        };
        Event::AssignmentFailed { at: cx.wall, why, parts, opens_at }
    }
}
