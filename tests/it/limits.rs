//! Who floods or guesses is held back; nobody else notices.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::kit::{Client, End, Guest, Host, PATIENCE, Server, Setup, ms, quiz, with_host};

#[tokio::test]
async fn a_flood_is_throttled_then_dropped_and_the_room_is_unharmed() {
    let server = Server::start().await;
    let mut host = Host::create(&server, "FLOOD", quiz(1, 1)).await;
    let mut guest = Guest::join(&server, "FLOOD").await;
    let mut flooder = Guest::join(&server, "FLOOD").await;
    host.say("host:start").await;
    let question = guest.expect("game:question").await;
    let begun = Instant::now();
    for at in 0..3_000u32 {
        let option = question["options"][at as usize % 4]["id"].clone();
        let answer = json!({"type": "submit_answer", "questionId": question["questionId"], "optionId": option});
        if !flooder.send_message(tokio_tungstenite::tungstenite::Message::text(answer.to_string())).await {
            break;
        }
        if at % 200 == 0 {
            tokio::task::yield_now().await;
        }
    }
    assert_eq!(flooder.end(PATIENCE).await.1, End::Closed(1008));
    flooder.error("RATE_LIMITED").await;
    // A burst of forty, and twenty for each second that it took; what came while it was told to slow down is not.
    let allowed = 80.max(40 + 20 * (begun.elapsed().as_secs() as usize + 1));
    assert!(flooder.all("answer:accepted").len() <= allowed, "{:?}", flooder.census());
    guest.sync().await;
    guest.answer(&question, "Grape 0.0").await;
    guest.mark();
    guest.expect_in("game:timer_tick", Duration::from_secs(5)).await;
    // The seat is not lost.
    let (_, snapshot) = flooder.again(&server).await;
    assert_eq!(snapshot["phase"], "question_open");
}

#[tokio::test]
async fn a_steady_pace_within_the_limit_is_fine() {
    let server = Server::start().await;
    let mut host = Host::create(&server, "PACE", quiz(1, 1)).await;
    let mut guest = Guest::join(&server, "PACE").await;
    host.say("host:start").await;
    let question = guest.expect("game:question").await;
    for at in 0..60usize {
        let option = question["options"][at % 4]["id"].clone();
        guest.send(json!({"type": "submit_answer", "questionId": question["questionId"], "optionId": option})).await;
        ms(60).await;
    }
    guest.sync().await;
    assert_eq!(guest.all("answer:accepted").len(), 60, "{:?}", guest.census());
}

#[tokio::test]
async fn guessing_the_hosts_secret_is_limited() {
    let server = Setup::default().env("SOIREE_ADDRESS_LIMITS", "on").start().await;
    let mut host = Host::create(&server, "GUESS", quiz(1, 1)).await;
    let mut guest = Guest::join(&server, "GUESS").await;
    let mut codes = Vec::new();
    for at in 0..8 {
        let mut prober = Client::open(&server, "GUESS").await;
        prober.send(json!({"type": "rejoin_host", "hostId": format!("TANNIC-FALCON-{at}")})).await;
        codes.push(prober.expect("error").await["code"].as_str().unwrap().to_owned());
        prober.sync().await;
    }
    assert_eq!(codes[..4], ["INVALID_HOST"; 4], "{codes:?}");
    assert_eq!(codes[6..], ["TOO_MANY_ATTEMPTS"; 2], "{codes:?}");
    // Those who are inside notice nothing.
    guest.sync().await;
    host.say("host:start").await;
    guest.expect("game:question").await;
    // Another room of the same address is not shut.
    let mut other = Client::open(&server, "OTHER").await;
    other.send(with_host(quiz(1, 1), "ANOTHER-HOST")).await;
    other.expect("session:created").await;
}

#[tokio::test]
async fn greeting_rooms_without_a_session_is_no_guessing() {
    let server = Setup::default().env("SOIREE_ADDRESS_LIMITS", "on").start().await;
    for at in 0..9 {
        let mut host = Client::open(&server, "FRESH").await;
        host.send(json!({"type": "rejoin_host", "hostId": "TANNIC-FALCON"})).await;
        host.error("SESSION_NOT_FOUND").await;
        if at == 8 {
            host.send(with_host(quiz(1, 1), "TANNIC-FALCON")).await;
            host.expect("session:created").await;
        }
    }
}
