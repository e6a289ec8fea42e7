//! Peers that stop reading or fall silent, at a small scale.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::kit::{Client, Guest, Host, Raw, Server, ms, quiz};

/// A quiz whose snapshot for the host is large.
fn heavy() -> Value {
    let mut body = quiz(50, 5);
    for wine in body["wines"].as_array_mut().unwrap() {
        wine["name"] = format!("{} {}", wine["name"].as_str().unwrap(), "x".repeat(150)).into();
        for question in wine["questions"].as_array_mut().unwrap() {
            let answer = format!("{} {}", question["correctAnswer"].as_str().unwrap(), "y".repeat(150));
            question["correctAnswer"] = answer.into();
        }
    }
    body
}

#[tokio::test]
async fn who_does_not_read_is_dropped_and_others_keep_their_ticks() {
    let server = Server::start().await;
    let mut host = Host::create(&server, "SLOW", heavy()).await;
    let mut guest = Guest::join(&server, "SLOW").await;
    host.say("host:start").await;
    guest.expect("game:question").await;
    let mut slow = Raw::open(&server, "SLOW", Some(4_096)).await;
    let began = Instant::now();
    let rejoin = json!({"type": "rejoin_host", "hostId": host.host_id}).to_string();
    // Asks for large answers without reading any, within the allowed pace.
    let mut refused = false;
    while began.elapsed() < Duration::from_secs(12) && !refused {
        refused = slow.text(&rejoin).await.is_err();
        ms(60).await;
    }
    assert!(refused, "nobody dropped a peer that reads nothing");
    // By what the server says in them: this process reads late on a busy machine.
    guest.expect("game:timer_tick").await;
    guest.expect("game:timer_tick").await;
    let ticks: Vec<i64> = guest.all("game:timer_tick").iter().filter_map(|t| t.json["remainingMs"].as_i64()).collect();
    let widest = ticks.windows(2).map(|pair| pair[0] - pair[1]).max().unwrap_or_default();
    assert!((500..3_000).contains(&widest), "a gap of {widest} ms between ticks: {ticks:?}");
    host.sync().await;
    // It comes back to a snapshot.
    host.again(&server).await;
}

/// Three silent peers at once, because noticing them takes up to half a minute.
#[tokio::test]
async fn silent_peers_are_noticed_within_half_a_minute() {
    let server = Server::start().await;
    let mut host = Host::create(&server, "SILENT", quiz(1, 1)).await;
    let mut calm = Guest::join(&server, "SILENT").await;
    let seat = Guest::join(&server, "SILENT").await;
    let (name, token) = (seat.pseudonym.clone(), seat.token.clone());
    let links = |told: &Value| told["links"].as_array().cloned().unwrap_or_default();
    let is = |told: &Value, connected: bool| {
        links(told).iter().any(|link| link["pseudonym"] == name.as_str() && link["connected"] == connected)
    };
    host.expect_where("host:links", |told| is(told, true)).await;
    drop(seat);
    host.expect_where("host:links", |told| is(told, false)).await;
    let began = Instant::now();
    // A visitor who has never said anything and answers no ping.
    let mut mute = Raw::open(&server, "SILENT", None).await;
    // A participant who falls silent, as behind a router that lost power: the socket stays open.
    let mut silent = Raw::open(&server, "SILENT", None).await;
    silent.text(&json!({"type": "rejoin_session", "rejoinToken": token}).to_string()).await.unwrap();
    // A peer whose process stands still: nothing is read, the kernel still acknowledges.
    let frozen = Raw::open(&server, "SILENT", Some(4_096)).await;

    let ended = async {
        let code = silent.drain(Duration::from_secs(32)).await;
        assert!(code.is_some(), "the silent participant's socket is still open");
        began.elapsed()
    };
    let muted = async {
        assert!(mute.drain(Duration::from_secs(32)).await.is_some(), "the mute visitor's socket is still open");
    };
    let told = async {
        host.expect_where("host:links", |told| is(told, true)).await;
        host.wait("the silent seat to be away", Duration::from_secs(32), |told| {
            told["type"] == "host:links" && is(told, false)
        })
        .await;
    };
    let (after, (), ()) = tokio::join!(ended, muted, told);
    assert!(after > Duration::from_secs(8), "dropped after {after:?}: that is a pause, not silence");
    assert!(!calm.pings().is_empty(), "the server pings");
    assert!(calm.is_open() && host.is_open(), "who answers pings stays");
    calm.sync().await;
    ms(100).await;
    drop(frozen);
    let mut back = Client::open(&server, "SILENT").await;
    back.send(json!({"type": "rejoin_session", "rejoinToken": token})).await;
    back.expect("participant:state_snapshot").await;
}
