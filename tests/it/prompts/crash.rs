//! The power goes in the middle of posting: what was acknowledged is there, sums and history agree with it, and
//! nothing else is there but what was under way.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use super::kit::{Evening, Event, Made, PROMPT, User, numeric, text, told};

/// Times that the power goes.
const KILLS: usize = 6;
/// People who post at the same time.
const PEOPLE: usize = 12;

/// What one of them was told, and what was under way when the power went.
struct Ledger {
    acknowledged: Vec<Value>,
    under_way: usize,
}

/// Posts ratings and likes as fast as answers come, until nothing answers any more.
async fn live(evening: &Evening, made: &Made, user: &User, session: &str, from: &mut f64, over: &AtomicBool) -> Ledger {
    let event = Event { dialect: PROMPT, made, user, session };
    let mut ledger = Ledger { acknowledged: Vec::new(), under_way: 0 };
    for turn in 0.. {
        if over.load(Ordering::Relaxed) || *from > 59.0 {
            break;
        }
        *from += 0.01;
        let (path, data) = match turn % 3 {
            0 => ("like", json!({})),
            _ => ("respond_numeric_prompt", json!({"rating": turn % 5 - 2})),
        };
        let request = evening.http.post(evening.server.url(&event.path(path))).bearer_auth(&user.token);
        let answer = request.json(&event.body(*from, data)).send().await;
        match answer {
            Ok(answer) if answer.status() == 201 => match answer.json().await {
                Ok(told) => ledger.acknowledged.push(told),
                Err(_) => ledger.under_way += 1,
            },
            Ok(answer) => panic!("{}: {:?}", answer.status(), answer.text().await),
            Err(_) => {
                ledger.under_way += 1;
                break;
            }
        }
    }
    ledger
}

#[tokio::test]
async fn no_acknowledged_event_is_lost_and_sums_agree_with_the_history() {
    let mut evening = Evening::begin().await;
    let made = evening.make(PROMPT, numeric()).await;
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        let user = evening.user(&format!("Guest {number}")).await;
        let session = evening.joined(PROMPT, &made, &user).await;
        people.push((user, session, 0.0f64));
    }
    let (mut acknowledged, mut under_way) = (Vec::new(), 0);
    for kill in 0..KILLS {
        let over = Arc::new(AtomicBool::new(false));
        let ledgers = {
            let lives =
                people.iter_mut().map(|(user, session, from)| live(&evening, &made, user, session, from, &over));
            let all = futures_util::future::join_all(lives);
            let power = async {
                tokio::time::sleep(Duration::from_millis(60 + 70 * kill as u64)).await;
                evening.server.signal(libc::SIGKILL);
                // Whoever had no answer yet will not get one.
                tokio::time::sleep(Duration::from_millis(20)).await;
                over.store(true, Ordering::Relaxed);
            };
            futures_util::future::join(all, power).await.0
        };
        for ledger in ledgers {
            acknowledged.extend(ledger.acknowledged);
            under_way += ledger.under_way;
        }
        evening.server.kill9();
        evening.server.restart().await;
        check(&evening, &made, &acknowledged, under_way).await;
    }
    assert!(acknowledged.len() > PEOPLE * KILLS, "{} events", acknowledged.len());
}

async fn check(evening: &Evening, made: &Made, acknowledged: &[Value], under_way: usize) {
    let path = format!("{}/events/search", PROMPT.prefix);
    let (mut found, mut sort) = (Vec::new(), json!([{"key": "uid", "dir": "asc"}]));
    while !sort.is_null() {
        let page = told(evening.post(&path, Some(&made.jwt), &json!({"sort": sort, "limit": 1000})).await, 200).await;
        found.extend(page["items"].as_array().unwrap().clone());
        sort = page["next_page_sort"].clone();
    }
    let by_uid: BTreeMap<String, &Value> = found.iter().map(|item| (text(&item["uid"]), item)).collect();
    assert_eq!(by_uid.len(), found.len(), "nothing twice");
    for told in acknowledged {
        let item = by_uid.get(told["uid"].as_str().unwrap()).unwrap_or_else(|| panic!("lost: {told}"));
        for (key, word) in
            [("evtype", "type"), ("prompt_time", "prompt_time"), ("data", "data"), ("session_uid", "session_uid")]
        {
            assert_eq!(item[key], told[word]);
        }
    }
    // The joins, what was acknowledged, and at most what was under way.
    let spare = found.len() - PEOPLE - acknowledged.len();
    assert!(spare <= under_way, "{spare} events that nobody posted");
    // The sums at the end, counted again from the history.
    let mut answers: BTreeMap<String, i64> = BTreeMap::new();
    let (mut likes, mut users) = (0, 0);
    for item in &found {
        match item["evtype"].as_str().unwrap() {
            "join" => users += 1,
            "like" => likes += 1,
            "numeric_prompt_response" => {
                answers.insert(text(&item["session_uid"]), item["data"]["rating"].as_i64().unwrap());
            }
            other => panic!("{other}"),
        }
    }
    let stats = format!("{}/events/stats?uid={}&bin=62", PROMPT.prefix, made.uid);
    let sums = told(evening.get(&stats, Some(&made.jwt)).await, 200).await;
    assert_eq!((sums["users"].as_i64(), sums["likes"].as_i64()), (Some(users), Some(likes)));
    for rating in -2..=2 {
        let expected = answers.values().filter(|answer| **answer == rating).count();
        assert_eq!(sums["numeric_active"][rating.to_string()], expected, "{rating}");
    }
}
