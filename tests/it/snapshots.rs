//! A reload of each surface in each phase redraws that phase.

use serde_json::{Value, json};

use crate::kit::{Guest, Host, Server, Stage, documented, guests, ms, option, quiz, right, shape};

struct Evening {
    server: Server,
    host: Host,
    two: Vec<Guest>,
}

/// What each surface is told on a reload.
struct Views {
    host: Value,
    first: Value,
    second: Value,
    stage: Value,
}

impl Evening {
    /// Reloads everything; the new sockets take the old ones' places.
    async fn reload(&mut self, phase: &str) -> Views {
        let (client, host) = self.host.again(&self.server).await;
        self.host.client = client;
        let (client, first) = self.two[0].again(&self.server).await;
        self.two[0].client = client;
        let (client, second) = self.two[1].again(&self.server).await;
        self.two[1].client = client;
        let mut stage = Stage::watch(&self.server, &self.host.code).await;
        let greeting = stage.frames()[0].json.clone();
        assert_eq!((&greeting["phase"], &greeting["code"]), (&json!(phase), &json!(self.host.code)), "the first frame");
        stage.sync().await;
        for (who, view) in [("host", &host), ("first", &first), ("second", &second), ("stage", &stage.snapshot)] {
            assert_eq!(view["phase"], phase, "{who}: {view}");
            let asked = ["question_open", "question_paused", "question_revealed"].contains(&phase);
            assert_eq!(view["question"].is_object(), asked, "{who}: question in {phase}: {view}");
            assert_eq!(view["totalCount"], 2, "{who}: {view}");
        }
        shape(
            &host,
            "wines:a timerSeconds:u currentRound:u currentQuestion:u remainingMs:u? deadline:n? answeredCount:u \
             totalCount:u correctOptionId:s? results:a? settings:o",
        );
        assert_eq!(host["hostId"], self.host.host_id.as_str());
        assert_eq!(host["code"], self.host.code.as_str());
        assert_eq!(host["participants"], json!([self.two[0].pseudonym, self.two[1].pseudonym]));
        assert_eq!(host["wines"][0]["questions"][0]["correctAnswer"], right(0, 0).as_str(), "for the host alone");
        shape(&first, "selectedOptionId:s? remainingMs:u? deadline:n? score:u rank:u");
        if ["waiting", "question_open", "question_paused"].contains(&phase) && first["score"] == 0 {
            for view in [&first, &second, &stage.snapshot] {
                let text = view.to_string();
                assert!(view["correctOptionId"].is_null(), "before the reveal: {view}");
                for telling in ["Secretwine", "correctAnswer", "distractor"] {
                    assert!(!text.contains(telling), "{telling} before the reveal: {text}");
                }
            }
        }
        documented(&self.server, &[&self.host, &self.two[0], &self.two[1], &stage]).await;
        Views { host, first, second, stage: stage.snapshot.clone() }
    }
}

#[tokio::test]
async fn a_reload_in_every_phase_redraws_that_phase() {
    let server = Server::start().await;
    let host = Host::create(&server, "RELOAD", quiz(2, 1)).await;
    let two = guests(&server, "RELOAD", 2).await;
    let mut evening = Evening { server, host, two };

    let views = evening.reload("waiting").await;
    assert_eq!(views.stage["participants"].as_array().unwrap().len(), 2);
    assert!(views.host["correctOptionId"].is_null() && views.host["results"].is_null());

    evening.host.say("host:start").await;
    let question = evening.two[0].expect("game:question").await;
    evening.two[0].answer(&question, &right(0, 0)).await;
    let views = evening.reload("question_open").await;
    let chosen = option(&question, &right(0, 0));
    assert_eq!(views.first["selectedOptionId"], chosen.as_str());
    assert!(views.second["selectedOptionId"].is_null());
    for view in [&views.host, &views.first, &views.second, &views.stage] {
        assert_eq!(view["question"]["options"], question["options"]);
        assert_eq!(view["question"]["questionId"], question["questionId"]);
        assert_eq!(view["answeredCount"], 1);
        let left = view["remainingMs"].as_u64().unwrap();
        assert!((50_000..60_000).contains(&left), "{view}");
        let deadline = view["deadline"].as_i64().unwrap();
        assert!((deadline - question["deadline"].as_i64().unwrap()).abs() <= 20, "{view}");
    }
    assert_eq!((&views.host["currentRound"], &views.host["currentQuestion"]), (&json!(0), &json!(0)));
    assert!(views.host["correctOptionId"].is_null(), "not revealed yet");

    evening.host.say("host:pause").await;
    let paused = evening.two[0].expect("game:timer_paused").await;
    let views = evening.reload("question_paused").await;
    ms(1_200).await;
    let later = evening.reload("question_paused").await;
    for view in [&views.host, &views.first, &views.stage, &later.host, &later.second, &later.stage] {
        assert_eq!(view["remainingMs"], paused["remainingMs"], "constant while paused");
        assert!(view["deadline"].is_null(), "no deadline while the clock stands: {view}");
    }
    assert_eq!(views.first["selectedOptionId"], chosen.as_str());

    evening.host.say("host:reveal").await;
    evening.two[0].expect("game:answer_revealed").await;
    let views = evening.reload("question_revealed").await;
    for view in [&views.host, &views.first, &views.second, &views.stage] {
        assert_eq!(view["correctOptionId"], chosen.as_str(), "{view}");
        assert_eq!(view["question"]["options"], question["options"]);
    }
    assert_eq!((views.first["myPoints"].as_u64(), views.first["myTotalScore"].as_u64()), (Some(100), Some(100)));
    assert_eq!((views.second["myPoints"].as_u64(), views.second["myTotalScore"].as_u64()), (Some(0), Some(0)));
    assert_eq!((views.first["score"].as_u64(), views.first["rank"].as_u64()), (Some(100), Some(1)));
    assert_eq!(views.second["rank"], 2);
    assert_eq!(views.first["selectedOptionId"], chosen.as_str());
    let results = views.host["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    shape(&results[0], "pseudonym:s points:u totalScore:u");

    evening.host.say("host:next").await;
    let board = evening.two[0].expect("game:round_leaderboard").await;
    let views = evening.reload("round_leaderboard").await;
    for view in [&views.host, &views.first, &views.second, &views.stage] {
        check_rows(&view["rankings"], &board["rankings"]);
    }

    evening.host.say("host:next").await;
    evening.two[0].expect("game:question").await;
    evening.host.say("host:reveal").await;
    evening.host.say("host:next").await;
    evening.host.say("host:next").await;
    let last = evening.two[0].expect("game:final_leaderboard").await;
    evening.two[0].expect("session:ended").await;
    let views = evening.reload("ended").await;
    for view in [&views.host, &views.first, &views.second, &views.stage] {
        check_rows(&view["rankings"], &last["rankings"]);
    }
    assert_eq!(views.second["score"], 0);
    // The same again after an orderly restart.
    assert!(evening.server.sigterm().await.success());
    evening.server.restart().await;
    let after = evening.reload("ended").await;
    check_rows(&after.host["rankings"], &last["rankings"]);
    check_rows(&after.second["rankings"], &last["rankings"]);
    documented(&evening.server, &[&evening.host, &evening.two[0], &evening.two[1]]).await;
}

/// The documented fields of leaderboards are the same.
#[track_caller]
fn check_rows(actual: &Value, expected: &Value) {
    let rows = |rankings: &Value| -> Vec<(String, u64, u64)> {
        let rows = rankings.as_array().unwrap_or_else(|| panic!("rankings are missing: {rankings}")).iter();
        rows.map(|row| {
            let name = row["pseudonym"].as_str().unwrap().to_owned();
            (name, row["score"].as_u64().unwrap(), row["rank"].as_u64().unwrap())
        })
        .collect()
    };
    assert_eq!(rows(actual), rows(expected));
}

#[tokio::test]
async fn a_screen_may_look_before_anything_exists() {
    let server = Server::start().await;
    let mut stage = Stage::watch(&server, "EARLY").await;
    assert_eq!((&stage.snapshot["phase"], &stage.snapshot["exists"]), (&json!("waiting"), &json!(false)));
    let mut visitor = crate::kit::Client::open(&server, "EARLY").await;
    assert_eq!(visitor.frames()[0].json["phase"], "waiting");
    let mut host = Host::create(&server, "EARLY", quiz(1, 1)).await;
    let mut guest = Guest::join(&server, "EARLY").await;
    stage.expect_where("lobby:updated", |lobby| lobby["count"] == 1).await;
    visitor.expect_where("lobby:updated", |lobby| lobby["count"] == 1).await;
    host.say("host:start").await;
    stage.expect("game:question").await;
    visitor.expect("game:question").await;
    guest.expect("game:question").await;
}
