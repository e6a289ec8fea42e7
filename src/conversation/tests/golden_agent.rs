//! One of each message that agents send, with what it asks for.

use super::golden_client::{ID, picture};
use crate::conversation::command::{AgentAsk, NewMessage};
use crate::conversation::console::{AgentMessage, Presence};
use crate::conversation::ids::{AgentNo, ConversationId};
use crate::conversation::parse_agent::AgentAsked;
use crate::conversation::parts::Part;
use crate::desk::command::DeskAsk;

type Sent = (&'static str, AgentMessage, AgentAsked);

pub fn conversation() -> ConversationId {
    ConversationId::parse(ID).expect("an id")
}

fn of(ask: AgentAsk) -> AgentAsked {
    AgentAsked::Of(conversation(), ask)
}

/// Every message in every shape.
pub fn agent_messages() -> Vec<Sent> {
    let mut all = of_the_desk();
    all.extend(of_a_conversation());
    all
}

fn of_the_desk() -> Vec<Sent> {
    let conversation_id = || ID.to_owned();
    let transfer = |agent_id: Option<&str>, to| {
        let message =
            AgentMessage::Transfer { conversation_id: conversation_id(), agent_id: agent_id.map(str::to_owned) };
        (message, AgentAsked::Desk(DeskAsk::Transfer { conversation: conversation(), to }))
    };
    let (to_agent, to_agent_asked) = transfer(Some("agent-2"), Some(AgentNo(2)));
    let (to_queue, to_queue_asked) = transfer(None, None);
    let text = Some("We open at five.".to_owned());
    let canned = |text: &Option<String>| AgentMessage::SetCanned { shortcut: "hours".to_owned(), text: text.clone() };
    let set = |text| AgentAsked::Desk(DeskAsk::SetCanned { shortcut: "hours".to_owned(), text });
    vec![
        (
            "presence",
            AgentMessage::Presence { state: Presence::Away },
            AgentAsked::Desk(DeskAsk::Presence(Presence::Away)),
        ),
        (
            "take",
            AgentMessage::Take { conversation_id: conversation_id() },
            AgentAsked::Desk(DeskAsk::Take(conversation())),
        ),
        ("transfer", to_agent, to_agent_asked),
        ("transfer.queue", to_queue, to_queue_asked),
        ("search", AgentMessage::Search { query: "barolo".to_owned() }, AgentAsked::Search("barolo".to_owned())),
        ("set_canned", canned(&text), set(text.clone())),
        ("set_canned.remove", canned(&None), set(None)),
    ]
}

fn of_a_conversation() -> Vec<Sent> {
    let conversation_id = || ID.to_owned();
    let client_msg_id = || "c1".to_owned();
    let said =
        |parts| of(AgentAsk::Say(NewMessage { client_id: Some(client_msg_id()), parts, ack: false, is_left: false }));
    let send = |text: &str, files| AgentMessage::Send {
        conversation_id: conversation_id(),
        client_msg_id: client_msg_id(),
        text: text.to_owned(),
        files,
    };
    let (message_id, text) = (|| "c1".to_owned(), || "Good evening!".to_owned());
    let with_file = vec![Part::text("this one"), Part::Files { files: vec![picture()] }];
    vec![
        (
            "open",
            AgentMessage::Open { conversation_id: conversation_id(), after: None },
            of(AgentAsk::Open { after: None }),
        ),
        (
            "open.again",
            AgentMessage::Open { conversation_id: conversation_id(), after: Some(7) },
            of(AgentAsk::Open { after: Some(7) }),
        ),
        ("close", AgentMessage::Close { conversation_id: conversation_id() }, of(AgentAsk::Close)),
        ("send", send("hello", Vec::new()), said(vec![Part::text("hello")])),
        ("send.files", send("this one", vec![picture()]), said(with_file)),
        (
            "edit",
            AgentMessage::Edit { conversation_id: conversation_id(), message_id: message_id(), text: text() },
            of(AgentAsk::Edit { message_id: message_id(), text: text() }),
        ),
        (
            "typing",
            AgentMessage::Typing { conversation_id: conversation_id(), typing: true },
            of(AgentAsk::Typing(true)),
        ),
        ("read", AgentMessage::Read { conversation_id: conversation_id() }, of(AgentAsk::Read)),
        (
            "note",
            AgentMessage::Note { conversation_id: conversation_id(), client_msg_id: client_msg_id(), text: text() },
            of(AgentAsk::Note { client_id: client_msg_id(), text: text() }),
        ),
        ("end", AgentMessage::End { conversation_id: conversation_id() }, of(AgentAsk::End)),
    ]
}
