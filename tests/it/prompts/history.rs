//! The history: filters, samples, sorts, pages.

use serde_json::{Value, json};

use super::kit::{DIALECTS, Dialect, Evening, Event, Made, PROMPT, press, refused, told};

async fn search(evening: &Evening, dialect: Dialect, made: &Made, body: &Value) -> Value {
    told(evening.post(&format!("{}/events/search", dialect.prefix), Some(&made.jwt), body).await, 200).await
}

fn items(page: &Value) -> &Vec<Value> {
    page["items"].as_array().expect("items")
}

#[tokio::test]
async fn what_happened_is_found_as_it_was_told() {
    let evening = Evening::begin().await;
    for dialect in DIALECTS {
        let made = evening.make(dialect, press()).await;
        let (ada, bob) = (evening.user("Ada").await, evening.user("Bob").await);
        let mut posted = Vec::new();
        let mut sessions = Vec::new();
        for user in [&ada, &bob] {
            let session = evening.start(dialect, &made, user).await;
            let event = Event { dialect, made: &made, user, session: &session };
            posted.push(evening.ok(&event, "join", 0.0, json!({})).await);
            for at in 0..20 {
                posted.push(evening.ok(&event, "like", f64::from(at) / 4.0, json!({})).await);
            }
            posted.push(evening.ok(&event, "leave", 59.9, json!({})).await);
            sessions.push(session);
        }
        let time = dialect.time;
        // Everything, oldest first.
        let all = search(&evening, dialect, &made, &json!({"filters": {}, "limit": 5000})).await;
        assert_eq!((items(&all).len(), &all["next_page_sort"]), (posted.len(), &Value::Null));
        for (item, told) in items(&all).iter().zip(&posted) {
            for key in ["uid", "user_sub", "session_uid", time, "data"] {
                assert_eq!(item[key], told[key], "{key}");
            }
            assert_eq!(item["evtype"], told["type"]);
            assert_eq!(item.get("icon").is_some(), dialect == PROMPT);
            let age = chrono_now() - item["created_at"].as_f64().expect("seconds");
            assert!((0.0..60.0).contains(&age), "{age}");
        }
        // Half open.
        let second = json!({"filters": {time: {"operator": "bte", "value": [1, "2"]}}});
        let found = search(&evening, dialect, &made, &second).await;
        assert_eq!(items(&found).len(), 8);
        assert!(items(&found).iter().all(|item| (1.0..2.0).contains(&item[time].as_f64().unwrap())));
        let filters = [
            (json!({"evtype": {"operator": "eq", "value": "join"}}), 2),
            (json!({"evtype": {"operator": "neq", "value": "like"}}), 4),
            (json!({"user_sub": {"operator": "eq", "value": bob.sub}}), 22),
            (json!({"session_uid": {"operator": "neq", "value": sessions[0]}}), 22),
            (json!({"uid": {"operator": "eq", "value": posted[5]["uid"]}}), 1),
            (json!({"uid": {"operator": "eq", "value": "nobody"}}), 0),
            (json!({time: {"operator": "gte", "value": 4.75}, "evtype": {"operator": "eq", "value": "like"}}), 2),
            (json!({time: {"operator": "bt", "value": [0.25, 0.5]}}), 4),
            (json!({"created_at": {"operator": "lt", "value": 1.0}}), 0),
            (json!({"user_sub": null, dialect.uid: {"operator": "eq", "value": made.uid}}), 44),
        ];
        for (filters, count) in filters {
            let found = search(&evening, dialect, &made, &json!({"filters": filters, "limit": 100})).await;
            assert_eq!(items(&found).len(), count, "{filters}");
        }
    }
}

fn chrono_now() -> f64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs_f64()
}

#[tokio::test]
async fn pages_follow_each_other_and_samples_have_none() {
    let evening = Evening::begin().await;
    for dialect in DIALECTS {
        let (made, ada) = (evening.make(dialect, press()).await, evening.user("Ada").await);
        let time = dialect.time;
        for _ in 0..3 {
            let session = evening.joined(dialect, &made, &ada).await;
            let event = Event { dialect, made: &made, user: &ada, session: &session };
            for at in 1..=15 {
                evening.ok(&event, "like", f64::from(at), json!({})).await;
            }
        }
        for sort in [
            json!([{"key": "uid", "dir": "desc"}]),
            json!([{"key": time, "dir": "asc"}]),
            json!([{"key": time, "dir": "desc"}, {"key": "uid", "dir": "asc"}]),
        ] {
            let whole = search(&evening, dialect, &made, &json!({"sort": sort, "limit": 5000})).await;
            assert_eq!(items(&whole).len(), 48);
            let (mut next, mut found, mut pages) = (sort.clone(), Vec::new(), 0);
            while !next.is_null() {
                let page = search(&evening, dialect, &made, &json!({"sort": next, "limit": 7})).await;
                found.extend(items(&page).iter().map(|item| item["uid"].clone()));
                next = page["next_page_sort"].clone();
                pages += 1;
            }
            assert_eq!(found, items(&whole).iter().map(|item| item["uid"].clone()).collect::<Vec<_>>(), "{sort}");
            assert_eq!(pages, 7);
        }
        let second = json!({"filters": {time: {"operator": "bte", "value": [1, 2]},
            "dropout_for_total": {"operator": "eq", "value": 100}}, "sort": [{"key": "random", "dir": "asc"}], "limit": 2});
        let page = search(&evening, dialect, &made, &second).await;
        assert_eq!((items(&page).len(), &page["next_page_sort"]), (2, &Value::Null), "fewer than wanted: all, cut");
        let sample = json!({"filters": {"dropout_for_total": {"operator": "eq", "value": 24}}, "limit": 5000});
        let mut total = 0;
        for _ in 0..20 {
            total += items(&search(&evening, dialect, &made, &sample).await).len();
        }
        // Half of 48, twenty times; six standard deviations to each side.
        assert!((387..=573).contains(&total), "{total}");
    }
}

#[tokio::test]
async fn what_cannot_be_asked_is_named() {
    let evening = Evening::begin().await;
    for dialect in DIALECTS {
        let made = evening.make(dialect, press()).await;
        let other = evening.make(dialect, press()).await;
        let path = format!("{}/events/search", dialect.prefix);
        let time = dialect.time;
        for (body, named) in [
            (json!({"filters": {"colour": {"operator": "eq", "value": 1}}}), "filters.colour"),
            (json!({"filters": {time: {"operator": "near", "value": 1}}}), "operator"),
            (json!({"filters": {time: {"operator": "bte", "value": 1}}}), "value"),
            (json!({"filters": {time: 5}}), time),
            (json!({"filters": {"evtype": {"operator": "gt", "value": "join"}}}), "evtype"),
            (json!({"filters": {"dropout_for_total": {"operator": "eq", "value": 0}}}), "dropout_for_total"),
            (json!({"filters": []}), "filters"),
            (json!({"sort": [{"key": "colour", "dir": "asc"}]}), "sort[0].key"),
            (json!({"sort": [{"key": "uid", "dir": "sideways"}]}), "sort[0].dir"),
            (json!({"sort": [{"key": "uid", "dir": "asc", "after": "nobody"}]}), "after"),
            (json!({"sort": [{"key": "random", "dir": "asc", "after": 1}]}), "sort[0].after"),
            (json!({"limit": 5001}), "limit"),
            (json!({"limit": 0}), "limit"),
        ] {
            let error = told(evening.post(&path, Some(&made.jwt), &body).await, 422).await;
            assert_eq!(error["type"], "unprocessable_entity");
            assert!(error["message"].as_str().unwrap().contains(named), "{error} names {named}");
        }
        assert_eq!(refused(evening.post(&path, None, &json!({})).await, 401).await, "not_set");
        assert_eq!(refused(evening.post(&path, Some("nothing"), &json!({})).await, 403).await, "invalid");
        let others = json!({"filters": {dialect.uid: {"operator": "eq", "value": other.uid}}});
        assert_eq!(refused(evening.post(&path, Some(&made.jwt), &others).await, 403).await, "invalid");
    }
}
