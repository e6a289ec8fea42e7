//! Facts' consequences. Nothing here refuses or fails, and each does the same for ever.

use super::event::Event;
use super::state::{Agent, Channel, Desk, Underway};
use crate::conversation::console::Presence;
use crate::conversation::event::Leaving;
use crate::conversation::ids::AgentNo;
use crate::engine::RoomTime;

impl Desk {
    pub(super) fn apply(&mut self, now: RoomTime, event: &Event) {
        match event {
            Event::Opened { at } => {
                self.founded.get_or_insert(*at);
            }
            Event::ChannelAdded { no, at, name, key, bot, settings } => {
                self.founded.get_or_insert(*at);
                let channel = Channel {
                    name: name.clone(),
                    key: *key,
                    bot: bot.clone(),
                    settings: settings.clone(),
                    added: *at,
                    is_revoked: false,
                };
                self.channels.insert(*no, channel);
            }
            Event::ChannelChanged { no, name, bot, settings } => {
                if let Some(channel) = self.channels.get_mut(no) {
                    (channel.name, channel.bot, channel.settings) = (name.clone(), bot.clone(), settings.clone());
                }
            }
            Event::ChannelRevoked { no } => {
                if let Some(channel) = self.channels.get_mut(no) {
                    channel.is_revoked = true;
                }
            }
            Event::ChannelKeyChanged { no, key } => {
                if let Some(channel) = self.channels.get_mut(no) {
                    channel.key = *key;
                }
            }
            Event::AgentAdded { no, at, name, picture, capacity, token } => {
                self.founded.get_or_insert(*at);
                let agent = Agent {
                    name: name.clone(),
                    picture: picture.clone(),
                    capacity: *capacity,
                    token: *token,
                    added: *at,
                    is_revoked: false,
                    presence: Presence::Offline,
                    is_away: false,
                    lost_at: None,
                    load: 0,
                    last_order: 0,
                };
                self.agents.insert(*no, agent);
            }
            Event::AgentChanged { no, name, picture, capacity } => self.with(*no, |agent| {
                (agent.name, agent.picture, agent.capacity) = (name.clone(), picture.clone(), *capacity);
            }),
            Event::AgentRevoked { no } => self.with(*no, |agent| {
                (agent.is_revoked, agent.presence, agent.lost_at) = (true, Presence::Offline, None);
            }),
            Event::AgentTokenChanged { no, token } => self.with(*no, |agent| agent.token = *token),
            Event::Arrived { agent } => self.with(*agent, |agent| {
                // A console that comes back by itself, in an empty room, takes nothing.
                agent.presence = if agent.is_away { Presence::Away } else { Presence::Online };
                agent.lost_at = None;
            }),
            Event::PresenceSet { agent, presence } => self.with(*agent, |agent| {
                (agent.presence, agent.is_away) = (*presence, *presence == Presence::Away);
            }),
            Event::Lost { agent } => self.with(*agent, |agent| agent.lost_at = Some(now)),
            Event::Found { agent } => self.with(*agent, |agent| agent.lost_at = None),
            Event::Gone { agent } => self.with(*agent, |agent| {
                (agent.presence, agent.lost_at) = (Presence::Offline, None);
            }),
            Event::Reported(report) => self.reported(report),
            Event::Given { conversation, order, agent, ticket } => {
                self.orders = self.orders.max(*order);
                self.with(*agent, |agent| agent.last_order = *order);
                self.change(conversation, |row| {
                    let mut row = row?;
                    row.order = Some(Underway::Give { order: *order, agent: *agent, ticket: *ticket });
                    row.avoid = None;
                    Some(row)
                });
            }
            Event::TakenAway { conversation, order, agent, why } => {
                self.orders = self.orders.max(*order);
                self.change(conversation, |row| {
                    let mut row = row?;
                    row.order = Some(Underway::TakeAway { order: *order, agent: *agent, why: *why });
                    row.avoid = (*why == Leaving::Transferred).then_some(*agent);
                    Some(row)
                });
            }
            Event::Refused { conversation, ticket, why, opens_at } => self.change(conversation, |row| {
                let mut row = row?;
                (row.refused, row.refused_why, row.opens_at) = (Some(*ticket), *why, *opens_at);
                Some(row)
            }),
            Event::Forgotten { conversation } => self.forget(conversation),
            Event::CannedSet { shortcut, text: Some(text) } => {
                self.canned.insert(shortcut.clone(), text.clone());
            }
            Event::CannedSet { shortcut, text: None } => {
                self.canned.remove(shortcut);
            }
        }
    }

    fn with(&mut self, no: AgentNo, change: impl FnOnce(&mut Agent)) {
        if let Some(agent) = self.agents.get_mut(&no) {
            change(agent);
        }
    }
}
