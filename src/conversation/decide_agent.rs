//! The rules for agents inside one conversation. Who gets which conversation is the desk's to say.

use super::command::{AgentAsk, FromAgent, NewMessage};
use super::console::ConsoleMessage;
use super::event::{AgentFacts, Event, Leaving};
use super::frames::message_id;
use super::ids::AgentNo;
use super::machine::{Cx, DETACH, Decided, Said, Topic, Typing};
use super::parts::Part;
use super::refusals;
use super::state::{Body, Talk};
use crate::engine::{Caller, Decision, Effect, Refusal, Role};

impl Talk {
    pub(super) fn asked_by_agent(&self, cx: &Cx<'_>, from: Caller, asked: FromAgent) -> Result<Decided, Refusal> {
        let agent = asked.agent.no;
        let mut decision = Decision::default();
        match asked.ask {
            AgentAsk::Open { after } => {
                decision.effects.push(Effect::Bind { conn: from.conn, role: Role::Seat(agent.0) });
                let view = ConsoleMessage::Conversation(Box::new(self.view(cx, after)));
                decision.replies.push(Said::Agent(view));
            }
            AgentAsk::Close => decision.effects.push(Effect::Close { conn: from.conn, code: DETACH }),
            AgentAsk::Say(message) => decision.events.extend(self.agent_says(cx, asked.agent, message)?),
            AgentAsk::Edit { message_id, text } => {
                let entry = self.agents_message(cx.room, agent, &message_id);
                let entry = entry.ok_or_else(|| refusals::unknown_message("message_id"))?;
                decision.events.push(Event::Edited { entry, parts: vec![Part::text(text)] });
            }
            AgentAsk::Typing(typing) if self.stage.is_with(agent) => {
                decision.touched.push(Topic::AgentTypes(Typing::of(typing)));
            }
            // Somebody else's dots are nothing to the visitor.
            AgentAsk::Typing(_) => {}
            AgentAsk::Read if self.agents_read < self.last_no() && self.unread() > 0 => {
                decision.events.push(Event::AgentRead { up_to: self.last_no() });
            }
            AgentAsk::Read => {}
            AgentAsk::Note { client_id, text } => {
                if self.named(Some(agent), &client_id).is_none() {
                    let name = asked.agent.name;
                    decision.events.push(Event::Noted { at: cx.wall, agent, name, client_id, text });
                }
            }
            AgentAsk::End if self.stage.is_with(agent) => {
                decision.events.push(Event::AgentLeft { at: cx.wall, why: Leaving::Ended, order: None });
            }
            AgentAsk::End => return Err(refusals::not_yours()),
        }
        Ok(decision)
    }

    /// Under the name that the agent has now, which may not be the one that the conversation was given to.
    fn agent_says(&self, cx: &Cx<'_>, agent: AgentFacts, message: NewMessage) -> Result<Option<Event>, Refusal> {
        if message.client_id.as_deref().and_then(|id| self.named(Some(agent.no), id)).is_some() {
            return Ok(None);
        }
        if !self.stage.is_with(agent.no) {
            return Err(refusals::not_yours());
        }
        let NewMessage { client_id, parts, .. } = message;
        let parts = self.with_own_files(cx.room, parts, "files")?;
        Ok(Some(Event::AgentSaid { at: cx.wall, agent, client_id, parts }))
    }

    fn agents_message(&self, room: &str, agent: AgentNo, id: &str) -> Option<u32> {
        let is_own = |no: &u32| match self.entry(*no).map(|entry| &entry.body) {
            Some(Body::Agent { agent: by, .. }) => by.no == agent,
            _ => false,
        };
        let ours = || self.entries().rev().map(|entry| entry.no).filter(is_own).find(|no| message_id(room, *no) == id);
        self.named(Some(agent), id).filter(is_own).or_else(ours)
    }
}
