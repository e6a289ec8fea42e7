//! Stories of listeners, in virtual time.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::clock::Window;
use super::crowd::{BATCH_US, LATENCY_US};
use super::packet::{self, Fault, Packet, PacketUids};
use super::{Bucket, Clock, Crowd, Due, Listener, Moment, parse};
use crate::engine::{Incoming, WallTime};
use crate::prompt::event::Done;
use crate::prompt::wire::{EventType, Icon, Published, interactive_prompt as ip, journey};
use crate::prompt::{Dialect, PromptTime};

const SECOND: u64 = 1_000_000;
/// Far from 0, so that things may lie before it.
const START: Moment = Moment(1_000 * SECOND);

fn listener(receive_seconds: f64, bandwidth: u32, lookback: f64, lookahead: f64) -> Listener {
    let clock = Clock { receive_seconds, sent: START };
    Listener { clock, window: Window { lookback, lookahead }, bandwidth }
}

/// What was told, as text: `latency 1.5`, `batch 0 2 3`, `end`.
fn told(crowd: &mut Crowd<u32, ()>, now: Moment) -> Vec<(u32, String)> {
    let mut told = Vec::new();
    crowd.due(now, usize::MAX, |due, _, _| {
        told.push(match due {
            Due::Latency { to, prompt_time } => (to, format!("latency {prompt_time:.6}")),
            Due::Batch { to, events } => {
                let numbers: Vec<String> = events.iter().map(u64::to_string).collect();
                (to, format!("batch {}", numbers.join(" ")))
            }
            Due::End { to } => (to, "end".to_owned()),
        });
    });
    told
}

fn batches(crowd: &mut Crowd<u32, ()>, now: Moment) -> Vec<(u32, String)> {
    told(crowd, now).into_iter().filter(|(_, text)| text.starts_with("batch")).collect()
}

#[test]
fn a_clock_goes_on_from_what_the_listener_had_when_the_request_was_sent() {
    let clock = Clock { receive_seconds: -1.5, sent: START };
    assert_eq!(clock.at(START), -1.5);
    assert_eq!(clock.at(START.plus(2 * SECOND + 250_000)), 0.75);
    assert_eq!(clock.when(0.75), START.plus(2 * SECOND + 250_000));
    assert_eq!(clock.when(-9.0), START, "what is over is over now");
    assert_eq!(clock.when(f64::MAX), Moment(u64::MAX));
}

#[test]
fn both_ends_of_the_window_are_in_it() {
    // Given somebody at second 10 who looks 2 s back and 1 s ahead,
    let mut crowd = Crowd::new(60.0);
    crowd.join(1, listener(10.0, 100, 2.0, 1.0), START);
    // when events of several seconds arrive,
    let at = [7.999_999, 8.0, 9.0, 11.0, 11.000_001];
    crowd.arrive(at.map(|at| ((), at, START)));
    // then those from 8 to 11 are in the batch.
    assert_eq!(batches(&mut crowd, START.plus(BATCH_US)), [(1, "batch 1 2 3".to_owned())]);
}

#[test]
fn the_first_event_starts_the_timer_and_all_until_then_are_in_one_batch() {
    let mut crowd = Crowd::new(60.0);
    crowd.join(1, listener(0.0, 100, 10.0, 10.0), START);
    told(&mut crowd, START);
    for after_ms in [0, 100, 249, 251, 600] {
        if after_ms == 600 {
            assert_eq!(batches(&mut crowd, START.plus(SECOND + 501_000)), [(1, "batch 3".to_owned())]);
        }
        crowd.arrive([((), 0.0, START.plus(SECOND + after_ms * 1_000))]);
        if after_ms == 249 {
            assert_eq!(crowd.next(), Some(START.plus(SECOND + BATCH_US)));
            assert!(batches(&mut crowd, START.plus(SECOND + BATCH_US - 1)).is_empty());
            assert_eq!(batches(&mut crowd, START.plus(SECOND + BATCH_US)), [(1, "batch 0 1 2".to_owned())]);
        }
    }
    assert_eq!(batches(&mut crowd, START.plus(SECOND + 850_000)), [(1, "batch 4".to_owned())]);
}

#[test]
fn nobody_hears_what_arrived_before_they_listened() {
    let mut crowd = Crowd::new(60.0);
    crowd.join(1, listener(0.0, 100, 10.0, 10.0), START);
    crowd.arrive([((), 0.0, START.plus(1_000))]);
    crowd.join(2, listener(0.0, 100, 10.0, 10.0), START.plus(2_000));
    crowd.arrive([((), 0.0, START.plus(1_999)), ((), 0.0, START.plus(2_000))]);
    let all = batches(&mut crowd, START.plus(SECOND));
    assert_eq!(all, [(1, "batch 0 1 2".to_owned()), (2, "batch 2".to_owned())]);
}

#[test]
fn over_the_bandwidth_events_are_dropped_and_a_second_later_there_is_room_again() {
    let mut crowd = Crowd::new(60.0);
    crowd.join(1, listener(0.0, 5, 10.0, 10.0), START);
    crowd.arrive((0..20).map(|_| ((), 0.0, START)));
    assert_eq!(batches(&mut crowd, START.plus(BATCH_US)), [(1, "batch 0 1 2 3 4".to_owned())]);
    crowd.arrive((0..20).map(|_| ((), 0.0, START.plus(SECOND))));
    assert_eq!(batches(&mut crowd, START.plus(2 * SECOND)), [(1, "batch 20 21 22 23 24".to_owned())]);
    // One event a second is what a bandwidth of 1 lets pass.
    let mut bucket = Bucket::new(1);
    assert!((0..100u64).all(|n| bucket.take(START.plus(n * SECOND + 49_999))));
}

#[test]
fn listeners_over_their_bandwidth_hear_the_same_whenever_they_came() {
    // Given 200 listeners who came at different times, and 2,000 events a second for everybody,
    let mut crowd = Crowd::new(300.0);
    let (mut all, mut different) = (0, std::collections::HashSet::new());
    for step in 0..6_000u64 {
        let now = START.plus(step * 500);
        if step % 19 == 0 && step / 19 < 200 {
            crowd.join((step / 19) as u32, listener(0.0, 100, 10.0, 10.0), now);
        }
        crowd.arrive([((), 1.0, now)]);
        for (_, batch) in batches(&mut crowd, now) {
            // In the last second everybody has long used up their first tokens.
            if step >= 4_000 {
                all += 1;
                different.insert(batch);
            }
        }
    }
    // then many are sent one and the same batch, though everybody's timer began at another moment.
    assert!(all >= 700 && different.len() * 5 <= all, "{} of {all}", different.len());
}

#[test]
fn latency_is_told_at_once_and_every_two_seconds_and_the_end_comes_after_the_last_lookback() {
    let mut crowd = Crowd::new(4.0);
    crowd.join(1, listener(-1.0, 5, 3.0, 1.0), START.plus(5_000));
    assert_eq!(crowd.next(), Some(START.plus(5_000)));
    assert_eq!(told(&mut crowd, START.plus(5_000)), [(1, "latency -0.995000".to_owned())]);
    assert_eq!(crowd.next(), Some(START.plus(5_000 + LATENCY_US)));
    // A little late, and yet the time is right.
    assert_eq!(told(&mut crowd, START.plus(5_250 + LATENCY_US)), [(1, "latency 1.005250".to_owned())]);
    assert!(told(&mut crowd, START.plus(4_999 + 2 * LATENCY_US)).is_empty());
    // -1 … 4 + 3 + 10
    let end = START.plus(18 * SECOND);
    let before = told(&mut crowd, Moment(end.0 - 1));
    assert!(before.iter().all(|(_, text)| text.starts_with("latency")), "{before:?}");
    let last = told(&mut crowd, end);
    assert_eq!(last.last(), Some(&(1, "end".to_owned())), "{last:?}");
    assert!(crowd.is_empty());
    assert_eq!(told(&mut crowd, end.plus(100 * SECOND)), []);
    assert_eq!(crowd.next(), None);
}

#[test]
fn after_a_standstill_the_time_is_told_once() {
    let mut crowd = Crowd::new(300.0);
    (0..2).for_each(|key| crowd.join(key, listener(0.0, 5, 0.0, 0.0), START.plus(u64::from(key) * SECOND)));
    assert_eq!(told(&mut crowd, START.plus(SECOND)).len(), 2);
    // The server stood still for a minute and a half.
    let later = START.plus(90 * SECOND);
    let mut once = told(&mut crowd, later);
    once.sort();
    assert_eq!(once, [0, 1].map(|key| (key, "latency 90.000000".to_owned())));
    assert_eq!(told(&mut crowd, later.plus(SECOND)), []);
    assert_eq!(told(&mut crowd, later.plus(LATENCY_US)).len(), 2);
}

#[test]
fn a_turn_tells_so_much_and_the_rest_follows() {
    let mut crowd = Crowd::new(60.0);
    (0..10).for_each(|key| crowd.join(key, listener(0.0, 100, 10.0, 10.0), START));
    crowd.arrive([((), 0.0, START)]);
    let (mut turns, mut all) = (0, 0);
    loop {
        turns += 1;
        if !crowd.due(START.plus(BATCH_US), 3, |_, _, _| all += 1) {
            break;
        }
    }
    assert_eq!(all, 20, "a latency and a batch each");
    assert!(turns >= 7, "{turns}");
}

#[test]
fn who_goes_takes_what_was_theirs_along_and_nothing_is_kept_for_nobody() {
    let mut crowd = Crowd::new(60.0);
    for key in 0..100 {
        crowd.join(key, listener(0.0, 100, 10.0, 10.0), START);
    }
    crowd.arrive([((), 0.0, START)]);
    (0..99).for_each(|key| crowd.leave(key));
    assert_eq!(crowd.len(), 1);
    assert_eq!(batches(&mut crowd, START.plus(BATCH_US)), [(99, "batch 0".to_owned())]);
    assert_eq!(crowd.event(0), None, "told and forgotten");
    crowd.arrive([((), 99.0, START.plus(SECOND))]);
    assert_eq!(crowd.event(1), None, "outside of every window");
}

proptest! {
    /// Window and bandwidth against a recount event by event.
    #[test]
    fn what_is_heard_is_in_the_window_within_the_bandwidth_and_in_order(
        events in prop::collection::vec((0u64..3_000_000, -2.0f64..14.0), 0..400),
        bandwidth in 1u32..200,
        lookback in 0.0f64..5.0,
        lookahead in 0.0f64..5.0,
        receive in -5.0f64..10.0,
        in_one_go in 1usize..50,
    ) {
        let mut events = events;
        events.sort_by_key(|(arrived, _)| *arrived);
        let who = listener(receive, bandwidth, lookback, lookahead);
        let mut crowd = Crowd::new(300.0);
        crowd.join(1, who, START);
        let mut heard = Vec::new();
        let mut collect = |crowd: &mut Crowd<u32, usize>, now: Moment| {
            crowd.due(now, usize::MAX, |due, events, first| {
                if let Due::Batch { events: numbers, .. } = due {
                    heard.extend(numbers.iter().map(|number| events[(number - first) as usize]));
                }
            });
        };
        for (chunk, some) in events.chunks(in_one_go).enumerate() {
            let from = chunk * in_one_go;
            crowd.arrive(some.iter().zip(from..).map(|((after, at), number)| (number, *at, START.plus(*after))));
            collect(&mut crowd, START.plus(some[some.len() - 1].0));
        }
        collect(&mut crowd, START.plus(10 * SECOND));
        // In the order of arrival, each once.
        prop_assert!(heard.windows(2).all(|pair| pair[0] < pair[1]));
        let in_window = |number: usize| {
            let (after, at) = events[number];
            let now = who.clock.at(START.plus(after));
            now - lookback <= at && at <= now + lookahead
        };
        prop_assert!(heard.iter().all(|number| in_window(*number)));
        // In any time no more than the size, what comes in that time, and a stroke.
        for (place, first) in heard.iter().enumerate() {
            for (count, last) in heard[place..].iter().enumerate() {
                let seconds = (events[*last].0 - events[*first].0) as f64 / 1e6 + 0.05;
                prop_assert!((count + 1) as f64 <= f64::from(bandwidth) * (1.0 + seconds) + 1e-6);
            }
        }
        // No less than a bucket lets pass whose tokens come evenly but a stroke late.
        let (mut level, mut before) = (f64::from(bandwidth), 0u64);
        let mut expected = 0usize;
        for (number, (after, _)) in events.iter().enumerate() {
            level = (level + (after - before) as f64 / 1e6 * f64::from(bandwidth)).min(f64::from(bandwidth));
            before = *after;
            if in_window(number) && level >= 1.0 + f64::from(bandwidth) * 0.05 {
                level -= 1.0;
                expected += 1;
            }
        }
        prop_assert!(heard.len() >= expected, "{} of {expected}", heard.len());
    }
}

fn published() -> Published {
    Published {
        uid: "oseh_ipe_1".into(),
        user_sub: "oseh_u_1".into(),
        session_uid: "oseh_ips_1".into(),
        event_type: EventType::Join,
        at: PromptTime::new(1.5).expect("a moment"),
        done: Done::Join { name: "Zoë \"Z\"".into(), picture: None },
        name: Some("Zoë \"Z\"".into()),
        picture: None,
        created_at: WallTime(0),
    }
}

#[test]
fn a_batch_is_as_the_types_say_in_both_dialects() {
    let icon = Some(Icon { uid: "oseh_if_1".into(), jwt: "a.b.c".into() });
    for dialect in Dialect::ALL {
        let event = packet::event(dialect, &published(), icon.clone());
        let text = packet::batch("oseh_packet_x", [&event[..], &event[..]].into_iter());
        match dialect {
            Dialect::InteractivePrompt => {
                let read: ip::ServerMessage = serde_json::from_slice(&text).expect("a packet");
                let events = vec![ip::LiveEvent::of(&published(), icon.clone()); 2];
                let uid = "oseh_packet_x".to_owned();
                assert_eq!(read, ip::ServerMessage { success: true, uid, said: ip::Said::EventBatch { events } });
            }
            Dialect::Journey => {
                let read: journey::ServerMessage = serde_json::from_slice(&text).expect("a packet");
                let events = vec![journey::LiveEvent::of(&published()); 2];
                let uid = "oseh_packet_x".to_owned();
                assert_eq!(
                    read,
                    journey::ServerMessage { success: true, uid, said: journey::Said::EventBatch { events } }
                );
            }
        }
    }
}

#[test]
fn packets_have_their_form_and_no_two_have_one_name() {
    let mut uids = PacketUids::new([1, 2]);
    let said = |dialect, packet| -> Value {
        serde_json::from_slice(&packet::packet(dialect, "u".into(), &packet)).expect("JSON")
    };
    let ip = Dialect::InteractivePrompt;
    assert_eq!(said(ip, Packet::SyncRequest), json!({"success": true, "uid": "u", "type": "sync_request", "data": {}}));
    assert_eq!(said(ip, Packet::AuthResponse)["type"], "auth_response");
    let latency = Packet::Latency { prompt_time: -0.25 };
    assert_eq!(said(ip, latency.clone())["data"], json!({"expected_receive_prompt_time": -0.25}));
    assert_eq!(said(Dialect::Journey, latency)["data"], json!({"expected_receive_journey_time": -0.25}));
    for (fault, code, kind) in [
        (Fault::Unprocessable("x".into()), 422, "unprocessable_entity"),
        (Fault::Forbidden, 403, "forbidden"),
        (Fault::NotFound, 404, "not_found"),
        (Fault::Unavailable, 503, "service_unavailable"),
    ] {
        let error = said(Dialect::Journey, Packet::Error(fault));
        assert_eq!((&error["success"], &error["type"]), (&json!(false), &json!("error")));
        assert_eq!((&error["data"]["code"], &error["data"]["type"]), (&json!(code), &json!(kind)));
        assert!(error["data"]["message"].is_string());
    }
    let mut all: Vec<String> = (0..10_000).map(|_| uids.draw()).collect();
    let form = |uid: &String| {
        let rest = uid.strip_prefix("oseh_packet_").unwrap_or_default();
        rest.len() == 22 && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    };
    assert!(all.iter().all(form));
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 10_000);
}

#[test]
fn authorize_is_read_leniently_and_refused_by_the_field() {
    let ip = Dialect::InteractivePrompt;
    let whole = json!({"type": "authorize", "more": 1, "data": {"interactive_prompt_uid": "u", "jwt": "jj",
        "bandwidth": "25", "lookback": "0.5", "lookahead": 10, "unknown": null}});
    let text = whole.to_string();
    let read = parse::authorize(ip, Incoming::Text(&text)).expect("read");
    assert_eq!((read.uid.as_str(), read.bandwidth, read.window), ("u", 25, Window { lookback: 0.5, lookahead: 10.0 }));
    assert_eq!(parse::authorize(ip, Incoming::Binary(text.as_bytes())), Ok(read));
    assert!(parse::authorize(Dialect::Journey, Incoming::Text(&text)).is_err(), "the other dialect's key");
    for (field, wrong) in [
        ("interactive_prompt_uid", json!("")),
        ("interactive_prompt_uid", json!("x".repeat(256))),
        ("interactive_prompt_uid", json!(1)),
        ("jwt", json!("j")),
        ("jwt", Value::Null),
        ("bandwidth", json!(0)),
        ("bandwidth", json!(5001)),
        ("bandwidth", json!(1.5)),
        ("bandwidth", json!("many")),
        ("bandwidth", json!(true)),
        ("lookback", json!(-0.1)),
        ("lookback", json!(10.1)),
        ("lookahead", json!("NaN")),
        ("lookahead", json!("inf")),
    ] {
        let mut message = whole.clone();
        message["data"][field] = wrong.clone();
        let refusal = parse::authorize(ip, Incoming::Text(&message.to_string())).expect_err("refused");
        assert_eq!(refusal.field.as_deref(), Some(format!("data.{field}").as_str()), "{wrong}");
        message["data"].as_object_mut().expect("an object").remove(field);
        assert!(parse::authorize(ip, Incoming::Text(&message.to_string())).is_err(), "{field} is required");
    }
    for wrong in ["", "[]", "{}", r#"{"type":"authorize"}"#, r#"{"type":"sync_response","data":{}}"#] {
        assert!(parse::authorize(ip, Incoming::Text(wrong)).is_err(), "{wrong}");
    }
    assert!(parse::authorize(ip, Incoming::Binary(&[0xff])).is_err());
}

#[test]
fn a_sync_response_may_be_negative_but_not_go_back() {
    let read = |receive: Value, transmit: Value| {
        let data = json!({"receive_timestamp": receive, "transmit_timestamp": transmit});
        parse::sync_response(Incoming::Text(&json!({"type": "sync_response", "data": data}).to_string()))
    };
    assert_eq!(read(json!(-3.5), json!("-3.5")), Ok(-3.5));
    assert_eq!(read(json!(2), json!(2.25)), Ok(2.0));
    assert!(read(json!(2), json!(1.999)).is_err());
    assert!(read(json!(2), Value::Null).is_err());
}
