//! Whole evenings: every message, in order, in its documented shape, to everybody who is to hear it.

use serde_json::{Value, json};

use crate::kit::{
    Client, Guest, Host, PATIENCE, Server, Stage, documented, guests, keys, ms, option, quiz, right, shape,
};

const RANKING: &str = "pseudonym:s score:u rank:u";

/// Checks the question as one client sees it.
fn check_question(question: &Value, round: u64, number: u64) {
    shape(
        question,
        "questionId:s prompt:s category:s options:a roundIndex:u questionIndex:u totalQuestions:u totalRounds:u \
         timerMs:u deadline:n serverTime:n",
    );
    assert_eq!((question["roundIndex"].as_u64(), question["questionIndex"].as_u64()), (Some(round), Some(number)));
    assert_eq!((question["totalRounds"].as_u64(), question["totalQuestions"].as_u64()), (Some(2), Some(2)));
    assert_eq!(question["timerMs"], 60_000);
    let options = question["options"].as_array().unwrap();
    assert_eq!(options.len(), 4);
    for option in options {
        assert_eq!(keys(option), ["id", "text"], "an option tells nothing else");
    }
    let left = question["deadline"].as_i64().unwrap() - question["serverTime"].as_i64().unwrap();
    assert!((58_000..=60_000).contains(&left), "deadline − serverTime = {left}");
}

fn check_rankings(rankings: &Value, expected: &[(&str, u64, u64)]) {
    let rows: Vec<(&str, u64, u64)> = rankings
        .as_array()
        .expect("rankings")
        .iter()
        .map(|row| {
            shape(row, RANKING);
            (row["pseudonym"].as_str().unwrap(), row["score"].as_u64().unwrap(), row["rank"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(rows, expected);
}

/// What a participant or stage was told since `from`: nothing of it may tell the correct option.
fn check_discretion(client: &Client, from: usize) {
    for frame in &client.frames()[from..] {
        let text = frame.json.to_string();
        for telling in ["correct", "Correct", "Secretwine", "distractor", "hostId", "wines", "distribution"] {
            assert!(!text.contains(telling), "{} was told before the reveal: {text}", client.name);
        }
    }
}

/// The types in their order, without those that come by the clock.
fn order(client: &Client) -> Vec<String> {
    let by_clock = ["game:timer_tick", "game:progress", "game:participant_answered", "host:links", "server:time"];
    let mut kinds: Vec<String> = client.frames().iter().map(|frame| frame.kind().to_owned()).collect();
    kinds.retain(|kind| !by_clock.contains(&kind.as_str()));
    kinds.dedup();
    kinds
}

#[tokio::test]
async fn a_whole_evening_as_documented() {
    let server = Server::start().await;
    let mut host = Host::create(&server, "4711", quiz(2, 2)).await;
    let list = host.expect("sessions:list").await;
    let entry = &list["sessions"][0];
    shape(entry, "code:s title:s createdAt:s status:s participantCount:u");
    assert_eq!(
        (&entry["code"], &entry["title"], &entry["status"]),
        (&json!("4711"), &json!("An evening"), &json!("waiting"))
    );
    assert!(
        entry["createdAt"].as_str().unwrap().ends_with('Z') || entry["createdAt"].as_str().unwrap().contains("+00:00")
    );

    let mut stage = Stage::watch(&server, "4711").await;
    let mut three = guests(&server, "4711", 3).await;
    let names: Vec<String> = three.iter().map(|guest| guest.pseudonym.clone()).collect();
    let lobby = host.expect_where("lobby:updated", |lobby| lobby["count"] == 3).await;
    assert_eq!(lobby["participants"], json!(names), "names in order of joining");
    stage.expect_where("lobby:updated", |lobby| lobby["count"] == 3).await;
    for guest in &mut three {
        guest.expect_where("lobby:updated", |lobby| lobby["count"] == 3).await;
    }

    let mut seen = [0usize; 4];
    let note = |three: &[Guest], stage: &Stage, seen: &mut [usize; 4]| {
        for (at, guest) in three.iter().enumerate() {
            seen[at] = guest.frames().len();
        }
        seen[3] = stage.frames().len();
    };
    // Scores by question: first right always, second right in the first wine, third never.
    let mut totals = [0u64; 3];
    for round in 0..2u64 {
        for number in 0..2u64 {
            note(&three, &stage, &mut seen);
            host.say(if (round, number) == (0, 0) { "host:start" } else { "host:next" }).await;
            let question = host.expect("game:question").await;
            check_question(&question, round, number);
            for client in three.iter_mut().map(|guest| &mut guest.client).chain([&mut stage.client]) {
                let theirs = client.expect("game:question").await;
                check_question(&theirs, round, number);
                assert_eq!(theirs["options"], question["options"], "the same order for everybody");
                assert_eq!(theirs["questionId"], question["questionId"]);
            }
            let tick = host.expect("game:timer_tick").await;
            shape(&tick, "remainingMs:u");

            let correct = right(round as usize, number as usize);
            let wrong = format!("Pear {round}.{number}");
            three[0].answer(&question, &wrong).await;
            three[0].answer(&question, &correct).await;
            let second = if round == 0 { &correct } else { &wrong };
            three[1].answer(&question, second).await;
            if number == 0 {
                three[2].answer(&question, &wrong).await;
            }
            let answered = if number == 0 { 3 } else { 2 };
            let progress =
                host.expect_where("game:participant_answered", |told| told["answeredCount"] == answered).await;
            assert_eq!(progress["totalCount"], 3);
            for client in three.iter().map(|guest| &guest.client).chain([&stage.client]) {
                assert!(!client.has("game:participant_answered"), "hosts only");
            }
            for (at, guest) in three.iter().enumerate() {
                check_discretion(guest, seen[at]);
            }
            check_discretion(&stage, seen[3]);

            host.say("host:reveal").await;
            let correct_id = option(&question, &correct);
            let revealed = host.expect("game:answer_revealed").await;
            assert_eq!(revealed["correctOptionId"], correct_id.as_str());
            let points = [100, if round == 0 { 100 } else { 0 }, 0];
            for (at, guest) in three.iter_mut().enumerate() {
                totals[at] += points[at];
                let row =
                    revealed["results"].as_array().unwrap().iter().find(|row| row["pseudonym"] == names[at].as_str());
                let row = row.unwrap_or_else(|| panic!("{} is missing in {revealed}", names[at]));
                shape(row, "pseudonym:s points:u totalScore:u");
                assert_eq!((row["points"].as_u64(), row["totalScore"].as_u64()), (Some(points[at]), Some(totals[at])));
                let mine = guest.expect("game:answer_revealed").await;
                shape(&mine, "correctOptionId:s myPoints:u myTotalScore:u");
                assert_eq!(mine["correctOptionId"], correct_id.as_str());
                assert_eq!(
                    (mine["myPoints"].as_u64(), mine["myTotalScore"].as_u64()),
                    (Some(points[at]), Some(totals[at]))
                );
                assert!(mine.get("results").is_none(), "others' results are for hosts");
            }
            let public = stage.expect("game:answer_revealed").await;
            assert_eq!(public["correctOptionId"], correct_id.as_str());
            assert!(public.get("results").is_none());
        }
        host.say("host:next").await;
        let expected =
            [(&*names[0], totals[0], 1), (&*names[1], totals[1], if round == 0 { 1 } else { 2 }), (&*names[2], 0, 3)];
        for client in [&mut host.client, &mut stage.client].into_iter().chain(three.iter_mut().map(|g| &mut g.client)) {
            let board = client.expect("game:round_leaderboard").await;
            shape(&board, "rankings:a roundIndex:u totalRounds:u");
            assert_eq!((board["roundIndex"].as_u64(), board["totalRounds"].as_u64()), (Some(round), Some(2)));
            check_rankings(&board["rankings"], &expected);
        }
    }
    host.say("host:next").await;
    let expected = [(&*names[0], 400, 1), (&*names[1], 200, 2), (&*names[2], 0, 3)];
    for client in [&mut host.client, &mut stage.client].into_iter().chain(three.iter_mut().map(|g| &mut g.client)) {
        let board = client.expect("game:final_leaderboard").await;
        check_rankings(&board["rankings"], &expected);
        client.expect("session:ended").await;
    }
    host.say("host:end").await;
    host.error("WRONG_PHASE").await;
    ms(300).await;
    for client in [&host.client, &stage.client, &three[0].client] {
        assert_eq!(client.all("session:ended").len(), 1, "once");
        assert_eq!(client.all("game:round_leaderboard").len(), 2, "after every wine, also the last");
        assert_eq!(client.all("game:question").len(), 4);
    }
    let kinds = order(&stage);
    let game: Vec<&str> =
        kinds.iter().map(String::as_str).filter(|kind| kind.starts_with("game:") || *kind == "session:ended").collect();
    let wine =
        ["game:question", "game:answer_revealed", "game:question", "game:answer_revealed", "game:round_leaderboard"];
    assert_eq!(game, [&wine[..], &wine[..], &["game:final_leaderboard", "session:ended"]].concat());

    let (mut again, snapshot) = host.again(&server).await;
    assert_eq!(snapshot["phase"], "ended");
    let list = again.expect("sessions:list").await;
    let entry = &list["sessions"][0];
    assert_eq!((&entry["status"], entry["participantCount"].as_u64()), (&json!("ended"), Some(3)));
    check_rankings(&entry["finalRankings"], &expected);
    let (seat, _) = three[0].again(&server).await;
    let clients = [&host.client, &stage.client, &again, &seat, &three[0].client, &three[1].client, &three[2].client];
    let seen = documented(&server, &clients).await;
    assert!(seen.len() >= 15, "{seen:?}");
}

#[tokio::test]
async fn ranks_are_shared_and_skip() {
    let server = Server::start().await;
    let mut host = Host::create(&server, "TIES", quiz(1, 1)).await;
    let mut five = guests(&server, "TIES", 5).await;
    host.say("host:start").await;
    let question = host.expect("game:question").await;
    for at in [1, 3, 4] {
        five[at].answer(&question, &right(0, 0)).await;
    }
    host.say("host:reveal").await;
    host.say("host:next").await;
    let board = host.expect("game:round_leaderboard").await;
    let name = |at: usize| five[at].pseudonym.as_str();
    check_rankings(
        &board["rankings"],
        &[(name(1), 100, 1), (name(3), 100, 1), (name(4), 100, 1), (name(0), 0, 4), (name(2), 0, 4)],
    );
}

#[tokio::test]
async fn speed_scoring_falls_from_100_to_50_without_pauses() {
    let server = Server::start().await;
    let mut body = quiz(1, 2);
    body["settings"] = json!({ "scoring": "speed" });
    body["timerSeconds"] = json!(15);
    let mut host = Host::create(&server, "FAST", body).await;
    let mut three = guests(&server, "FAST", 3).await;
    host.say("host:start").await;
    let question = host.expect("game:question").await;
    three[0].answer(&question, &right(0, 0)).await;
    host.say("host:pause").await;
    host.expect("game:timer_paused").await;
    ms(3_000).await;
    host.say("host:resume").await;
    host.expect("game:timer_resumed").await;
    three[1].answer(&question, &right(0, 0)).await;
    three[2].answer(&question, "Pear 0.0").await;
    host.say("host:reveal").await;
    for (at, range) in [(0, 97..=100), (1, 94..=100), (2, 0..=0)] {
        let mine = three[at].expect("game:answer_revealed").await;
        let points = mine["myPoints"].as_u64().unwrap();
        assert!(range.contains(&points), "guest {at} got {points}");
    }
    host.say("host:next").await;
    let question = host.expect_where("game:question", |question| question["questionIndex"] == 1).await;
    ms(7_500).await;
    three[0].answer(&question, &right(0, 1)).await;
    host.say("host:reveal").await;
    let mine = three[0].expect("game:answer_revealed").await;
    let points = mine["myPoints"].as_u64().unwrap();
    assert!((71..=76).contains(&points), "half of the time gone: {points}");
    let total = mine["myTotalScore"].as_u64().unwrap();
    let first = three[0].all("game:answer_revealed")[0].json["myPoints"].as_u64().unwrap();
    assert_eq!(total, first + points);
}

#[tokio::test]
async fn the_correct_option_is_not_always_at_the_same_place() {
    let server = Server::start().await;
    let mut places = [0usize; 4];
    for room in 0..2 {
        let mut host = Host::create(&server, &format!("MIX{room}"), quiz(1, 10)).await;
        let guest = Guest::join(&server, &host.code.clone()).await;
        host.say("host:start").await;
        for number in 0..10 {
            let question = host.expect("game:question").await;
            let place =
                question["options"].as_array().unwrap().iter().position(|o| o["text"] == right(0, number).as_str());
            places[place.unwrap()] += 1;
            host.say("host:reveal").await;
            host.expect("game:answer_revealed").await;
            host.say("host:next").await;
        }
        drop(guest);
    }
    // 20 draws of 4: a place that never comes has a probability of 0.3 %; one that takes all but two is no chance.
    assert!(places.iter().all(|count| *count <= 14), "places of the correct option: {places:?}");
    assert!(places.iter().filter(|count| **count > 0).count() >= 3, "places of the correct option: {places:?}");
}

#[tokio::test]
async fn a_participant_who_left_still_scores() {
    let server = Server::start().await;
    let mut host = Host::create(&server, "GONE", quiz(1, 1)).await;
    let mut two = guests(&server, "GONE", 2).await;
    host.say("host:start").await;
    let question = host.expect("game:question").await;
    two[0].answer(&question, &right(0, 0)).await;
    let left = two.remove(0);
    let (name, token) = (left.pseudonym.clone(), left.token.clone());
    left.client.close().await;
    host.say("host:reveal").await;
    let revealed = host.expect("game:answer_revealed").await;
    let row = revealed["results"].as_array().unwrap().iter().find(|row| row["pseudonym"] == name.as_str()).unwrap();
    assert_eq!(row["points"], 100);
    let mut back = Client::open(&server, "GONE").await;
    back.send(json!({ "type": "rejoin_session", "rejoinToken": token })).await;
    let snapshot = back.expect_in("participant:state_snapshot", PATIENCE).await;
    assert_eq!((snapshot["score"].as_u64(), snapshot["myPoints"].as_u64()), (Some(100), Some(100)));
}

/// A quiz without a title is called by its first wine, whose name may be the answer.
#[tokio::test]
async fn the_name_of_a_wine_is_no_title_for_guests() {
    let server = Server::start().await;
    let mut body = quiz(1, 1);
    body.as_object_mut().unwrap().remove("title");
    let mut host = Host::create(&server, "NAMELESS", body).await;
    let mut guest = Guest::join(&server, "NAMELESS").await;
    let (again, _) = guest.again(&server).await;
    guest.client = again;
    let stage = Stage::watch(&server, "NAMELESS").await;
    host.say("host:start").await;
    guest.expect("game:question").await;
    check_discretion(&guest, 0);
    let told = format!("{:?}", stage.frames());
    assert!(!told.contains("Secretwine"), "the stage was told before the reveal: {told}");
}
