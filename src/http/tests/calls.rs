//! Every call of the API, and every way to be refused.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::{Inside, ask, delete_as, get, get_as, method, post, quiz};
use crate::config::Serve;
use crate::engine::Role;
use crate::http::codes::ALPHABET;
use crate::limits;
use crate::quiz::command::Command;

#[actix_web::test]
async fn a_session_is_made_listed_and_deleted() {
    let inside = Inside::new();
    let made = post(&inside, &quiz()).await;
    assert_eq!(made.status, 201);
    let made = made.json();
    let (code, key) = (made["code"].as_str().expect("a code"), made["hostId"].as_str().expect("a key"));
    assert!(code.len() == 4 && code.bytes().all(|letter| ALPHABET.contains(&letter)), "{code}");
    assert_eq!(made["joinUrl"], format!("http://127.0.0.1:8080/j/{code}"));
    assert_eq!(made["hostUrl"], format!("http://127.0.0.1:8080/host/{code}#key={key}"));
    assert_eq!(made["stageUrl"], format!("http://127.0.0.1:8080/stage/{code}"));

    let mut second = quiz();
    second["hostId"] = key.into();
    let second = post(&inside, &second).await.json();
    assert_eq!(second["hostId"], key);
    let list = get_as(&inside, "/api/v1/quiz/sessions", key).await.json();
    let codes: Vec<&Value> = list["sessions"].as_array().expect("rows").iter().map(|row| &row["code"]).collect();
    assert_eq!(codes, [&second["code"], &made["code"]], "newest first");
    assert_eq!(list["sessions"][1]["status"], "waiting");

    let path = format!("/api/v1/quiz/sessions/{code}");
    assert_eq!(delete_as(&inside, &path, "SOMEBODY-ELSE").await.problem(404), "SESSION_NOT_FOUND");
    assert_eq!(delete_as(&inside, &path, key).await.status, 204);
    assert_eq!(delete_as(&inside, &path, key).await.problem(404), "SESSION_NOT_FOUND");
    let list = get_as(&inside, "/api/v1/quiz/sessions", key).await.json();
    assert_eq!(list["sessions"].as_array().map(Vec::len), Some(1));
}

#[actix_web::test]
async fn a_wrong_field_is_named() {
    let inside = Inside::new();
    let mut wrong = quiz();
    wrong["wines"][0]["questions"][0]["distractors"] = json!(["one"]);
    let answer = post(&inside, &wrong).await;
    assert_eq!(answer.problem(422), "INVALID_FIELD");
    let errors = &answer.json()["errors"];
    assert_eq!(errors[0]["field"], "wines[0].questions[0].distractors");
    assert!(errors[0]["detail"].as_str().is_some_and(|detail| detail.starts_with("expected ")), "{errors}");
    let mut wrong = quiz();
    wrong["hostId"] = json!("x");
    assert_eq!(post(&inside, &wrong).await.json()["errors"][0]["field"], "hostId");
}

#[actix_web::test]
async fn bodies_that_are_no_quiz_are_refused() {
    let inside = Inside::new();
    let send = |body: Vec<u8>, kind: &'static str| {
        let request = TestRequest::post().uri("/api/v1/quiz/sessions").insert_header(("content-type", kind));
        ask(&inside, request.set_payload(body))
    };
    assert_eq!(send(b"{".to_vec(), "application/json").await.problem(400), "NOT_JSON");
    assert_eq!(send(b"[1]".to_vec(), "application/json; charset=utf-8").await.problem(400), "NOT_AN_OBJECT");
    assert_eq!(send(vec![0xff], "application/json").await.problem(400), "NOT_JSON");
    assert_eq!(send("[".repeat(40).into(), "application/json").await.problem(400), "TOO_DEEP");
    assert_eq!(send(quiz().to_string().into(), "text/plain").await.problem(415), "NOT_JSON");
    let large = vec![b' '; limits::BODY_BYTES_MAX + 1];
    assert_eq!(send(large, "application/json").await.problem(413), "TOO_LARGE");
}

#[actix_web::test]
async fn without_a_bearer_nobody_is_told_anything() {
    let inside = Inside::new();
    for path in
        ["/api/v1/quiz/sessions", "/api/v1/quiz/sessions/ABCD/results.json", "/api/v1/quiz/sessions/ABCD/results.csv"]
    {
        let answer = get(&inside, path).await;
        assert_eq!(answer.problem(401), "UNAUTHORIZED");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
    let basic = TestRequest::get().uri("/api/v1/quiz/sessions").insert_header(("authorization", "Basic abc"));
    assert_eq!(ask(&inside, basic).await.problem(401), "UNAUTHORIZED");
}

#[actix_web::test]
async fn unknown_calls_and_methods_are_problems() {
    let inside = Inside::new();
    assert_eq!(get(&inside, "/api/v1/nothing").await.problem(404), "NOT_FOUND");
    assert_eq!(get(&inside, "/api/nothing").await.problem(404), "NOT_FOUND");
    let answer = method(&inside, Method::PUT, "/api/v1/quiz/sessions").await;
    assert_eq!(answer.problem(405), "METHOD_NOT_ALLOWED");
    assert_eq!(answer.header("allow"), "GET, POST");
    assert_eq!(method(&inside, Method::GET, "/api/v1/quiz/sessions/ABCD").await.problem(405), "METHOD_NOT_ALLOWED");
    assert_eq!(method(&inside, Method::POST, "/healthz").await.problem(405), "METHOD_NOT_ALLOWED");
    assert_eq!(
        get_as(&inside, "/api/v1/quiz/sessions/a%20b/results.json", "KEY").await.problem(404),
        "SESSION_NOT_FOUND"
    );
    assert_eq!(
        get_as(&inside, "/api/v1/quiz/sessions/a%2Fb/results.json", "KEY").await.problem(404),
        "SESSION_NOT_FOUND"
    );
}

#[actix_web::test]
async fn an_address_founds_ten_sessions_an_hour() {
    let inside = Inside::with(Serve::default());
    for _ in 0..limits::FOUNDINGS_PER_ADDRESS_HOUR {
        assert_eq!(post(&inside, &quiz()).await.status, 201);
    }
    let answer = post(&inside, &quiz()).await;
    assert_eq!(answer.problem(429), "RATE_LIMITED");
    let wait: u64 = answer.header("retry-after").parse().expect("seconds");
    assert!((1..=361).contains(&wait), "{wait}");
    assert_eq!(post(&inside, &json!({})).await.problem(422), "INVALID_FIELD", "mistakes cost nothing");
}

#[actix_web::test]
async fn guessing_is_slowed_down() {
    let inside = Inside::with(Serve::default());
    let made = post(&inside, &quiz()).await.json();
    let path = format!("/api/v1/quiz/sessions/{}/results.json", made["code"].as_str().expect("a code"));
    for guess in 0..limits::FAILED_LOOKUPS_PER_ADDRESS_MINUTE {
        assert_eq!(get_as(&inside, &path, &format!("GUESS-{guess}")).await.problem(404), "SESSION_NOT_FOUND");
    }
    let key = made["hostId"].as_str().expect("a key");
    assert_eq!(get_as(&inside, &path, key).await.problem(429), "RATE_LIMITED", "the right guess learns nothing either");
    assert_eq!(get_as(&inside, "/api/v1/quiz/sessions", key).await.problem(429), "RATE_LIMITED");
}

#[actix_web::test]
async fn a_stopping_server_takes_nothing_new() {
    let inside = Inside::new();
    assert_eq!(get(&inside, "/readyz").await.status, 200);
    inside.shared.stop();
    assert_eq!(get(&inside, "/readyz").await.problem(503), "UNAVAILABLE");
    assert_eq!(get(&inside, "/healthz").await.status, 200);
    assert_eq!(post(&inside, &quiz()).await.problem(503), "UNAVAILABLE");
}

#[actix_web::test]
async fn results_stay_when_the_code_is_free_again() {
    let mut inside = Inside::new();
    let made = post(&inside, &quiz()).await.json();
    let (code, key) = (made["code"].as_str().expect("a code"), made["hostId"].as_str().expect("a key"));
    inside.shared.kinds.quiz.call_as(code, Role::Host, Command::End).await.expect("an end");
    let database = rusqlite::Connection::open(inside.folder.path().join("soiree.db")).expect("the database");
    database.execute("UPDATE sessions SET ended_at = 1", []).expect("an end long ago");
    inside.forget_rooms();
    assert_eq!(
        inside.shared.kinds.quiz.read(code, |quiz| quiz.results("").is_none()).await,
        Ok(true),
        "the room is free"
    );
    let path = format!("/api/v1/quiz/sessions/{code}");
    let results = get_as(&inside, &format!("{path}/results.json"), key).await;
    assert_eq!((results.status, &results.json()["title"]), (200, &json!("An evening")));
    assert_eq!(delete_as(&inside, &path, "SOMEBODY-ELSE").await.problem(404), "SESSION_NOT_FOUND");
    assert_eq!(delete_as(&inside, &path, key).await.status, 204);
    assert_eq!(get_as(&inside, &format!("{path}/results.json"), key).await.problem(404), "SESSION_NOT_FOUND");
}

#[actix_web::test]
async fn a_code_tells_the_kind_of_its_room_until_that_is_over() {
    let mut inside = Inside::new();
    let made = post(&inside, &quiz()).await.json();
    let code = made["code"].as_str().expect("a code").to_owned();
    let path = format!("/api/v1/codes/{code}");
    for _ in 0..2 {
        let answer = get(&inside, &path).await;
        assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
        assert_eq!(answer.json(), json!({"code": code, "kind": "quiz"}));
        inside.forget_rooms();
    }
    inside.shared.kinds.quiz.call_as(&code, Role::Host, Command::End).await.expect("an end");
    let over = get(&inside, &path).await;
    let unknown = get(&inside, "/api/v1/codes/ZZZZ").await;
    assert_eq!(over.problem(404), "ROOM_NOT_FOUND");
    assert_eq!(over.body, unknown.body, "one answer for what is over and what never was");
    assert_eq!(get(&inside, "/api/v1/codes/a%20b").await.body, unknown.body);
}

#[actix_web::test]
async fn codes_cannot_be_tried_out() {
    let inside = Inside::with(Serve::default());
    let limit = Serve::default().limits.failed_lookups_per_address_minute;
    for _ in 0..limit {
        assert_eq!(get(&inside, "/api/v1/codes/ZZZZ").await.status, 404);
    }
    assert_eq!(get(&inside, "/api/v1/codes/ZZZZ").await.problem(429), "RATE_LIMITED");
}
