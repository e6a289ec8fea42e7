//! What an operator sets is what happens, and what makes no sense is refused by name.

use std::process::Command;

use serde_json::{Value, json};

use crate::kit::{Client, Guest, Host, Server, Setup, http, ms, quiz, with_host};

/// Starts with these variables, which must be refused, and returns what is said about them.
fn refusal(variables: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_soiree"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder.path().join("data"));
    let output = command.envs(variables.iter().copied()).output().expect("the binary runs");
    assert!(!output.status.success(), "{variables:?}");
    assert!(!folder.path().join("data").exists(), "nothing is changed on the disk: {variables:?}");
    String::from_utf8(output.stderr).expect("a text")
}

#[tokio::test]
async fn a_session_takes_as_many_as_are_set() {
    let server = Setup::default().env("SOIREE_PARTICIPANTS_MAX", "2").start().await;
    let mut host = Host::create(&server, "FULL", quiz(1, 1)).await;
    let mut first = Guest::join(&server, "FULL").await;
    let second = Guest::join(&server, "FULL").await;
    let mut third = Client::open(&server, "FULL").await;
    third.send(json!({"type": "join_session", "code": "FULL"})).await;
    third.error("SESSION_FULL").await;
    // Who has a seat comes back to it, and who was refused may look on.
    second.again(&server).await;
    host.say("host:start").await;
    first.expect("game:question").await;
    third.expect("game:question").await;
}

#[test]
fn a_setting_out_of_range_is_refused_by_name() {
    for (variable, value, option) in [
        ("SOIREE_PARTICIPANTS_MAX", "0", "--participants-max"),
        ("SOIREE_ANSWER_GRACE_MS", "10001", "--answer-grace-ms"),
        ("SOIREE_MESSAGE_BYTES_MAX", "1", "--message-bytes-max"),
        ("SOIREE_CODE_REST_HOURS", "-1", "--code-rest-hours"),
        ("SOIREE_ROOM_IDLE_MS", "soon", "--room-idle-ms"),
        ("SOIREE_STORE_QUEUE_MAX", "0", "--store-queue-max"),
    ] {
        let error = refusal(&[(variable, value)]);
        assert!(error.contains(option) && error.contains(value), "{variable}={value}: {error}");
    }
    let error = refusal(&[("SOIREE_PARTICIPANTS_MAX", "0")]);
    assert!(error.contains("1..="), "the range is told: {error}");
}

#[test]
fn settings_that_do_not_fit_together_are_refused_by_name() {
    let error = refusal(&[("SOIREE_PING_INTERVAL_MS", "30000")]);
    assert!(error.contains("--ping-interval-ms") && error.contains("--dead-after-ms"), "{error}");
    let error = refusal(&[("SOIREE_FOUNDING_MESSAGE_BYTES_MAX", "2048")]);
    assert!(error.contains("--founding-message-bytes-max") && error.contains("--message-bytes-max"), "{error}");
}

#[tokio::test]
async fn an_empty_variable_counts_as_not_set() {
    let empty = ["SOIREE_ALLOWED_ORIGINS", "SOIREE_TRUSTED_PROXIES", "SOIREE_PUBLIC_URL", "SOIREE_PARTICIPANTS_MAX"];
    let server = empty.iter().fold(Setup::default(), |setup, name| setup.env(name, "")).start().await;
    Host::create(&server, "EMPTY", quiz(1, 1)).await;
    Guest::join(&server, "EMPTY").await;
    let foreign = [("origin", "https://elsewhere.example")];
    assert!(Client::dial(&server, "/parties/main/EMPTY", &foreign).await.is_err(), "no origin is allowed by it");
}

#[tokio::test]
async fn a_message_may_be_as_large_as_is_set() {
    let server = Setup::default().env("SOIREE_MESSAGE_BYTES_MAX", "1024").start().await;
    let mut client = Client::open(&server, "LARGE").await;
    client.send(json!({"type": "join_session", "code": "LARGE", "more": "x".repeat(1_100)})).await;
    let error = client.error("TOO_LARGE").await;
    assert!(error["message"].as_str().unwrap().contains("1024"), "{error}");
    // A quiz is larger than that and has a limit of its own.
    client.send(with_host(quiz(10, 2), "TANNIC-FALCON")).await;
    client.expect("session:created").await;
}

#[tokio::test]
async fn answers_are_taken_until_the_grace_that_is_set_is_over() {
    let server = Setup::default().env("SOIREE_ANSWER_GRACE_MS", "3000").start().await;
    let mut short = quiz(1, 1);
    short["timerSeconds"] = json!(15);
    let mut host = Host::create(&server, "GRACE", short).await;
    let mut guest = Guest::join(&server, "GRACE").await;
    host.say("host:start").await;
    let question = guest.expect("game:question").await;
    ms(15_500).await;
    guest.answer(&question, "Grape 0.0").await;
    assert!(!guest.has("game:answer_revealed"));
    guest.expect("game:answer_revealed").await;
}

#[tokio::test]
async fn above_the_size_that_is_set_lists_are_cut_for_guests() {
    let server = Setup::default().env("SOIREE_WHOLE_LIST_MAX", "2").env("SOIREE_CUT_LIST_ROWS", "1").start().await;
    let mut host = Host::create(&server, "CUT", quiz(1, 1)).await;
    let mut guest = Guest::join(&server, "CUT").await;
    let _others = (Guest::join(&server, "CUT").await, Guest::join(&server, "CUT").await);
    let whole = host.expect_where("lobby:updated", |told| told["count"] == 3).await;
    let cut = guest.expect_where("lobby:updated", |told| told["count"] == 3).await;
    let names = |told: &Value| told["participants"].as_array().map_or(0, Vec::len);
    assert_eq!((names(&whole), names(&cut)), (3, 1));
    host.say("host:end").await;
    let whole = host.expect("game:final_leaderboard").await;
    let cut = guest.expect("game:final_leaderboard").await;
    let rows = |told: &Value| told["rankings"].as_array().map_or(0, Vec::len);
    assert_eq!((rows(&whole), rows(&cut), cut["totalCount"].as_u64()), (3, 1, Some(3)));
}

/// Ends an evening under `code` and leaves; answers with the host's secret.
async fn bygone(server: &Server, code: &str) -> String {
    let mut evening = quiz(1, 1);
    evening["title"] = json!("Bygone");
    let mut host = Host::create(server, code, evening).await;
    let guest = Guest::join(server, code).await;
    host.say("host:end").await;
    host.expect("session:ended").await;
    guest.client.close().await;
    host.client.close().await;
    host.host_id
}

#[tokio::test]
async fn without_a_rest_a_code_is_free_once_its_session_has_ended() {
    let server = Setup::default().env("SOIREE_CODE_REST_HOURS", "0").env("SOIREE_ROOM_IDLE_MS", "100").start().await;
    let former = bygone(&server, "AGAIN").await;
    ms(600).await;
    let host = Host::create(&server, "AGAIN", quiz(2, 1)).await;
    Guest::join(&server, "AGAIN").await;
    // Each host reads their own evening.
    let results = async |key: &str| {
        let url = server.url("/api/v1/quiz/sessions/AGAIN/results.json");
        let answer = http().get(url).bearer_auth(key).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        answer.text().await.unwrap()
    };
    assert!(results(&former).await.contains("Bygone"));
    assert!(!results(&host.host_id).await.contains("Bygone"));
    // The former host has no part in the new one.
    let mut stranger = Client::open(&server, "AGAIN").await;
    stranger.send(json!({"type": "rejoin_host", "hostId": former})).await;
    stranger.error("INVALID_HOST").await;
}

#[tokio::test]
async fn with_a_rest_an_ended_sessions_code_is_taken() {
    let server = Setup::default().env("SOIREE_ROOM_IDLE_MS", "100").start().await;
    let former = bygone(&server, "RESTS").await;
    ms(600).await;
    let mut other = Client::open(&server, "RESTS").await;
    other.send(with_host(quiz(1, 1), "ANOTHER-HOST")).await;
    other.error("CODE_TAKEN").await;
    other.send(json!({"type": "rejoin_host", "hostId": former})).await;
    other.expect("host:state_snapshot").await;
}
