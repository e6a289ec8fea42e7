//! The administrator's calls with bodies that nobody should send: each names what is wrong, and nothing changes.

use reqwest::Method;
use serde_json::{Value, json};

use crate::kit::conversation::{ADMIN, administer, agent, channel, site};
use crate::kit::{Server, http};

/// The status, and the first field that is named.
async fn refused(server: &Server, method: &Method, path: &str, body: &Value) -> (u16, String) {
    let (status, problem) = administer(server, method.clone(), path, Some(body.clone())).await;
    let field = problem["errors"][0]["field"].as_str().unwrap_or("").to_owned();
    if status == 422 {
        let detail = problem["errors"][0]["detail"].as_str().unwrap_or("");
        assert!(detail.len() > 3, "{path} {body}: what was expected is said: {problem}");
    }
    (status, field)
}

/// What there is, whoever is there.
async fn all(server: &Server) -> (Value, Value) {
    let list = async |path: &str| administer(server, Method::GET, path, None).await.1;
    (list("/api/v1/channels").await, list("/api/v1/agents").await)
}

#[tokio::test]
async fn every_wrong_field_of_a_channel_is_named_and_nothing_is_made() {
    let server = site().start().await;
    channel(&server, json!({"name": "Bar"})).await;
    let before = all(&server).await;
    let with = |settings: Value| json!({"name": "Other", "settings": settings});
    let hours = |hours: Value| with(json!({ "hours": hours }));
    let week = |opening: Value| hours(json!({"time_zone": "UTC", "week": [opening]}));
    let cases = [
        (json!({}), "name"),
        (json!({"name": ""}), "name"),
        (json!({"name": "  "}), "name"),
        (json!({"name": 5}), "name"),
        (json!({"name": "x".repeat(121)}), "name"),
        (json!({"name": "a\nb"}), "name"),
        (json!({"name": "Other", "bot": "scripted"}), "bot"),
        (json!({"name": "Other", "bot": {}}), "bot.kind"),
        (json!({"name": "Other", "bot": {"kind": "parrot"}}), "bot.kind"),
        (json!({"name": "Other", "bot": {"kind": "webhook"}}), "bot.url"),
        (json!({"name": "Other", "bot": {"kind": "webhook", "url": "ftp://bot.example"}}), "bot.url"),
        (json!({"name": "Other", "bot": {"kind": "webhook", "url": "http://127.0.0.1:9/"}}), "bot.url"),
        (json!({"name": "Other", "bot": {"kind": "webhook", "url": "http://a:b@bot.example/"}}), "bot.url"),
        (json!({"name": "Other", "bot": {"kind": "scripted", "script": 5}}), "bot.script"),
        (json!({"name": "Other", "bot": {"kind": "scripted", "script": "no-such-file"}}), "bot.script"),
        (json!({"name": "Other", "bot": {"kind": "scripted", "script": "../../etc/passwd"}}), "bot.script"),
        (json!({"name": "Other", "bot": {"kind": "scripted", "script": "[[["}}), "bot.script"),
        (json!({"name": "Other", "bot": {"kind": "scripted", "script": {"greeting": {}}}}), "bot.script"),
        (json!({"name": "Other", "settings": []}), "settings"),
        (with(json!({"bot_name": 5})), "settings.bot_name"),
        (with(json!({"greeting": "x".repeat(1_001)})), "settings.greeting"),
        (with(json!({"busy_text": ["x"]})), "settings.busy_text"),
        (with(json!({"fallback_text": ""})), "settings.fallback_text"),
        (with(json!({"closed_text": {}})), "settings.closed_text"),
        (with(json!({"locale": "fr"})), "settings.locale"),
        (with(json!({"files": "yes"})), "settings.files"),
        (with(json!({"queue_seconds": 0})), "settings.queue_seconds"),
        (with(json!({"queue_seconds": 1.5})), "settings.queue_seconds"),
        (with(json!({"silence_seconds": 86_401})), "settings.silence_seconds"),
        (with(json!({"silence_seconds": u64::MAX})), "settings.silence_seconds"),
        (with(json!({"bot_seconds": 61})), "settings.bot_seconds"),
        (with(json!({"bot_seconds": "5"})), "settings.bot_seconds"),
        (with(json!({"allowed_origins": "https://a.example"})), "settings.allowed_origins"),
        (with(json!({"allowed_origins": ["https://a.example", "a.example"]})), "settings.allowed_origins[1]"),
        (with(json!({"allowed_origins": ["https://a.example/path"]})), "settings.allowed_origins[0]"),
        (with(json!({"allowed_origins": vec!["https://a.example"; 51]})), "settings.allowed_origins"),
        (hours(json!("always")), "settings.hours"),
        (hours(json!({"week": []})), "settings.hours.time_zone"),
        (hours(json!({"time_zone": "Berlin", "week": []})), "settings.hours.time_zone"),
        (hours(json!({"time_zone": "UTC"})), "settings.hours.week"),
        (hours(json!({"time_zone": "UTC", "week": [5]})), "settings.hours.week[0]"),
        (week(json!({"days": [], "from": "09:00", "to": "17:00"})), "settings.hours.week[0].days"),
        (week(json!({"days": ["mon", "Montag"], "from": "09:00", "to": "17:00"})), "settings.hours.week[0].days[1]"),
        (week(json!({"days": ["mon"], "from": "9:00", "to": "17:00"})), "settings.hours.week[0].from"),
        (week(json!({"days": ["mon"], "from": "24:00", "to": "17:00"})), "settings.hours.week[0].from"),
        (week(json!({"days": ["mon"], "from": "09:00", "to": "24:01"})), "settings.hours.week[0].to"),
        (hours(json!({"time_zone": "UTC", "week": [], "closed": ["24.12."]})), "settings.hours.closed[0]"),
    ];
    for (body, field) in &cases {
        for (method, path) in [(Method::POST, "/api/v1/channels"), (Method::PUT, "/api/v1/channels/channel-1")] {
            assert_eq!(refused(&server, &method, path, body).await, (422, (*field).to_owned()), "{method} {body}");
        }
    }
    assert_eq!(all(&server).await, before);
    // A null is as good as nothing.
    let nulls = json!({"name": "Other", "bot": null, "settings": {"greeting": null, "hours": null, "files": null}});
    assert_eq!(administer(&server, Method::POST, "/api/v1/channels", Some(nulls)).await.0, 201);
}

#[tokio::test]
async fn every_wrong_field_of_an_agent_is_named_and_nothing_is_made() {
    let server = site().start().await;
    agent(&server, "Ada").await;
    let before = all(&server).await;
    for (body, field) in [
        (json!({}), "name"),
        (json!({"name": ""}), "name"),
        (json!({"name": ["Ada"]}), "name"),
        (json!({"name": "x".repeat(41)}), "name"),
        (json!({"name": "Grace\u{7}"}), "name"),
        (json!({"name": "Grace", "picture": 5}), "picture"),
        (json!({"name": "Grace", "picture": "javascript:alert(1)"}), "picture"),
        (json!({"name": "Grace", "picture": "//elsewhere.example/a.png"}), "picture"),
        (json!({"name": "Grace", "picture": format!("https://a.example/{}", "x".repeat(5_000))}), "picture"),
        (json!({"name": "Grace", "capacity": 0}), "capacity"),
        (json!({"name": "Grace", "capacity": 101}), "capacity"),
        (json!({"name": "Grace", "capacity": -1}), "capacity"),
        (json!({"name": "Grace", "capacity": 1.5}), "capacity"),
        (json!({"name": "Grace", "capacity": "5"}), "capacity"),
    ] {
        for (method, path) in [(Method::POST, "/api/v1/agents"), (Method::PUT, "/api/v1/agents/agent-1")] {
            assert_eq!(refused(&server, &method, path, &body).await, (422, field.to_owned()), "{method} {body}");
        }
    }
    assert_eq!(all(&server).await, before);
}

#[tokio::test]
async fn bodies_that_are_none_and_names_that_lead_nowhere() {
    let server = site().start().await;
    channel(&server, json!({"name": "Bar"})).await;
    agent(&server, "Ada").await;
    let before = all(&server).await;
    let ask = async |method: Method, path: &str, kind: &str, body: Vec<u8>| {
        let request = http().request(method, server.url(path)).bearer_auth(ADMIN).header("content-type", kind);
        request.body(body).send().await.expect("an answer").status().as_u16()
    };
    let deep = format!("{{\"name\": {}1{}}}", "[".repeat(100), "]".repeat(100));
    for path in ["/api/v1/channels", "/api/v1/agents"] {
        for (body, status) in [
            (&b""[..], 400),
            (b"{", 400),
            (b"[]", 400),
            (b"null", 400),
            (b"\"name\"", 400),
            (b"{\"name\": \"\xff\"}", 400),
            (deep.as_bytes(), 400),
        ] {
            assert_eq!(ask(Method::POST, path, "application/json", body.to_vec()).await, status, "{path} {body:?}");
        }
        assert_eq!(ask(Method::POST, path, "text/plain", b"{\"name\": \"x\"}".to_vec()).await, 415);
        assert_eq!(ask(Method::POST, path, "application/json", vec![b' '; 300 * 1024]).await, 413);
        assert_eq!(ask(Method::PATCH, path, "application/json", b"{}".to_vec()).await, 405);
    }
    let body = || b"{\"name\": \"x\"}".to_vec();
    for kind in ["channel", "agent"] {
        let plural = format!("/api/v1/{kind}s");
        for number in ["0", "01", "2", "+1", "-1", "4294967296", "99999999999999999999", "%00", "%2e%2e", "1%20"] {
            let path = format!("{plural}/{kind}-{number}");
            assert_eq!(ask(Method::PUT, &path, "application/json", body()).await, 404, "{path}");
            assert_eq!(ask(Method::DELETE, &path, "application/json", Vec::new()).await, 404, "{path}");
            let secret = if kind == "channel" { "key" } else { "token" };
            assert_eq!(ask(Method::POST, &format!("{path}/{secret}"), "text/plain", Vec::new()).await, 404, "{path}");
        }
    }
    for question in
        ["from=yesterday", "to=2026-02-30", "from=2026-02-02&to=2026-02-01", "channel=1", "channel=channel-0"]
    {
        let path = format!("/api/v1/conversations/statistics?{question}");
        assert_eq!(ask(Method::GET, &path, "text/plain", Vec::new()).await, 422, "{path}");
    }
    for (method, path) in [
        (Method::GET, "/api/v1/channels"),
        (Method::POST, "/api/v1/channels"),
        (Method::PUT, "/api/v1/channels/channel-1"),
        (Method::DELETE, "/api/v1/channels/channel-1"),
        (Method::POST, "/api/v1/channels/channel-1/key"),
        (Method::GET, "/api/v1/channels/channel-1/webhook-secret"),
        (Method::GET, "/api/v1/agents"),
        (Method::POST, "/api/v1/agents"),
        (Method::DELETE, "/api/v1/agents/agent-1"),
        (Method::POST, "/api/v1/agents/agent-1/token"),
        (Method::GET, "/api/v1/conversations/statistics"),
    ] {
        let answer = http().request(method.clone(), server.url(path)).json(&json!({"name": "x"})).send().await;
        assert_eq!(answer.expect("an answer").status(), 401, "{method} {path}");
    }
    assert_eq!(all(&server).await, before);
}

#[tokio::test]
async fn what_a_put_leaves_out_is_as_for_a_new_one() {
    let server = site().env("SOIREE_AGENT_CAPACITY", "7").start().await;
    let script = json!({"greeting": {"say": ["Ahoy!"]}, "fallback": {"say": ["Aye."]}});
    let bot = json!({"kind": "scripted", "script": script});
    let settings = json!({"greeting": "Welcome!", "files": false, "allowed_origins": ["https://wine.example"]});
    let whole = json!({"name": "Bar", "bot": bot, "settings": settings});
    let ada = json!({"name": "Ada", "picture": "https://a.example/ada.png", "capacity": 3});
    let cases = [("/api/v1/channels", "channels", "channel_id", whole), ("/api/v1/agents", "agents", "agent_id", ada)];
    for (path, list, id, whole) in cases {
        let row = async |at: usize| administer(&server, Method::GET, path, None).await.1[list][at].clone();
        let (status, made) = administer(&server, Method::POST, path, Some(whole.clone())).await;
        assert_eq!(status, 201, "{made}");
        // A new one that says no more than its name.
        assert_eq!(administer(&server, Method::POST, path, Some(json!({"name": "New"}))).await.0, 201);
        let one = format!("{path}/{}", made[id].as_str().expect("an id"));
        let before = row(0).await;
        assert_eq!(administer(&server, Method::PUT, &one, Some(whole)).await.0, 204);
        assert_eq!(row(0).await, before, "the whole in its own place changes nothing");
        assert_eq!(administer(&server, Method::PUT, &one, Some(json!({"name": "New"}))).await.0, 204);
        let (mut replaced, new) = (row(0).await, row(1).await);
        for own in [id, "created_at"].iter().filter(|own| new.get(own).is_some()) {
            replaced[own] = new[own].clone();
        }
        assert_eq!(replaced, new, "{path}");
    }
    let (_, agents) = administer(&server, Method::GET, "/api/v1/agents", None).await;
    assert_eq!(agents["agents"][0]["capacity"], 7);
}
