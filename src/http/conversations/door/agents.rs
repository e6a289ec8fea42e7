//! What agents' frames ask, and of whom: the desk, a conversation, or whoever has read all of them.

use super::{SwitchDoor, verdict};
use crate::conversation::command::{AgentAsk, Command, FromAgent};
use crate::conversation::console::ConsoleMessage;
use crate::conversation::ids::AgentNo;
use crate::conversation::parse_agent::{self, AgentAsked, Unreadable};
use crate::desk::command::{Command as DeskCommand, FromAgent as DeskFromAgent};
use crate::engine::{ConnId, Incoming};
use crate::http::conversations::search;
use crate::http::conversations::sockets::REVOKED;
use crate::room::door::Verdict;
use crate::room::fanout::Item;

impl SwitchDoor {
    pub(super) fn hear_agent(&mut self, conn: ConnId, no: AgentNo, incoming: Incoming<'_>) -> Verdict {
        match parse_agent::agent(incoming, self.talks.message_bytes_max) {
            Ok((request, AgentAsked::Desk(ask))) => {
                if let Some(desk) = &mut self.desk {
                    let asked = DeskFromAgent { agent: no, request, ask };
                    desk.door.command(conn, DeskCommand::Agent(Box::new(asked)));
                }
                Verdict::Accepted
            }
            Ok((request, AgentAsked::Search(query))) => {
                search::answer(&self.talks, &self.link, conn, query, request);
                Verdict::Accepted
            }
            Ok((request, AgentAsked::Of(id, ask))) => {
                let attached = self.sockets.get(&conn).is_some_and(|socket| socket.attached.contains(&id));
                // Whoever looks at nothing has nothing to close.
                if attached || ask != AgentAsk::Close {
                    // Looked up anew each time: the agent may have another name by now.
                    let Some(agent) = self.talks.directory.agent(no) else {
                        self.items(vec![Item::Close(conn, REVOKED)]);
                        return Verdict::Accepted;
                    };
                    let asked = FromAgent { agent, request, ask };
                    self.command(conn, &id, Command::Agent(Box::new(asked)));
                }
                Verdict::Accepted
            }
            Err(Unreadable { request, refusal }) => {
                self.tell_agent(conn, &ConsoleMessage::refused(&refusal, None, request));
                verdict(&refusal)
            }
        }
    }
}
