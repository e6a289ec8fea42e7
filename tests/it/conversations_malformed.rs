//! Visitors and agents who send what nobody should: each gets a clear refusal, and nobody else notices.

use std::time::{Duration, Instant};

use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::kit::conversation::{Desk, Visitor, administer, agent, channel, site};
use crate::kit::{Client, End, PATIENCE, Server, Setup, http, ms};

/// Without the limits that would end the story early.
fn patient() -> Setup {
    site().env("SOIREE_MESSAGES_PER_SECOND", "0").env("SOIREE_STRIKES_MAX", "255")
}

async fn with_channel(setup: Setup) -> (Server, String) {
    let server = setup.start().await;
    let key = channel(&server, json!({"name": "Bar"})).await;
    (server, key)
}

fn sound(server: &mut Server, secrets: &[&str]) {
    assert!(server.running(), "the server is gone:\n{}", server.logged());
    let log = server.logged();
    assert!(!log.contains("panicked") && !log.contains("fault in the program"), "{log}");
    for secret in secrets {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}

/// Resident bytes of the server, as the kernel counts them.
fn resident(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.pid())).expect("a status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a size");
    line.split_whitespace().next().expect("a number").parse::<u64>().expect("a number") * 1024
}

#[tokio::test]
async fn every_wrong_field_of_a_visitor_is_named() {
    let (mut server, key) = with_channel(patient().env("RUST_LOG", "trace")).await;
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    let of = |more: Value| {
        let mut payload = json!({"conversation_id": id});
        payload.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        payload
    };
    let long = "x".repeat(8_001);
    let bomb: Value =
        (0..400).map(|n| (format!("key{n}"), json!("x".repeat(50)))).collect::<serde_json::Map<_, _>>().into();
    let files = vec![json!({"url": "https://a.example/a.png"}); 11];
    let cases = [
        ("user_message", of(json!({})), "content"),
        ("user_message", json!({"content": "hello"}), "conversation_id"),
        ("user_message", json!({"conversation_id": 5, "content": "hello"}), "conversation_id"),
        ("user_message", of(json!({"content": {"text": long}})), "content.text"),
        ("user_message", of(json!({"content": long})), "content.text"),
        ("user_message", of(json!({"content": {"text": 5}})), "content.text"),
        ("user_message", of(json!({"content": ["hello"]})), "content"),
        ("user_message", of(json!({"content": "a", "client_msg_id": {}})), "client_msg_id"),
        ("user_message", of(json!({"content": "a", "client_msg_id": "i".repeat(201)})), "client_msg_id"),
        ("user_message", of(json!({"content": {"files": files}})), "content.files"),
        ("user_message", of(json!({"content": {"files": [{"url": "javascript:alert(1)"}]}})), "content.files[0].url"),
        ("user_message", of(json!({"content": {"files": [{"url": "//evil.example"}]}})), "content.files[0].url"),
        ("metadata", of(json!({"metadata": 7})), "metadata"),
        ("metadata", of(json!({"metadata": bomb})), "metadata"),
        ("metadata", of(json!({"metadata": {"a": 1}, "target": "everybody"})), "target"),
        ("action", of(json!({"id": ""})), "id"),
        ("action", of(json!({"id": "order", "data": bomb})), "data"),
        ("edit_message", of(json!({"message_id": "m", "content": ""})), "content"),
        ("edit_message", of(json!({"content": "x"})), "message_id"),
        ("conversation_start", json!({"userId": {"a": 1}}), "userId"),
        ("conversation_start", json!({"userId": "u".repeat(201)}), "userId"),
        ("conversation_start", json!({"userBasicInfo": "Hart"}), "userBasicInfo"),
        ("conversation_start", json!({"userBasicInfo": {"email": 5}}), "userBasicInfo.email"),
        ("conversation_start", json!({"userMetadata": bomb}), "userMetadata"),
        ("get_user_conversations", json!({}), "userId"),
        ("get_user_conversations_v2", json!({"userId": "hart", "pagination": {"page": 0}}), "pagination.page"),
        ("get_user_conversations_v2", json!({"userId": "hart", "pagination": {"limit": 1e9}}), "pagination.limit"),
        ("get_user_conversations_v2", json!({"userId": "hart", "filter": {"status": "x"}}), "filter.status"),
        ("delete_conversation", json!({}), "conversation_id"),
    ];
    for (kind, payload, field) in cases {
        visitor.emit(kind, payload).await;
        let error = visitor.payload("general_error").await;
        let field = format!("event.event_payload.{field}");
        assert_eq!((&error["error_code"], &error["field"]), (&json!(422), &json!(field)), "{kind}: {error}");
        assert!(error["error_desc"].as_str().is_some_and(|text| text.contains(&field)), "{error}");
    }
    // Bit by bit, it is the same bomb.
    let mut refused = 0;
    for number in 0..40 {
        let metadata = json!({(format!("piece{number}")): "x".repeat(1_000)});
        visitor.mark();
        visitor.emit("metadata", of(json!({"metadata": metadata}))).await;
        let answer = visitor.client.wait("an answer", PATIENCE, |frame| {
            ["general_error", "metadata_update_success"].map(Value::from).contains(&frame["event"]["event_type"])
        });
        refused += usize::from(answer.await["event"]["event_payload"]["field"] == "event.event_payload.metadata");
    }
    assert!((20..40).contains(&refused), "{refused} of 40 pieces were refused");
    // Below JSON.
    visitor.mark();
    for (message, code) in [
        (Message::text("{"), 422),
        (Message::binary(vec![1, 2, 3]), 422),
        (Message::text("[".repeat(5_000)), 422),
        (Message::text(format!("{{\"action\":\"{}\"}}", "x".repeat(70_000))), 413),
        (Message::text(r#"{"action":"sendMessage","event":{"event_type":"user_message","event_payload":[]}}"#), 422),
    ] {
        visitor.send_message(message).await;
        let error = visitor.payload("general_error").await;
        assert_eq!(error["error_code"].as_u64(), Some(code), "{error}");
    }
    // In no order that makes sense: all of it is harmless.
    let stranger = "hart_00000000-0000-4000-8000-000000000000";
    for (kind, payload, code) in [
        ("edit_message", of(json!({"message_id": "never", "content": "x"})), 404),
        ("conversation_resume", json!({"conversation_id": stranger, "last_event_id": "x"}), 400),
        ("typing", json!({"conversation_id": stranger}), 400),
        ("message_read", json!({"conversation_id": stranger}), 400),
        ("delete_conversation", json!({"conversation_id": stranger}), 400),
    ] {
        visitor.emit(kind, payload).await;
        assert_eq!(visitor.payload("general_error").await["error_code"].as_u64(), Some(code), "{kind}");
    }
    visitor.emit("conversation_resume", of(json!({"last_event_id": "zzz.zzz.zzz"}))).await;
    visitor.payload("conversation_status").await;
    assert!(visitor.asks(&id, "hello").await.contains("Good evening"), "and it goes on");
    sound(&mut server, &[&key, "javascript:alert"]);
}

#[tokio::test]
async fn names_that_lead_elsewhere_lead_nowhere() {
    let (mut server, key) = with_channel(patient()).await;
    let other = channel(&server, json!({"name": "Other"})).await;
    let token = agent(&server, "Ada").await;
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    let mut stranger = Visitor::open(&server, &other).await;
    let uuid = &id[5..];
    let wrong = [
        "../../../etc/passwd".to_owned(),
        format!("../{uuid}"),
        format!("hart/../hart_{uuid}"),
        format!("hart%2f_{uuid}"),
        format!("hart_{uuid}\u{0}"),
        format!("HART_{uuid}"),
        format!(" {id}"),
        format!("{id}/"),
        format!("{}_{uuid}", "x".repeat(5_000)),
        "' OR 1=1 --".to_owned(),
        "desk".to_owned(),
        "🍷".repeat(30),
        String::new(),
    ];
    for wrong in &wrong {
        visitor.emit("conversation_transcript_request", json!({"conversation_id": wrong})).await;
        let error = visitor.payload("general_error").await;
        assert_eq!(
            (&error["error_code"], &error["error_desc"]),
            (&json!(400), &json!("Invalid conversation_id")),
            "{wrong}"
        );
        assert!(error["conversation_id"].as_str().is_some_and(|told| told.chars().count() <= 200), "{error}");
        let url = reqwest::Url::parse_with_params(&server.url("/api/transcript"), [("conversation_id", wrong)]);
        let answer = http().get(url.expect("an address")).header("x-api-key", &key).send().await.expect("an answer");
        assert_eq!(answer.status(), 404, "{wrong}");
    }
    // The conversation of another site's visitor: not to be seen, changed, deleted or joined.
    for (kind, more) in [
        ("user_message", json!({"content": "let me in"})),
        ("metadata", json!({"metadata": {"a": 1}})),
        ("metadata_request", json!({})),
        ("conversation_transcript_request", json!({})),
        ("conversation_resume", json!({})),
        ("action", json!({"id": "escalateToHuman"})),
        ("edit_message", json!({"message_id": "m", "content": "x"})),
        ("delete_conversation", json!({})),
    ] {
        let mut payload = more;
        payload["conversation_id"] = json!(id);
        stranger.emit(kind, payload).await;
        assert_eq!(stranger.payload("general_error").await["error_desc"], "Invalid conversation_id", "{kind}");
    }
    assert!(visitor.asks(&id, "thanks").await.contains("welcome"));
    stranger.quiet_event("bot_message", 100).await;
    for path in ["channels", "agents"] {
        for wrong in ["..%2f..", "channel-0", "channel-99999999999", "agent-1%00", "-1", "%F0%9F%8D%B7"] {
            let path = format!("/api/v1/{path}/{wrong}");
            let (status, _) = administer(&server, reqwest::Method::DELETE, &path, None).await;
            assert_eq!(status, 404, "{path}");
        }
    }
    // One kind of key is no other.
    for path in [
        format!("/ws/agent?token={key}"),
        format!("/ws/conversation?apikey={token}"),
        format!("/ws/conversation?apikey={}", "k".repeat(6_000)),
        format!("/ws/agent?token={token}%00"),
    ] {
        let Err(Error::Http(refusal)) = Client::dial(&server, &path, &[]).await else { panic!("{path} was let in") };
        assert!((400..500).contains(&refusal.status().as_u16()), "{path}: {}", refusal.status());
    }
    let foreign = [("origin", "https://evil.example")];
    let Err(Error::Http(refusal)) = Client::dial(&server, &format!("/ws/agent?token={token}"), &foreign).await else {
        panic!("an agent's socket for a foreign page");
    };
    assert_eq!(refusal.status(), 403);
    sound(&mut server, &[&key, &other, &token]);
}

#[tokio::test]
async fn another_page_is_not_told_what_a_strict_channel_says() {
    let (server, _) = with_channel(patient()).await;
    let settings = json!({"allowed_origins": ["https://wine.example"]});
    let strict = channel(&server, json!({"name": "Strict", "settings": settings})).await;
    let ask = |origin: &'static str| {
        let url = server.url("/api/transcript?conversation_id=x");
        let request = http().get(url).header("x-api-key", &strict).header("origin", origin);
        async move { request.send().await.expect("an answer") }
    };
    let answer = ask("https://evil.example").await;
    assert_eq!(answer.status(), 403);
    assert!(answer.headers().get("access-control-allow-origin").is_none(), "{:?}", answer.headers());
    for path in ["/api/custom-channel/sockets/message", "/api/transcript?conversation_id=x"] {
        let answer = http().post(server.url(path)).header("x-api-key", "wrong").json(&json!({})).send().await;
        let status = answer.expect("an answer").status().as_u16();
        assert!([401, 405].contains(&status), "{path}: {status}");
    }
    for (body, field) in [
        (json!({}), "event"),
        (json!({"action": "sendMessage", "event": {}}), "event.socket_id"),
        (json!({"action": "sendMessage", "event": {"socket_id": 5}}), "event.socket_id"),
        (json!({"action": "go", "event": {"socket_id": "x"}}), "action"),
    ] {
        let request = http().post(server.url("/api/custom-channel/sockets/message")).header("x-api-key", &strict);
        let answer = request.json(&body).send().await.expect("an answer");
        assert_eq!(answer.status(), 422, "{body}");
        let problem: Value = answer.json().await.expect("JSON");
        assert_eq!(problem["errors"][0]["field"], json!(field), "{problem}");
    }
}

#[tokio::test]
async fn a_flood_is_stopped_and_nobody_else_notices() {
    let (mut server, key) = with_channel(site()).await;
    let mut calm = Visitor::open(&server, &key).await;
    let calm_id = calm.begin("calm").await;
    let mut wild = Visitor::open(&server, &key).await;
    let id = wild.begin("wild").await;
    let before = resident(&server);
    for number in 0..5_000 {
        let payload = json!({"conversation_id": id, "client_msg_id": format!("f{number}"), "content": "x".repeat(500)});
        wild.emit("user_message", payload).await;
        if !wild.is_open() {
            break;
        }
    }
    assert_eq!(wild.end(PATIENCE).await.1, End::Closed(1008));
    // The quickest of three: one of them may meet a moment in which the machine has others to serve.
    let mut waited = Duration::MAX;
    for _ in 0..3 {
        let asked = Instant::now();
        assert!(calm.asks(&calm_id, "thanks").await.contains("welcome"));
        waited = waited.min(asked.elapsed());
    }
    assert!(waited < Duration::from_secs(1), "the calm one waited {waited:?}");
    let grown = resident(&server).saturating_sub(before);
    assert!(grown < 32 << 20, "the flood has cost {grown} bytes");
    let told = wild.frames().iter().any(|frame| frame.json["event"]["event_payload"]["error_code"] == 429);
    assert!(told, "nobody told it to slow down");
    sound(&mut server, &[&key]);
}

#[tokio::test]
async fn one_conversation_takes_no_end_of_sockets() {
    let (mut server, key) = with_channel(patient()).await;
    let mut first = Visitor::open(&server, &key).await;
    let id = first.begin("hart").await;
    let mut sockets = Vec::new();
    let mut refused = 0;
    for _ in 0..80 {
        let mut socket = Visitor::open(&server, &key).await;
        socket.emit("conversation_resume", json!({"conversation_id": id})).await;
        let answer =
            socket.client.wait("an answer", PATIENCE, |frame| frame["event"]["event_type"] != "socket_connected");
        let answer = answer.await;
        match answer["event"]["event_type"].as_str() {
            Some("conversation_status") => sockets.push(socket),
            _ => {
                assert_eq!(answer["event"]["event_payload"]["error_code"], 429, "{answer}");
                let text = answer["event"]["event_payload"]["error_desc"].as_str().expect("a sentence");
                assert!(text.contains("conversation_id") && text.contains("64"), "{text}");
                refused += 1;
                // It may begin another.
                socket.begin("other").await;
            }
        }
    }
    assert_eq!((sockets.len(), refused), (63, 17));
    first.says(&id, "thanks").await;
    first.payload("bot_message").await;
    for socket in &mut sockets {
        socket.payload("bot_message").await;
    }
    // One goes, one may come.
    sockets.pop().expect("a socket").client.close().await;
    ms(100).await;
    let mut late = Visitor::open(&server, &key).await;
    late.emit("conversation_resume", json!({"conversation_id": id})).await;
    late.payload("conversation_status").await;
    sound(&mut server, &[&key]);
}

#[tokio::test]
async fn two_thousand_bad_frames_of_both_wires_kill_nobody() {
    let seed: u64 = std::env::var("FUZZ_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(rand::random);
    println!("FUZZ_SEED={seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    let (mut server, key) = with_channel(patient()).await;
    let token = agent(&server, "Ada").await;
    let mut calm = Visitor::open(&server, &key).await;
    let id = calm.begin("calm").await;
    let mut seeds = Vec::new();
    for folder in ["client", "agent"] {
        let folder = format!("{}/tests/wire/conversation/{folder}", env!("CARGO_MANIFEST_DIR"));
        for entry in std::fs::read_dir(folder).expect("golden files") {
            let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("a text");
            // They speak of a conversation that exists.
            seeds.push(text.replace("hart_acb3b13e-4818-40fa-b57e-d8a80feba5c1", &id));
        }
    }
    // Deletion and the end are no mistakes but wishes.
    seeds.retain(|seed| !seed.contains("delete_conversation"));
    assert!(seeds.len() > 30, "{} seeds", seeds.len());
    let mut sent = 0;
    while sent < 2_000 {
        let is_visitor = rng.random_bool(0.6);
        let path =
            if is_visitor { format!("/ws/conversation?apikey={key}") } else { format!("/ws/agent?token={token}") };
        let mut client = Client::dial(&server, &path, &[]).await.expect("a socket");
        for _ in 0..rng.random_range(20..120) {
            let mut bytes = seeds[rng.random_range(0..seeds.len())].clone().into_bytes();
            for _ in 0..rng.random_range(0..4) {
                let at = rng.random_range(0..bytes.len().max(1)).min(bytes.len().saturating_sub(1));
                match rng.random_range(0..6) {
                    0 if !bytes.is_empty() => bytes[at] = rng.random_range(0..=255u8),
                    1 => bytes.truncate(at),
                    2 => bytes.insert(at, b"\"{}[],:0-9eE\\"[rng.random_range(0..13)]),
                    3 => bytes.extend_from_within(at..),
                    4 if !bytes.is_empty() => drop(bytes.remove(at)),
                    _ => bytes.extend("🍷".as_bytes()),
                }
            }
            sent += 1;
            let message = match String::from_utf8(bytes) {
                Ok(text) => Message::text(text),
                Err(error) => Message::binary(error.into_bytes()),
            };
            if !client.send_message(message).await || !client.is_open() {
                break;
            }
        }
        ms(1).await;
    }
    sound(&mut server, &[&key, &token]);
    assert_eq!(server.status("/healthz").await, Some(200));
    let mut fresh = Visitor::open(&server, &key).await;
    let id = fresh.begin("fresh").await;
    assert!(fresh.asks(&id, "thanks").await.contains("welcome"), "FUZZ_SEED={seed}");
    Desk::open(&server, &token).await;
}
