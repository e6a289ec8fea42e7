//! Visitors, bots and the two ways in: websocket and HTTP.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Error;

use crate::kit::conversation::{Visitor, administer, channel, site, words};
use crate::kit::{Client, Server, http, shape};

async fn with_channel() -> (Server, String) {
    let server = site().start().await;
    let key = channel(&server, json!({"name": "Wine bar"})).await;
    (server, key)
}

#[tokio::test]
async fn a_visitor_talks_to_the_bot_of_the_house() {
    let (server, key) = with_channel().await;
    let mut visitor = Visitor::open(&server, &key).await;
    visitor.emit("conversation_start", json!({"userId": "hart", "userBasicInfo": {"firstName": "Hart"}})).await;
    let success = visitor.payload("conversation_start_success").await;
    let id = success["conversation_id"].as_str().expect("an id").to_owned();
    assert!(id.starts_with("hart_") && id.len() == 41, "{id}");
    let greeting = visitor.payload("bot_message").await;
    shape(&greeting, "type:s ch_msg_id:s bot:o content:a conversation_id:s");
    assert_eq!((&greeting["type"], &greeting["conversation_id"]), (&json!("message_create"), &json!(id)));
    let buttons = &greeting["content"][1];
    assert_eq!(buttons["type"], "button");
    shape(&buttons["buttons"], "title:s options:a");
    // A client attaches its listeners only after the success.
    let frames = visitor.frames();
    let at = |kind: &str| frames.iter().find(|frame| frame.json["event"]["event_type"] == kind).expect(kind).at;
    let pause = at("bot_message") - at("conversation_start_success");
    assert!(pause >= Duration::from_millis(30), "the greeting came after {pause:?}");
    assert!(visitor.asks(&id, "When are you open?").await.contains("Tuesday"));
    assert!(visitor.asks(&id, "Tisch reservieren").await.contains("Personen"));
    assert!(visitor.asks(&id, "4").await.contains("Tag"), "the form goes on in the visitor's language");
}

#[tokio::test]
async fn a_channels_key_is_the_way_in_and_nothing_else() {
    let (server, key) = with_channel().await;
    for path in [
        format!("/ws/conversation?apiKey={key}"),
        format!("/ws/conversation/dev?apikey={key}"),
        format!("/ws/conversation/a/b?x=1&apiKey={key}"),
    ] {
        Visitor::at(&server, &path).await.expect("a socket");
    }
    for path in ["/ws/conversation", "/ws/conversation?apikey=wrong", "/ws/agent", "/ws/agent?token=wrong"] {
        let Err(Error::Http(refusal)) = Client::dial(&server, path, &[]).await else { panic!("{path} was let in") };
        assert_eq!(refusal.status().as_u16(), 401, "{path}");
    }
    let foreign = [("origin", "https://wine.example")];
    Client::dial(&server, &format!("/ws/conversation?apikey={key}"), &foreign).await.expect("any site by default");
    let settings = json!({"allowed_origins": ["https://other.example"]});
    let strict = channel(&server, json!({"name": "Strict", "settings": settings})).await;
    let path = format!("/ws/conversation?apikey={strict}");
    let Err(Error::Http(refusal)) = Client::dial(&server, &path, &foreign).await else { panic!("let in") };
    assert_eq!(refusal.status().as_u16(), 403);
    let (_, list) = administer(&server, reqwest::Method::GET, "/api/v1/channels", None).await;
    let text = list.to_string();
    assert!(text.contains("Wine bar") && !text.contains(&key), "keys are shown once: {text}");
}

#[tokio::test]
async fn unknown_foreign_and_unreadable_are_told_as_in_the_source() {
    let (server, key) = with_channel().await;
    let other = channel(&server, json!({"name": "Other"})).await;
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    let mut stranger = Visitor::open(&server, &other).await;
    let unknown = "sasa-5beb-4a96-a0d6-8c3369e82627";
    let never = "hart_00000000-0000-4000-8000-000000000000";
    for wrong in [unknown, never, &id] {
        stranger.says(wrong, "hello").await;
        let error = stranger.payload("general_error").await;
        assert_eq!(
            error,
            json!({"conversation_id": wrong, "error_code": 400, "error_desc": "Invalid conversation_id"})
        );
    }
    for (frame, field) in [
        (json!({"action": "send"}), "action"),
        (json!({"action": "sendMessage"}), "event"),
        (json!({"action": "sendMessage", "event": {"event_type": "dance"}}), "event.event_type"),
        (
            json!({"action": "sendMessage", "event": {"event_type": "action", "event_payload": {"conversation_id": id}}}),
            "event.event_payload.id",
        ),
    ] {
        visitor.send(frame).await;
        let error = visitor.payload("general_error").await;
        assert_eq!((&error["error_code"], &error["field"]), (&json!(422), &json!(field)), "{error}");
    }
    visitor.send_text("no json").await;
    assert_eq!(visitor.payload("general_error").await["error_code"], 422);
    assert!(visitor.asks(&id, "hello").await.contains("Good evening"), "and it goes on");
}

#[tokio::test]
async fn any_event_attaches_a_socket_and_all_sockets_hear() {
    let (server, key) = with_channel().await;
    let mut first = Visitor::open(&server, &key).await;
    let id = first.begin("hart").await;
    let mut second = Visitor::open(&server, &key).await;
    second.emit("metadata_request", json!({"conversation_id": id})).await;
    assert_eq!(second.payload("conversation_metadata").await["conversation_id"], json!(id));
    first.says(&id, "hello").await;
    let heard = [first.event("bot_message").await, second.event("bot_message").await];
    assert_eq!(heard[0], heard[1]);
    // One socket, two conversations.
    let other = first.begin("hart").await;
    assert!(first.asks(&other, "where are you?").await.contains("market square"));
    assert!(first.asks(&id, "when are you open").await.contains("Tuesday"));
    second.says(&id, "thanks").await;
    assert!(words(&first.payload("bot_message").await).contains("welcome"));
}

#[tokio::test]
async fn order_is_kept_and_repeats_are_harmless() {
    let (server, key) = with_channel().await;
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    let message = |client_msg_id: u32, text: &str| json!({"conversation_id": id, "client_msg_id": format!("m{client_msg_id}"), "content": text});
    let asked = ["open", "where", "red", "thanks"];
    for (number, text) in (0..).zip(asked) {
        visitor.emit("user_message", message(number, text)).await;
        visitor.emit("user_message", message(number, text)).await;
    }
    visitor.emit("user_message", message(9, "")).await;
    visitor.emit("conversation_transcript_request", json!({"conversation_id": id})).await;
    let mut answers = Vec::new();
    for _ in asked {
        answers.push(words(&visitor.payload("bot_message").await));
    }
    for (answer, expected) in answers.iter().zip(["Tuesday", "market square", "Two reds", "welcome"]) {
        assert!(answer.contains(expected), "{answers:?}");
    }
    visitor.mark();
    visitor.emit("conversation_transcript_request", json!({"conversation_id": id})).await;
    let transcript = visitor.payload("conversation_transcript").await;
    let flat = transcript["messages"].as_array().expect("messages");
    assert_eq!(flat.iter().filter(|message| message["from"] == "user").count(), 4, "{flat:#?}");
    assert_eq!(flat.len(), 9);
    assert_eq!(transcript["transcript"].as_array().expect("groups").len(), 9);
    shape(&flat[0], "from:s messages:o channelName:s chatbotName:s");
}

#[tokio::test]
async fn messages_come_over_http_and_answers_over_the_socket() {
    let (server, key) = with_channel().await;
    let mut visitor = Visitor::open(&server, &key).await;
    let post = |body: Value, key: String| {
        let request =
            http().post(server.url("/api/custom-channel/sockets/message")).header("x-api-key", key).json(&body);
        async move {
            let answer = request.send().await.expect("an answer");
            (answer.status().as_u16(), Instant::now())
        }
    };
    let frame = |kind: &str, payload: Value, socket_id: &str| json!({"action": "sendMessage", "event": {"event_type": kind, "event_payload": payload, "socket_id": socket_id}});
    let start = frame("conversation_start", json!({"userId": "hart"}), &visitor.socket_id);
    let (status, answered) = post(start.clone(), key.clone()).await;
    assert_eq!(status, 200);
    let success = visitor.payload("conversation_start_success").await;
    let at = visitor.frames().last().expect("a frame").at;
    assert!(at > answered, "the frame came {:?} before the answer", answered - at);
    let id = success["conversation_id"].as_str().expect("an id").to_owned();
    visitor.payload("bot_message").await;
    let said = frame("user_message", json!({"conversation_id": id, "content": "opening hours"}), &visitor.socket_id);
    assert_eq!(post(said, key.clone()).await.0, 200);
    assert!(words(&visitor.payload("bot_message").await).contains("Tuesday"));
    assert_eq!(post(start.clone(), "wrong".to_owned()).await.0, 401);
    assert_eq!(post(frame("conversation_start", json!({}), "nobody"), key.clone()).await.0, 404);
    assert_eq!(post(frame("dance", json!({}), &visitor.socket_id), key.clone()).await.0, 422);
    let other = channel(&server, json!({"name": "Other"})).await;
    assert_eq!(post(start, other.clone()).await.0, 404, "another channel's socket");
    let transcript = |key: String| {
        let url = server.url(&format!("/api/transcript?conversation_id={id}"));
        async move { http().get(url).header("x-api-key", key).send().await.expect("an answer") }
    };
    let answer = transcript(key).await;
    assert_eq!(answer.status(), 200);
    let body: Value = answer.json().await.expect("JSON");
    assert_eq!(body["transcript"], body["message"]);
    assert_eq!(body["transcript"].as_array().expect("a list").len(), 3);
    assert_eq!(transcript(other).await.status(), 404);
}

#[tokio::test]
async fn a_drop_loses_nothing() {
    let (server, key) = with_channel().await;
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    visitor.says(&id, "hello").await;
    let seen = visitor.event("bot_message").await["event_id"].clone();
    visitor.says(&id, "where are you?").await;
    visitor.client.close().await;
    // The answer comes while nobody listens.
    crate::kit::ms(200).await;
    let mut visitor = Visitor::open(&server, &key).await;
    visitor.emit("conversation_resume", json!({"conversation_id": id, "last_event_id": seen})).await;
    let missed = visitor.event("bot_message").await;
    assert!(words(&missed["event_payload"]).contains("market square"));
    let status = visitor.payload("conversation_status").await;
    assert_eq!(status["holder"], "bot");
    visitor.emit("message_read", json!({"conversation_id": id, "last_event_id": seen})).await;
    visitor.quiet_event("bot_message", 200).await;
}

#[tokio::test]
async fn a_users_conversations_are_listed_and_deleted() {
    let (server, key) = with_channel().await;
    let mut visitor = Visitor::open(&server, &key).await;
    let mut ids = Vec::new();
    for text in ["opening hours", "red wine", "where"] {
        let id = visitor.begin("hart").await;
        visitor.asks(&id, text).await;
        ids.push(id);
    }
    for kind in ["get_user_conversations", "get_conversations"] {
        visitor.emit(kind, json!({"userId": "hart"})).await;
        let list = visitor.payload("user_conversations").await;
        assert_eq!(list["conversations"].as_array().expect("a list").len(), 3, "{list}");
        assert!(list.get("pagination").is_none());
    }
    let paged = json!({"userId": "hart", "pagination": {"page": 2, "limit": 2}});
    visitor.emit("get_user_conversations_v2", paged).await;
    let list = visitor.payload("user_conversations").await;
    assert_eq!(list["pagination"], json!({"page": 2, "limit": 2, "total": 3, "total_pages": 2}));
    assert_eq!(list["conversations"].as_array().expect("a list").len(), 1);
    visitor.emit("get_user_conversations_v2", json!({"userId": "hart", "search": "MARKET"})).await;
    assert_eq!(visitor.payload("user_conversations").await["conversations"][0]["conversation_id"], json!(ids[2]));
    // Another channel's user of the same name has none, and nobody lists everybody's.
    let other = channel(&server, json!({"name": "Other"})).await;
    let mut stranger = Visitor::open(&server, &other).await;
    stranger.emit("get_user_conversations", json!({"userId": "hart"})).await;
    assert_eq!(stranger.payload("user_conversations").await["conversations"], json!([]));
    visitor.emit("delete_conversation", json!({"conversation_id": ids[0]})).await;
    assert_eq!(visitor.payload("delete_conversation_success").await, json!({"conversation_id": ids[0]}));
    visitor.says(&ids[0], "hello").await;
    assert_eq!(visitor.payload("general_error").await["error_code"], 400);
    assert!(visitor.asks(&ids[1], "thanks").await.contains("welcome"), "the others live, and so does the socket");
    visitor.emit("delete_conversation", json!({"userId": "hart"})).await;
    assert_eq!(visitor.payload("delete_conversation_success").await, json!({"userId": "hart"}));
    visitor.emit("get_user_conversations", json!({"userId": "hart"})).await;
    assert_eq!(visitor.payload("user_conversations").await["conversations"], json!([]));
}

#[tokio::test]
async fn strangers_without_a_name_see_nothing_of_each_other() {
    let (server, key) = with_channel().await;
    let mut one = Visitor::open(&server, &key).await;
    let id = one.begin("anon").await;
    let mut other = Visitor::open(&server, &key).await;
    other.begin("anon").await;
    other.emit("get_user_conversations", json!({"userId": "anon"})).await;
    let list = other.payload("user_conversations").await;
    assert!(!list.to_string().contains(&id), "{list}");
    assert_eq!(list["conversations"].as_array().expect("a list").len(), 1);
    other.emit("delete_conversation", json!({"userId": "anon"})).await;
    other.payload("delete_conversation_success").await;
    assert!(one.asks(&id, "hello").await.contains("Good evening"));
}

#[tokio::test]
async fn conversations_outlive_the_power() {
    let (mut server, key) = with_channel().await;
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    visitor.asks(&id, "Book a table").await;
    let payload = json!({"conversation_id": id, "client_msg_id": "last", "content": "for four", "ack": true});
    visitor.emit("user_message", payload).await;
    visitor.payload("message_received").await;
    server.kill9();
    server.restart().await;
    let mut visitor = Visitor::open(&server, &key).await;
    visitor.emit("conversation_transcript_request", json!({"conversation_id": id})).await;
    visitor.payload("conversation_transcript").await;
    // What was acknowledged is answered, before the power went or after it came back.
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        visitor.emit("conversation_transcript_request", json!({"conversation_id": id})).await;
        let transcript = visitor.payload("conversation_transcript").await;
        let flat = transcript["messages"].as_array().expect("messages").clone();
        assert!(flat.iter().filter(|message| message.to_string().contains("for four")).count() == 1, "{flat:#?}");
        if flat.last().is_some_and(|message| message["from"] == "bot" && message.to_string().contains("day")) {
            break;
        }
        assert!(Instant::now() < deadline, "not answered: {flat:#?}");
        crate::kit::ms(50).await;
    }
    assert!(visitor.asks(&id, "tomorrow").await.contains("time"), "the bot remembers where it was");
}

#[tokio::test]
async fn a_flow_of_ones_own_and_one_that_is_wrong() {
    let server = site().start().await;
    let script = json!({"greeting": {"say": ["Ahoy!"]}, "fallback": {"say": ["Aye."]}});
    let key = channel(&server, json!({"name": "Ship", "bot": {"kind": "scripted", "script": script}})).await;
    let mut visitor = Visitor::open(&server, &key).await;
    visitor.emit("conversation_start", json!({})).await;
    let id = visitor.payload("conversation_start_success").await["conversation_id"].as_str().expect("an id").to_owned();
    assert!(id.starts_with("anon_"));
    assert_eq!(words(&visitor.payload("bot_message").await), "Ahoy!");
    assert_eq!(visitor.asks(&id, "anything").await, "Aye.");
    for (bot, field) in [
        (json!({"kind": "scripted", "script": "[greeting"}), "bot.script"),
        (json!({"kind": "scripted", "script": "nothere"}), "bot.script"),
        (json!({"kind": "webhook", "url": "ftp://x"}), "bot.url"),
        (json!({"kind": "webhook", "url": "http://127.0.0.1:9/"}), "bot.url"),
        (json!({"kind": "oracle"}), "bot.kind"),
    ] {
        let body = json!({"name": "Ship", "bot": bot});
        let (status, problem) = administer(&server, reqwest::Method::POST, "/api/v1/channels", Some(body)).await;
        assert_eq!((status, &problem["errors"][0]["field"]), (422, &json!(field)), "{problem}");
    }
    let answer = http().post(server.url("/api/v1/channels")).json(&json!({"name": "Ship"})).send().await;
    assert_eq!(answer.expect("an answer").status(), 401);
}
