//! The names of conversations, channels and agents, as they go between machines and on the wire.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::engine::SeatNo;
use crate::limits::CONVERSATION_USER_ID_CHARS_MAX;

/// Characters of the random part of a conversation's id: a UUID with hyphens.
const UUID_CHARS: usize = 36;
/// The user of conversations whose client names none.
pub const ANONYMOUS: &str = "anon";

/// A conversation's id: `<userId>_<uuid>`. Opaque to everybody: only its form is ever looked at. The 122
/// random bits in it are what a client proves itself with when it comes back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConversationId(String);

impl ConversationId {
    /// The id of a new conversation of a user. `random` is a fresh UUID. Of the user's id only letters that
    /// are safe in a link are kept as they are.
    pub fn new(user_id: &str, random: &str) -> Self {
        let safe = |char: char| if char.is_ascii_alphanumeric() || "-_.@".contains(char) { char } else { '-' };
        let user: String = user_id.chars().take(CONVERSATION_USER_ID_CHARS_MAX).map(safe).collect();
        let user = if user.is_empty() { ANONYMOUS } else { &user };
        ConversationId(format!("{user}_{random}"))
    }

    /// Reads an id; `None` where it cannot be one. Whether there is such a conversation is not known yet.
    pub fn parse(text: &str) -> Option<Self> {
        // Ids are ASCII: the split below falls between characters.
        let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.@".contains(&byte);
        if text.len() > CONVERSATION_USER_ID_CHARS_MAX + 1 + UUID_CHARS || !text.bytes().all(safe) {
            return None;
        }
        let (user, random) = text.split_at_checked(text.len().checked_sub(UUID_CHARS)?)?;
        let hyphens = [8, 13, 18, 23];
        let is_uuid = random.bytes().enumerate().all(|(at, byte)| match hyphens.contains(&at) {
            true => byte == b'-',
            false => byte.is_ascii_hexdigit(),
        });
        (user.len() > 1 && user.ends_with('_') && is_uuid).then(|| ConversationId(text.to_owned()))
    }

    /// The id as it is sent; the room's name too.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Some letters of the random part: they tell this conversation's events from another's.
    pub fn tag(&self) -> &str {
        tag(&self.0)
    }
}

/// See [`ConversationId::tag`]; for a room's name.
pub fn tag(room: &str) -> &str {
    room.len().checked_sub(UUID_CHARS).and_then(|at| room.get(at..at + 8)).unwrap_or("")
}

impl fmt::Display for ConversationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A channel: a site whose visitors talk here. Numbered from 1, never reused.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChannelNo(pub u32);

/// A human who answers. Numbered from 1, never reused; the number is the agent's seat in every room, and
/// seat 0 is the visitor's.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AgentNo(pub SeatNo);

/// The seat of the visitor in a conversation's room.
pub const VISITORS_SEAT: SeatNo = 0;

impl AgentNo {
    /// Reads an id as it is sent: `agent-7`.
    pub fn parse(text: &str) -> Option<Self> {
        let number = text.strip_prefix("agent-")?.parse().ok().filter(|number| *number > 0)?;
        (AgentNo(number).to_string() == text).then_some(AgentNo(number))
    }
}

impl fmt::Display for AgentNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "agent-{}", self.0)
    }
}

impl ChannelNo {
    /// Reads an id as it is sent: `channel-7`.
    pub fn parse(text: &str) -> Option<Self> {
        let number = text.strip_prefix("channel-")?.parse().ok().filter(|number| *number > 0)?;
        (ChannelNo(number).to_string() == text).then_some(ChannelNo(number))
    }
}

impl fmt::Display for ChannelNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "channel-{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UUID: &str = "acb3b13e-4818-40fa-b57e-d8a80feba5c1";

    #[test]
    fn an_id_is_made_of_what_is_safe_and_read_again() {
        let id = ConversationId::new("hart", UUID);
        assert_eq!((id.as_str(), id.tag()), ("hart_acb3b13e-4818-40fa-b57e-d8a80feba5c1", "acb3b13e"));
        for user in ["", "a/b c\u{1F377}", "x_y", &"long".repeat(99)] {
            let id = ConversationId::new(user, UUID);
            assert_eq!(ConversationId::parse(id.as_str()), Some(id));
        }
    }

    #[test]
    fn what_cannot_be_an_id_is_none() {
        let long = format!("{}_{UUID}", "a".repeat(CONVERSATION_USER_ID_CHARS_MAX + 1));
        for text in ["", "hart", UUID, &format!("_{UUID}"), &format!("a/b_{UUID}"), &format!("é_{UUID}"), &long] {
            assert_eq!(ConversationId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_written_in_one_way_only() {
        assert_eq!(AgentNo::parse("agent-7"), Some(AgentNo(7)));
        assert_eq!(ChannelNo::parse("channel-1"), Some(ChannelNo(1)));
        for text in ["agent-0", "agent-07", "agent-+7", "agent-", "7"] {
            assert_eq!(AgentNo::parse(text), None, "{text}");
        }
    }
}
