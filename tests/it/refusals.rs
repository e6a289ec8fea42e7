//! Everything that is refused: malformed, mistimed, unauthorised. Each gets an error with its code, and
//! the connection lives on.

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use crate::kit::{Client, End, Guest, Host, PATIENCE, Server, guests, ms, option, quiz, right, with_host};

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
    refused(&server, "NOT_JSON", &texts(&["", "hello", "{", "{\"type\":", "{'type':'x'}", "\u{0}", "{}{}", "NaN"])).await;
    refused(&server, "NOT_AN_OBJECT", &texts(&["[]", "[{\"type\":\"host:start\"}]", "1", "null", "\"host:start\"", "true"])).await;
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    let deep_object = format!("{{\"type\":\"join_session\",\"code\":{}1{}}}", "[".repeat(40), "]".repeat(40));
    refused(&server, "TOO_DEEP", &[deep, deep_object]).await;
    refused(&server, "UNKNOWN_TYPE", &texts(&["{\"type\":\"dance\"}", "{\"type\":\"\"}", "{\"type\":\"HOST:START\"}"])).await;

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
    // 400 KiB: too large for a frame; skipped without being kept.
    client.send(json!({ "type": "join_session", "code": "", "pad": "x".repeat(400 * 1024) })).await;
    client.error("TOO_LARGE").await;
    client.sync().await;
    // A large quiz within the limit is welcome.
    let mut large = with_host(quiz(40, 10), "LARGE-HOST-0001");
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
        ("host:extend", json!({}), "seconds", &[Value::Null, json!("10"), json!(4), json!(61), json!(-5), json!(1e300)]),
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
    let cases: Vec<(&str, Box<dyn Fn(&mut Value)>)> = vec![
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
        ("wines[0].questions", Box::new(|q| {
            q["wines"][0]["questions"] = vec![q["wines"][0]["questions"][0].clone(); 51].into();
        })),
        ("wines[0].questions[1]", Box::new(|q| q["wines"][0]["questions"][1] = json!(3))),
        ("wines[0].questions[1].category", Box::new(|q| q["wines"][0]["questions"][1]["category"] = json!("smell"))),
        ("wines[0].questions[1].category", Box::new(|q| q["wines"][0]["questions"][1]["category"] = Value::Null)),
        ("wines[1].questions[0].correctAnswer", Box::new(|q| q["wines"][1]["questions"][0]["correctAnswer"] = json!("  "))),
        ("wines[1].questions[0].correctAnswer", Box::new(|q| q["wines"][1]["questions"][0]["correctAnswer"] = json!(1998))),
        ("wines[1].questions[0].distractors", Box::new(|q| {
            q["wines"][1]["questions"][0]["distractors"] = json!(["a", "b"]);
        })),
        ("wines[1].questions[0].distractors", Box::new(|q| {
            q["wines"][1]["questions"][0]["distractors"] = json!(["a", "b", "c", "d"]);
        })),
        ("wines[1].questions[0].distractors", Box::new(|q| {
            q["wines"][1]["questions"][0]["distractors"] = json!(["a", "b", " a "]);
        })),
        ("wines[1].questions[0].distractors", Box::new(|q| {
            q["wines"][1]["questions"][0]["distractors"] = json!(["a", "b", " Grape 1.0 "]);
        })),
        ("wines[1].questions[0].distractors", Box::new(|q| {
            q["wines"][1]["questions"][0]["distractors"] = json!(["a", "b", 3]);
        })),
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
async fn who_is_no_host_controls_nothing() {
    let server = Server::start().await;
    let mut host = Host::evening(&server, "RIGHTS").await;
    let mut guest = Guest::join(&server, "RIGHTS").await;
    let mut visitor = Client::open(&server, "RIGHTS").await;
    let orders = [
        json!({"type": "host:start"}),
        json!({"type": "host:pause"}),
        json!({"type": "host:resume"}),
        json!({"type": "host:reveal"}),
        json!({"type": "host:next"}),
        json!({"type": "host:end"}),
        json!({"type": "host:extend", "seconds": 10}),
        json!({"type": "host:lock", "locked": true}),
        json!({"type": "host:kick", "pseudonym": guest.pseudonym}),
    ];
    for order in &orders {
        for client in [&mut guest.client, &mut visitor] {
            client.send(order.clone()).await;
            client.error("NOT_HOST").await;
        }
    }
    visitor.send(json!({"type": "rejoin_host", "hostId": "SOMEBODY-ELSE"})).await;
    visitor.error("INVALID_HOST").await;
    visitor.send(with_host(quiz(1, 1), "SOMEBODY-ELSE")).await;
    visitor.error("CODE_TAKEN").await;
    visitor.send(json!({"type": "submit_answer", "questionId": "r0q0", "optionId": "r0q0-a"})).await;
    visitor.error("NOT_A_PARTICIPANT").await;
    host.send(json!({"type": "submit_answer", "questionId": "r0q0", "optionId": "r0q0-a"})).await;
    host.error("NOT_A_PARTICIPANT").await;
    let (_, snapshot) = host.again(&server).await;
    assert_eq!(snapshot["phase"], "waiting", "nothing of it did anything");
    assert_eq!(snapshot["participants"], json!([guest.pseudonym]));
}

#[tokio::test]
async fn orders_in_the_wrong_phase() {
    let server = Server::start().await;
    let mut host = Host::evening(&server, "PHASES").await;
    async fn wrong(host: &mut Host, kinds: &[&str]) {
        for kind in kinds {
            host.name = format!("host who says {kind}");
            host.say(kind).await;
            host.error("WRONG_PHASE").await;
        }
    }
    host.say("host:start").await;
    host.error("NO_PARTICIPANTS").await;
    wrong(&mut host, &["host:pause", "host:resume", "host:reveal", "host:next"]).await;
    host.send(json!({"type": "host:extend", "seconds": 10})).await;
    host.error("WRONG_PHASE").await;
    let _guest = Guest::join(&server, "PHASES").await;

    host.say("host:start").await;
    host.expect("game:question").await;
    wrong(&mut host, &["host:start", "host:resume", "host:next"]).await;
    host.say("host:pause").await;
    host.expect("game:timer_paused").await;
    wrong(&mut host, &["host:start", "host:pause", "host:next"]).await;
    host.say("host:reveal").await;
    host.expect("game:answer_revealed").await;
    wrong(&mut host, &["host:start", "host:pause", "host:resume", "host:reveal"]).await;
    host.say("host:next").await;
    host.expect("game:question").await;
    host.say("host:reveal").await;
    host.say("host:next").await;
    host.expect("game:round_leaderboard").await;
    wrong(&mut host, &["host:start", "host:pause", "host:resume", "host:reveal"]).await;
    host.sync().await;
    host.say("host:end").await;
    host.expect("session:ended").await;
    ms(1_000).await;
    wrong(&mut host, &["host:start", "host:pause", "host:resume", "host:reveal", "host:next", "host:end"]).await;
}

#[tokio::test]
async fn answers_that_do_not_count() {
    let server = Server::start().await;
    let mut host = Host::evening(&server, "ANSWERS").await;
    let mut guest = guests(&server, "ANSWERS", 1).await.remove(0);
    let answer = |question: &str, option: &str| json!({"type": "submit_answer", "questionId": question, "optionId": option});
    guest.send(answer("r0q0", "r0q0-a")).await;
    guest.error("UNKNOWN_QUESTION").await;
    host.say("host:start").await;
    let question = guest.expect("game:question").await;
    let id = question["questionId"].as_str().unwrap().to_owned();
    guest.send(answer("nonsense", "nonsense")).await;
    guest.error("UNKNOWN_QUESTION").await;
    guest.send(answer("r1q1", "r1q1-a")).await;
    guest.error("UNKNOWN_QUESTION").await;
    guest.send(answer(&id, "nonsense")).await;
    guest.error("UNKNOWN_OPTION").await;
    guest.send(answer(&id, "")).await;
    let error = guest.expect("error").await;
    assert!(["UNKNOWN_OPTION", "INVALID_FIELD"].contains(&error["code"].as_str().unwrap()));
    let first = option(&question, "Pear 0.0");
    guest.send(answer(&id, &first)).await;
    guest.expect("answer:accepted").await;
    host.say("host:pause").await;
    guest.expect("game:timer_paused").await;
    guest.send(answer(&id, &option(&question, &right(0, 0)))).await;
    guest.error("QUESTION_PAUSED").await;
    let (_again, snapshot) = guest.again(&server).await;
    assert_eq!(snapshot["selectedOptionId"], first.as_str(), "the refused change changed nothing");
    let mut guest = Guest { client: _again, pseudonym: guest.pseudonym.clone(), token: guest.token.clone(), code: guest.code.clone() };
    host.say("host:reveal").await;
    guest.expect("game:answer_revealed").await;
    guest.send(answer(&id, &option(&question, &right(0, 0)))).await;
    guest.error("QUESTION_CLOSED").await;
    host.say("host:next").await;
    guest.expect("game:question").await;
    guest.send(answer(&id, &first)).await;
    guest.error("QUESTION_CLOSED").await;
    host.say("host:end").await;
    guest.expect("session:ended").await;
    guest.send(answer(&id, &first)).await;
    guest.error("QUESTION_CLOSED").await;
}

#[tokio::test]
async fn joining_where_one_cannot() {
    let server = Server::start().await;
    let mut visitor = Client::open(&server, "NOWHERE").await;
    visitor.send(json!({"type": "join_session", "code": "NOWHERE"})).await;
    visitor.error("SESSION_NOT_FOUND").await;
    visitor.send(json!({"type": "rejoin_session", "rejoinToken": "0123456789abcdef0123456789abcdef"})).await;
    visitor.error("INVALID_TOKEN").await;
    visitor.send(json!({"type": "rejoin_host", "hostId": "TANNIC-FALCON"})).await;
    visitor.error("SESSION_NOT_FOUND").await;
    visitor.say("host:start").await;
    visitor.error("NOT_HOST").await;

    let mut host = Host::evening(&server, "DOOR").await;
    let mut first = Guest::join(&server, "DOOR").await;
    host.send(json!({"type": "host:lock", "locked": true})).await;
    host.expect_where("lobby:locked", |told| told["locked"] == true).await;
    first.expect_where("lobby:locked", |told| told["locked"] == true).await;
    let mut late = Client::open(&server, "DOOR").await;
    late.send(json!({"type": "join_session", "code": "DOOR"})).await;
    late.error("LOBBY_LOCKED").await;
    host.send(json!({"type": "host:lock", "locked": false})).await;
    late.expect_where("lobby:locked", |told| told["locked"] == false).await;
    late.send(json!({"type": "join_session", "code": "OTHER"})).await;
    late.expect("error").await;
    late.send(json!({"type": "join_session", "code": "DOOR"})).await;
    let joined = late.expect("participant:joined").await;

    host.send(json!({"type": "host:kick", "pseudonym": "NobodyOfThisName"})).await;
    host.error("UNKNOWN_PARTICIPANT").await;
    host.send(json!({"type": "host:kick", "pseudonym": joined["pseudonym"]})).await;
    late.expect("seat:removed").await;
    host.expect_where("lobby:updated", |lobby| lobby["participants"] == json!([first.pseudonym])).await;
    let mut back = Client::open(&server, "DOOR").await;
    back.send(json!({"type": "rejoin_session", "rejoinToken": joined["rejoinToken"]})).await;
    let error = back.expect("error").await;
    assert!(["KICKED", "INVALID_TOKEN"].contains(&error["code"].as_str().unwrap()), "{error}");
    if late.is_open() {
        late.mark();
        late.send(json!({"type": "join_session", "code": "DOOR"})).await;
        late.error("KICKED").await;
    }

    host.say("host:start").await;
    first.expect("game:question").await;
    let mut later = Client::open(&server, "DOOR").await;
    later.send(json!({"type": "join_session", "code": "DOOR"})).await;
    later.error("GAME_STARTED").await;
    host.say("host:end").await;
    host.expect("session:ended").await;
    later.send(json!({"type": "join_session", "code": "DOOR"})).await;
    later.error("GAME_STARTED").await;
    later.send(json!({"type": "rejoin_session", "rejoinToken": "nonsense"})).await;
    later.error("INVALID_TOKEN").await;
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
