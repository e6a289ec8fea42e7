//! What clients in the field were seen to do; all of it must work.

use serde_json::json;

use crate::kit::{Client, Guest, Host, PATIENCE, Server, ms, quiz, right, shape, with_host};

#[tokio::test]
async fn the_host_greets_first_and_creates_after_the_error() {
    let server = Server::start().await;
    let mut host = Client::open_path(&server, "/parties/main/1234?_pk=0b5f1f8e-2b9c-4d0e-9a3b-7f5f0a6d1c22").await;
    host.send(json!({"type": "rejoin_host", "hostId": "TANNIC-FALCON"})).await;
    host.send(with_host(quiz(1, 1), "TANNIC-FALCON")).await;
    host.error("SESSION_NOT_FOUND").await;
    let created = host.expect("session:created").await;
    assert_eq!((&created["code"], &created["hostId"]), (&json!("1234"), &json!("TANNIC-FALCON")));
    host.expect("sessions:list").await;
    // Twice, with the same secret: attached again, the quiz stays what it was.
    host.send(with_host(quiz(2, 2), "TANNIC-FALCON")).await;
    let created = host.expect("session:created").await;
    assert_eq!(created["code"], "1234");
    host.send(json!({"type": "rejoin_host", "hostId": "TANNIC-FALCON"})).await;
    let snapshot = host.expect("host:state_snapshot").await;
    assert_eq!(snapshot["wines"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn both_addresses_lead_to_the_same_room() {
    let server = Server::start().await;
    let host = Host::create(&server, "ALIAS", quiz(1, 1)).await;
    let mut guest = Client::open_path(&server, "/party/ALIAS").await;
    guest.send(json!({"type": "join_session", "code": ""})).await;
    let joined = guest.expect("participant:joined").await;
    shape(&joined, "pseudonym:s rejoinToken:s");
    let (_, snapshot) = host.again(&server).await;
    assert_eq!(snapshot["participants"], json!([joined["pseudonym"]]));
}

#[tokio::test]
async fn a_list_for_a_host_in_a_room_without_a_session() {
    let server = Server::start().await;
    let mut first = Host::create(&server, "OLD", quiz(1, 1)).await;
    let mut body = with_host(quiz(1, 1), &first.host_id);
    body["title"] = json!("The second");
    let mut second = Client::open(&server, "NEW").await;
    second.send(body).await;
    second.expect("session:created").await;
    let mut visitor = Client::open(&server, "EMPTY").await;
    visitor.send(json!({"type": "rejoin_host", "hostId": first.host_id})).await;
    let list = visitor.expect("sessions:list").await;
    let codes: Vec<&str> =
        list["sessions"].as_array().unwrap().iter().map(|row| row["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["NEW", "OLD"], "newest first");
    visitor.sync().await;
    first.sync().await;
}

#[tokio::test]
async fn joining_twice_on_one_socket_is_one_seat() {
    let server = Server::start().await;
    let host = Host::create(&server, "TWICE", quiz(1, 1)).await;
    let mut guest = Guest::join(&server, "TWICE").await;
    guest.send(json!({"type": "join_session", "code": "TWICE"})).await;
    let again = guest.expect("participant:joined").await;
    assert_eq!((&again["pseudonym"], &again["rejoinToken"]), (&json!(guest.pseudonym), &json!(guest.token)));
    let (_, snapshot) = host.again(&server).await;
    assert_eq!(snapshot["participants"], json!([guest.pseudonym]));
}

#[tokio::test]
async fn messages_queued_while_offline_come_before_the_rejoin() {
    let server = Server::start().await;
    let mut host = Host::create(&server, "QUEUED", quiz(1, 1)).await;
    let mut guest = Guest::join(&server, "QUEUED").await;
    host.say("host:start").await;
    let question = guest.expect("game:question").await;
    let option = crate::kit::option(&question, &right(0, 0));
    let (token, name) = (guest.token.clone(), guest.pseudonym.clone());
    guest.client.close().await;
    let mut back = Client::open(&server, "QUEUED").await;
    let answer = json!({"type": "submit_answer", "questionId": question["questionId"], "optionId": option});
    for _ in 0..3 {
        back.send(answer.clone()).await;
    }
    back.send(json!({"type": "rejoin_session", "rejoinToken": token})).await;
    back.send(answer.clone()).await;
    for _ in 0..3 {
        back.error("NOT_A_PARTICIPANT").await;
    }
    let snapshot = back.expect("participant:state_snapshot").await;
    assert_eq!(snapshot["pseudonym"], name.as_str());
    back.expect("answer:accepted").await;
}

#[tokio::test]
async fn the_newest_socket_owns_the_seat() {
    let server = Server::start().await;
    let mut host = Host::create(&server, "SEATS", quiz(1, 2)).await;
    let mut older = Guest::join(&server, "SEATS").await;
    host.say("host:start").await;
    let question = older.expect("game:question").await;
    let (mut newer, snapshot) = older.again(&server).await;
    assert_eq!(snapshot["phase"], "question_open");
    older.expect("seat:moved").await;
    older.send(json!({"type": "submit_answer", "questionId": question["questionId"], "optionId": "x"})).await;
    older.error("NOT_A_PARTICIPANT").await;
    assert!(older.is_open(), "closing it would start a fight for the seat");
    // The late close of the older one must not evict the newer one.
    let (token, pseudonym) = (older.token.clone(), older.pseudonym.clone());
    older.client.close().await;
    ms(200).await;
    let option = crate::kit::option(&question, &right(0, 0));
    newer.send(json!({"type": "submit_answer", "questionId": question["questionId"], "optionId": option})).await;
    newer.expect("answer:accepted").await;
    host.say("host:reveal").await;
    let mine = newer.expect("game:answer_revealed").await;
    assert_eq!(mine["myPoints"], 100, "personal messages still find the newer socket");
    // The same again, without a close handshake.
    let newer = Guest { client: newer, pseudonym, token, code: "SEATS".to_owned() };
    let (mut newest, _) = newer.again(&server).await;
    drop(newer);
    ms(200).await;
    host.say("host:next").await;
    newest.expect("game:question").await;
    let (_, snapshot) = host.again(&server).await;
    assert_eq!(snapshot["participants"].as_array().unwrap().len(), 1, "rejoining never makes a second seat");
}

#[tokio::test]
async fn several_hosts_are_kept_in_step() {
    let server = Server::start().await;
    let mut one = Host::create(&server, "HOSTS", quiz(1, 2)).await;
    let mut guest = Guest::join(&server, "HOSTS").await;
    let (mut two, snapshot) = one.again(&server).await;
    assert_eq!(snapshot["phase"], "waiting");
    two.say("host:start").await;
    let question = one.expect("game:question").await;
    two.expect("game:question").await;
    one.say("host:pause").await;
    two.expect("game:timer_paused").await;
    two.say("host:resume").await;
    one.expect("game:timer_resumed").await;
    guest.answer(&question, &right(0, 0)).await;
    one.expect_where("game:participant_answered", |told| told["answeredCount"] == 1).await;
    two.expect_where("game:participant_answered", |told| told["answeredCount"] == 1).await;
    two.say("host:reveal").await;
    let (a, b) = (one.expect("game:answer_revealed").await, two.expect("game:answer_revealed").await);
    shape(&a, "correctOptionId:s results:a");
    assert_eq!(a, b);
    // One host leaves: the other still controls, and nobody is told that the host is gone.
    guest.mark();
    let host_id = one.host_id.clone();
    one.client.close().await;
    guest.quiet("host:presence", 300).await;
    two.say("host:next").await;
    guest.expect("game:question").await;
    two.close().await;
    let gone = guest.expect("host:presence").await;
    assert_eq!(gone["connected"], false);
    let mut back = Client::open(&server, "HOSTS").await;
    back.send(json!({"type": "rejoin_host", "hostId": host_id})).await;
    back.expect_in("host:state_snapshot", PATIENCE).await;
    guest.expect_where("host:presence", |told| told["connected"] == true).await;
}
