//! Golden files: `tests/wire/prompt/<dialect>/{client,server,http}/<message>.json`, one for every message and shape.

use std::fmt::Debug;
use std::fs;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::blessed;
use crate::engine::WallTime;
use crate::prompt::event::Done;
use crate::prompt::wire::{Icon, Published, Question, Seconds, api, interactive_prompt, journey};
use crate::prompt::{Dialect, PromptTime, SessionUid, event_uid};

/// Compares a file with a message, and reads the message back from it.
fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(path: &str, message: &T) {
    let path = format!("tests/wire/prompt/{path}.json");
    blessed::compare(&path, &(serde_json::to_string_pretty(message).expect("a message can be written") + "\n"));
    let text = fs::read_to_string(blessed::path(&path)).expect("a golden file");
    assert_eq!(&serde_json::from_str::<T>(&text).expect("a message"), message, "{path}");
}

fn published(done: Done, name: Option<&str>) -> Published {
    Published {
        uid: event_uid(7, 12),
        user_sub: "oseh_u_ZGF2aWQtdGhlLWdyZWF0".into(),
        session_uid: SessionUid(*b"0123456789abcdef").to_string(),
        event_type: done.event_type(),
        at: PromptTime::new(12.345).expect("a moment"),
        done,
        name: name.map(Into::into),
        picture: Some("oseh_if_cGljdHVyZS1vZi1kYXZpZA".into()),
        created_at: WallTime(1_767_225_600_123),
    }
}

/// One event of each type.
fn events() -> Vec<Published> {
    let join = Done::Join { name: "Ada".into(), picture: None };
    vec![
        published(join, Some("Ada")),
        published(Done::Leave, Some("Ada")),
        published(Done::Like, Some("Ada")),
        published(Done::Numeric(-3), Some("Ada")),
        published(Done::PressStart, Some("Ada")),
        published(Done::PressEnd, Some("Ada")),
        published(Done::Color(1), Some("Ada")),
        published(Done::Word(0), Some("Ada")),
    ]
}

fn icon() -> Icon {
    Icon { uid: "oseh_if_cGljdHVyZS1vZi1kYXZpZA".to_owned(), jwt: "eyJ.eyJ.c2ln".to_owned() }
}

fn word() -> Question {
    Question::Word { text: "How are you?".to_owned(), options: vec!["Well".to_owned(), "Better".to_owned()] }
}

#[test]
fn interactive_prompts_are_as_written() {
    use interactive_prompt::*;
    let packet = |said| ServerMessage {
        success: !matches!(said, Said::Error { .. }),
        uid: "oseh_packet_MDEyMzQ1Njc4OWFiY2RlZg".to_owned(),
        said,
    };
    let authorize = ClientMessage::Authorize {
        interactive_prompt_uid: "oseh_ip_MDEyMzQ1Njc4OWFiY2RlZg".to_owned(),
        jwt: "eyJ.eyJ.c2ln".to_owned(),
        bandwidth: 100,
        lookback: 2.5,
        lookahead: 0.0,
    };
    check("interactive_prompt/client/authorize", &authorize);
    let response = ClientMessage::SyncResponse { receive_timestamp: -1.5, transmit_timestamp: -1.25 };
    check("interactive_prompt/client/sync_response", &response);
    check("interactive_prompt/server/sync_request", &packet(Said::SyncRequest {}));
    check("interactive_prompt/server/auth_response", &packet(Said::AuthResponse {}));
    check(
        "interactive_prompt/server/latency_detection",
        &packet(Said::LatencyDetection { expected_receive_prompt_time: 4.25 }),
    );
    let error = Said::Error { code: 403, kind: "forbidden".to_owned(), message: "The token is not valid.".to_owned() };
    check("interactive_prompt/server/error", &packet(error));
    let batch = events().iter().map(|event| LiveEvent::of(event, Some(icon()))).collect();
    check("interactive_prompt/server/event_batch", &packet(Said::EventBatch { events: batch }));
    for event in events() {
        check(
            &format!("interactive_prompt/http/posted_{}", event.event_type.word()),
            &Posted::of(&event, Some(icon())),
        );
    }
    check("interactive_prompt/http/item", &Item::of(&events()[3], Some(icon())));
    let sort = vec![
        SortItem::PromptTime { dir: api::Direction::Asc, before: None, after: Some(12.345) },
        SortItem::Uid { dir: api::Direction::Asc, before: None, after: Some(event_uid(7, 12)) },
    ];
    let filters = [
        ("prompt_time", api::Operator::Bte, json!([2, 3])),
        ("evtype", api::Operator::Eq, json!("like")),
        ("dropout_for_total", api::Operator::Eq, json!(135)),
    ];
    let filters =
        filters.map(|(key, operator, value)| (key.to_owned(), api::Filter { operator, value })).into_iter().collect();
    let random = SortItem::Random { dir: api::Direction::Asc, before: None, after: None };
    check("interactive_prompt/http/search", &Search { filters, sort: Some(vec![random]), limit: Some(169) });
    check(
        "interactive_prompt/http/page",
        &Page { items: vec![Item::of(&events()[0], Some(icon()))], next_page_sort: Some(sort) },
    );
    let sums = Statistics {
        prompt_time: 8.571428571428571,
        bin_width: 0.9523809523809523,
        users: 12,
        likes: 3,
        numeric_active: None,
        press_active: None,
        press: None,
        color_active: None,
        word_active: None,
    };
    let numeric = [("-1", 2), ("0", 0), ("1", 7)].map(|(rating, count)| (rating.to_owned(), count));
    let numeric = Statistics { numeric_active: Some(numeric.into_iter().collect()), ..sums.clone() };
    check("interactive_prompt/http/statistics_numeric", &numeric);
    let press = Statistics { press_active: Some(2), press: Some(5), ..sums.clone() };
    check("interactive_prompt/http/statistics_press", &press);
    check("interactive_prompt/http/statistics_color", &Statistics { color_active: Some(vec![0, 4]), ..sums.clone() });
    check("interactive_prompt/http/statistics_word", &Statistics { word_active: Some(vec![1, 2, 3]), ..sums });
}

#[test]
fn journeys_are_as_written() {
    use journey::*;
    let packet = |said| ServerMessage {
        success: !matches!(said, Said::Error { .. }),
        uid: "oseh_packet_MDEyMzQ1Njc4OWFiY2RlZg".to_owned(),
        said,
    };
    let authorize = ClientMessage::Authorize {
        journey_uid: "oseh_j_MDEyMzQ1Njc4OWFiY2RlZg".to_owned(),
        jwt: "eyJ.eyJ.c2ln".to_owned(),
        bandwidth: 100,
        lookback: 2.5,
        lookahead: 0.0,
    };
    check("journey/client/authorize", &authorize);
    let response = ClientMessage::SyncResponse { receive_timestamp: -1.5, transmit_timestamp: -1.25 };
    check("journey/client/sync_response", &response);
    check("journey/server/sync_request", &packet(Said::SyncRequest {}));
    check("journey/server/auth_response", &packet(Said::AuthResponse {}));
    check("journey/server/latency_detection", &packet(Said::LatencyDetection { expected_receive_journey_time: 4.25 }));
    let error = Said::Error { code: 403, kind: "forbidden".to_owned(), message: "The token is not valid.".to_owned() };
    check("journey/server/error", &packet(error));
    let batch = events().iter().map(LiveEvent::of).collect();
    check("journey/server/event_batch", &packet(Said::EventBatch { events: batch }));
    for event in events() {
        check(&format!("journey/http/posted_{}", event.event_type.word()), &Posted::of(&event));
    }
    check("journey/http/item", &Item::of(&events()[3]));
    let sort = vec![
        SortItem::JourneyTime { dir: api::Direction::Asc, before: None, after: Some(12.345) },
        SortItem::Uid { dir: api::Direction::Asc, before: None, after: Some(event_uid(7, 12)) },
    ];
    let filters = [
        ("journey_time", api::Operator::Bte, json!([2, 3])),
        ("evtype", api::Operator::Eq, json!("like")),
        ("dropout_for_total", api::Operator::Eq, json!(135)),
    ];
    let filters =
        filters.map(|(key, operator, value)| (key.to_owned(), api::Filter { operator, value })).into_iter().collect();
    let random = SortItem::Random { dir: api::Direction::Asc, before: None, after: None };
    check("journey/http/search", &Search { filters, sort: Some(vec![random]), limit: Some(169) });
    check("journey/http/page", &Page { items: vec![Item::of(&events()[0])], next_page_sort: Some(sort) });
    let sums = Statistics {
        journey_time: 8.571428571428571,
        bin_width: 0.9523809523809523,
        users: 12,
        likes: 3,
        numeric_active: None,
        press_active: None,
        press: None,
        color_active: None,
        word_active: None,
    };
    let numeric = [("-1", 2), ("0", 0), ("1", 7)].map(|(rating, count)| (rating.to_owned(), count));
    let numeric = Statistics { numeric_active: Some(numeric.into_iter().collect()), ..sums.clone() };
    check("journey/http/statistics_numeric", &numeric);
    let press = Statistics { press_active: Some(2), press: Some(5), ..sums.clone() };
    check("journey/http/statistics_press", &press);
    check("journey/http/statistics_color", &Statistics { color_active: Some(vec![0, 4]), ..sums.clone() });
    check("journey/http/statistics_word", &Statistics { word_active: Some(vec![1, 2, 3]), ..sums });
}

#[test]
fn what_both_dialects_share() {
    let started = api::Started {
        uid: "oseh_ip_MDEyMzQ1Njc4OWFiY2RlZg".to_owned(),
        jwt: "eyJ.eyJ.c2ln".to_owned(),
        session_uid: SessionUid(*b"0123456789abcdef").to_string(),
        prompt: word(),
        duration_seconds: Seconds(60.0),
    };
    check("shared/started", &started);
    let questions = [
        Question::Numeric { text: "Mood?".to_owned(), min: -5, max: 5, step: 1 },
        Question::Press { text: "Press when you like it".to_owned() },
        Question::Color { text: "Which colour?".to_owned(), colors: vec!["#FF0000".to_owned(), "#00FF7F".to_owned()] },
        word(),
    ];
    check("shared/questions", &questions.to_vec());
    let shown = api::Shown {
        uid: "oseh_j_MDEyMzQ1Njc4OWFiY2RlZg".to_owned(),
        jwt: "eyJ.eyJ.c2ln".to_owned(),
        duration_seconds: Seconds(187.25),
        fenwick_bin_width: 187.25 / 255.0,
        prompt: word(),
        recording: None,
    };
    check("shared/dev_show", &shown);
    check("shared/profile_pictures", &api::FaceList { items: vec![api::Face { picture: icon() }] });
    let new = api::NewPrompt {
        kind: Dialect::Journey,
        prompt: word(),
        duration_seconds: 187.25,
        identifier: Some("evening-walk".to_owned()),
        recording: Some("MDEyMzQ1Njc4OWFiY2RlZg.mp3".to_owned()),
    };
    check("shared/new_prompt", &new);
    let error = api::ApiError { kind: "session_not_started".to_owned(), message: "Join first.".to_owned() };
    check("shared/error", &error);
}
