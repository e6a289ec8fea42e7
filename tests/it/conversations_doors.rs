//! Who may ask over HTTP: pages of a channel's own sites and programs that are no pages; and whoever has a key that
//! counts, however many others of the same address have one that does not.

use serde_json::{Value, json};

use crate::kit::conversation::{Visitor, administer, agent, channel, site};
use crate::kit::{Server, http};

/// Calls with a channel's key: what may be asked, and the status where there is nothing.
const CALLS: [(&str, &str, u16); 5] = [
    ("POST", "/api/custom-channel/sockets/message", 404),
    ("GET", "/api/transcript?conversation_id=x", 404),
    ("GET", "/api/v1/conversations/x/files", 404),
    ("POST", "/api/v1/conversations/x/files?name=a.png", 404),
    ("GET", "/api/v1/conversations/x/files/y", 404),
];

async fn asks(
    server: &Server,
    (method, path): (&str, &str),
    header: (&str, &str),
    origin: Option<&str>,
) -> (u16, Option<String>, Value) {
    let payload = json!({"conversation_id": "x", "content": "hello"});
    let event = json!({"event_type": "user_message", "event_payload": payload, "socket_id": "nobody"});
    let method = method.parse().expect("a method");
    let mut request = http().request(method, server.url(path)).header(header.0, header.1);
    if let Some(origin) = origin {
        request = request.header("origin", origin);
    }
    let request = request.json(&json!({"action": "sendMessage", "event": event}));
    let answer = request.send().await.expect("an answer");
    let readable =
        answer.headers().get("access-control-allow-origin").map(|value| value.to_str().expect("a text").to_owned());
    (answer.status().as_u16(), readable, answer.json().await.unwrap_or_default())
}

#[tokio::test]
async fn pages_of_sites_that_a_channel_does_not_name_are_refused_and_told_so() {
    let server = site().env("SOIREE_ALLOWED_ORIGINS", "https://house.example").start().await;
    let settings = json!({"allowed_origins": ["https://wine.example"]});
    let key = channel(&server, json!({"name": "Bar", "settings": settings})).await;
    let own = server.url("");
    let own = own.trim_end_matches('/');
    for (method, path, nothing) in CALLS {
        let call = (method, path);
        for origin in ["https://wine.example", "https://WINE.example", "https://house.example", own] {
            let (status, readable, _) = asks(&server, call, ("x-api-key", &key), Some(origin)).await;
            assert_eq!((status, readable.as_deref()), (nothing, Some(origin)), "{path}");
        }
        for origin in ["https://evil.example", "https://wine.example.evil.example", "http://wine.example", "null", ""] {
            let (status, readable, problem) = asks(&server, call, ("x-api-key", &key), Some(origin)).await;
            assert_eq!((status, readable), (403, None), "{path} {origin}");
            assert_eq!(problem["type"], "urn:soiree:FOREIGN_ORIGIN", "{path}");
            assert!(problem["detail"].as_str().expect("a sentence").contains("allowed_origins"), "{problem}");
        }
        let (status, readable, _) = asks(&server, call, ("x-api-key", &key), None).await;
        assert_eq!((status, readable), (nothing, None), "a program sends no origin: {path}");
    }
    // Nothing is done for a foreign page: not even for an open socket.
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    let payload = json!({"conversation_id": id, "content": "sent by another site"});
    let event = json!({"event_type": "user_message", "event_payload": payload, "socket_id": visitor.socket_id});
    let request = http().post(server.url("/api/custom-channel/sockets/message")).header("x-api-key", &key);
    let request =
        request.header("origin", "https://evil.example").json(&json!({"action": "sendMessage", "event": event}));
    assert_eq!(request.send().await.expect("an answer").status(), 403);
    visitor.emit("conversation_transcript_request", json!({"conversation_id": id})).await;
    let transcript = visitor.payload("conversation_transcript").await;
    assert!(!transcript.to_string().contains("another site"), "{transcript}");
}

#[tokio::test]
async fn a_channel_that_names_no_sites_is_open_to_all() {
    let server = site().start().await;
    let key = channel(&server, json!({"name": "Bar"})).await;
    for (method, path, nothing) in CALLS {
        let (status, readable, _) = asks(&server, (method, path), ("x-api-key", &key), Some("https://a.example")).await;
        assert_eq!((status, readable.as_deref()), (nothing, Some("https://a.example")), "{path}");
    }
    // A list that is changed counts at once.
    let settings = json!({"allowed_origins": ["https://wine.example"]});
    let body = json!({"name": "Bar", "settings": settings});
    let (status, _) = administer(&server, reqwest::Method::PUT, "/api/v1/channels/channel-1", Some(body)).await;
    assert_eq!(status, 204);
    let call = ("GET", "/api/transcript?conversation_id=x");
    assert_eq!(asks(&server, call, ("x-api-key", &key), Some("https://a.example")).await.0, 403);
}

#[tokio::test]
async fn whoever_has_a_key_is_not_asked_to_wait_for_neighbours_who_have_none() {
    let server = site().env("SOIREE_ADDRESS_LIMITS", "on").start().await;
    let key = channel(&server, json!({"name": "Bar"})).await;
    let token = format!("Bearer {}", agent(&server, "Ada").await);
    // Many guests of one address whose pages still hold the key of last year.
    let mut statuses = Vec::new();
    for number in 0..40 {
        let (method, path, _) = CALLS[number % CALLS.len()];
        statuses.push(asks(&server, (method, path), ("x-api-key", "last-years-key"), None).await.0);
    }
    assert_eq!((statuses[0], statuses[39]), (401, 429), "who guesses waits: {statuses:?}");
    let wrong = asks(&server, ("GET", "/api/v1/conversations/x/files"), ("authorization", "Bearer wrong"), None).await;
    assert_eq!(wrong.0, 429);
    for (method, path, nothing) in CALLS {
        assert_eq!(asks(&server, (method, path), ("x-api-key", &key), None).await.0, nothing, "{path}");
    }
    for (method, path, nothing) in &CALLS[2..] {
        assert_eq!(asks(&server, (method, path), ("authorization", &token), None).await.0, *nothing, "{path}");
    }
}
