//! The entrance of conversations: visitors by a channel's key, agents by their token. All of their sockets come
//! through one door per hub, for a socket may be in several conversations and a conversation has several sockets.

use super::door::SwitchDoor;
use super::open::Talks;
use crate::conversation::ids::{AgentNo, ChannelNo};
use crate::engine::Secret;
use crate::room::door::{Denied, Door, Entrance, Handshake, Way};
use crate::room::fanout::HubLink;

/// The name under which the hubs know it all.
const HALL: &str = "conversations";

/// See the module.
pub struct Switchboard(Talks);

impl Switchboard {
    /// For these conversations.
    pub fn new(talks: Talks) -> Self {
        Switchboard(talks)
    }
}

/// Who a socket belongs to, as the entrance writes it on the ticket and the door reads it.
pub enum Ticket {
    Visitor(ChannelNo),
    Agent(AgentNo),
}

impl Ticket {
    /// Reads a ticket.
    pub fn read(text: &str) -> Option<Ticket> {
        ChannelNo::parse(text).map(Ticket::Visitor).or_else(|| AgentNo::parse(text).map(Ticket::Agent))
    }
}

fn is_visitors(path: &str) -> bool {
    path.strip_prefix("/ws/conversation").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn query<'a>(handshake: &'a Handshake, names: &[&str]) -> &'a str {
    let pair = handshake.query.iter().find(|(name, _)| names.contains(&name.as_str()));
    pair.map_or("", |(_, value)| value)
}

impl Switchboard {
    fn key<'a>(&self, handshake: &'a Handshake) -> &'a str {
        query(handshake, &["apikey", "apiKey"])
    }
}

impl Entrance for Switchboard {
    fn way(&self, handshake: &Handshake) -> Option<Result<Way, Denied>> {
        let directory = &self.0.directory;
        let ticket = if is_visitors(&handshake.path) {
            let card = directory.channel_by_key(self.key(handshake));
            card.map(|card| card.facts.no.to_string()).ok_or("apikey: this is no channel's key.")
        } else if handshake.path == "/ws/agent" {
            let agent = directory.agent_by_token(query(handshake, &["token"]));
            agent.map(|agent| agent.no.to_string()).ok_or("token: this is no agent's token.")
        } else {
            return None;
        };
        Some(match ticket {
            Ok(ticket) => Ok(Way { room: HALL.to_owned(), credential: Some(Secret::new(ticket)) }),
            Err(detail) => Err(Denied { status: 401, detail }),
        })
    }

    fn admits(&self, handshake: &Handshake, origin: &str) -> bool {
        if !is_visitors(&handshake.path) {
            return false;
        }
        // A key that counts nowhere is told so, whatever the page.
        let card = self.0.directory.channel_by_key(self.key(handshake));
        card.is_none_or(|card| card.admits(origin))
    }

    fn open(&self, _: &str, link: HubLink) -> Box<dyn Door> {
        Box::new(SwitchDoor::new(self.0.clone(), link))
    }
}
