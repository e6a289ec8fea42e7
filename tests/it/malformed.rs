//! Input that cannot be understood: each sort gets an error with its code that names the field, and the
//! connection lives on until it is abused.

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use crate::kit::{Client, End, Guest, Host, PATIENCE, Server, ms, quiz, with_host};

/// Makes one thing of a quiz wrong.
type Spoil = Box<dyn Fn(&mut Value)>;

/// Sends texts to a fresh room, a new socket for every few, and expects the code for each.
async fn refused(server: &Server, code: &str, texts: &[String]) {
    for few in texts.chunks(5) {
        let mut client = Client::open(server, "FORM").await;
        for text in few {
            client.name = format!("sender of {}", text.chars().take(120).collect::<String>());
            client.send_text(text.clone()).await;
            client.error(code).await;
        }
        client.sync().await;
    }
}

fn texts(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

#[tokio::test]
async fn unreadable_input_is_answered_and_survived() {
    let server = Server::start().await;
    refused(&server, "NOT_JSON", &texts(&["", "hello", "{", "{\"type\":", "{'type':'x'}", "\u{0}", "{}{}", "NaN"]))
        .await;
    refused(
        &server,
        "NOT_AN_OBJECT",
        &texts(&["[]", "[{\"type\":\"host:start\"}]", "1", "null", "\"host:start\"", "true"]),
    )
    .await;
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    let deep_object = format!("{{\"type\":\"join_session\",\"code\":{}1{}}}", "[".repeat(40), "]".repeat(40));
    refused(&server, "TOO_DEEP", &[deep, deep_object]).await;
    refused(&server, "UNKNOWN_TYPE", &texts(&["{\"type\":\"dance\"}", "{\"type\":\"\"}", "{\"type\":\"HOST:START\"}"]))
        .await;

    let mut client = Client::open(&server, "FORM").await;
    for typeless in ["{}", "{\"type\":7}", "{\"type\":null}"] {
        client.send_text(typeless).await;
        let error = client.expect("error").await;
        assert!(["INVALID_FIELD", "UNKNOWN_TYPE"].contains(&error["code"].as_str().unwrap()), "{error}");
    }
    client.send_message(Message::binary(b"{\"type\":\"host:start\"}".to_vec())).await;
    client.error("NOT_TEXT").await;
    client.sync().await;
}

#[tokio::test]
async fn a_message_beyond_the_limits_is_refused() {
    let server = Server::start().await;
    let mut client = Client::open(&server, "LARGE").await;
    // 100 KiB: too large for any message but the founding one.
    client.send(json!({ "type": "join_session", "code": "", "pad": "x".repeat(100 * 1024) })).await;
    client.error("TOO_LARGE").await;
    client.sync().await;
    // Too large for any message; skipped without being kept, and said so.
    for kib in [400, 1_000, 4_000] {
        let mut client = Client::open(&server, "LARGE").await;
        client.send(json!({ "type": "join_session", "code": "", "pad": "x".repeat(kib * 1024) })).await;
        client.error("TOO_LARGE").await;
        client.sync().await;
    }
    // A large quiz within the limit is welcome; on a new connection, since large messages count for many.
    let mut client = Client::open(&server, "LARGE").await;
    let mut large = with_host(quiz(50, 20), "LARGE-HOST-0001");
    large["wines"][0]["questions"][0]["correctAnswer"] = "é".repeat(200).into();
    assert!((64 * 1024..256 * 1024).contains(&large.to_string().len()), "{}", large.to_string().len());
    client.send(large).await;
    client.expect("session:created").await;
}

#[tokio::test]
async fn broken_utf8_never_hurts_anybody_else() {
    let server = Server::start().await;
    let mut neighbour = Client::open(&server, "UTF8").await;
    let mut client = Client::open(&server, "UTF8").await;
    let frame = Frame::message(vec![b'{', 0xff, 0xfe, b'}'], OpCode::Data(Data::Text), true);
    client.send_message(Message::Frame(frame)).await;
    // RFC 6455, 8.1: the connection fails with 1007; an answer with an error would be as good.
    let until = std::time::Instant::now() + PATIENCE;
    while client.is_open() && !client.has("error") && std::time::Instant::now() < until {
        ms(10).await;
    }
    if client.has("error") {
        client.sync().await;
    } else {
        assert_eq!(client.end(PATIENCE).await.1, End::Closed(1007));
    }
    neighbour.sync().await;
}

/// Each message with each of its fields missing or of a wrong type: `INVALID_FIELD`, naming the field.
#[tokio::test]
async fn every_field_of_every_message_is_checked() {
    let server = Server::start().await;
    let fields: &[(&str, Value, &str, &[Value])] = &[
        ("join_session", json!({}), "code", &[json!(1234), json!(["1234"]), json!({}), json!(true)]),
        ("rejoin_host", json!({}), "hostId", &[Value::Null, json!(1), json!([]), json!(false), json!({"a": 1})]),
        ("rejoin_session", json!({}), "rejoinToken", &[Value::Null, json!(1), json!([]), json!(false)]),
        ("submit_answer", json!({"optionId": "a"}), "questionId", &[Value::Null, json!(0), json!(["r0q0"])]),
        ("submit_answer", json!({"questionId": "r0q0"}), "optionId", &[Value::Null, json!(0), json!({})]),
        (
            "host:extend",
            json!({}),
            "seconds",
            &[Value::Null, json!("10"), json!(4), json!(61), json!(-5), json!(1e300)],
        ),
        ("host:lock", json!({}), "locked", &[Value::Null, json!("yes"), json!(1)]),
        ("host:kick", json!({}), "pseudonym", &[Value::Null, json!(7), json!([])]),
        ("time_request", json!({}), "clientTime", &[Value::Null, json!("now"), json!([])]),
    ];
    for (kind, base, field, values) in fields {
        let mut client = Client::open(&server, "FIELDS").await;
        for value in *values {
            let mut message = base.clone();
            message["type"] = (*kind).into();
            if !value.is_null() {
                message[*field] = value.clone();
            }
            client.name = format!("sender of {message}");
            client.send(message.clone()).await;
            let error = client.error("INVALID_FIELD").await;
            assert_eq!(error["field"], *field, "{message} → {error}");
            assert!(error["message"].as_str().unwrap().contains(field), "the sentence names the field: {error}");
        }
        client.sync().await;
    }
}

/// One thing wrong with a whole quiz: the error names it by its path.
#[tokio::test]
async fn a_quiz_is_validated_whole() {
    let server = Server::start().await;
    let cases: Vec<(&str, Spoil)> = vec![
        ("hostId", Box::new(|q| q["hostId"] = Value::Null)),
        ("hostId", Box::new(|q| q["hostId"] = json!("ab"))),
        ("hostId", Box::new(|q| q["hostId"] = json!("x".repeat(65)))),
        ("hostId", Box::new(|q| q["hostId"] = json!(["TANNIC"]))),
        ("title", Box::new(|q| q["title"] = json!("x".repeat(121)))),
        ("title", Box::new(|q| q["title"] = json!(7))),
        ("wines", Box::new(|q| q["wines"] = Value::Null)),
        ("wines", Box::new(|q| q["wines"] = json!([]))),
        ("wines", Box::new(|q| q["wines"] = json!({}))),
        ("wines", Box::new(|q| q["wines"] = vec![q["wines"][0].clone(); 51].into())),
        ("wines[1]", Box::new(|q| q["wines"][1] = json!("Merlot"))),
        ("wines[1].name", Box::new(|q| q["wines"][1]["name"] = json!(""))),
        ("wines[1].name", Box::new(|q| q["wines"][1]["name"] = json!("x".repeat(201)))),
        ("wines[0].questions", Box::new(|q| q["wines"][0]["questions"] = json!([]))),
        (
            "wines[0].questions",
            Box::new(|q| {
                q["wines"][0]["questions"] = vec![q["wines"][0]["questions"][0].clone(); 51].into();
            }),
        ),
        ("wines[0].questions[1]", Box::new(|q| q["wines"][0]["questions"][1] = json!(3))),
        ("wines[0].questions[1].category", Box::new(|q| q["wines"][0]["questions"][1]["category"] = json!("smell"))),
        ("wines[0].questions[1].category", Box::new(|q| q["wines"][0]["questions"][1]["category"] = Value::Null)),
        (
            "wines[1].questions[0].correctAnswer",
            Box::new(|q| q["wines"][1]["questions"][0]["correctAnswer"] = json!("  ")),
        ),
        (
            "wines[1].questions[0].correctAnswer",
            Box::new(|q| q["wines"][1]["questions"][0]["correctAnswer"] = json!(1998)),
        ),
        (
            "wines[1].questions[0].distractors",
            Box::new(|q| {
                q["wines"][1]["questions"][0]["distractors"] = json!(["a", "b"]);
            }),
        ),
        (
            "wines[1].questions[0].distractors",
            Box::new(|q| {
                q["wines"][1]["questions"][0]["distractors"] = json!(["a", "b", "c", "d"]);
            }),
        ),
        (
            "wines[1].questions[0].distractors",
            Box::new(|q| {
                q["wines"][1]["questions"][0]["distractors"] = json!(["a", "b", " a "]);
            }),
        ),
        (
            "wines[1].questions[0].distractors",
            Box::new(|q| {
                q["wines"][1]["questions"][0]["distractors"] = json!(["a", "b", " Grape 1.0 "]);
            }),
        ),
        (
            "wines[1].questions[0].distractors",
            Box::new(|q| {
                q["wines"][1]["questions"][0]["distractors"] = json!(["a", "b", 3]);
            }),
        ),
        ("settings", Box::new(|q| q["settings"] = json!("speed"))),
        ("settings.scoring", Box::new(|q| q["settings"] = json!({ "scoring": "fastest" }))),
    ];
    for (few_at, few) in cases.chunks(5).enumerate() {
        let mut client = Client::open(&server, &format!("WHOLE{few_at}")).await;
        for (field, spoil) in few {
            let mut body = with_host(quiz(2, 2), "TANNIC-FALCON-77");
            spoil(&mut body);
            client.name = format!("creator with a wrong {field}");
            client.send(body).await;
            let error = client.error("INVALID_FIELD").await;
            let named = error["field"].as_str().unwrap_or_default();
            // A wrong item may be named itself or by its list.
            assert!(named.starts_with(field), "{field}: {error}");
        }
        client.send(with_host(quiz(2, 2), "TANNIC-FALCON-77")).await;
        client.expect("session:created").await;
    }
}

#[tokio::test]
async fn lenient_where_the_document_is() {
    let server = Server::start().await;
    for (at, (sent, expected)) in
        [(json!(3), 15), (json!(500), 120), (Value::Null, 60), (json!("soon"), 60), (json!(45), 45)].iter().enumerate()
    {
        let mut body = quiz(1, 1);
        body["timerSeconds"] = sent.clone();
        if at == 0 {
            body.as_object_mut().unwrap().remove("title");
        }
        if sent.is_null() {
            body.as_object_mut().unwrap().remove("timerSeconds");
        }
        body["somethingNew"] = json!({ "from": "a later client" });
        let host = Host::create(&server, &format!("SOFT{at}"), body).await;
        let (_, snapshot) = host.again(&server).await;
        assert_eq!(snapshot["timerSeconds"], *expected, "sent {sent}");
        if at == 0 {
            assert_eq!(snapshot["title"], "Secretwine 0", "no title: the first wine's name");
        }
    }
}

#[tokio::test]
async fn repeated_abuse_ends_the_connection_and_nothing_else() {
    let server = Server::start().await;
    let mut host = Host::evening(&server, "ABUSE").await;
    let mut abuser = Client::open(&server, "ABUSE").await;
    for _ in 0..30 {
        abuser.send_text("garbage").await;
        ms(60).await;
    }
    assert_eq!(abuser.end(PATIENCE).await.1, End::Closed(1008));
    assert!(!abuser.all("error").is_empty());
    host.sync().await;
    Guest::join(&server, "ABUSE").await;
}
