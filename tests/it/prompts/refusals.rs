//! Refusals in the page's order, in both dialects: each request is wrong in one way less than the one before.

use serde_json::{Value, json};

use super::kit::{ADMIN, DIALECTS, Dialect, Evening, Event, JOURNEY, PROMPT, numeric, press, refused, told, word};

#[tokio::test]
async fn the_order_of_the_page_in_both_dialects() {
    let evening = Evening::begin().await;
    for dialect in DIALECTS {
        let made = evening.make(dialect, numeric()).await;
        let gone = evening.make(dialect, numeric()).await;
        evening
            .http
            .delete(evening.server.url(&format!("/api/v1/prompts/{}", gone.uid)))
            .bearer_auth(ADMIN)
            .send()
            .await
            .unwrap();
        let (ada, bob) = (evening.user("Ada").await, evening.user("Bob").await);
        let session = evening.start(dialect, &made, &ada).await;
        let event = Event { dialect, made: &made, user: &ada, session: &session };
        let impossible_time = format!("impossible_{}", dialect.time);
        let path = event.path("respond_word_prompt");
        // Wrong in every way there is; what is mended stays mended.
        let mut body = json!({dialect.uid: "another", dialect.jwt: "not-a-token", "session_uid": "nobody's",
            dialect.time: -1.0, "data": {"index": "many"}});
        let ask = |body: &Value, bearer: Option<String>| {
            let (body, path) = (body.clone(), path.clone());
            let evening = &evening;
            async move { evening.post(&path, bearer.as_deref(), &body).await }
        };
        assert_eq!(refused(ask(&body, None).await, 422).await, "unprocessable_entity");
        body["data"] = json!({"index": 99});
        assert_eq!(refused(ask(&body, None).await, 403).await, "invalid");
        body[dialect.jwt] = format!("bearer {}", made.jwt).into();
        assert_eq!(refused(ask(&body, None).await, 401).await, "bad_format");
        body[dialect.jwt] = made.jwt.as_str().into();
        assert_eq!(refused(ask(&body, None).await, 403).await, "invalid", "another prompt's token");
        body[dialect.uid] = made.uid.as_str().into();
        assert_eq!(refused(ask(&body, None).await, 401).await, "not_set");
        assert_eq!(refused(ask(&body, Some("no-user".to_owned())).await, 403).await, "invalid");
        let bearer = Some(bob.token.clone());
        body[dialect.uid] = gone.uid.as_str().into();
        body[dialect.jwt] = gone.jwt.as_str().into();
        assert_eq!(refused(ask(&body, bearer.clone()).await, 409).await, impossible_time, "negative comes first");
        body[dialect.time] = 60.5.into();
        assert_eq!(refused(ask(&body, bearer.clone()).await, 404).await, "not_found");
        body[dialect.uid] = made.uid.as_str().into();
        body[dialect.jwt] = made.jwt.as_str().into();
        assert_eq!(refused(ask(&body, bearer.clone()).await, 409).await, impossible_time, "past the end");
        body[dialect.time] = 5.5.into();
        assert_eq!(refused(ask(&body, bearer.clone()).await, 409).await, "session_not_found");
        body["session_uid"] = session.as_str().into();
        assert_eq!(refused(ask(&body, bearer).await, 409).await, "session_not_found", "another user's");
        let own = Some(ada.token.clone());
        assert_eq!(refused(ask(&body, own.clone()).await, 409).await, "session_not_started");
        evening.ok(&event, "join", 6.0, json!({})).await;
        assert_eq!(refused(evening.event(&event, "join", 1.0, json!({})).await, 409).await, "session_already_started");
        assert_eq!(refused(ask(&body, own.clone()).await, 409).await, "session_has_later_event");
        body[dialect.time] = 6.0.into();
        assert_eq!(refused(ask(&body, own.clone()).await, 409).await, "impossible_event");
        let rating = "respond_numeric_prompt";
        evening.ok(&event, rating, 6.0, json!({"rating": "-2"})).await;
        let again = evening.event(&event, rating, 6.0, json!({"rating": 7})).await;
        assert_eq!(refused(again, 409).await, "session_has_same_event_at_same_time");
        let far = evening.event(&event, rating, 6.5, json!({"rating": 7})).await;
        assert_eq!(refused(far, 409).await, "impossible_event_data");
        evening.ok(&event, "leave", 60.0, json!({})).await;
        assert_eq!(refused(ask(&body, own).await, 409).await, "session_already_ended");
    }
}

#[tokio::test]
async fn bodies_that_are_not_as_they_should_be() {
    let evening = Evening::begin().await;
    for dialect in DIALECTS {
        let made = evening.make(dialect, press()).await;
        let ada = evening.user("Ada").await;
        let session = evening.start(dialect, &made, &ada).await;
        let event = Event { dialect, made: &made, user: &ada, session: &session };
        let whole = event.body(0.0, json!({}));
        let without = |key: &str| {
            let mut body = whole.clone();
            body.as_object_mut().unwrap().remove(key);
            body
        };
        let with = |key: &str, value: Value| {
            let mut body = whole.clone();
            body[key] = value;
            body
        };
        let wrong = [
            json!([]),
            without(dialect.uid),
            without(dialect.jwt),
            without("session_uid"),
            without(dialect.time),
            without("data"),
            with(dialect.uid, "".into()),
            with(dialect.uid, "u".repeat(256).into()),
            with(dialect.jwt, "j".into()),
            with("session_uid", 7.into()),
            with(dialect.time, "soon".into()),
            with(dialect.time, Value::Null),
            with(dialect.time, "NaN".into()),
            with("data", "{}".into()),
        ];
        for body in wrong {
            let answer = evening.post(&event.path("join"), Some(&ada.token), &body).await;
            assert_eq!(refused(answer, 422).await, "unprocessable_entity", "{body}");
        }
        let garbage = evening.http.post(evening.server.url(&event.path("join"))).bearer_auth(&ada.token).body("{");
        assert_eq!(refused(garbage.send().await.unwrap(), 422).await, "unprocessable_entity");
        // Unknown keys are ignored, numbers may be texts.
        let mut body = with(dialect.time, "1.5".into());
        body["something"] = json!({"else": 1});
        let joined = told(evening.post(&event.path("join"), Some(&ada.token), &body).await, 201).await;
        assert_eq!(joined[dialect.time], 1.5);
    }
}

#[tokio::test]
async fn what_is_answered_to_each_event() {
    let evening = Evening::begin().await;
    let calls = [
        ("numeric", "respond_numeric_prompt", json!({"rating": -1})),
        ("press", "respond_press_prompt/start", json!({})),
        ("press", "respond_press_prompt/end", json!({})),
        ("color", "respond_color_prompt", json!({"index": 2})),
        ("word", "respond_word_prompt", json!({"index": 0})),
    ];
    for dialect in DIALECTS {
        let ada = evening.user("Ada").await;
        for (kind, prompt) in
            [("numeric", numeric()), ("press", press()), ("color", super::kit::color()), ("word", word())]
        {
            let made = evening.make(dialect, prompt).await;
            let session = evening.start(dialect, &made, &ada).await;
            let event = Event { dialect, made: &made, user: &ada, session: &session };
            let joined = evening.ok(&event, "join", 0.0, json!({})).await;
            form(dialect, &joined, "join", 0.0, &ada.sub, &session);
            let name = if dialect == PROMPT { json!({"name": "Ada"}) } else { json!({}) };
            assert_eq!(joined["data"], name);
            let like = evening.ok(&event, "like", 0.25, json!({})).await;
            form(dialect, &like, "like", 0.25, &ada.sub, &session);
            for (at, (of, path, data)) in calls.iter().enumerate() {
                let at = 1.0 + at as f64;
                let answer = evening.event(&event, path, at, data.clone()).await;
                if *of != kind {
                    assert_eq!(refused(answer, 409).await, "impossible_event");
                    continue;
                }
                let answer = told(answer, 201).await;
                let word = match *path {
                    "respond_press_prompt/start" => "press_prompt_start_response".to_owned(),
                    "respond_press_prompt/end" => "press_prompt_end_response".to_owned(),
                    _ => format!("{of}_prompt_response"),
                };
                form(dialect, &answer, &word, at, &ada.sub, &session);
                assert_eq!(&answer["data"], data);
            }
            let left = evening.ok(&event, "leave", 60.0, json!({})).await;
            form(dialect, &left, "leave", 60.0, &ada.sub, &session);
            assert_eq!(left["data"], name);
        }
    }
}

fn form(dialect: Dialect, answer: &Value, kind: &str, at: f64, sub: &str, session: &str) {
    let mut keys = vec!["data", dialect.time, "session_uid", "type", "uid", "user_sub"];
    if dialect == PROMPT {
        keys.push("icon");
        assert!(answer["icon"]["uid"].is_string() && answer["icon"]["jwt"].is_string(), "{answer}");
    }
    keys.sort_unstable();
    assert_eq!(answer.as_object().unwrap().keys().collect::<Vec<_>>(), keys);
    assert_eq!(
        (&answer["type"], &answer["user_sub"], &answer["session_uid"]),
        (&json!(kind), &json!(sub), &json!(session))
    );
    assert_eq!(answer[dialect.time].as_f64(), Some(at));
}

#[tokio::test]
async fn a_token_opens_its_own_dialect_alone_and_a_started_journey_both() {
    let evening = Evening::begin().await;
    let ada = evening.user("Ada").await;
    for (dialect, other) in [(PROMPT, JOURNEY), (JOURNEY, PROMPT)] {
        let made = evening.make(dialect, word()).await;
        let session = evening.start(dialect, &made, &ada).await;
        let event = Event { dialect: other, made: &made, user: &ada, session: &session };
        assert_eq!(refused(evening.event(&event, "join", 0.0, json!({})).await, 403).await, "invalid");
        let search = format!("{}/events/search", other.prefix);
        assert_eq!(refused(evening.post(&search, Some(&made.jwt), &json!({})).await, 403).await, "invalid");
    }
    let journey = evening.make(JOURNEY, word()).await;
    let body = json!({"journey_uid": journey.uid, "journey_jwt": journey.jwt});
    let path = "/api/1/journeys/start_interactive_prompt";
    assert_eq!(refused(evening.post(path, None, &body).await, 401).await, "not_set");
    let wrong = json!({"journey_uid": "another", "journey_jwt": journey.jwt});
    assert_eq!(refused(evening.post(path, Some(&ada.token), &wrong).await, 403).await, "invalid");
    let started = told(evening.post(path, Some(&ada.token), &body).await, 201).await;
    assert_eq!((&started["prompt"], &started["duration_seconds"]), (&word(), &json!(60)));
    let started = (
        super::kit::Made { uid: started["uid"].as_str().unwrap().into(), jwt: started["jwt"].as_str().unwrap().into() },
        started["session_uid"].as_str().unwrap().to_owned(),
    );
    let event = |dialect| Event { dialect, made: &started.0, user: &ada, session: &started.1 };
    evening.ok(&event(PROMPT), "join", 0.0, json!({})).await;
    evening.ok(&event(JOURNEY), "like", 1.0, json!({})).await;
}

#[tokio::test]
async fn calls_that_there_are_not_are_refused_in_the_same_form() {
    let evening = Evening::begin().await;
    for dialect in DIALECTS {
        let path = format!("{}/events/like", dialect.prefix);
        let answer = evening.get(&path, None).await;
        assert_eq!(answer.headers()["allow"], "POST");
        assert_eq!(refused(answer, 405).await, "method_not_allowed");
        let path = format!("{}/dance", dialect.prefix);
        assert_eq!(refused(evening.get(&path, None).await, 404).await, "not_found");
        let path = format!("{}/events/dance", dialect.prefix);
        assert_eq!(refused(evening.post(&path, None, &json!({})).await, 404).await, "not_found");
    }
}
