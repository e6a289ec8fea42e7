//! One of each event that visitors' clients send, with what it asks for.

use serde_json::{Map, Value, json};

use crate::conversation::command::{NewMessage, VisitorAsk};
use crate::conversation::parse::{Asked, DeleteAsked, ListAsked, StartAsked};
use crate::conversation::parts::{Deed, File, Part};
use crate::conversation::wire::*;

type Sent = (&'static str, ClientFrame, Asked);

pub const ID: &str = "hart_acb3b13e-4818-40fa-b57e-d8a80feba5c1";

pub fn map(value: Value) -> Map<String, Value> {
    value.as_object().expect("an object").clone()
}

pub fn picture() -> File {
    File {
        kind: "image".into(),
        url: "https://files.example/label.jpg".into(),
        mimetype: Some("image/jpeg".into()),
        filename: Some("label.jpg".into()),
        size: None,
    }
}

fn frame(event: ClientEvent) -> ClientFrame {
    ClientFrame { action: SEND.to_owned(), event }
}

fn of(ask: VisitorAsk) -> Asked {
    Asked::Of { conversation: ID.to_owned(), since: None, ask }
}

fn named() -> ConversationRef {
    ConversationRef { conversation_id: ID.to_owned(), last_event_id: None }
}

fn said(parts: Vec<Part>) -> VisitorAsk {
    VisitorAsk::Say(NewMessage { client_id: Some("9b1f".to_owned()), parts, ack: false, is_left: false })
}

fn message(content: Content) -> MessagePayload {
    MessagePayload {
        kind: MESSAGE_CREATE.to_owned(),
        client_msg_id: Some("9b1f".to_owned()),
        conversation_id: ID.to_owned(),
        content,
        ack: false,
        target: None,
    }
}

fn whole(text: &str, files: Vec<File>) -> Content {
    Content::Whole { kind: "text".to_owned(), text: text.to_owned(), files }
}

/// Every event in every shape.
pub fn client_messages() -> Vec<Sent> {
    let mut all = vec![start(), start_anonymous()];
    all.extend(messages());
    all.extend(others());
    all.extend(lists());
    all
}

fn start() -> Sent {
    let info = BasicInfo {
        first_name: Some("John".to_owned()),
        last_name: Some("Doe".to_owned()),
        email: Some("john@sample.io".to_owned()),
        phone: None,
        more: map(json!({"company": "Cellar"})),
    };
    let metadata = map(json!({"page": "/wines", "table": 7}));
    let payload = StartPayload {
        user_id: Some("super-unique-user-id".to_owned()),
        user_basic_info: Some(info.clone()),
        user_metadata: Some(metadata.clone()),
        locale: Some("de".to_owned()),
    };
    let user_id = "super-unique-user-id".to_owned();
    let asked = Asked::Start(StartAsked { user_id, info, metadata, locale: Some("de".to_owned()) });
    ("conversation_start", frame(ClientEvent::ConversationStart(payload)), asked)
}

fn start_anonymous() -> Sent {
    let user_id = "anon".to_owned();
    let asked = Asked::Start(StartAsked { user_id, info: BasicInfo::default(), metadata: Map::new(), locale: None });
    ("conversation_start.anonymous", frame(ClientEvent::ConversationStart(StartPayload::default())), asked)
}

fn messages() -> Vec<Sent> {
    let hello = || vec![Part::text("hello")];
    let with_file = vec![Part::text("this one"), Part::Files { files: vec![picture()] }];
    let asking =
        VisitorAsk::Say(NewMessage { client_id: Some("9b1f".to_owned()), parts: hello(), ack: true, is_left: false });
    vec![
        ("user_message", frame(ClientEvent::UserMessage(message(whole("hello", Vec::new())))), of(said(hello()))),
        (
            "user_message.bare",
            frame(ClientEvent::UserMessage(message(Content::Bare("hello".to_owned())))),
            of(said(hello())),
        ),
        (
            "user_message.files",
            frame(ClientEvent::UserMessage(message(whole("this one", vec![picture()])))),
            of(said(with_file)),
        ),
        ("user_message.empty", frame(ClientEvent::UserMessage(message(whole("", Vec::new())))), of(said(Vec::new()))),
        (
            "user_message.ack",
            frame(ClientEvent::UserMessage(MessagePayload { ack: true, ..message(whole("hello", Vec::new())) })),
            of(asking),
        ),
        (
            "user_message.left",
            frame(ClientEvent::UserMessage(MessagePayload {
                target: Some(Target::Live),
                ..message(whole("hello", Vec::new()))
            })),
            of(VisitorAsk::Say(NewMessage {
                client_id: Some("9b1f".to_owned()),
                parts: hello(),
                ack: false,
                is_left: true,
            })),
        ),
        (
            "edit_message",
            frame(ClientEvent::EditMessage(EditPayload {
                conversation_id: ID.to_owned(),
                message_id: "9b1f".to_owned(),
                content: whole("hello!", Vec::new()),
            })),
            of(VisitorAsk::Edit { message_id: "9b1f".to_owned(), parts: vec![Part::text("hello!")] }),
        ),
    ]
}

fn others() -> Vec<Sent> {
    let deed = Deed { id: "escalateToHuman".to_owned(), data: json!({}), kind: "normal".to_owned() };
    let action = ActionPayload {
        kind: "normal".to_owned(),
        id: "escalateToHuman".to_owned(),
        data: json!({}),
        conversation_id: ID.to_owned(),
    };
    let metadata = MetadataPayload {
        metadata: map(json!({"sample_metadata": "Sample metadata"})),
        target: Target::BotLive,
        client_msg_id: Some("9b20".to_owned()),
        conversation_id: ID.to_owned(),
    };
    let values = metadata.metadata.clone();
    let seen = ConversationRef { last_event_id: Some("acb3b13e.00000007.0".to_owned()), ..named() };
    let resume = Asked::Of { conversation: ID.to_owned(), since: seen.last_event_id.clone(), ask: VisitorAsk::Resume };
    let typing = TypingPayload { conversation_id: ID.to_owned(), typing: true };
    vec![
        (
            "metadata",
            frame(ClientEvent::Metadata(metadata)),
            of(VisitorAsk::Metadata { target: Target::BotLive, values }),
        ),
        ("action", frame(ClientEvent::Action(action)), of(VisitorAsk::Act(deed))),
        ("conversation_transcript_request", frame(ClientEvent::TranscriptRequest(named())), of(VisitorAsk::Transcript)),
        ("metadata_request", frame(ClientEvent::MetadataRequest(named())), of(VisitorAsk::ShowMetadata)),
        ("conversation_resume", frame(ClientEvent::ConversationResume(seen)), resume),
        ("typing", frame(ClientEvent::Typing(typing)), of(VisitorAsk::Typing(true))),
        ("message_read", frame(ClientEvent::MessageRead(named())), of(VisitorAsk::Read)),
    ]
}

fn lists() -> Vec<Sent> {
    let user = || UserRef { user_id: "hart".to_owned() };
    let all = || {
        let user_id = "hart".to_owned();
        Asked::List(ListAsked { user_id, filter: ListFilter::default(), search: None, page: None })
    };
    let filter = ListFilter { status: Some(Holder::Agent) };
    let page = PageAsked { page: 2, limit: 10 };
    let search = Some("barolo".to_owned());
    let some = ListPayload {
        user_id: "hart".to_owned(),
        filter: Some(filter.clone()),
        search: search.clone(),
        pagination: Some(page),
    };
    let some_asked = Asked::List(ListAsked { user_id: "hart".to_owned(), filter, search, page: Some(page) });
    let one = DeletePayload { conversation_id: Some(ID.to_owned()), user_id: None };
    let every = DeletePayload { conversation_id: None, user_id: Some("hart".to_owned()) };
    vec![
        ("get_user_conversations", frame(ClientEvent::GetUserConversations(user())), all()),
        ("get_conversations", frame(ClientEvent::GetConversations(user())), all()),
        ("get_user_conversations_v2", frame(ClientEvent::GetUserConversationsV2(some)), some_asked),
        (
            "delete_conversation",
            frame(ClientEvent::DeleteConversation(one)),
            Asked::Delete(DeleteAsked::Conversation(ID.to_owned())),
        ),
        (
            "delete_conversation.user",
            frame(ClientEvent::DeleteConversation(every)),
            Asked::Delete(DeleteAsked::User("hart".to_owned())),
        ),
    ]
}
