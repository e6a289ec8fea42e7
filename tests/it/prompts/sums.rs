//! The statistics and the faces of those who are present.

use serde_json::{Value, json};

use super::kit::Dialect;
use super::kit::{DIALECTS, Evening, Event, Made, color, numeric, press, refused, text, told, word};

async fn stats(evening: &Evening, dialect: Dialect, made: &Made, bin: usize) -> Value {
    let path = format!("{}/events/stats?uid={}&bin={bin}", dialect.prefix, made.uid);
    told(evening.get(&path, Some(&made.jwt)).await, 200).await
}

#[tokio::test]
async fn sums_reach_up_to_and_include_the_bin_and_the_rest_is_null() {
    let evening = Evening::begin().await;
    for dialect in DIALECTS {
        let (ada, bob) = (evening.user("Ada").await, evening.user("Bob").await);
        // A minute has 63 bins of 0.952… seconds.
        let bin = |at: f64| ((at / (60.0 / 63.0)) as usize).min(62);
        let made = evening.make(dialect, numeric()).await;
        for (user, at, rating) in [(&ada, 10.0, 1), (&bob, 20.0, 1)] {
            let session = evening.joined(dialect, &made, user).await;
            let event = Event { dialect, made: &made, user, session: &session };
            evening.ok(&event, "respond_numeric_prompt", at, json!({"rating": rating})).await;
            evening.ok(&event, "like", at, json!({})).await;
            if user.sub == ada.sub {
                evening.ok(&event, "respond_numeric_prompt", 30.0, json!({"rating": -2})).await;
                evening.ok(&event, "leave", 40.0, json!({})).await;
            }
        }
        let ratings = |wanted: [(&str, i64); 5]| {
            Value::Object(wanted.map(|(key, count)| (key.to_owned(), count.into())).into_iter().collect())
        };
        let table = [
            (0, 2, 0, [0, 0, 0, 0, 0]),
            (bin(10.0) - 1, 2, 0, [0, 0, 0, 0, 0]),
            (bin(10.0), 2, 1, [0, 0, 0, 1, 0]),
            (bin(20.0), 2, 2, [0, 0, 0, 2, 0]),
            (bin(30.0), 2, 2, [1, 0, 0, 1, 0]),
            (bin(40.0), 1, 2, [1, 0, 0, 1, 0]),
            (62, 1, 2, [1, 0, 0, 1, 0]),
        ];
        for (bin, users, likes, [a, b, c, d, e]) in table {
            let found = stats(&evening, dialect, &made, bin).await;
            let mut keys = vec![
                dialect.time,
                "bin_width",
                "users",
                "likes",
                "numeric_active",
                "press_active",
                "press",
                "color_active",
                "word_active",
            ];
            keys.sort_unstable();
            assert_eq!(found.as_object().unwrap().keys().collect::<Vec<_>>(), keys, "explicit nulls");
            assert_eq!((found["users"].as_i64(), found["likes"].as_i64()), (Some(users), Some(likes)), "bin {bin}");
            assert_eq!(
                found["numeric_active"],
                ratings([("-2", a), ("-1", b), ("0", c), ("1", d), ("2", e)]),
                "bin {bin}"
            );
            assert_eq!(found["bin_width"], 60.0 / 63.0);
            for null in ["press_active", "press", "color_active", "word_active"] {
                assert_eq!(found[null], Value::Null);
            }
        }
        let path = |query: &str| format!("{}/events/stats?{query}", dialect.prefix);
        let uid = &made.uid;
        for (query, token, status, kind) in [
            (format!("uid={uid}"), Some(&made.jwt), 422, "unprocessable_entity"),
            (format!("uid={uid}&bin=-1"), Some(&made.jwt), 422, "unprocessable_entity"),
            (format!("uid={uid}&bin=0"), None, 401, "not_set"),
            (format!("uid={uid}&bin=0"), Some(&ada.token), 403, "invalid"),
            ("uid=another&bin=0".to_owned(), Some(&made.jwt), 403, "invalid"),
            (format!("uid={uid}&bin=63"), Some(&made.jwt), 404, "bin_not_found"),
        ] {
            let answer = evening.get(&path(&query), token.map(String::as_str)).await;
            assert_eq!(refused(answer, status).await, kind, "{query}");
        }
    }
}

#[tokio::test]
async fn other_kinds_have_their_own_sums() {
    let evening = Evening::begin().await;
    for dialect in DIALECTS {
        let ada = evening.user("Ada").await;
        let made = evening.make(dialect, press()).await;
        let session = evening.joined(dialect, &made, &ada).await;
        let event = Event { dialect, made: &made, user: &ada, session: &session };
        for (path, at) in [("start", 1.0), ("end", 2.0), ("start", 3.0)] {
            evening.ok(&event, &format!("respond_press_prompt/{path}"), at, json!({})).await;
        }
        let found = stats(&evening, dialect, &made, 62).await;
        assert_eq!((&found["press"], &found["press_active"]), (&json!(2), &json!(1)));
        for (prompt, call, key, expected) in [
            (color(), "respond_color_prompt", "color_active", json!([0, 1, 0])),
            (word(), "respond_word_prompt", "word_active", json!([0, 1])),
        ] {
            let made = evening.make(dialect, prompt).await;
            let session = evening.joined(dialect, &made, &ada).await;
            let event = Event { dialect, made: &made, user: &ada, session: &session };
            evening.ok(&event, call, 1.0, json!({"index": 0})).await;
            evening.ok(&event, call, 2.0, json!({"index": 1})).await;
            let found = stats(&evening, dialect, &made, 62).await;
            assert_eq!((&found[key], &found["numeric_active"]), (&expected, &Value::Null));
        }
    }
}

#[tokio::test]
async fn faces_are_of_those_who_are_there_at_that_second() {
    let evening = Evening::begin().await;
    for dialect in DIALECTS {
        let made = evening.make(dialect, press()).await;
        let mut pictures = Vec::new();
        // One after the other joins a second later and stays for ten.
        for number in 0..12 {
            let user = evening.user(&format!("Guest {number}")).await;
            let me = told(evening.get("/api/v1/users/me", Some(&user.token)).await, 200).await;
            pictures.push(text(&me["picture"]["uid"]));
            let session = evening.start(dialect, &made, &user).await;
            let event = Event { dialect, made: &made, user: &user, session: &session };
            evening.ok(&event, "join", f64::from(number), json!({})).await;
            evening.ok(&event, "leave", f64::from(number) + 10.0, json!({})).await;
        }
        let ask = |at: f64, limit: usize| {
            let body = json!({"uid": made.uid, "jwt": made.jwt, dialect.time: at, "limit": limit});
            let (evening, path) = (&evening, format!("{}/profile_pictures", dialect.prefix));
            async move { evening.post(&path, None, &body).await }
        };
        for (at, limit, expected) in
            [(0.0, 10, 0..1), (4.5, 10, 0..5), (10.0, 10, 1..11), (21.0, 10, 0..0), (4.5, 3, 0..5)]
        {
            let found = told(ask(at, limit).await, 200).await;
            let items = found["items"].as_array().unwrap();
            assert_eq!(items.len(), expected.len().min(limit), "{at}");
            for item in items {
                let (uid, jwt) = (text(&item["picture"]["uid"]), text(&item["picture"]["jwt"]));
                assert!(pictures[expected.clone()].contains(&uid), "{at}");
                let list = format!("/api/1/image_files/playlist/{uid}?jwt={jwt}");
                told(evening.get(&list, None).await, 200).await;
            }
            assert_eq!(told(ask(at, limit).await, 200).await["items"].as_array().unwrap().len(), items.len());
        }
        for limit in [0, 11] {
            assert_eq!(refused(ask(1.0, limit).await, 422).await, "unprocessable_entity");
        }
    }
}
