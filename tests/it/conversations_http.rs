//! What comes over HTTP for a socket: when it is answered it is on disk, and what was not taken is not said to be.

use serde_json::{Value, json};

use crate::kit::conversation::{Visitor, administer, channel, site, words};
use crate::kit::{End, PATIENCE, Server, http};

/// The frame of a message, for a socket.
fn message(socket_id: &str, id: &str, text: &str) -> Value {
    let payload = json!({"conversation_id": id, "content": text});
    json!({"action": "sendMessage", "event": {"event_type": "user_message", "event_payload": payload, "socket_id": socket_id}})
}

async fn post(server: &Server, key: &str, body: &Value) -> u16 {
    let url = server.url("/api/custom-channel/sockets/message");
    let answer = http().post(url).header("x-api-key", key).json(body).send().await;
    answer.expect("an answer").status().as_u16()
}

/// What the visitor has said, as the transcript has it.
async fn said(server: &Server, key: &str, id: &str) -> Vec<String> {
    let url = server.url(&format!("/api/transcript?conversation_id={id}"));
    let body: Value =
        http().get(url).header("x-api-key", key).send().await.expect("an answer").json().await.expect("JSON");
    let messages = body["transcript"].as_array().expect("groups").iter().flat_map(|group| group["messages"].as_array());
    let own = messages.flatten().filter(|message| message["from"] == "user");
    own.map(|message| message["messages"][0]["text"].as_str().expect("a text").to_owned()).collect()
}

#[tokio::test]
async fn what_was_answered_is_there_though_the_power_goes_at_once() {
    let mut server = site().start().await;
    let key = channel(&server, json!({"name": "Bar"})).await;
    let id = Visitor::open(&server, &key).await.begin("hart").await;
    let mut answered = Vec::new();
    for round in 0..4 {
        let mut visitor = Visitor::open(&server, &key).await;
        // The socket is in the conversation, or comes into it by this message.
        if round % 2 == 0 {
            visitor.emit("conversation_resume", json!({"conversation_id": id})).await;
            visitor.payload("conversation_status").await;
        }
        let text = format!("message {round}");
        assert_eq!(post(&server, &key, &message(&visitor.socket_id, &id, &text)).await, 200);
        server.kill9();
        answered.push(text);
        server.restart().await;
        assert_eq!(said(&server, &key, &id).await, answered);
    }
}

#[tokio::test]
async fn a_flood_is_refused_where_it_is_sent_and_nothing_that_was_taken_is_lost() {
    let slow = site().env("SOIREE_MESSAGES_PER_SECOND", "1").env("SOIREE_MESSAGES_BURST", "10");
    let server = slow.start().await;
    let key = channel(&server, json!({"name": "Bar"})).await;
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    let (mut taken, mut refused) = (Vec::new(), 0);
    for number in 0..20 {
        let text = format!("thanks {number}");
        match post(&server, &key, &message(&visitor.socket_id, &id, &text)).await {
            200 => taken.push(text),
            429 => refused += 1,
            status => panic!("{status}"),
        }
    }
    assert!(!taken.is_empty() && refused > 0, "{} taken, {refused} refused", taken.len());
    assert_eq!(said(&server, &key, &id).await, taken);
}

#[tokio::test]
async fn for_a_socket_that_is_gone_nothing_is_taken() {
    let server = site().start().await;
    let key = channel(&server, json!({"name": "Bar"})).await;
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    assert_eq!(post(&server, &key, &message(&visitor.socket_id, &id, "hello")).await, 200);
    assert!(words(&visitor.payload("bot_message").await).contains("Good evening"));
    let socket_id = visitor.socket_id.clone();
    visitor.client.close().await;
    assert_eq!(post(&server, &key, &message(&socket_id, &id, "lost")).await, 404);
    assert_eq!(said(&server, &key, &id).await, ["hello"]);
}

#[tokio::test]
async fn a_message_that_is_sent_twice_is_one_and_answered_twice() {
    let server = site().start().await;
    let key = channel(&server, json!({"name": "Bar"})).await;
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    let mut body = message(&visitor.socket_id, &id, "thanks");
    body["event"]["event_payload"]["client_msg_id"] = json!("m1");
    for _ in 0..2 {
        assert_eq!(post(&server, &key, &body).await, 200);
    }
    assert_eq!(said(&server, &key, &id).await, ["thanks"]);
    // Another conversation's id, or nobody's: the socket is told, as over the socket.
    assert_eq!(post(&server, &key, &message(&visitor.socket_id, "nobody", "hello")).await, 200);
    assert_eq!(visitor.payload("general_error").await["error_code"], 400);
}

#[tokio::test]
async fn a_message_that_is_too_large_is_said_to_be() {
    let server = site().env("SOIREE_MESSAGE_BYTES_MAX", "2000").start().await;
    let key = channel(&server, json!({"name": "Bar"})).await;
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    let of_bytes = |bytes: usize| {
        let empty = message(&visitor.socket_id, &id, "").to_string().len();
        message(&visitor.socket_id, &id, &"x".repeat(bytes - empty))
    };
    // The name that it is given here makes the last of these longer than a message may be.
    for (bytes, status) in [(1_900, 200), (1_990, 413), (2_001, 413)] {
        assert_eq!(post(&server, &key, &of_bytes(bytes)).await, status, "{bytes}");
    }
    assert_eq!(said(&server, &key, &id).await.len(), 1);
}

#[tokio::test]
async fn what_no_repetition_would_make_right_is_not_asked_for_again() {
    let server = site().start().await;
    let key = channel(&server, json!({"name": "Bar"})).await;
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    let mut body = message(&visitor.socket_id, &id, "");
    let url = format!("/api/v1/conversations/{id}/files/AAAAAAAAAAAAAAAAAAAAAA");
    body["event"]["event_payload"]["content"] = json!({"type": "text", "text": "Look!", "files": [{"url": url}]});
    let request = http().post(server.url("/api/custom-channel/sockets/message")).header("x-api-key", &key);
    let answer = request.json(&body).send().await.expect("an answer");
    assert_eq!(answer.status(), 422);
    let problem: Value = answer.json().await.expect("JSON");
    assert_eq!(problem["errors"][0]["field"], "event.event_payload.content.files[0].url");
    assert_eq!(visitor.payload("general_error").await["error_code"], 422, "and the socket is told, as always");
    assert_eq!(said(&server, &key, &id).await, Vec::<String>::new());
}

#[tokio::test]
async fn the_sockets_of_a_revoked_channel_are_closed_at_once() {
    let server = site().start().await;
    let key = channel(&server, json!({"name": "Bar"})).await;
    let other = channel(&server, json!({"name": "Other"})).await;
    let mut silent = Visitor::open(&server, &key).await;
    silent.begin("hart").await;
    let mut elsewhere = Visitor::open(&server, &other).await;
    let id = elsewhere.begin("ana").await;
    let (status, _) = administer(&server, reqwest::Method::DELETE, "/api/v1/channels/channel-1", None).await;
    assert_eq!(status, 204);
    assert_eq!(silent.end(PATIENCE).await.1, End::Closed(4401));
    assert!(elsewhere.asks(&id, "thanks").await.contains("welcome"));
}
