//! The question's clock: ticks, pauses, more time, and the reveal that comes by itself.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::kit::{Client, Guest, Host, PATIENCE, Server, guests, ms, quiz, right};

fn remaining(json: &Value) -> i64 {
    json["remainingMs"].as_i64().unwrap_or_else(|| panic!("remainingMs in {json}"))
}

#[tokio::test]
async fn ticks_fall_by_seconds_and_stand_while_paused() {
    let server = Server::start().await;
    let mut host = Host::create(&server, "TICKS", quiz(1, 1)).await;
    let mut guest = Guest::join(&server, "TICKS").await;
    // Between these two the clock has begun; a busy machine tells late, and never of what is not yet.
    let wished = Instant::now();
    host.say("host:start").await;
    guest.expect("game:question").await;
    let begun = Instant::now();
    let since = |then: Instant, now: Instant| now.saturating_duration_since(then).as_millis() as i64;
    let mut told = Vec::new();
    for _ in 0..4 {
        told.push(remaining(&guest.expect("game:timer_tick").await));
        assert!(told[told.len() - 1] >= 60_000 - since(wished, Instant::now()) - 20, "{told:?}");
    }
    let mut steps: Vec<i64> = told.windows(2).map(|pair| pair[0] - pair[1]).collect();
    steps.sort_unstable();
    assert!((600..=1_400).contains(&steps[1]), "a tick a second: {told:?}");
    let asked = Instant::now();
    host.say("host:pause").await;
    let paused = guest.expect("game:timer_paused").await;
    let stood = remaining(&paused);
    let (least, most) = (60_000 - since(wished, Instant::now()), 60_000 - since(begun, asked));
    assert!((least - 20..=most + 20).contains(&stood), "{paused}: from {least} to {most} ms were expected");
    guest.mark();
    for _ in 0..3 {
        let tick = guest.expect("game:timer_tick").await;
        assert_eq!(remaining(&tick), stood, "ticks go on while paused, with a constant remainder");
    }
    host.send(json!({"type": "host:extend", "seconds": 10})).await;
    let extended = guest.expect("game:timer_extended").await;
    assert_eq!(remaining(&extended), stood + 10_000);
    let wished = Instant::now();
    host.say("host:resume").await;
    let resumed = guest.expect("game:timer_resumed").await;
    assert!((remaining(&resumed) - stood - 10_000).abs() < 100, "{resumed}");
    let left = resumed["deadline"].as_i64().unwrap() - resumed["serverTime"].as_i64().unwrap();
    assert!((left - remaining(&resumed)).abs() < 50, "{resumed}");
    host.send(json!({"type": "host:extend", "seconds": 30})).await;
    let extended = guest.expect("game:timer_extended").await;
    let run = stood + 40_000 - remaining(&extended);
    assert!((-20..=since(wished, Instant::now()) + 20).contains(&run), "{extended}: {run} ms have run");
    host.say("host:reveal").await;
    guest.expect("game:answer_revealed").await;
    guest.mark();
    guest.quiet("game:timer_tick", 1_500).await;
}

/// Waits for the reveal and says how long after the deadline (server's clock is this machine's) it came.
async fn lateness(client: &mut Client, deadline: i64) -> i64 {
    client.expect_in("game:answer_revealed", Duration::from_secs(20)).await;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as i64;
    let at = client.all("game:answer_revealed").last().unwrap().at;
    now - at.elapsed().as_millis() as i64 - deadline
}

/// Milliseconds after the deadline at which the reveal comes on a machine that has nothing else to do.
const PROMPT_MS: i64 = 700;
/// The same on one that stands still now and then.
const LATE_MS: i64 = 5_000;

/// Four evenings at once, because each takes fifteen seconds: with a host; without; with an answer within
/// the grace; with a pause in between.
#[tokio::test]
async fn the_reveal_comes_by_itself_at_the_deadline() {
    let server = Server::start().await;
    let short = || {
        let mut body = quiz(1, 2);
        body["timerSeconds"] = json!(15);
        body
    };
    let with_host = async {
        let mut host = Host::create(&server, "END1", short()).await;
        let mut two = guests(&server, "END1", 2).await;
        host.say("host:start").await;
        let question = two[0].expect("game:question").await;
        two[0].answer(&question, &right(0, 0)).await;
        let deadline = question["deadline"].as_i64().unwrap();
        let late = lateness(&mut two[0], deadline).await;
        assert_eq!(two[0].all("game:answer_revealed")[0].json["myPoints"], 100);
        host.expect("game:answer_revealed").await;
        // It waits for the host then.
        host.mark();
        host.quiet("game:question", 500).await;
        host.say("host:next").await;
        host.expect("game:question").await;
        late
    };
    let without_host = async {
        let mut host = Host::create(&server, "END2", short()).await;
        let mut two = guests(&server, "END2", 2).await;
        host.say("host:start").await;
        let question = two[0].expect("game:question").await;
        two[1].expect("game:question").await;
        let host_id = host.host_id.clone();
        host.client.close().await;
        let presence = two[0].expect("host:presence").await;
        assert_eq!(presence["connected"], false);
        two[1].answer(&question, &right(0, 0)).await;
        let late = lateness(&mut two[0], question["deadline"].as_i64().unwrap()).await;
        two[1].expect_where("game:answer_revealed", |told| told["myPoints"] == 100).await;
        let mut back = Client::open(&server, "END2").await;
        back.send(json!({"type": "rejoin_host", "hostId": host_id})).await;
        let snapshot = back.expect("host:state_snapshot").await;
        assert_eq!(snapshot["phase"], "question_revealed");
        two[0].expect_where("host:presence", |told| told["connected"] == true).await;
        back.say("host:next").await;
        two[0].expect("game:question").await;
        late
    };
    let within_the_grace = async {
        let mut host = Host::create(&server, "END3", short()).await;
        let mut guest = Guest::join(&server, "END3").await;
        host.say("host:start").await;
        let question = guest.expect("game:question").await;
        let left = question["deadline"].as_i64().unwrap() - question["serverTime"].as_i64().unwrap();
        // It was heard a moment after it was said, so the deadline is over then, and the grace as good as whole.
        ms(left as u64 + 10).await;
        guest.answer(&question, &right(0, 0)).await;
        let mine = guest.expect("game:answer_revealed").await;
        assert_eq!(mine["myPoints"], 100, "sent in time, on its way a little longer");
    };
    let with_a_pause = async {
        let mut host = Host::create(&server, "END4", short()).await;
        let mut guest = Guest::join(&server, "END4").await;
        host.say("host:start").await;
        guest.expect("game:question").await;
        host.say("host:pause").await;
        guest.expect("game:timer_paused").await;
        ms(4_000).await;
        host.say("host:resume").await;
        let resumed = guest.expect("game:timer_resumed").await;
        lateness(&mut guest, resumed["deadline"].as_i64().unwrap()).await
    };
    let (one, other, (), third) = tokio::join!(with_host, without_host, within_the_grace, with_a_pause);
    let late = [one, other, third];
    assert!(late.iter().all(|ms| (-20..=LATE_MS).contains(ms)), "{late:?} ms after the deadline");
    assert!(late.iter().any(|ms| *ms <= PROMPT_MS), "{late:?} ms after the deadline");
}

#[tokio::test]
async fn the_clock_of_the_server_can_be_asked() {
    let server = Server::start().await;
    let mut client = Client::open(&server, "CLOCK").await;
    client.send(json!({"type": "time_request", "clientTime": 1234.5})).await;
    let told = client.expect_in("server:time", PATIENCE).await;
    assert_eq!(told["clientTime"], 1234.5);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as i64;
    assert!((told["serverTime"].as_i64().unwrap() - now).abs() < 2_000);
}

#[tokio::test]
async fn an_open_question_is_revealed_after_a_crash_even_if_nobody_comes_back() {
    let mut server = Server::start().await;
    let mut quiz = quiz(1, 1);
    quiz["timerSeconds"] = 15.into();
    let mut host = Host::create(&server, "ALONE", quiz).await;
    let mut guest = Guest::join(&server, "ALONE").await;
    host.say("host:start").await;
    let question = guest.expect("game:question").await;
    guest.answer(&question, &right(0, 0)).await;
    server.kill9();
    server.restart().await;
    // 10 s in which somebody could have come back, the question's own 15, and what a slow machine needs.
    ms(26_500).await;
    let until = Instant::now() + PATIENCE;
    loop {
        let late = Client::open(&server, "ALONE").await;
        let phase = late.all("server:state_snapshot")[0].json["phase"].clone();
        if phase == "question_revealed" {
            break;
        }
        assert!(Instant::now() < until, "{phase}");
        ms(500).await;
    }
    let (_, snapshot) = guest.again(&server).await;
    assert_eq!(snapshot["myPoints"], 100);
}
