//! Live sockets of both dialects.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use super::kit::{ADMIN, DIALECTS, Dialect, Evening, Event, JOURNEY, Made, PROMPT, User, numeric, text, told};
use crate::kit::{Client, End, PATIENCE, Raw, keys, ms, shape};

/// What a socket asks for.
#[derive(Clone, Copy)]
struct Wish {
    /// The prompt time that the client says it has.
    now: f64,
    bandwidth: u32,
    lookback: f64,
    lookahead: f64,
}

const ALL: Wish = Wish { now: 0.0, bandwidth: 5_000, lookback: 10.0, lookahead: 10.0 };

fn live(dialect: Dialect) -> &'static str {
    match dialect == PROMPT {
        true => "/api/2/interactive_prompts/live",
        false => "/api/2/journeys/live",
    }
}

fn authorize(dialect: Dialect, made: &Made, wish: Wish) -> Value {
    json!({"type": "authorize", "data": {dialect.uid: made.uid, "jwt": made.jwt, "bandwidth": wish.bandwidth,
        "lookback": wish.lookback, "lookahead": wish.lookahead}})
}

fn synced(now: f64) -> Value {
    json!({"type": "sync_response", "data": {"receive_timestamp": now, "transmit_timestamp": now}})
}

async fn dial(evening: &Evening, dialect: Dialect) -> Client {
    Client::dial(&evening.server, live(dialect), &[]).await.expect("a socket")
}

/// A socket that listens, after its first detection of latency.
async fn listen(evening: &Evening, dialect: Dialect, made: &Made, wish: Wish) -> Client {
    let mut client = dial(evening, dialect).await;
    client.send(authorize(dialect, made, wish)).await;
    let request = client.next().await;
    packet(&request, "sync_request");
    assert_eq!(request["data"], json!({}));
    client.send(synced(wish.now)).await;
    packet(&client.next().await, "auth_response");
    packet(&client.next().await, "latency_detection");
    client
}

/// Checks a packet's form.
#[track_caller]
fn packet(packet: &Value, kind: &str) {
    assert_eq!(keys(packet), ["data", "success", "type", "uid"], "{packet}");
    assert_eq!((&packet["type"], &packet["success"]), (&json!(kind), &json!(kind != "error")), "{packet}");
    let uid = packet["uid"].as_str().and_then(|uid| uid.strip_prefix("oseh_packet_")).expect("a uid");
    let safe = uid.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    assert!(uid.len() == 22 && safe, "{uid}");
}

/// All events so far.
fn events(client: &Client) -> Vec<Value> {
    let batches = client.all("event_batch");
    batches.iter().flat_map(|frame| frame.json["data"]["events"].as_array().expect("events").clone()).collect()
}

/// Sessions of one user that have all joined; each of them can post beside the others.
async fn sessions(evening: &Evening, made: &Made, user: &User) -> Vec<String> {
    futures_util::future::join_all((0..24).map(|_| evening.joined(PROMPT, made, user))).await
}

/// Each session likes once, at this moment.
async fn all_like(evening: &Evening, made: &Made, user: &User, sessions: &[String], at: f64) {
    let like = async |session: &String| {
        evening.ok(&Event { dialect: PROMPT, made, user, session }, "like", at, json!({})).await;
    };
    futures_util::future::join_all(sessions.iter().map(like)).await;
}

/// Waits until so many events have come, and a while longer.
async fn until(client: &Client, count: usize) -> Vec<Value> {
    let late = Instant::now() + PATIENCE;
    while events(client).len() < count {
        assert!(Instant::now() < late && client.is_open(), "{} of {count} events", events(client).len());
        ms(10).await;
    }
    ms(350).await;
    events(client)
}

/// Expects an error with this code, then the end.
async fn refused(mut client: Client, code: u16) -> Value {
    let error = client.next().await;
    packet(&error, "error");
    shape(&error["data"], "code:u type:s message:s");
    let kind = match code {
        422 => "unprocessable_entity",
        403 => "forbidden",
        _ => "not_found",
    };
    assert_eq!((&error["data"]["code"], &error["data"]["type"]), (&json!(code), &json!(kind)), "{error}");
    assert_eq!(client.end(PATIENCE).await.1, End::Closed(1000));
    error
}

#[tokio::test]
async fn who_listens_hears_what_happens_from_then_on_in_the_words_of_their_dialect() {
    let evening = Evening::begin().await;
    let mut took = Vec::new();
    for dialect in DIALECTS {
        let made = evening.make(dialect, numeric()).await;
        let user = evening.user("Ada").await;
        let session = evening.start(dialect, &made, &user).await;
        let event = Event { dialect, made: &made, user: &user, session: &session };
        let joined = evening.ok(&event, "join", 0.0, json!({})).await;
        // Given two who listen only now,
        let clients = [listen(&evening, dialect, &made, ALL).await, listen(&evening, dialect, &made, ALL).await];
        // when a user answers, likes and leaves,
        let begun = Instant::now();
        let answered = evening.ok(&event, "respond_numeric_prompt", 1.5, json!({"rating": -2})).await;
        evening.ok(&event, "like", 2.0, json!({})).await;
        evening.ok(&event, "leave", 3.25, json!({})).await;
        for client in &clients {
            // then both hear these, in their order, and not what was before.
            let heard = until(client, 3).await;
            let types: Vec<&str> = heard.iter().map(|event| event["evtype"].as_str().expect("a type")).collect();
            assert_eq!(types, ["numeric_prompt_response", "like", "leave"]);
            assert!(heard.iter().all(|event| event["uid"] != joined["uid"]), "no history");
            let first = &heard[0];
            let mut expected = vec!["data", "evtype", "session_uid", "uid", "user_sub", dialect.time];
            if dialect == PROMPT {
                expected.push("icon");
                shape(&first["icon"], "uid:s jwt:s");
                assert_eq!(heard[2]["data"], json!({"name": "Ada"}));
            } else {
                assert_eq!(heard[2]["data"], json!({}));
            }
            expected.sort_unstable();
            assert_eq!(keys(first), expected);
            assert_eq!((&first["uid"], &first["session_uid"]), (&answered["uid"], &json!(session)));
            assert_eq!((&first["user_sub"], &first[dialect.time]), (&json!(user.sub), &json!(1.5)));
            assert_eq!(first["data"], json!({"rating": -2}));
            let batch = &client.all("event_batch")[0];
            packet(&batch.json, "event_batch");
            took.push(batch.at - begun);
        }
    }
    took.sort_unstable();
    // The quickest: each of the others may have met a moment in which the machine was busy elsewhere.
    assert!((Duration::from_millis(240)..Duration::from_millis(1_500)).contains(&took[0]), "{took:?}");
}

#[tokio::test]
async fn latency_is_told_at_once_and_every_two_seconds_and_the_clock_is_right_under_load() {
    let evening = Evening::begin().await;
    let made = evening.make(PROMPT, numeric()).await;
    let user = evening.user("Ada").await;
    let sessions = sessions(&evening, &made, &user).await;
    let mut clients = Vec::new();
    for place in 0..24 {
        clients.push(listen(&evening, PROMPT, &made, Wish { now: -1.5 + f64::from(place), ..ALL }).await);
    }
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_millis(4_500) {
        all_like(&evening, &made, &user, &sessions, begun.elapsed().as_secs_f64()).await;
    }
    let (mut errors, mut gaps) = (Vec::new(), Vec::new());
    for (place, client) in clients.iter().enumerate() {
        let asked = client.all("sync_request")[0].at;
        let told = client.all("latency_detection");
        assert!(told.len() >= 3, "{}", told.len());
        for pair in told.windows(2) {
            gaps.push((pair[1].at - pair[0].at).as_secs_f64());
        }
        for frame in told {
            let own = -1.5 + place as f64 + (frame.at - asked).as_secs_f64();
            let expected = frame.json["data"]["expected_receive_prompt_time"].as_f64().expect("a time");
            errors.push((own - expected).abs() * 1e3);
        }
    }
    gaps.sort_by(f64::total_cmp);
    let between = gaps[gaps.len() / 2];
    assert!((1.5..2.5).contains(&between), "{gaps:?}");
    errors.sort_by(f64::total_cmp);
    // The best quarter: a clock that is wrong is wrong for all; what is beyond is this process, which reads late while
    // the machine is busy.
    let (good, worst) = (errors[errors.len() / 4], errors[errors.len() - 1]);
    assert!(good < 5.0, "a quarter is off by {good} ms at most, the worst by {worst} ms");
}

#[tokio::test]
async fn each_refusal_comes_in_its_order_and_ends_the_socket() {
    let evening = Evening::begin().await;
    for dialect in DIALECTS {
        let made = evening.make(dialect, numeric()).await;
        let other = evening.make(dialect, numeric()).await;
        // Both sides wait five seconds for these two, while the others are being refused.
        let silent = dial(&evening, dialect).await;
        let mut unsynced = dial(&evening, dialect).await;
        unsynced.send(authorize(dialect, &made, ALL)).await;
        packet(&unsynced.next().await, "sync_request");
        let waiting = Instant::now();

        let broken = Made { uid: made.uid.clone(), jwt: "x.y.z".into() };
        let mut wrong = authorize(dialect, &broken, ALL);
        wrong["data"]["bandwidth"] = json!(0);
        for message in [
            "no JSON".to_owned(),
            "[]".to_owned(),
            json!({"type": "sync_response", "data": {}}).to_string(),
            json!({"type": "authorize"}).to_string(),
            authorize(dialect, &Made { uid: String::new(), jwt: made.jwt.clone() }, ALL).to_string(),
            authorize(dialect, &made, Wish { lookback: 10.5, ..ALL }).to_string(),
            // 422 comes before 403.
            wrong.to_string(),
        ] {
            let mut client = dial(&evening, dialect).await;
            client.send_text(message.clone()).await;
            refused(client, 422).await;
        }
        let in_other_dialect = evening.make(if dialect == PROMPT { JOURNEY } else { PROMPT }, numeric()).await;
        for jwt in ["x.y.z".to_owned(), other.jwt.clone(), in_other_dialect.jwt, ADMIN.to_owned()] {
            let mut client = dial(&evening, dialect).await;
            client.send(authorize(dialect, &Made { uid: made.uid.clone(), jwt }, ALL)).await;
            refused(client, 403).await;
        }
        let path = format!("/api/v1/prompts/{}", other.uid);
        let gone = evening.http.delete(evening.server.url(&path)).bearer_auth(ADMIN).send().await.expect("an answer");
        assert_eq!(gone.status(), 204);
        let mut client = dial(&evening, dialect).await;
        client.send(authorize(dialect, &other, ALL)).await;
        refused(client, 404).await;

        for (receive, transmit) in [(json!(2), json!(1.9)), (json!("soon"), json!(3)), (Value::Null, json!(3))] {
            let mut client = dial(&evening, dialect).await;
            client.send(authorize(dialect, &made, ALL)).await;
            packet(&client.next().await, "sync_request");
            let data = json!({"receive_timestamp": receive, "transmit_timestamp": transmit});
            client.send(json!({"type": "sync_response", "data": data})).await;
            refused(client, 422).await;
        }
        let mut talker = listen(&evening, dialect, &made, ALL).await;
        talker.send(json!({"type": "hello"})).await;
        assert_eq!(talker.end(PATIENCE).await.1, End::Closed(1000));

        for mut client in [silent, unsynced] {
            let (at, end) = client.end(PATIENCE).await;
            let after = at - waiting;
            assert!((Duration::from_millis(4_000)..Duration::from_millis(7_000)).contains(&after), "{after:?}");
            assert_eq!(end, End::Closed(1000));
        }
    }
}

#[tokio::test]
async fn binary_frames_numbers_as_texts_and_unknown_keys_are_fine() {
    let evening = Evening::begin().await;
    let made = evening.make(PROMPT, numeric()).await;
    let mut client = dial(&evening, PROMPT).await;
    let message = json!({"type": "authorize", "version": 2, "data": {PROMPT.uid: made.uid, "jwt": made.jwt,
        "bandwidth": "25", "lookback": "1.5", "lookahead": "0", "more": {}}});
    client.send_message(Message::binary(message.to_string().into_bytes())).await;
    packet(&client.next().await, "sync_request");
    let data = json!({"receive_timestamp": "-3.5", "transmit_timestamp": "-3.5"});
    client.send_message(Message::binary(json!({"type": "sync_response", "data": data}).to_string().into_bytes())).await;
    packet(&client.next().await, "auth_response");
    let latency = client.next().await;
    let told = latency["data"]["expected_receive_prompt_time"].as_f64().expect("a time");
    assert!((-3.5..-2.5).contains(&told), "{told}");
}

#[tokio::test]
async fn what_is_outside_of_the_window_or_over_the_bandwidth_is_not_heard() {
    let evening = Evening::begin().await;
    // The windows move on while it is told; where a busy machine was slower than they, it is told once more.
    for _ in 0..5 {
        if windows_are_kept(&evening).await {
            return;
        }
    }
    panic!("the story needs a server that is quicker than its windows");
}

/// Whether it was told in time.
async fn windows_are_kept(evening: &Evening) -> bool {
    let made = evening.make(PROMPT, numeric()).await;
    let user = evening.user("Ada").await;
    let session = evening.joined(PROMPT, &made, &user).await;
    let event = Event { dialect: PROMPT, made: &made, user: &user, session: &session };
    let begun = Instant::now();
    // Given somebody at second 20 who looks 4 s back and 6 s ahead, one who takes 3 events a second, one who takes all,
    let near = listen(evening, PROMPT, &made, Wish { now: 20.0, bandwidth: 100, lookback: 4.0, lookahead: 6.0 }).await;
    let scant = listen(evening, PROMPT, &made, Wish { now: 20.0, bandwidth: 3, ..ALL }).await;
    let all = listen(evening, PROMPT, &made, Wish { now: 20.0, ..ALL }).await;
    // when events of many seconds are posted at once,
    let times = [11.5, 14.0, 18.5, 20.0, 22.0, 24.0, 28.5, 30.0];
    for at in times {
        evening.ok(&event, "like", at, json!({})).await;
    }
    if begun.elapsed() >= Duration::from_millis(1_400) {
        return false;
    }
    // then each hears theirs.
    let heard = |client: &Client| -> Vec<f64> {
        events(client).iter().map(|event| event["prompt_time"].as_f64().expect("a time")).collect()
    };
    until(&all, times.len()).await;
    assert_eq!(heard(&near), [18.5, 20.0, 22.0, 24.0]);
    assert_eq!(heard(&all), times);
    let few = heard(&scant).len();
    assert!((3..=6).contains(&few), "{few}");
    true
}

#[tokio::test]
async fn the_socket_is_closed_ten_seconds_and_a_lookback_after_the_end() {
    let evening = Evening::begin().await;
    let made =
        evening.make_with(json!({"kind": "interactive_prompt", "prompt": numeric(), "duration_seconds": 5})).await;
    let wish = |now| Wish { now, lookback: 2.0, ..ALL };
    let mut late = listen(&evening, PROMPT, &made, wish(5.0 + 2.0 + 10.0 - 1.0)).await;
    let asked = late.all("sync_request")[0].at;
    let early = listen(&evening, PROMPT, &made, wish(10.0)).await;
    let (at, end) = late.end(PATIENCE).await;
    assert_eq!(end, End::Closed(1000));
    let after = at - asked;
    // Well before the other one's turn, which comes six seconds later.
    assert!((Duration::from_millis(950)..Duration::from_millis(4_000)).contains(&after), "{after:?}");
    assert!(early.is_open());
    // Who comes when all is over is told nothing more.
    let mut over = dial(&evening, PROMPT).await;
    over.send(authorize(PROMPT, &made, wish(0.0))).await;
    packet(&over.next().await, "sync_request");
    over.send(synced(1e300)).await;
    assert_eq!(over.end(PATIENCE).await.1, End::Closed(1000));
}

#[tokio::test]
async fn a_slow_socket_loses_events_and_slows_nobody() {
    const LIKES: usize = 2_400;
    let evening = Evening::begin().await;
    let made = evening.make(PROMPT, numeric()).await;
    let user = evening.user("Ada").await;
    let sessions = sessions(&evening, &made, &user).await;
    // Given somebody who reads nothing, and somebody who does,
    let headers = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                   Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    let (mut slow, _) = Raw::request(&evening.server, live(PROMPT), headers, Some(4_096)).await;
    slow.text(&authorize(PROMPT, &made, ALL).to_string()).await.expect("sent");
    slow.read().await.expect("sync_request");
    slow.text(&synced(0.0).to_string()).await.expect("sent");
    let quick = listen(&evening, PROMPT, &made, ALL).await;
    // when there is more to be heard than any buffer holds,
    let begun = Instant::now();
    let mut posted = 0;
    while posted < LIKES {
        // As late as the listeners' windows reach, so that a slow machine posts all of them within.
        all_like(&evening, &made, &user, &sessions, 9.0 + posted as f64 / 1e4).await;
        posted += sessions.len();
    }
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(18), "the story's windows are over: {took:?}");
    // then the one who reads hears all of it, a quarter of a second after it happened at the latest,
    let heard = until(&quick, LIKES).await;
    assert_eq!(heard.len(), LIKES);
    let last = quick.all("event_batch").last().expect("a batch").at - begun;
    assert!(last < took + Duration::from_secs(3), "{last:?} after {took:?}");
    // and the other one has lost some, but not the socket.
    let mut seen = 0;
    let mut count = async |slow: &mut Raw| {
        // Until nothing comes for a while.
        while let Ok(told) = tokio::time::timeout(Duration::from_millis(900), slow.read()).await {
            let (_, payload) = told.expect("the socket was closed");
            let said: Value = serde_json::from_slice(&payload).unwrap_or(Value::Null);
            seen += said["data"]["events"].as_array().map_or(0, Vec::len);
        }
        seen
    };
    let caught = count(&mut slow).await;
    assert!(caught > 0 && caught < LIKES, "{caught} of {LIKES}");
    all_like(&evening, &made, &user, &sessions[..1], 11.0).await;
    assert_eq!(count(&mut slow).await, caught + 1, "from now on it hears again");
}

#[tokio::test]
async fn a_prompts_events_are_for_its_own_listeners() {
    let evening = Evening::begin().await;
    let (one, other) = (evening.make(PROMPT, numeric()).await, evening.make(PROMPT, numeric()).await);
    let user = evening.user("Ada").await;
    let clients = [listen(&evening, PROMPT, &one, ALL).await, listen(&evening, PROMPT, &other, ALL).await];
    let session = evening.joined(PROMPT, &one, &user).await;
    assert_eq!(until(&clients[0], 1).await.len(), 1);
    assert!(events(&clients[1]).is_empty());
    // A journey that is handed to newer clients under the newer names has both kinds of listeners.
    let journey = evening.make(JOURNEY, numeric()).await;
    let body = json!({"journey_uid": journey.uid, "journey_jwt": journey.jwt});
    let answer = evening.post("/api/1/journeys/start_interactive_prompt", Some(&user.token), &body).await;
    let status = answer.status().as_u16();
    let started = told(answer, status).await;
    let newer = Made { uid: text(&started["uid"]), jwt: text(&started["jwt"]) };
    let clients = [listen(&evening, PROMPT, &newer, ALL).await, listen(&evening, JOURNEY, &journey, ALL).await];
    evening.joined(JOURNEY, &journey, &user).await;
    for (client, time) in clients.iter().zip(["prompt_time", "journey_time"]) {
        let heard = until(client, 1).await;
        assert_eq!((heard.len(), &heard[0][time]), (1, &json!(0.0)), "{heard:?}");
    }
    drop(session);
}
