//! Orders and answers that are mistimed or unauthorised: each gets an error with its code, and the
//! connection lives on.

use serde_json::json;

use crate::kit::{Client, Guest, Host, Server, guests, ms, option, quiz, right, with_host};

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
    let answer =
        |question: &str, option: &str| json!({"type": "submit_answer", "questionId": question, "optionId": option});
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
    let mut guest = Guest {
        client: _again,
        pseudonym: guest.pseudonym.clone(),
        token: guest.token.clone(),
        code: guest.code.clone(),
    };
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
