//! Stories with a bot over real HTTP that is quick, slow, garbled or dead.

use std::net::TcpListener;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use serde_json::{Value, json};

use super::*;
use crate::conversation::ids::{ChannelNo, ConversationId};
use crate::conversation::parts::Part;

/// A bot that answers each request with the next of its replies, the last one for ever.
struct Bot {
    url: String,
    heard: Arc<Mutex<Vec<(String, String, Value)>>>,
}

/// What the bot does with a request.
#[derive(Clone, Copy)]
enum Reply {
    Text(&'static str),
    Status(u16),
    Raw(&'static str),
    After(Duration),
}

fn bot(replies: &'static [Reply]) -> Bot {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
    let heard: Arc<Mutex<Vec<(String, String, Value)>>> = Arc::default();
    let (log, count) = (Arc::clone(&heard), Arc::new(AtomicU32::new(0)));
    let answer = move |request: HttpRequest, body: web::Bytes| {
        let (log, count) = (Arc::clone(&log), Arc::clone(&count));
        async move {
            let header =
                |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
            let seconds: i64 =
                header(signature::HEADER)[2..].split(',').next().and_then(|text| text.parse().ok()).expect("a time");
            assert_eq!(header(signature::HEADER), signature::sign(&Secret::new("s"), seconds, &body));
            let body = serde_json::from_slice(&body).expect("JSON");
            log.lock().expect("a log").push((header("idempotency-key"), header("content-type"), body));
            let at = count.fetch_add(1, Ordering::Relaxed) as usize;
            match replies[at.min(replies.len() - 1)] {
                Reply::Text(text) => HttpResponse::Ok().json(json!([{"text": text}])),
                Reply::Status(status) => {
                    HttpResponse::build(actix_web::http::StatusCode::from_u16(status).expect("a status")).finish()
                }
                Reply::Raw(text) => HttpResponse::Ok().body(text),
                Reply::After(time) => {
                    actix_web::rt::time::sleep(time).await;
                    HttpResponse::Ok().json(json!([{"text": "late"}]))
                }
            }
        }
    };
    let server = HttpServer::new(move || App::new().route("/hook", web::post().to(answer.clone())))
        .workers(1)
        .disable_signals()
        .listen(listener)
        .expect("a server");
    actix_web::rt::spawn(server.run());
    Bot { url, heard }
}

fn turn(patience_ms: u64) -> BotRequest {
    BotRequest {
        conversation: ConversationId::new("ana", "01234567-89ab-4cde-8f01-23456789abcd"),
        channel: ChannelNo(1),
        turn: 3,
        cause: BotCause::Said { text: "hello".to_owned(), files: Vec::new() },
        user_id: "ana".to_owned(),
        info: Default::default(),
        locale: "en".to_owned(),
        metadata: [("page".to_owned(), json!("/menu"))].into_iter().collect(),
        memory: Value::Null,
        pause_ms: 0,
        patience_ms,
    }
}

fn webhooks() -> Webhooks {
    Webhooks::new(true).expect("a client")
}

#[actix_web::test]
async fn a_bot_hears_the_turn_signed_and_its_text_comes_back() {
    let bot = bot(&[Reply::Text("Good evening")]);
    let answer = webhooks().ask(&bot.url, &Secret::new("s"), &turn(2_000)).await.expect("an answer");
    assert_eq!(answer.parts, [Part::text("Good evening")]);
    let heard = bot.heard.lock().expect("a log");
    let (_, kind, body) = &heard[0];
    assert_eq!(kind, "application/json");
    assert_eq!(
        (&body["sender"], &body["message"]),
        (&json!("ana_01234567-89ab-4cde-8f01-23456789abcd"), &json!("hello"))
    );
    assert_eq!(body["metadata"], json!({"page": "/menu"}));
}

#[actix_web::test]
async fn a_bot_that_stumbles_is_asked_again_under_the_same_key() {
    let bot = bot(&[Reply::Status(500), Reply::Status(429), Reply::Text("now")]);
    let answer = webhooks().ask(&bot.url, &Secret::new("s"), &turn(5_000)).await.expect("an answer");
    assert_eq!(answer.parts, [Part::text("now")]);
    let heard = bot.heard.lock().expect("a log");
    assert_eq!(heard.len(), 3);
    assert!(heard.iter().all(|(key, _, _)| *key == heard[0].0 && key.len() == 32));
}

#[actix_web::test]
async fn garbage_and_refusals_are_not_asked_again() {
    for (replies, fault) in [
        (&[Reply::Raw("<html>oops</html>")][..], BotFault::Garbage),
        (&[Reply::Raw("{}")][..], BotFault::Garbage),
        (&[Reply::Status(404)][..], BotFault::Unreachable),
        (&[Reply::Status(302)][..], BotFault::Unreachable),
    ] {
        let bot = bot(replies);
        assert_eq!(webhooks().ask(&bot.url, &Secret::new("s"), &turn(2_000)).await, Err(fault));
        assert_eq!(bot.heard.lock().expect("a log").len(), 1);
    }
}

#[actix_web::test]
async fn a_slow_bot_is_given_up_within_the_turns_patience() {
    const NEVER_IN_TIME: &[Reply] = &[Reply::After(Duration::from_secs(30))];
    let bot = bot(NEVER_IN_TIME);
    let begun = Instant::now();
    assert_eq!(webhooks().ask(&bot.url, &Secret::new("s"), &turn(300)).await, Err(BotFault::TimedOut));
    assert!(begun.elapsed() < Duration::from_secs(5), "not the 30 s that the bot takes");
}

#[actix_web::test]
async fn a_dead_bot_is_left_alone_after_a_while() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    drop(listener);
    let webhooks = webhooks();
    for _ in 0..breaker::FAILURES_MAX {
        assert_eq!(webhooks.ask(&url, &Secret::new("s"), &turn(100)).await, Err(BotFault::Unreachable));
    }
    let listener = TcpListener::bind(url.trim_start_matches("http://").trim_end_matches('/')).expect("the port again");
    listener.set_nonblocking(true).expect("a listener");
    assert_eq!(webhooks.ask(&url, &Secret::new("s"), &turn(100)).await, Err(BotFault::Unreachable));
    assert!(listener.accept().is_err(), "nobody has knocked");
}

#[actix_web::test]
async fn private_addresses_are_not_called_unless_allowed_by_name_either() {
    let bot = bot(&[Reply::Text("inside")]);
    let webhooks = Webhooks::new(false).expect("a client");
    for url in [bot.url.clone(), bot.url.replace("127.0.0.1", "localhost")] {
        assert_eq!(webhooks.ask(&url, &Secret::new("s"), &turn(1_000)).await, Err(BotFault::Unreachable), "{url}");
    }
    assert!(bot.heard.lock().expect("a log").is_empty());
}
