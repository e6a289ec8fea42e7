//! The rules: what a command brings, or why it brings nothing.

use super::command::{Command, DeskAsk, FromAgent, NewAgent, NewChannel};
use super::event::Event;
use super::machine::{Cx, Decided, Said, Topic};
use super::refusals;
use super::state::{Agent, Channel, Desk};
use crate::conversation::console::Presence;
use crate::conversation::event::Leaving;
use crate::conversation::handover::Report;
use crate::conversation::ids::{AgentNo, ChannelNo, ConversationId};
use crate::engine::{Caller, Decision, Effect, Refusal, Role};
use crate::limits::{AGENTS_MAX, CANNED_MAX, CHANNELS_MAX};

/// The close code for an agent whose token counts no more.
const REVOKED: u16 = 4401;

impl Desk {
    pub(super) fn answer_to(&self, cx: &Cx<'_>, from: Caller, command: Command) -> Result<Decided, Refusal> {
        match command {
            Command::Open => Ok(Decision::of(vec![Event::Opened { at: cx.wall }])),
            Command::Arrive(no) => self.arrive(from, no),
            Command::Agent(asked) => self.asked(from, *asked),
            Command::Report(report) => Ok(self.report(report)),
            Command::Forget(conversation) => {
                let Some(row) = self.row(&conversation) else { return Ok(Decision::default()) };
                let touched = row.agent().map(Topic::Agent).into_iter().collect();
                Ok(Decision { touched, ..Decision::of(vec![Event::Forgotten { conversation }]) })
            }
            Command::AddChannel(new) => self.add_channel(cx, *new),
            Command::ChangeChannel(no, new) => {
                self.channel(no)?;
                let NewChannel { name, bot, settings } = *new;
                Ok(Decision::of(vec![Event::ChannelChanged { no, name, bot, settings }]))
            }
            Command::RevokeChannel(no) => {
                self.channel(no)?;
                Ok(Decision::of(vec![Event::ChannelRevoked { no }]))
            }
            Command::AddAgent(new) => self.add_agent(cx, new),
            Command::ChangeAgent(no, new) => {
                self.agent(no)?;
                let NewAgent { name, picture, capacity } = new;
                // What is left out is as for a new one: what was before is replaced, not mended.
                let capacity = capacity.unwrap_or(cx.settings.agent_capacity);
                Ok(Decision::of(vec![Event::AgentChanged { no, name, picture, capacity }]))
            }
            Command::RevokeAgent(no) => self.revoke_agent(cx, no),
            Command::ChangeKey(no) => self.change_key(cx, no),
            Command::ChangeToken(no) => self.change_token(cx, no),
        }
    }

    /// A conversation says where it is.
    fn report(&self, report: Box<Report>) -> Decided {
        let known = self.row(&report.conversation);
        if known.is_some_and(|row| row.report.version >= report.version) {
            return Decision::default();
        }
        // Whose it was and whose it is: their loads may have changed.
        let (before, after) = (known.and_then(|row| row.agent()), report.agent);
        let touched = [before, after].into_iter().flatten().filter(|_| before != after).map(Topic::Agent).collect();
        Decision { touched, ..Decision::of(vec![Event::Reported(report)]) }
    }

    fn channel(&self, no: ChannelNo) -> Result<&Channel, Refusal> {
        self.channels.get(&no).filter(|channel| !channel.is_revoked).ok_or_else(refusals::unknown_channel)
    }

    fn agent(&self, no: AgentNo) -> Result<&Agent, Refusal> {
        self.agents.get(&no).filter(|agent| !agent.is_revoked).ok_or_else(refusals::unknown_agent)
    }

    // ---- the administrator ----

    fn add_channel(&self, cx: &Cx<'_>, new: NewChannel) -> Result<Decided, Refusal> {
        if self.channels.values().filter(|channel| !channel.is_revoked).count() >= CHANNELS_MAX {
            return Err(refusals::too_many("channels", CHANNELS_MAX));
        }
        let no = ChannelNo(self.channels.last_key_value().map_or(0, |(no, _)| no.0) + 1);
        let secret = cx.entropy.token("channel");
        let NewChannel { name, bot, settings } = new;
        let key = cx.key.hash("channel", secret.expose());
        Ok(Decision {
            events: vec![Event::ChannelAdded { no, at: cx.wall, name, key, bot, settings }],
            replies: vec![Said::Made { id: no.to_string(), secret }],
            ..Decision::default()
        })
    }

    fn add_agent(&self, cx: &Cx<'_>, new: NewAgent) -> Result<Decided, Refusal> {
        if self.agents.values().filter(|agent| !agent.is_revoked).count() >= AGENTS_MAX {
            return Err(refusals::too_many("agents", AGENTS_MAX));
        }
        let no = AgentNo(self.agents.last_key_value().map_or(0, |(no, _)| no.0) + 1);
        let secret = cx.entropy.token("agent");
        let NewAgent { name, picture, capacity } = new;
        let (token, capacity) = (cx.key.hash("agent", secret.expose()), capacity.unwrap_or(cx.settings.agent_capacity));
        Ok(Decision {
            events: vec![Event::AgentAdded { no, at: cx.wall, name, picture, capacity, token }],
            replies: vec![Said::Made { id: no.to_string(), secret }],
            ..Decision::default()
        })
    }

    fn revoke_agent(&self, cx: &Cx<'_>, no: AgentNo) -> Result<Decided, Refusal> {
        self.agent(no)?;
        let sockets = cx.roster.seat_conns(no.0);
        Ok(Decision {
            events: vec![Event::AgentRevoked { no }],
            effects: sockets.map(|conn| Effect::Close { conn, code: REVOKED }).collect(),
            ..Decision::default()
        })
    }

    fn change_key(&self, cx: &Cx<'_>, no: ChannelNo) -> Result<Decided, Refusal> {
        self.channel(no)?;
        let secret = cx.entropy.token("channel");
        let key = cx.key.hash("channel", secret.expose());
        Ok(Decision {
            events: vec![Event::ChannelKeyChanged { no, key }],
            replies: vec![Said::Made { id: no.to_string(), secret }],
            ..Decision::default()
        })
    }

    /// Whoever came in by the old token has to come in anew.
    fn change_token(&self, cx: &Cx<'_>, no: AgentNo) -> Result<Decided, Refusal> {
        self.agent(no)?;
        let secret = cx.entropy.token("agent");
        let token = cx.key.hash("agent", secret.expose());
        let sockets = cx.roster.seat_conns(no.0);
        Ok(Decision {
            events: vec![Event::AgentTokenChanged { no, token }],
            replies: vec![Said::Made { id: no.to_string(), secret }],
            effects: sockets.map(|conn| Effect::Close { conn, code: REVOKED }).collect(),
            ..Decision::default()
        })
    }

    // ---- agents ----

    fn arrive(&self, from: Caller, no: AgentNo) -> Result<Decided, Refusal> {
        let Ok(agent) = self.agent(no) else {
            // Let in a moment before the token was revoked.
            let effects = vec![Effect::Close { conn: from.conn, code: REVOKED }];
            return Ok(Decision { effects, ..Decision::default() });
        };
        let event = match (agent.presence, agent.lost_at) {
            (Presence::Offline, _) => Some(Event::Arrived { agent: no }),
            (_, Some(_)) => Some(Event::Found { agent: no }),
            (_, None) => None,
        };
        Ok(Decision {
            events: event.into_iter().collect(),
            effects: vec![Effect::Bind { conn: from.conn, role: Role::Seat(no.0) }],
            ..Decision::default()
        })
    }

    fn asked(&self, from: Caller, asked: FromAgent) -> Result<Decided, Refusal> {
        let no = asked.agent;
        // The seat is what the socket has proved; the number came with the frame's door.
        if from.role != Role::Seat(no.0) {
            return Err(refusals::unknown_agent());
        }
        let agent = self.agent(no)?;
        match asked.ask {
            DeskAsk::Presence(presence) if presence == agent.presence => Ok(Decision::default()),
            DeskAsk::Presence(presence) => Ok(Decision::of(vec![Event::PresenceSet { agent: no, presence }])),
            DeskAsk::Take(conversation) => self.take(no, conversation),
            DeskAsk::Transfer { conversation, to } => self.transfer(no, conversation, to),
            DeskAsk::SetCanned { shortcut, text } => {
                let is_new = text.is_some() && !self.canned.contains_key(&shortcut);
                if is_new && self.canned.len() >= CANNED_MAX {
                    return Err(refusals::too_many("canned replies", CANNED_MAX));
                }
                Ok(Decision::of(vec![Event::CannedSet { shortcut, text }]))
            }
        }
    }

    /// Of two agents who reach for one conversation, the first has it.
    fn take(&self, no: AgentNo, conversation: ConversationId) -> Result<Decided, Refusal> {
        let row = self.row(&conversation).ok_or_else(refusals::unknown_conversation)?;
        match row.agent() {
            Some(other) if other != no => Err(refusals::taken()),
            Some(_) => Ok(Decision::default()),
            None => {
                let order = self.orders + 1;
                Ok(Decision::of(vec![Event::Given { conversation, order, agent: no, ticket: None }]))
            }
        }
    }

    fn transfer(&self, no: AgentNo, conversation: ConversationId, to: Option<AgentNo>) -> Result<Decided, Refusal> {
        let row = self.row(&conversation).ok_or_else(refusals::unknown_conversation)?;
        if row.agent() != Some(no) {
            return Err(refusals::not_yours());
        }
        let order = self.orders + 1;
        match to {
            Some(to) if to == no => Ok(Decision::default()),
            Some(to) => {
                // Colleagues may agree on more than the limit, but not on somebody who is not there.
                if !self.agent(to)?.is_there() {
                    return Err(refusals::not_there());
                }
                Ok(Decision::of(vec![Event::Given { conversation, order, agent: to, ticket: None }]))
            }
            None => {
                // Nobody waits while somebody with room is there: with nobody else, it would come right back.
                if !self.agents.iter().any(|(other, agent)| *other != no && agent.is_free()) {
                    return Err(refusals::nobody_else());
                }
                let why = Leaving::Transferred;
                Ok(Decision::of(vec![Event::TakenAway { conversation, order, agent: no, why }]))
            }
        }
    }
}
