//! The game from the first question to the podium.

use serde_json::{Value, json};

use super::kit::{BEGIN, Evening, quiz};

#[test]
fn a_whole_evening() {
    let (mut evening, host, guests) = Evening::started(2);
    let question = evening.last(guests[0], "game:question");
    assert_eq!(question["questionId"], "r0q0");
    assert_eq!((&question["totalQuestions"], &question["totalRounds"]), (&json!(2), &json!(2)));
    assert_eq!(question["options"].as_array().map(Vec::len), Some(4));
    for turn in 0..3 {
        let (right, wrong) = evening.right_and_wrong();
        evening.answer(guests[0], right).expect("in time");
        evening.answer(guests[1], wrong).expect("in time");
        assert_eq!(evening.last(guests[0], "answer:accepted")["optionId"], format!("{}-{right}", evening.position()));
        evening.host(host, "reveal");
        let (first, second) =
            (evening.last(guests[0], "game:answer_revealed"), evening.last(guests[1], "game:answer_revealed"));
        assert_eq!((&first["myPoints"], &first["myTotalScore"]), (&json!(100), &json!(100 * (turn + 1))));
        assert_eq!((&second["myPoints"], &second["rank"]), (&json!(0), &json!(2)));
        let results = evening.last(host, "game:answer_revealed");
        assert_eq!(results["results"][0]["totalScore"], 100 * (turn + 1));
        evening.host(host, "next");
        if turn == 1 {
            let board = evening.last(guests[1], "game:round_leaderboard");
            assert_eq!((&board["roundIndex"], &board["rankings"][0]["score"]), (&json!(0), &json!(200)));
            evening.host(host, "next");
            assert_eq!(evening.last(host, "game:question")["questionId"], "r1q0");
        }
    }
    assert!(evening.types(host).contains(&"game:round_leaderboard".to_owned()), "also after the last wine");
    evening.host(host, "next");
    let kinds = evening.types(guests[1]);
    let end: Vec<&str> = kinds.iter().rev().take(4).rev().map(String::as_str).collect();
    assert_eq!(end, ["game:final_leaderboard", "game:own_rank", "game:review", "session:ended"]);
    assert_eq!(evening.refused(host, json!({"type": "host:end"})), "WRONG_PHASE");
}

#[test]
fn the_clock_ticks_every_second_and_reveals_after_the_grace() {
    let (mut evening, host, guests) = Evening::started(1);
    evening.heard(guests[0]);
    evening.wait(60_000);
    let ticks = remainders(&evening.frames(guests[0]));
    assert_eq!(ticks.len(), 60);
    assert_eq!((ticks[0], ticks[59]), (59_000, 0));
    evening.wait(299);
    evening.answer(guests[0], 'a').expect("sent in time, came within the grace");
    evening.wait(1);
    assert!(evening.types(guests[0]).contains(&"game:answer_revealed".to_owned()));
    assert_eq!(evening.answer(guests[0], 'b').expect_err("closed").code, "QUESTION_CLOSED");
    evening.heard(host);
    evening.wait(10_000);
    assert!(evening.types(host).is_empty(), "nothing ticks after the reveal");
}

#[test]
fn a_pause_keeps_the_remainder_and_goes_on_ticking() {
    let (mut evening, host, guests) = Evening::started(1);
    evening.wait(20_500);
    evening.host(host, "pause");
    assert_eq!(evening.last(guests[0], "game:timer_paused")["remainingMs"], 39_500);
    assert_eq!(evening.answer(guests[0], 'a').expect_err("paused").code, "QUESTION_PAUSED");
    evening.wait(3_000);
    assert_eq!(remainders(&evening.frames(guests[0])), [39_500, 39_500, 39_500]);
    evening.wait(600_000);
    evening.host(host, "resume");
    let resumed = evening.last(guests[0], "game:timer_resumed");
    assert_eq!(resumed["remainingMs"], 39_500);
    assert_eq!(resumed["deadline"], BEGIN + evening.now.0 as i64 + 39_500);
    evening.wait(500);
    assert_eq!(remainders(&evening.frames(guests[0])), [39_000]);
    evening.wait(39_299);
    assert!(!evening.types(guests[0]).contains(&"game:answer_revealed".to_owned()));
    evening.wait(1);
    assert!(evening.types(guests[0]).contains(&"game:answer_revealed".to_owned()));
}

#[test]
fn the_last_answer_before_the_close_counts() {
    let (mut evening, host, guests) = Evening::started(1);
    let (right, wrong) = evening.right_and_wrong();
    for option in [wrong, right, wrong, right] {
        evening.answer(guests[0], option).expect("in time");
    }
    evening.wait(300);
    let progress = evening.last(host, "game:participant_answered");
    assert_eq!((&progress["answeredCount"], &progress["totalCount"]), (&json!(1), &json!(1)));
    evening.host(host, "reveal");
    assert_eq!(evening.last(guests[0], "game:answer_revealed")["myPoints"], 100);
}

#[test]
fn more_time_moves_the_deadline_and_the_scale_of_speed() {
    let mut evening = Evening::begin();
    let host = evening.connect();
    let mut quiz = quiz();
    quiz["settings"] = json!({"scoring": "speed"});
    evening.ok(host, quiz);
    let guests = [evening.joined(), evening.joined(), evening.joined()];
    evening.host(host, "start");
    let (right, _) = evening.right_and_wrong();
    evening.answer(guests[0], right).expect("at once");
    evening.wait(40_000);
    evening.host(host, "pause");
    evening.wait(5_000);
    evening.ok(host, json!({"type": "host:extend", "seconds": 20}));
    assert_eq!(evening.last(host, "game:timer_extended")["remainingMs"], 40_000);
    evening.host(host, "resume");
    evening.answer(guests[1], right).expect("half of the time is left");
    evening.answer(guests[0], right).expect("the same again changes nothing");
    evening.wait(40_299);
    evening.answer(guests[2], right).expect("within the grace");
    evening.wait(1);
    let points = guests.map(|guest| evening.last(guest, "game:answer_revealed")["myPoints"].clone());
    assert_eq!(points, [100, 75, 50]);
}

#[test]
fn equal_scores_share_a_rank_in_order_of_joining() {
    let (mut evening, host, guests) = Evening::started(3);
    let (right, wrong) = evening.right_and_wrong();
    for (guest, option) in guests.iter().zip([wrong, right, right]) {
        evening.answer(*guest, option).expect("in time");
    }
    evening.host(host, "reveal");
    evening.host(host, "next");
    evening.host(host, "reveal");
    evening.host(host, "next");
    let board = evening.last(host, "game:round_leaderboard");
    let rows = board["rankings"].as_array().expect("rows");
    assert_eq!(rows.iter().map(|row| row["rank"].clone()).collect::<Vec<_>>(), [1, 1, 3]);
    let own = evening.last(guests[0], "game:own_rank");
    assert_eq!((&own["rank"], &own["above"]), (&json!(3), &rows[1]));
    assert_eq!(own["below"], Value::Null);
    assert_eq!(rows[2].get("previousRank"), None, "the first leaderboard has none before it");
}

#[test]
fn answers_are_checked_in_the_order_of_the_protocol() {
    let (mut evening, host, guests) = Evening::started(1);
    let answer =
        |question: &str, option: &str| json!({"type": "submit_answer", "questionId": question, "optionId": option});
    let visitor = evening.connect();
    assert_eq!(evening.refused(visitor, answer("r9q9", "x")), "NOT_A_PARTICIPANT");
    assert_eq!(evening.refused(host, answer("r0q0", "r0q0-a")), "NOT_A_PARTICIPANT");
    for unknown in ["r9q9", "r0q1", "r00q0", "r+0q0", "", "r0q0-a", "r65536q0", "r0q65535"] {
        assert_eq!(evening.refused(guests[0], answer(unknown, "r0q0-a")), "UNKNOWN_QUESTION", "{unknown}");
    }
    for unknown in ["r0q0-e", "r0q1-a", "a", ""] {
        assert_eq!(evening.refused(guests[0], answer("r0q0", unknown)), "UNKNOWN_OPTION", "{unknown}");
    }
    evening.host(host, "reveal");
    assert_eq!(evening.refused(guests[0], answer("r0q0", "r0q0-a")), "QUESTION_CLOSED");
    evening.host(host, "next");
    assert_eq!(evening.refused(guests[0], answer("r0q0", "r0q0-a")), "QUESTION_CLOSED");
}

#[test]
fn beyond_two_hundred_guests_receive_the_first_rows_and_their_own() {
    let (mut evening, host, guests) = Evening::started(201);
    evening.host(host, "end");
    let whole = evening.last(host, "game:final_leaderboard");
    let frames = evening.frames(guests[200]);
    let cut = frames.iter().find(|frame| frame["type"] == "game:final_leaderboard").expect("a leaderboard");
    let own = frames.iter().find(|frame| frame["type"] == "game:own_rank").expect("the own row");
    assert_eq!(whole["rankings"].as_array().map(Vec::len), Some(201));
    assert_eq!(cut["rankings"].as_array().map(Vec::len), Some(100));
    assert_eq!((&cut["totalCount"], &own["totalCount"]), (&json!(201), &json!(201)));
}

#[test]
fn beyond_two_hundred_phones_hear_the_progress_with_each_tick() {
    let (mut evening, host, guests) = Evening::started(201);
    let stage = evening.connect();
    evening.ok(stage, json!({"type": "watch_stage"}));
    evening.hush();
    for guest in &guests[..20] {
        evening.answer(*guest, 'a').expect("in time");
        evening.wait(100);
    }
    let counts = |frames: Vec<Value>, kind: &str, field: &str| -> Vec<u64> {
        frames.iter().filter(|frame| frame["type"] == kind).filter_map(|frame| frame[field].as_u64()).collect()
    };
    let phone = evening.frames(guests[200]);
    let kinds: Vec<_> = phone.iter().map(|frame| frame["type"].as_str().expect("a type")).collect();
    assert_eq!(kinds, ["game:timer_tick", "game:progress", "game:timer_tick", "game:progress"]);
    assert_eq!(counts(phone, "game:progress", "answeredCount"), [10, 20]);
    assert!(counts(evening.frames(stage), "game:progress", "answeredCount").len() > 6, "a stage hears it as it is");
    assert!(counts(evening.frames(host), "game:participant_answered", "answeredCount").len() > 6);
}

fn remainders(frames: &[Value]) -> Vec<u64> {
    let ticks = frames.iter().filter(|frame| frame["type"] == "game:timer_tick");
    ticks.filter_map(|frame| frame["remainingMs"].as_u64()).collect()
}
