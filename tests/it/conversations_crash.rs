//! The power goes while conversations are in every state; sockets drop; agents race and fall asleep.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::kit::bot::{Bot, Manner};
use crate::kit::conversation::{Desk, Visitor, agent, channel, site, words};
use crate::kit::{PATIENCE, Raw, Server, Setup, http, ms};

const KILLS: usize = 3;
const TALKERS: usize = 3;

fn house() -> Setup {
    site().env("SOIREE_PRIVATE_WEBHOOKS", "on").env("SOIREE_MESSAGES_PER_SECOND", "0")
}

/// The texts of a conversation with whom they are from, in order.
async fn transcript(server: &Server, key: &str, id: &str) -> Vec<(String, String)> {
    let url = server.url(&format!("/api/transcript?conversation_id={id}"));
    let answer = http().get(url).header("x-api-key", key).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    let body: Value = answer.json().await.expect("JSON");
    let groups = body["transcript"].as_array().expect("groups").iter();
    groups
        .flat_map(|group| group["messages"].as_array().expect("messages"))
        .map(|message| {
            let text = message["messages"][0]["text"].as_str().unwrap_or_default();
            (message["from"].as_str().expect("a side").to_owned(), text.to_owned())
        })
        .collect()
}

async fn say(visitor: &mut Visitor, id: &str, text: &str) {
    let payload = json!({"conversation_id": id, "client_msg_id": text, "content": text, "ack": true});
    visitor.emit("user_message", payload).await;
}

async fn escalate(visitor: &mut Visitor, id: &str) {
    visitor.emit("action", json!({"id": "escalateToHuman", "conversation_id": id})).await;
}

/// A visitor who talks to the bot without pause, over every crash.
struct Talker {
    id: String,
    /// Messages so far, and how many of them were acknowledged for certain.
    said: usize,
    acknowledged: Vec<usize>,
}

impl Talker {
    /// Speaks until the socket is gone: each message after the last one's acknowledgement.
    async fn talk(&mut self, visitor: &mut Visitor) {
        while visitor.is_open() {
            let text = format!("m{}", self.said);
            self.said += 1;
            say(visitor, &self.id, &text).await;
            let until = Instant::now() + PATIENCE;
            let is_it =
                |frame: &crate::kit::Frame| frame.json["event"]["event_payload"]["client_msg_id"] == text.as_str();
            loop {
                if visitor.frames().iter().rev().take(8).any(is_it) {
                    self.acknowledged.push(self.said - 1);
                    break;
                }
                if !visitor.is_open() {
                    break;
                }
                assert!(Instant::now() < until, "{text} is not acknowledged");
                ms(1).await;
            }
        }
    }
}

#[tokio::test]
async fn the_power_goes_in_the_middle_of_everything() {
    let bot = Bot::start(&[Manner::SilentAt("think")]).await;
    let mut server = house().env("SOIREE_AGENT_CAPACITY", "1").start().await;
    let settings = json!({"greeting": "Welcome!", "bot_seconds": 20});
    let body = json!({"name": "Bar", "bot": {"kind": "webhook", "url": bot.url()}, "settings": settings});
    let key = channel(&server, body).await;
    let (ada_token, grace_token) = (agent(&server, "Ada").await, agent(&server, "Grace").await);
    let mut ada = Desk::open(&server, &ada_token).await;
    let mut visitor = Visitor::open(&server, &key).await;
    // With Ada, waiting because she is full, and waiting for the bot's word.
    let with_agent = visitor.begin("helped").await;
    escalate(&mut visitor, &with_agent).await;
    visitor.update("livechatAgentConnected").await;
    let waiting = visitor.begin("waits").await;
    escalate(&mut visitor, &waiting).await;
    let thinking = visitor.begin("asks").await;
    say(&mut visitor, &thinking, "think hard").await;
    visitor.payload("message_received").await;
    let mut talkers = Vec::new();
    for number in 0..TALKERS {
        talkers.push(Talker { id: visitor.begin(&format!("talks{number}")).await, said: 0, acknowledged: Vec::new() });
    }
    let mut agents_words = Vec::new();
    for round in 0..KILLS {
        let text = format!("Ada's word {round}");
        ada.send(json!({"type": "send", "conversation_id": with_agent, "client_msg_id": text, "text": text})).await;
        assert_eq!(words(&visitor.payload("livechat_message").await), text);
        agents_words.push(text);
        let mut sockets = Vec::new();
        for _ in &talkers {
            sockets.push(Visitor::open(&server, &key).await);
        }
        let all = talkers.iter_mut().zip(&mut sockets).map(|(talker, socket)| talker.talk(socket));
        let time = rand::random_range(150..400);
        let power = async {
            ms(time).await;
            server.kill9();
        };
        futures_util::future::join(futures_util::future::join_all(all), power).await;
        server.restart().await;
        // A turn that was under way is asked again, under its key.
        let asked = bot.hears("think hard", 2 + round).await;
        assert!(asked.iter().all(|heard| heard.key == asked[0].key));
        ada = Desk::open(&server, &ada_token).await;
        visitor = Visitor::open(&server, &key).await;
        for (id, holder) in [(&with_agent, "agent"), (&waiting, "queue"), (&thinking, "bot")] {
            visitor.emit("conversation_resume", json!({"conversation_id": id})).await;
            let wanted = |frame: &Value| {
                let payload = &frame["event"]["event_payload"];
                payload["conversation_id"] == id.as_str() && payload["holder"].is_string()
            };
            let status = visitor.client.wait("a status", PATIENCE, wanted).await;
            assert_eq!(status["event"]["event_payload"]["holder"], holder, "after kill {round}: {id}");
        }
    }
    // Whoever waited is next, and the bot finds its words.
    bot.behave(&[Manner::Echo]);
    let mut grace = Desk::open(&server, &grace_token).await;
    grace.sees(&waiting, "agent").await;
    visitor.update("livechatAgentConnected").await;
    // The server still waits for the bot's silence; one more crash asks it anew.
    server.kill9();
    server.restart().await;
    let settled = Instant::now() + PATIENCE;
    for talker in &talkers {
        let texts = loop {
            let texts = transcript(&server, &key, &talker.id).await;
            let count = |side: &str| texts.iter().filter(|(from, _)| from == side).count();
            if count("chatbot") == count("user") + 1 {
                break texts;
            }
            assert!(Instant::now() < settled, "not all is answered: {texts:?}");
            ms(20).await;
        };
        let mut seen: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (from, text) in &texts {
            *seen.entry((from.as_str(), text.as_str())).or_default() += 1;
        }
        assert!(seen.values().all(|times| *times == 1), "something was said twice: {texts:?}");
        assert!(talker.acknowledged.len() > KILLS, "the talker hardly spoke: {}", talker.acknowledged.len());
        for number in &talker.acknowledged {
            let (said, answer) = (format!("m{number}"), format!("You said: m{number}"));
            assert!(seen.contains_key(&("user", said.as_str())), "{said} was acknowledged and is lost: {texts:?}");
            assert!(seen.contains_key(&("chatbot", answer.as_str())), "{said} has no answer: {texts:?}");
        }
        let order: Vec<usize> = texts.iter().filter_map(|(_, text)| text.strip_prefix('m')?.parse().ok()).collect();
        assert!(order.is_sorted(), "{order:?}");
    }
    let thought = transcript(&server, &key, &thinking).await;
    let expected = [("chatbot", "Welcome!"), ("user", "think hard"), ("chatbot", "You said: think hard")];
    assert_eq!(thought, expected.map(|(from, text)| (from.to_owned(), text.to_owned())));
    let helped = transcript(&server, &key, &with_agent).await;
    let by_agent: Vec<&String> = helped.iter().filter(|(from, _)| from == "livechat").map(|(_, text)| text).collect();
    assert_eq!(by_agent, agents_words.iter().collect::<Vec<_>>());
    assert!(!server.logged().contains("panicked"), "{}", server.logged());
}

/// Who has the conversation: what it says itself, once the desk says the same.
async fn who_has(server: &Server, token: &str, id: &str) -> (String, Value) {
    let until = Instant::now() + PATIENCE;
    loop {
        let mut desk = Desk::open(server, token).await;
        let inbox = desk.welcome["inbox"].as_array().expect("rows");
        let row = inbox.iter().find(|row| row["conversation_id"] == id).cloned().unwrap_or_default();
        desk.send(json!({"type": "open", "conversation_id": id})).await;
        let status = desk.expect("conversation").await["status"].clone();
        let agreed = match row["holder"].as_str() {
            // What was ended is in no inbox.
            None => status["holder"] == "bot",
            Some(holder) => status["holder"] == holder && status["agent_id"] == row["agent_id"],
        };
        if agreed {
            return (status["holder"].as_str().expect("a holder").to_owned(), status["agent_id"].clone());
        }
        assert!(Instant::now() < until, "the desk says {row}, the conversation {status}");
        ms(20).await;
    }
}

#[tokio::test]
async fn what_an_agent_was_doing_when_the_power_went_has_happened_once_or_not_at_all() {
    let mut server = house().start().await;
    let key = channel(&server, json!({"name": "Bar"})).await;
    let tokens = [agent(&server, "Ada").await, agent(&server, "Grace").await];
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    let mut watching = Desk::open(&server, &tokens[0]).await;
    visitor.asks(&id, "hello").await;
    watching.sees(&id, "bot").await;
    let (mut said, mut noted) = (Vec::new(), Vec::new());
    for round in 0..12 {
        let mut desks = [Desk::open(&server, &tokens[0]).await, Desk::open(&server, &tokens[1]).await];
        let (holder, mut owner) = who_has(&server, &tokens[0], &id).await;
        if holder != "agent" {
            desks[0].send(json!({"type": "take", "conversation_id": id})).await;
            desks[0].sees(&id, "agent").await;
            owner = json!("agent-1");
        }
        let own = usize::from(owner == "agent-2");
        let name = format!("{round}");
        let send = json!({"type": "send", "conversation_id": id, "client_msg_id": name, "text": name});
        let note = json!({"type": "note", "conversation_id": id, "client_msg_id": name, "text": name});
        let other = format!("agent-{}", 2 - own);
        let doing = match round % 4 {
            0 => send,
            1 => note,
            2 => json!({"type": "transfer", "conversation_id": id, "agent_id": other}),
            _ => json!({"type": "end", "conversation_id": id}),
        };
        desks[own].send(doing.clone()).await;
        ms(rand::random_range(0..40)).await;
        server.kill9();
        server.restart().await;
        let mut desks = [Desk::open(&server, &tokens[0]).await, Desk::open(&server, &tokens[1]).await];
        let (holder, has) = who_has(&server, &tokens[0], &id).await;
        match round % 4 {
            0 | 1 => {
                assert_eq!((holder.as_str(), &has), ("agent", &owner), "round {round}");
                // The console repeats what it has not seen.
                desks[own].send(json!({"type": "open", "conversation_id": id})).await;
                desks[own].expect("conversation").await;
                desks[own].send(doing).await;
                let list = if round % 4 == 0 { &mut said } else { &mut noted };
                list.push(name);
                let what = list.clone();
                entries(&server, &tokens[0], &id, if round % 4 == 0 { "agent" } else { "note" }, &what).await;
            }
            2 => {
                assert_eq!(holder, "agent", "round {round}");
                assert!(has == owner || has == other.as_str(), "round {round}: {has}");
            }
            _ => assert!(holder == "bot" || has == owner, "round {round}: {holder} {has}"),
        }
    }
    assert!(!server.logged().contains("panicked"), "{}", server.logged());
}

/// Waits until the conversation has exactly these texts of agents, or notes.
async fn entries(server: &Server, token: &str, id: &str, what: &str, expected: &[String]) {
    let until = Instant::now() + PATIENCE;
    loop {
        let mut desk = Desk::open(server, token).await;
        desk.send(json!({"type": "open", "conversation_id": id})).await;
        let view = desk.expect("conversation").await;
        let all = view["entries"].as_array().expect("entries").iter();
        let is_it = |entry: &&Value| match what {
            "note" => entry["kind"] == "note",
            _ => entry["kind"] == "message" && entry["from"] == "agent",
        };
        let texts: Vec<&str> = all.filter(is_it).filter_map(|entry| entry["parts"][0]["text"].as_str()).collect();
        if texts == expected {
            return;
        }
        assert!(Instant::now() < until, "{what}: {texts:?} instead of {expected:?}");
        ms(20).await;
    }
}

#[tokio::test]
async fn of_two_agents_who_reach_for_one_conversation_one_has_it_and_the_other_is_told() {
    let server = house().start().await;
    let key = channel(&server, json!({"name": "Bar"})).await;
    let (ada, grace) = (agent(&server, "Ada").await, agent(&server, "Grace").await);
    let (mut ada, mut grace) = (Desk::open(&server, &ada).await, Desk::open(&server, &grace).await);
    let mut visitor = Visitor::open(&server, &key).await;
    let mut won = BTreeMap::new();
    for round in 0..10 {
        let id = visitor.begin(&format!("guest{round}")).await;
        visitor.asks(&id, "hello").await;
        ada.sees(&id, "bot").await;
        grace.sees(&id, "bot").await;
        let take = json!({"type": "take", "conversation_id": id, "request": format!("r{round}")});
        match round % 2 {
            0 => futures_util::future::join(ada.send(take.clone()), grace.send(take)).await,
            _ => futures_util::future::join(grace.send(take.clone()), ada.send(take)).await,
        };
        let connected = visitor.update("livechatAgentConnected").await;
        let name = connected["data"]["name"].as_str().expect("a name").to_owned();
        let (winner, loser) = if name == "Ada" { (&mut ada, &mut grace) } else { (&mut grace, &mut ada) };
        let error = loser.expect("error").await;
        assert_eq!((&error["code"], &error["request"]), (&json!("TAKEN"), &json!(format!("r{round}"))));
        loser.send(json!({"type": "send", "conversation_id": id, "client_msg_id": "x", "text": "mine?"})).await;
        assert_eq!(loser.expect("error").await["code"], "NOT_YOURS");
        winner.send(json!({"type": "send", "conversation_id": id, "client_msg_id": "x", "text": "mine"})).await;
        assert_eq!(words(&visitor.payload("livechat_message").await), "mine");
        assert!(!winner.has("error"), "the winner was refused");
        winner.send(json!({"type": "end", "conversation_id": id})).await;
        visitor.update("livechatAgentDisconnected").await;
        let frames = visitor.frames();
        let joined = frames.iter().filter(|frame| frame.json.to_string().contains("livechatAgentConnected"));
        assert_eq!(joined.count(), round + 1, "somebody else came in, too");
        *won.entry(name).or_insert(0) += 1;
    }
    println!("{won:?}");
}

#[tokio::test]
async fn an_agents_laptop_falls_asleep_and_the_conversation_goes_on() {
    let quick = [("SOIREE_PING_INTERVAL_MS", "200"), ("SOIREE_QUIET_PING_INTERVAL_MS", "200")];
    let setup = quick.iter().fold(house(), |setup, (name, value)| setup.env(name, value));
    let server = setup.env("SOIREE_DEAD_AFTER_MS", "600").env("SOIREE_AGENT_ABSENCE_MS", "500").start().await;
    let key = channel(&server, json!({"name": "Bar"})).await;
    let (ada, grace) = (agent(&server, "Ada").await, agent(&server, "Grace").await);
    let headers = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                   Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    // Ada's socket never answers a ping, as when the lid is closed: no close frame, no FIN.
    let (mut asleep, head) = Raw::request(&server, &format!("/ws/agent?token={ada}"), headers, None).await;
    assert!(head.starts_with("HTTP/1.1 101"), "{head}");
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    escalate(&mut visitor, &id).await;
    assert_eq!(visitor.update("livechatAgentConnected").await["data"]["name"], "Ada");
    say(&mut visitor, &id, "is anybody there?").await;
    visitor.payload("message_received").await;
    let mut grace = Desk::open(&server, &grace).await;
    let left = visitor.client.wait("the news", Duration::from_secs(15), |frame| {
        frame["event"]["event_payload"]["type"] == "livechatAgentDisconnected"
    });
    assert_eq!(left.await["event"]["event_payload"]["data"]["reason"], "gone");
    assert_eq!(visitor.update("livechatAgentConnected").await["data"]["name"], "Grace");
    grace.send(json!({"type": "open", "conversation_id": id})).await;
    let view = grace.expect("conversation").await;
    assert!(view.to_string().contains("is anybody there?"), "Grace sees what was said before: {view}");
    // Ada wakes up: her old socket is closed, and what she still wanted to say is refused.
    assert!(asleep.drain(PATIENCE).await.is_some(), "the sleeping socket is still open");
    let mut ada = Desk::open(&server, &ada).await;
    ada.send(json!({"type": "send", "conversation_id": id, "client_msg_id": "late", "text": "I am here"})).await;
    assert_eq!(ada.expect("error").await["code"], "NOT_YOURS");
    grace.send(json!({"type": "send", "conversation_id": id, "client_msg_id": "g1", "text": "I am."})).await;
    assert_eq!(words(&visitor.payload("livechat_message").await), "I am.");
}

#[tokio::test]
async fn a_visitor_on_a_train_misses_nothing_and_hears_nothing_twice() {
    let server = house().start().await;
    let key = channel(&server, json!({"name": "Bar"})).await;
    let ada = agent(&server, "Ada").await;
    let mut ada = Desk::open(&server, &ada).await;
    let mut visitor = Visitor::open(&server, &key).await;
    let id = visitor.begin("hart").await;
    escalate(&mut visitor, &id).await;
    visitor.update("livechatAgentConnected").await;
    let (mut heard, mut last) = (Vec::new(), Value::Null);
    for tunnel in 0..8 {
        for number in 0..5 {
            let text = format!("{}", tunnel * 5 + number);
            ada.send(json!({"type": "send", "conversation_id": id, "client_msg_id": text, "text": text})).await;
        }
        // At any moment, with some of it heard.
        ms(rand::random_range(0..15)).await;
        if tunnel == 7 {
            ms(300).await;
        }
        for frame in visitor.frames() {
            let event = &frame.json["event"];
            if event["event_type"] == "livechat_message" {
                heard.push(words(&event["event_payload"]));
            }
            if event["event_type"] != "socket_connected" {
                last = event["event_id"].clone();
            }
        }
        if tunnel < 7 {
            visitor = Visitor::open(&server, &key).await;
            visitor.emit("conversation_resume", json!({"conversation_id": id, "last_event_id": last})).await;
        }
    }
    let expected: Vec<String> = (0..40).map(|number| number.to_string()).collect();
    assert_eq!(heard, expected);
}
