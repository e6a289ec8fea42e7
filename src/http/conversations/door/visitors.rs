//! What visitors' frames ask, and of whom.

use std::sync::Arc;

use super::{SwitchDoor, verdict};
use crate::conversation::command::{Command, FromVisitor, NewConversation};
use crate::conversation::ids::ConversationId;
use crate::conversation::parse::{self, Asked, StartAsked};
use crate::conversation::wire::ServerEvent;
use crate::conversation::{INVALID_CONVERSATION, refusal_event};
use crate::engine::{ConnId, Incoming};
use crate::http::conversations::directory::ChannelCard;
use crate::http::conversations::sockets::REVOKED;
use crate::http::conversations::visits;
use crate::room::door::Verdict;
use crate::room::fanout::Item;

impl SwitchDoor {
    pub(super) fn hear_visitor(&mut self, conn: ConnId, card: &Arc<ChannelCard>, incoming: Incoming<'_>) -> Verdict {
        if card.is_revoked() {
            self.items(vec![Item::Close(conn, REVOKED)]);
            return Verdict::Accepted;
        }
        match parse::visitor(incoming, self.talks.message_bytes_max) {
            Ok(asked) => {
                self.visitor_asks(conn, card, asked);
                Verdict::Accepted
            }
            Err(refusal) => {
                let event = refusal_event(&parse::named_conversation(incoming), &refusal);
                self.tell(conn, event);
                verdict(&refusal)
            }
        }
    }

    fn visitor_asks(&mut self, conn: ConnId, card: &Arc<ChannelCard>, asked: Asked) {
        match asked {
            Asked::Start(StartAsked { user_id, info, metadata, locale }) => {
                let id = ConversationId::new(&user_id, &uuid::Uuid::new_v4().to_string());
                // As the channel is now: the socket may have come before it was changed.
                let channel = self
                    .talks
                    .directory
                    .channel(card.facts.no)
                    .map_or_else(|| card.facts.clone(), |card| card.facts.clone());
                let new = NewConversation { channel, user_id, info, metadata, locale };
                self.command(conn, &id, Command::Start(Box::new(new)));
            }
            Asked::Of { conversation, since, ask } => match ConversationId::parse(&conversation) {
                Some(id) => {
                    let asked = FromVisitor { channel: card.facts.no, since, ask };
                    self.command(conn, &id, Command::Visitor(Box::new(asked)));
                }
                None => self.tell(
                    conn,
                    ServerEvent::GeneralError {
                        conversation_id: conversation,
                        error_code: 400,
                        error_desc: INVALID_CONVERSATION.to_owned(),
                        field: None,
                    },
                ),
            },
            Asked::List(asked) => visits::list(self.visit(conn, card), asked),
            Asked::Delete(asked) => visits::delete(self.visit(conn, card), asked),
        }
    }

    fn visit(&self, conn: ConnId, card: &Arc<ChannelCard>) -> visits::Visit {
        let attached = self.sockets.get(&conn).map(|socket| socket.attached.iter().cloned().collect());
        visits::Visit {
            talks: self.talks.clone(),
            link: self.link.clone(),
            conn,
            channel: card.facts.no,
            attached: attached.unwrap_or_default(),
        }
    }
}
