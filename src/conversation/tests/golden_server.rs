//! One of each event that visitors' clients are told.

use serde_json::json;

use super::golden_client::{ID, map, picture};
use crate::conversation::parts::{Card, Part};
use crate::conversation::wire::*;

type Said = (&'static str, ServerFrame);

const AT: &str = "2026-01-01T19:30:00.000Z";
const MESSAGE: &str = "f14efe6e-773a-4a52-85f5-90b6d801f2d1";

fn frame(event: ServerEvent) -> ServerFrame {
    event.framed("acb3b13e.00000007.0")
}

fn id() -> String {
    ID.to_owned()
}

/// Every event in every shape.
pub fn server_messages() -> Vec<Said> {
    let mut all = messages();
    all.extend(updates());
    all.extend(answers());
    all.extend(ours());
    all.extend(transcripts());
    all
}

fn messages() -> Vec<Said> {
    let bot = |content: Vec<Part>| ServerEvent::BotMessage {
        kind: MESSAGE_CREATE.to_owned(),
        ch_msg_id: MESSAGE.to_owned(),
        conversation_id: id(),
        bot: BotCard { name: "Cellar".to_owned() },
        content,
    };
    let choice = [("Leave Contact Details", "Leave Contact Details"), ("Chat to Agent", "Chat to Agent")];
    let texts = vec![
        Part::text("Hi. I'm the Captivate Bot."),
        Part::buttons("Please choose from one of the following:", choice),
    ];
    let card = Card {
        text: "Barolo 2016".to_owned(),
        description: Some("Nebbiolo, Piedmont".to_owned()),
        image_url: Some("https://files.example/barolo.jpg".to_owned()),
        link: Some("https://wine.example/barolo".to_owned()),
    };
    let rich = vec![
        Part::Cards { cards: vec![card] },
        Part::Pause { time: 800 },
        Part::Files { files: vec![picture()] },
        Part::Other(json!({"type": "carousel", "slides": [1, 2]})),
    ];
    let livechat = |agent| ServerEvent::LivechatMessage {
        kind: MESSAGE_CREATE.to_owned(),
        conversation_id: id(),
        content: vec![Part::text("hello"), Part::Files { files: vec![picture()] }],
        ch_msg_id: MESSAGE.to_owned(),
        agent,
    };
    let agent = AgentCard { name: "Ada".to_owned(), picture: None };
    vec![
        ("bot_message", frame(bot(texts))),
        ("bot_message.rich", frame(bot(rich))),
        ("livechat_message", frame(livechat(Some(agent)))),
        ("livechat_message.desk", frame(livechat(None))),
        (
            "action",
            frame(ServerEvent::Action {
                kind: "normal".to_owned(),
                id: "redirectToContactUs".to_owned(),
                data: json!({"url": "/contact"}),
                conversation_id: id(),
                actions: vec![ActionItem { id: "redirectToContactUs".to_owned(), data: json!({"url": "/contact"}) }],
            }),
        ),
    ]
}

fn updates() -> Vec<Said> {
    let update = |kind, data| frame(ServerEvent::ConversationUpdate { kind, conversation_id: id(), data });
    let card = AgentCard { name: "Ada".to_owned(), picture: Some("/files/ada.jpg".to_owned()) };
    let agent = UpdateData {
        name: Some(card.name.clone()),
        picture: card.picture.clone(),
        agent_info: Some(card),
        ..UpdateData::default()
    };
    let gone = UpdateData { reason: Some("ended".to_owned()), ..agent.clone() };
    let nobody = UpdateData { reason: Some("nobody_available".to_owned()), ..UpdateData::default() };
    let closed = UpdateData {
        reason: Some("closed".to_owned()),
        opens_at: Some("2026-01-02T17:00:00.000Z".to_owned()),
        ..UpdateData::default()
    };
    vec![
        ("conversation_update.closed", update(UpdateKind::FailedAgentAssignment, closed)),
        ("conversation_update.connected", update(UpdateKind::LivechatAgentConnected, agent)),
        ("conversation_update.disconnected", update(UpdateKind::LivechatAgentDisconnected, gone)),
        ("conversation_update.failed", update(UpdateKind::FailedAgentAssignment, nobody)),
    ]
}

fn answers() -> Vec<Said> {
    let row = ConversationRow {
        conversation_id: id(),
        created_at: AT.to_owned(),
        updated_at: AT.to_owned(),
        status: Holder::Bot,
        last_message: "hello".to_owned(),
        message_count: 2,
    };
    let page = Page { page: 2, limit: 10, total: 11, total_pages: 2 };
    let error = |conversation_id: &str, error_code, error_desc: &str, field: Option<&str>| {
        frame(ServerEvent::GeneralError {
            conversation_id: conversation_id.to_owned(),
            error_code,
            error_desc: error_desc.to_owned(),
            field: field.map(str::to_owned),
        })
    };
    let one = DeletePayload { conversation_id: Some(id()), user_id: None };
    let every = DeletePayload { conversation_id: None, user_id: Some("hart".to_owned()) };
    let list = |pagination| ServerEvent::UserConversations { conversations: vec![row.clone()], pagination };
    vec![
        ("socket_connected", frame(ServerEvent::SocketConnected { socket_id: "Vp6roemHLPECFOQ=".to_owned() })),
        ("conversation_start_success", frame(ServerEvent::StartSuccess { conversation_id: id() })),
        (
            "conversation_metadata",
            frame(ServerEvent::Metadata { conversation_id: id(), content: map(json!({"table": 7})) }),
        ),
        ("metadata_update_success", frame(ServerEvent::MetadataUpdateSuccess { conversation_id: id() })),
        ("user_conversations", frame(list(None))),
        ("user_conversations.page", frame(list(Some(page)))),
        ("delete_conversation_success", frame(ServerEvent::DeleteSuccess(one))),
        ("delete_conversation_success.user", frame(ServerEvent::DeleteSuccess(every))),
        (
            "message_edited_success",
            frame(ServerEvent::MessageEditedSuccess { conversation_id: id(), message_id: "9b1f".to_owned() }),
        ),
        ("general_error", error("sasa-5beb-4a96-a0d6-8c3369e82627", 400, "Invalid conversation_id", None)),
        (
            "general_error.field",
            error(
                ID,
                422,
                "event.event_payload.id: expected a text of 1–200 characters",
                Some("event.event_payload.id"),
            ),
        ),
    ]
}

fn ours() -> Vec<Said> {
    let client_msg_id = Some("9b1f".to_owned());
    let agent = Some(AgentCard { name: "Ada".to_owned(), picture: None });
    let message_id = || MESSAGE.to_owned();
    let content = || vec![Part::text("hello")];
    let kind = MESSAGE_CREATE.to_owned();
    let (echo, own) = (client_msg_id.clone(), client_msg_id.clone());
    vec![
        (
            "user_message",
            frame(ServerEvent::UserMessage {
                kind,
                conversation_id: id(),
                message_id: message_id(),
                client_msg_id: echo,
                content: content(),
            }),
        ),
        (
            "message_received",
            frame(ServerEvent::MessageReceived { conversation_id: id(), message_id: message_id(), client_msg_id }),
        ),
        (
            "message_edited",
            frame(ServerEvent::MessageEdited {
                conversation_id: id(),
                message_id: message_id(),
                client_msg_id: None,
                content: content(),
            }),
        ),
        (
            "message_edited.own",
            frame(ServerEvent::MessageEdited {
                conversation_id: id(),
                message_id: message_id(),
                client_msg_id: own,
                content: content(),
            }),
        ),
        ("conversation_status", frame(ServerEvent::Status { conversation_id: id(), holder: Holder::Agent, agent })),
        (
            "conversation_status.bot",
            frame(ServerEvent::Status { conversation_id: id(), holder: Holder::Bot, agent: None }),
        ),
        ("typing", frame(ServerEvent::Typing { conversation_id: id(), from: Side::Bot, typing: true })),
        (
            "message_read",
            frame(ServerEvent::MessageRead { conversation_id: id(), from: Side::Livechat, message_id: message_id() }),
        ),
    ]
}

fn transcripts() -> Vec<Said> {
    let action = || vec![FlatAction { kind: "normal".to_owned(), title: "escalateToHuman".to_owned() }];
    let grouped = |from, parts, actions, name: &str| TranscriptGroup {
        event_id: "acb3b13e.00000007.0".to_owned(),
        messages: vec![GroupedMessage {
            actions,
            files: Vec::new(),
            from,
            chatbot_name: "Cellar".to_owned(),
            channel_name: "test custom channel".to_owned(),
            livechat_name: name.to_owned(),
            messages: parts,
            timestamp: AT.to_owned(),
            message_id: MESSAGE.to_owned(),
        }],
    };
    let flat = |from, messages, actions| FlatMessage {
        from,
        messages,
        actions,
        channel_name: "test custom channel".to_owned(),
        chatbot_name: "Cellar".to_owned(),
        timestamp: AT.to_owned(),
    };
    let answer = |text: &str, actions| FlatContent::Answer { id_chat: id(), messages: vec![Part::text(text)], actions };
    let wait = "Please wait while I connect you to the support team.";
    let busy = "Our agents are currently busy at the moment.";
    vec![(
        "conversation_transcript",
        frame(ServerEvent::Transcript {
            conversation_id: id(),
            transcript: vec![
                grouped(GroupedFrom::User, vec![Part::text("agent")], Vec::new(), ""),
                grouped(GroupedFrom::Chatbot, vec![Part::text(wait)], action(), ""),
                grouped(GroupedFrom::Livechat, vec![Part::text(busy)], Vec::new(), "Ada"),
            ],
            messages: vec![
                flat(FlatFrom::User, FlatContent::Said(vec![Part::text("agent")]), Vec::new()),
                flat(FlatFrom::Bot, answer(wait, action()), action()),
                flat(FlatFrom::Agent, answer(busy, Vec::new()), Vec::new()),
            ],
        }),
    )]
}
