//! Bots elsewhere, asked over real HTTP: quick, slow, dead, garbled, and those that hand over to a human.

use std::time::{Duration, Instant};

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::kit::bot::{Bot, Manner, since};
use crate::kit::conversation::{Desk, Visitor, administer, agent, channel, site, words};
use crate::kit::{Server, Setup, free_port, ms};

const SORRY: &str = "The bot is having a nap.";

/// A server whose bots may be on this machine.
fn house() -> Setup {
    site().env("SOIREE_PRIVATE_WEBHOOKS", "on")
}

/// A channel whose bot is at this address and has so many seconds; it greets by itself.
async fn with_bot(server: &Server, url: &str, bot_seconds: u32) -> String {
    let settings = json!({"greeting": "Welcome!", "fallback_text": SORRY, "bot_seconds": bot_seconds});
    channel(server, json!({"name": "Bar", "bot": {"kind": "webhook", "url": url}, "settings": settings})).await
}

/// Takes the fallback: the words, and the offer of a human.
async fn fallback(visitor: &mut Visitor) -> Value {
    let payload = visitor.payload("bot_message").await;
    assert_eq!(payload["content"][0]["text"], SORRY, "{payload}");
    assert_eq!(payload["content"][1]["buttons"]["options"][0]["value"], "escalateToHuman", "{payload}");
    payload
}

/// The server has neither panicked nor told anybody's secrets.
fn sound(server: &Server, secrets: &[&str]) {
    let log = server.logged();
    assert!(!log.contains("panicked"), "{log}");
    for secret in secrets {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}

#[tokio::test]
async fn a_bot_elsewhere_is_asked_in_turn_signed_and_over_one_connection() {
    let (server, bot) = (house().start().await, Bot::start(&[Manner::Slow(30)]).await);
    let body = json!({"name": "Bar", "bot": {"kind": "webhook", "url": bot.url()}});
    let (_, made) = administer(&server, reqwest::Method::POST, "/api/v1/channels", Some(body)).await;
    let (key, secret) = (made["key"].as_str().expect("a key"), made["webhook_secret"].as_str().expect("a secret"));
    let mut visitor = Visitor::open(&server, key).await;
    let info = json!({"userId": "hart", "userBasicInfo": {"firstName": "Hart"}, "userMetadata": {"page": "/menu"}});
    visitor.emit("conversation_start", info).await;
    let id = visitor.payload("conversation_start_success").await["conversation_id"].as_str().expect("an id").to_owned();
    assert_eq!(words(&visitor.payload("bot_message").await), "You said: /start");
    // Said all at once, answered one after the other.
    for number in 0..10 {
        visitor.says(&id, &format!("number {number}")).await;
    }
    for number in 0..10 {
        assert_eq!(words(&visitor.payload("bot_message").await), format!("You said: number {number}"));
    }
    let heard = bot.heard();
    assert_eq!(heard.len(), 11);
    for (number, pair) in heard.windows(2).enumerate() {
        assert!(pair[1].at - pair[0].at >= Duration::from_millis(30), "turn {number} was still under way");
        assert_ne!(pair[0].key, pair[1].key);
    }
    for told in &heard {
        assert_eq!((&told.body["sender"], &told.body["metadata"]["page"]), (&json!(id), &json!("/menu")));
        assert_eq!(told.body["user"]["info"]["firstName"], "Hart");
        assert!(told.key.len() == 32 && !told.key.contains("hart"));
        let (time, sign) = told.signature.split_once(",v1=").expect("a signature");
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
        mac.update(format!("{}.{}", time.trim_start_matches("t="), told.raw).as_bytes());
        assert_eq!(hex::encode(mac.finalize().into_bytes()), sign);
    }
    assert!(bot.connections() <= 2, "{} connections for eleven turns", bot.connections());
    sound(&server, &[key, secret]);
}

#[tokio::test]
async fn a_slow_bot_shows_three_dots_and_is_given_up_when_patience_ends() {
    let (server, bot) = (house().start().await, Bot::start(&[Manner::Slow(700), Manner::Echo]).await);
    let key = with_bot(&server, &bot.url(), 1).await;
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    visitor.says(&id, "take your time").await;
    let dots = visitor.payload("typing").await;
    assert_eq!(dots, json!({"conversation_id": id, "from": "bot", "typing": true}));
    assert_eq!(words(&visitor.payload("bot_message").await), "You said: take your time");
    visitor.mark();
    visitor.says(&id, "quick").await;
    visitor.payload("bot_message").await;
    assert_eq!(visitor.frames().iter().filter(|f| f.json["event"]["event_type"] == "typing").count(), 1, "no flicker");
    // Now it takes too long, and its late answer is nobody's.
    bot.behave(&[Manner::Slow(1_600), Manner::Echo]);
    let asked = Instant::now();
    visitor.says(&id, "hello?").await;
    visitor.payload("typing").await;
    fallback(&mut visitor).await;
    let patience = since(asked);
    assert!((900..1_500).contains(&patience.as_millis()), "the fallback came after {patience:?}");
    visitor.quiet_event("bot_message", 900).await;
    assert_eq!(visitor.asks(&id, "again").await, "You said: again", "and it goes on");
    // The offered button: nobody is there.
    visitor.says(&id, "escalateToHuman").await;
    assert_eq!(visitor.update("failedAgentAssignment").await["conversation_id"], json!(id));
    assert!(bot.told("escalateToHuman").is_empty(), "the reserved word is no turn of the bot's");
    sound(&server, &[&key]);
}

#[tokio::test]
async fn a_dead_bot_is_left_alone_and_its_visitors_are_told_at_once() {
    let server = house().start().await;
    let address = format!("127.0.0.1:{}", free_port());
    let key = with_bot(&server, &format!("http://{address}/hook"), 2).await;
    let mut visitor = Visitor::open(&server, &key).await;
    let mut ids = Vec::new();
    for number in 0..5 {
        ids.push(visitor.begin(&format!("guest{number}")).await);
    }
    for id in &ids {
        visitor.says(id, "anybody?").await;
    }
    for _ in &ids {
        fallback(&mut visitor).await;
    }
    // Five have failed. Whoever stands there now, nobody knocks, and nobody waits.
    let door = tokio::net::TcpListener::bind(&address).await.expect("the port");
    for id in &ids {
        let asked = Instant::now();
        visitor.says(id, "and now?").await;
        fallback(&mut visitor).await;
        assert!(since(asked) < Duration::from_millis(400), "told after {:?}", since(asked));
    }
    assert!(tokio::time::timeout(Duration::from_millis(300), door.accept()).await.is_err(), "somebody knocked");
    sound(&server, &[&key, &address]);
}

#[tokio::test]
async fn whatever_a_garbled_bot_answers_the_visitor_gets_the_fallback() {
    let (server, bot) = (house().start().await, Bot::start(&[Manner::Echo]).await);
    let inner = Bot::start(&[Manner::Echo]).await;
    let key = with_bot(&server, &bot.url(), 5).await;
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    let large = json!([{"text": "x".repeat(7_900)}]).to_string();
    let huge = format!("[{}]", vec![r#"{"custom":{"type":"map","map":"x"}}"#; 20_000].join(","));
    let deep = format!("[{{\"custom\":{}{}}}]", "[".repeat(50_000), "]".repeat(50_000));
    let script = json!([{"text": "see", "image": "javascript:alert(1)"}]).to_string();
    let bodies = ["", "<html>", "{}", "null", "[{}]", r#"[{"text":5}]"#, "\u{0}", &script, &huge, &deep];
    let mut cases: Vec<(Manner, usize)> = bodies.map(|body| (Manner::Body(body.to_owned()), 1)).to_vec();
    cases.extend([
        (Manner::Endless, 1),
        (Manner::Redirect(inner.url()), 1),
        (Manner::Status(404), 1),
        (Manner::Status(500), 3),
        (Manner::HangUp, 3),
        (Manner::Short, 3),
    ]);
    for (number, (manner, tries)) in cases.into_iter().enumerate() {
        bot.behave(&[manner]);
        let text = format!("case {number}");
        visitor.says(&id, &text).await;
        fallback(&mut visitor).await;
        let told = bot.told(&text);
        assert_eq!(told.len(), tries, "{text}");
        assert!(told.iter().all(|heard| heard.key == told[0].key), "{text}: one key for all tries");
        bot.behave(&[Manner::Echo]);
        assert_eq!(visitor.asks(&id, "well?").await, "You said: well?", "after {text}");
    }
    bot.behave(&[Manner::Body(large)]);
    assert_eq!(visitor.asks(&id, "as much as may be").await.len(), 7_900);
    bot.behave(&[Manner::Body("[]".to_owned())]);
    visitor.says(&id, "nothing to say?").await;
    visitor.quiet_event("bot_message", 300).await;
    assert!(inner.heard().is_empty(), "a redirect was followed");
    sound(&server, &[&key, "javascript"]);
}

#[tokio::test]
async fn a_bot_that_wants_to_hold_everything_up_holds_up_one_turn() {
    let (server, bot) = (house().start().await, Bot::start(&[Manner::Echo]).await);
    let key = with_bot(&server, &bot.url(), 2).await;
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    // As long a wait as can be written, a body and a head that never end, and one that is packed: nobody unpacks it.
    let packed = Manner::Plain(200, "Content-Encoding: gzip\r\n", b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x8b\x8e\x05\0");
    let cases = [
        (Manner::Plain(429, "Retry-After: 18446744073709551615\r\n", b""), 600),
        (Manner::Plain(503, "Retry-After: -1\r\n", b""), 2_100),
        (Manner::Trickle(100), 2_100),
        (Manner::EndlessHead, 2_100),
        (packed, 600),
    ];
    for (number, (manner, most)) in cases.into_iter().enumerate() {
        bot.behave(&[manner]);
        let asked = Instant::now();
        visitor.says(&id, &format!("case {number}")).await;
        fallback(&mut visitor).await;
        assert!(since(asked) < Duration::from_millis(most + 300), "case {number} took {:?}", since(asked));
        bot.behave(&[Manner::Echo]);
        assert_eq!(visitor.asks(&id, "well?").await, "You said: well?", "after case {number}");
    }
    sound(&server, &[&key]);
}

#[tokio::test]
async fn a_bot_inside_the_own_network_is_not_called_by_name_either() {
    let (server, bot) = (site().start().await, Bot::start(&[Manner::Echo]).await);
    for url in [format!("http://localhost:{}/hook", bot.address.port()), "http://ip6-localhost:1/".to_owned()] {
        let key = with_bot(&server, &url, 3).await;
        let mut visitor = Visitor::open(&server, &key).await;
        let id = visitor.begin("hart").await;
        visitor.says(&id, "let me in").await;
        fallback(&mut visitor).await;
    }
    for inside in ["http://127.0.0.1/", "http://[::1]:80/", "http://169.254.169.254/latest", "http://0x7f000001/"] {
        let body = json!({"name": "Bar", "bot": {"kind": "webhook", "url": inside}});
        let (status, problem) = administer(&server, reqwest::Method::POST, "/api/v1/channels", Some(body)).await;
        assert_eq!((status, &problem["errors"][0]["field"]), (422, &json!("bot.url")), "{inside}");
    }
    assert_eq!(bot.connections(), 0);
}

#[tokio::test]
async fn a_bot_that_stumbles_is_heard_once() {
    let stumbling = [Manner::Status(503), Manner::Short, Manner::Echo, Manner::Status(429), Manner::Echo];
    let (server, bot) = (house().start().await, Bot::start(&stumbling).await);
    let key = with_bot(&server, &bot.url(), 8).await;
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    assert_eq!(visitor.asks(&id, "first").await, "You said: first");
    assert_eq!(visitor.asks(&id, "second").await, "You said: second");
    let (first, second) = (bot.told("first"), bot.told("second"));
    assert_eq!((first.len(), second.len()), (3, 2));
    assert!(first.iter().all(|heard| heard.key == first[0].key && heard.raw == first[0].raw));
    assert!(second.iter().all(|heard| heard.key == second[0].key && heard.key != first[0].key));
    visitor.emit("conversation_transcript_request", json!({"conversation_id": id})).await;
    let transcript = visitor.payload("conversation_transcript").await;
    assert_eq!(transcript["messages"].as_array().expect("messages").len(), 5, "{transcript:#}");
}

#[tokio::test]
async fn a_bot_hands_over_and_is_silent_until_it_has_the_conversation_again() {
    let (server, bot) = (house().start().await, Bot::start(&[Manner::Echo]).await);
    let key = with_bot(&server, &bot.url(), 3).await;
    let token = agent(&server, "Ada").await;
    let mut ada = Desk::open(&server, &token).await;
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    assert_eq!(visitor.asks(&id, "human").await, "One moment.");
    assert_eq!(visitor.update("livechatAgentConnected").await["data"]["name"], "Ada");
    ada.sees(&id, "agent").await;
    ada.send(json!({"type": "open", "conversation_id": id})).await;
    ada.expect("conversation").await;
    visitor.says(&id, "Ada?").await;
    assert_eq!(ada.expect("entry").await["entry"]["parts"][0]["text"], "Ada?");
    visitor.quiet_event("bot_message", 200).await;
    assert!(bot.told("Ada?").is_empty(), "the bot heard what was for Ada");
    ada.send(json!({"type": "end", "conversation_id": id})).await;
    visitor.update("livechatAgentDisconnected").await;
    assert_eq!(visitor.asks(&id, "bot?").await, "You said: bot?");
    // Taken over while the bot thinks: what it says afterwards is nobody's.
    bot.behave(&[Manner::Slow(700)]);
    visitor.says(&id, "thinking").await;
    bot.hears("thinking", 1).await;
    ada.send(json!({"type": "take", "conversation_id": id})).await;
    visitor.update("livechatAgentConnected").await;
    visitor.quiet_event("bot_message", 1_000).await;
    ada.send(json!({"type": "send", "conversation_id": id, "client_msg_id": "a1", "text": "I have you."})).await;
    assert_eq!(words(&visitor.payload("livechat_message").await), "I have you.");
    sound(&server, &[&key, &token]);
}

#[tokio::test]
async fn turns_under_way_when_the_power_goes_are_asked_again_and_answered_once() {
    let bot = Bot::start(&[Manner::Silent]).await;
    let mut server = house().start().await;
    let key = with_bot(&server, &bot.url(), 8).await;
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    for text in ["one", "two"] {
        let payload = json!({"conversation_id": id, "client_msg_id": text, "content": text, "ack": true});
        visitor.emit("user_message", payload).await;
        visitor.payload("message_received").await;
    }
    bot.hears("one", 1).await;
    server.kill9();
    bot.behave(&[Manner::Echo]);
    server.restart().await;
    // Nobody has come back yet: the server goes on by itself, under the key of before.
    let asked = bot.hears("one", 2).await;
    assert!(asked.iter().all(|heard| heard.key == asked[0].key));
    bot.hears("two", 1).await;
    let mut visitor = Visitor::open(&server, &key).await;
    // The client repeats what it is not sure of.
    let again = json!({"conversation_id": id, "client_msg_id": "two", "content": "two", "ack": true});
    visitor.emit("user_message", again).await;
    ms(150).await;
    visitor.emit("conversation_transcript_request", json!({"conversation_id": id})).await;
    let transcript = visitor.payload("conversation_transcript").await;
    let flat = transcript["messages"].as_array().expect("messages");
    let texts: Vec<String> = flat
        .iter()
        .map(|message| {
            let parts = message["messages"].as_array().or_else(|| message["messages"]["messages"].as_array());
            parts.expect("parts")[0]["text"].as_str().expect("a text").to_owned()
        })
        .collect();
    assert_eq!(texts, ["Welcome!", "one", "two", "You said: one", "You said: two"]);
    assert_eq!(bot.told("two").len(), 1);
    sound(&server, &[&key]);
}
