//! Making, listing and deleting; starting what was made.

use serde_json::{Value, json};

use super::kit::{ADMIN, Evening, JOURNEY, PROMPT, color, numeric, press, refused, text, told, word};

#[tokio::test]
async fn the_administrator_makes_lists_reads_and_deletes() {
    let mut evening = Evening::begin().await;
    let body =
        json!({"kind": "interactive_prompt", "prompt": color(), "duration_seconds": 20, "identifier": "tonight"});
    for bearer in [None, Some("somebody")] {
        assert_eq!(evening.post("/api/v1/prompts", bearer, &body).await.status(), 401);
    }
    let made = told(evening.post("/api/v1/prompts", Some(ADMIN), &body).await, 201).await;
    let mut expected = color();
    expected["colors"][0] = "#FF0000".into();
    assert_eq!((&made["kind"], &made["prompt"], &made["duration_seconds"]), (&body["kind"], &expected, &json!(20)));
    assert_eq!(evening.post("/api/v1/prompts", Some(ADMIN), &body).await.status(), 409, "the identifier is taken");
    let journey = evening.make(JOURNEY, word()).await;
    let list = told(evening.get("/api/v1/prompts", Some(ADMIN)).await, 200).await;
    let uids: Vec<String> = list["prompts"].as_array().unwrap().iter().map(|prompt| text(&prompt["uid"])).collect();
    assert_eq!(uids, [journey.uid.clone(), text(&made["uid"])], "newest first");
    // The same after a restart.
    evening.server.kill9();
    evening.server.restart().await;
    let ada = evening.user("Ada").await;
    let start = "/api/1/interactive_prompts/start_public";
    let started = told(evening.post(start, Some(&ada.token), &json!({"identifier": "tonight"})).await, 200).await;
    let mut keys: Vec<_> = started.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, ["duration_seconds", "jwt", "prompt", "session_uid", "uid"]);
    assert_eq!(
        (&started["uid"], &started["prompt"], &started["duration_seconds"]),
        (&made["uid"], &expected, &json!(20))
    );
    let unknown = evening.post(start, Some(&ada.token), &json!({"identifier": "never"})).await;
    assert_eq!(refused(unknown, 404).await, "not_found");
    assert_eq!(refused(evening.post(start, Some(&ada.token), &json!({})).await, 422).await, "unprocessable_entity");
    assert_eq!(refused(evening.post(start, None, &json!({"identifier": "tonight"})).await, 401).await, "not_set");
    let path = format!("/api/v1/prompts/{}", text(&made["uid"]));
    assert_eq!(told(evening.get(&path, Some(ADMIN)).await, 200).await["sessions"], 1);
    let gone = evening.http.delete(evening.server.url(&path)).bearer_auth(ADMIN).send().await.unwrap();
    assert_eq!(gone.status(), 204);
    assert_eq!(evening.get(&path, Some(ADMIN)).await.status(), 404);
    let late = evening.post(start, Some(&ada.token), &json!({"identifier": "tonight"})).await;
    assert_eq!(refused(late, 404).await, "not_found");
    // Its name is free again.
    told(evening.post("/api/v1/prompts", Some(ADMIN), &body).await, 201).await;
}

#[tokio::test]
async fn a_journey_is_shown_and_started() {
    let evening = Evening::begin().await;
    let ada = evening.user("Ada").await;
    let (journey, prompt) = (evening.make(JOURNEY, press()).await, evening.make(PROMPT, press()).await);
    let shown = told(evening.get(&format!("/api/1/journeys/dev_show/{}", journey.uid), None).await, 200).await;
    assert_eq!((&shown["uid"], &shown["duration_seconds"]), (&json!(journey.uid), &json!(60)));
    assert_eq!((&shown["fenwick_bin_width"], &shown["prompt"]), (&json!(60.0 / 63.0), &press()));
    assert!(shown["jwt"].is_string());
    let path = format!("/api/1/journeys/dev_start_session/{}", journey.uid);
    let started = told(evening.post(&path, Some(&ada.token), &json!({})).await, 200).await;
    assert_eq!(started.as_object().unwrap().keys().collect::<Vec<_>>(), ["session_uid"]);
    assert_eq!(refused(evening.post(&path, None, &json!({})).await, 401).await, "not_set");
    for uid in [prompt.uid.as_str(), "oseh_j_nothing"] {
        let shown = evening.get(&format!("/api/1/journeys/dev_show/{uid}"), None).await;
        assert_eq!(refused(shown, 404).await, "not_found", "{uid}");
        let path = format!("/api/1/journeys/dev_start_session/{uid}");
        assert_eq!(refused(evening.post(&path, Some(&ada.token), &json!({})).await, 404).await, "not_found");
    }
}

#[tokio::test]
async fn a_name_that_is_anothers_is_refused_and_named() {
    let evening = Evening::begin().await;
    let named = |name: &str| json!({"kind": "interactive_prompt", "prompt": word(), "duration_seconds": 20, "identifier": name});
    let room = told(evening.post("/api/v1/music/rooms", None, &json!({"name": "Cellar"})).await, 201).await;
    let code = text(&room["code"]);
    told(evening.post("/api/v1/prompts", Some(ADMIN), &named("tonight")).await, 201).await;
    // The home page's field writes all codes in capitals, so that small letters are the same code.
    for name in [code.clone(), code.to_ascii_lowercase(), "tonight".to_owned()] {
        let problem = told(evening.post("/api/v1/prompts", Some(ADMIN), &named(&name)).await, 409).await;
        assert_eq!(
            (&problem["type"], &problem["errors"][0]["field"]),
            (&json!("urn:soiree:IDENTIFIER_TAKEN"), &json!("identifier"))
        );
    }
    let leads = told(evening.get(&format!("/api/v1/codes/{code}"), None).await, 200).await;
    assert_eq!(leads["kind"], "music");
    let leads = told(evening.get("/api/v1/codes/TONIGHT", None).await, 200).await;
    assert_eq!(leads["kind"], "prompt");
}

#[tokio::test]
async fn one_user_opens_so_many_sessions_and_no_more() {
    let evening = Evening::begin_with(&[
        ("SOIREE_PROMPT_SESSIONS_PER_USER_HOUR", "2"),
        ("SOIREE_PROMPT_SESSIONS_PER_ADDRESS_HOUR", "3"),
        ("SOIREE_ADDRESS_LIMITS", "on"),
    ])
    .await;
    let (prompt, journey) = (evening.make(PROMPT, word()).await, evening.make(JOURNEY, word()).await);
    let users = [evening.user("Ada").await, evening.user("Ben").await, evening.user("Cleo").await];
    let start = async |user: usize| {
        let path = "/api/1/interactive_prompts/start_public";
        evening.post(path, Some(&users[user].token), &json!({"identifier": prompt.uid})).await
    };
    for _ in 0..2 {
        assert_eq!(start(0).await.status(), 200);
    }
    let third = start(0).await;
    assert!(third.headers()["retry-after"].to_str().unwrap().parse::<u32>().unwrap() > 60);
    assert_eq!(refused(third, 429).await, "rate_limited");
    let body = json!({"journey_uid": journey.uid, "journey_jwt": journey.jwt});
    let elsewhere = evening.post("/api/1/journeys/start_interactive_prompt", Some(&users[0].token), &body).await;
    assert_eq!(refused(elsewhere, 429).await, "rate_limited", "all prompts count together");
    assert_eq!(start(1).await.status(), 200);
    assert_eq!(refused(start(2).await, 429).await, "rate_limited", "the address has had its three");
}

#[tokio::test]
async fn who_guesses_names_is_slowed_down() {
    let evening =
        Evening::begin_with(&[("SOIREE_FAILED_LOOKUPS_PER_ADDRESS_MINUTE", "3"), ("SOIREE_ADDRESS_LIMITS", "on")])
            .await;
    let ada = evening.user("Ada").await;
    let guess = async |call: usize| match call {
        0 => evening.get("/api/1/journeys/dev_show/nothing", None).await,
        1 => evening.post("/api/1/journeys/dev_start_session/nothing", Some(&ada.token), &json!({})).await,
        _ => {
            let path = "/api/1/interactive_prompts/start_public";
            evening.post(path, Some(&ada.token), &json!({"identifier": "nothing"})).await
        }
    };
    for call in 0..3 {
        assert_eq!(refused(guess(call).await, 404).await, "not_found");
    }
    for call in 0..3 {
        let answer = guess(call).await;
        assert!(answer.headers().contains_key("retry-after"), "{call}");
        assert_eq!(refused(answer, 429).await, "rate_limited", "{call}");
    }
}

#[tokio::test]
async fn a_wrong_field_is_named() {
    let evening = Evening::begin().await;
    let with = |prompt: Value| json!({"kind": "interactive_prompt", "prompt": prompt, "duration_seconds": 20});
    let mut long = with(word());
    long["duration_seconds"] = 301.into();
    let mut kindless = with(word());
    kindless["kind"] = "quiz".into();
    let mut spaced = with(word());
    spaced["identifier"] = "to night".into();
    let change = |mut prompt: Value, key: &str, value: Value| {
        prompt[key] = value;
        with(prompt)
    };
    let cases = [
        (kindless, "kind"),
        (long, "duration_seconds"),
        (spaced, "identifier"),
        (with(json!("word")), "prompt"),
        (change(word(), "style", "song".into()), "prompt.style"),
        (change(word(), "text", "".into()), "prompt.text"),
        (change(word(), "text", "a".repeat(76).into()), "prompt.text"),
        (change(word(), "options", json!(["one"])), "prompt.options"),
        (change(word(), "options", json!(["one", "w".repeat(46)])), "prompt.options[1]"),
        (change(color(), "colors", json!(["#FF0000", "red"])), "prompt.colors[1]"),
        (change(color(), "colors", json!(vec!["#FF0000"; 9])), "prompt.colors"),
        (change(numeric(), "max", (-3).into()), "prompt.max"),
        (change(numeric(), "max", 9.into()), "prompt.max"),
        (change(numeric(), "step", 2.into()), "prompt.step"),
        (change(numeric(), "min", "few".into()), "prompt.min"),
    ];
    for (body, field) in cases {
        let problem = told(evening.post("/api/v1/prompts", Some(ADMIN), &body).await, 422).await;
        assert_eq!(problem["errors"][0]["field"], field, "{body}");
    }
    told(evening.post("/api/v1/prompts", Some(ADMIN), &change(numeric(), "max", 8.into())).await, 201).await;
}
