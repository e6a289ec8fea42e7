//! The HTTP side: sessions, health, documents, the upgrade.

use serde_json::{Value, json};

use crate::kit::{Client, Guest, Host, Raw, Server, Setup, http, quiz, shape, with_host};

fn body() -> Value {
    let mut body = quiz(2, 2);
    body.as_object_mut().unwrap().remove("type");
    body
}

/// Checks an answer in the form of RFC 9457.
async fn problem(answer: reqwest::Response, status: u16) -> Value {
    assert_eq!(answer.status(), status);
    let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
    assert!(kind.starts_with("application/problem+json"), "{kind}");
    let problem: Value = answer.json().await.unwrap();
    shape(&problem, "type:s title:s status:u detail:s");
    assert_eq!(problem["status"], status);
    problem
}

#[tokio::test]
async fn a_session_over_http_and_its_host_by_socket() {
    let server = Server::start().await;
    let http = http();
    let answer = http.post(server.url("/api/v1/quiz/sessions")).json(&body()).send().await.unwrap();
    assert_eq!(answer.status(), 201);
    let made: Value = answer.json().await.unwrap();
    shape(&made, "code:s hostId:s joinUrl:s hostUrl:s stageUrl:s");
    let (code, host_id) = (made["code"].as_str().unwrap().to_owned(), made["hostId"].as_str().unwrap().to_owned());
    assert!(code.len() >= 4 && code.chars().all(|c| "23456789ABCDEFGHJKMNPQRSTUVWXYZ".contains(c)), "{code}");
    assert!(host_id.len() >= 20, "two words and 80 random bits: {host_id}");
    assert_eq!(made["joinUrl"], server.url(&format!("/j/{code}")));
    assert_eq!(made["stageUrl"], server.url(&format!("/stage/{code}")));
    assert_eq!(made["hostUrl"], server.url(&format!("/host/{code}#key={host_id}")));

    let mut host = Client::open(&server, &code).await;
    host.send(json!({"type": "rejoin_host", "hostId": host_id})).await;
    let snapshot = host.expect("host:state_snapshot").await;
    assert_eq!((&snapshot["phase"], &snapshot["title"]), (&json!("waiting"), &json!("An evening")));
    Guest::join(&server, &code).await;

    // A host's own secret is taken, and the list holds both.
    let mut own = body();
    own["hostId"] = host_id.as_str().into();
    own["title"] = json!("Another");
    let answer = http.post(server.url("/api/v1/quiz/sessions")).json(&own).send().await.unwrap();
    assert_eq!(answer.status(), 201);
    let second: Value = answer.json().await.unwrap();
    assert_eq!(second["hostId"], host_id.as_str());
    assert_ne!(second["code"], code.as_str());
    let list = http.get(server.url("/api/v1/quiz/sessions")).bearer_auth(&host_id).send().await.unwrap();
    assert_eq!(list.status(), 200);
    let list: Value = list.json().await.unwrap();
    let rows = list["sessions"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!((&rows[0]["code"], &rows[1]["code"]), (&second["code"], &json!(code)), "newest first");
    shape(&rows[1], "code:s title:s createdAt:s status:s participantCount:u");
    assert_eq!((&rows[1]["status"], rows[1]["participantCount"].as_u64()), (&json!("waiting"), Some(1)));
    let none = http.get(server.url("/api/v1/quiz/sessions")).bearer_auth("NOBODY-AT-ALL").send().await.unwrap();
    assert_eq!(none.status(), 200);
    assert_eq!(none.json::<Value>().await.unwrap()["sessions"], json!([]));
}

#[tokio::test]
async fn refusals_over_http_are_problems() {
    let server = Server::start().await;
    let http = http();
    let sessions = server.url("/api/v1/quiz/sessions");
    let mut wrong = body();
    wrong["wines"][1]["questions"][0]["distractors"] = json!(["a", "b"]);
    let answer = http.post(&sessions).json(&wrong).send().await.unwrap();
    let status = answer.status().as_u16();
    assert!([400, 422].contains(&status));
    let told = problem(answer, status).await;
    let error = &told["errors"][0];
    shape(error, "field:s detail:s");
    assert_eq!(error["field"], "wines[1].questions[0].distractors");

    let garbage = http.post(&sessions).header("content-type", "application/json").body("{").send().await.unwrap();
    problem(garbage, 400).await;
    let array = http.post(&sessions).json(&json!([1])).send().await.unwrap();
    let status = array.status().as_u16();
    assert!([400, 422].contains(&status), "{status}");
    problem(array, status).await;
    let mut large = body();
    large["pad"] = "x".repeat(2 * 1024 * 1024).into();
    let answer = http.post(&sessions).json(&large).send().await;
    if let Ok(answer) = answer {
        problem(answer, 413).await;
    }
    problem(http.get(&sessions).send().await.unwrap(), 401).await;
    problem(http.get(server.url("/api/v1/nothing")).send().await.unwrap(), 404).await;
    problem(http.put(&sessions).send().await.unwrap(), 405).await;

    let host = Host::create(&server, "PROBLEM", quiz(1, 1)).await;
    for ending in ["json", "csv", "xlsx"] {
        let url = server.url(&format!("/api/v1/quiz/sessions/PROBLEM/results.{ending}"));
        problem(http.get(&url).send().await.unwrap(), 401).await;
        let stranger = http.get(&url).bearer_auth("NOBODY-AT-ALL").send().await.unwrap();
        let status = stranger.status().as_u16();
        assert!([401, 403, 404].contains(&status), "{status}");
        problem(stranger, status).await;
    }
    let url = server.url("/api/v1/quiz/sessions/PROBLEM");
    problem(http.delete(&url).send().await.unwrap(), 401).await;
    let stranger = http.delete(&url).bearer_auth("NOBODY-AT-ALL").send().await.unwrap();
    let status = stranger.status().as_u16();
    assert!([401, 403, 404].contains(&status), "{status}");
    let nothing = server.url("/api/v1/quiz/sessions/NOTHING");
    let answer = http.delete(&nothing).bearer_auth(&host.host_id).send().await.unwrap();
    problem(answer, 404).await;
    host.again(&server).await;
}

#[tokio::test]
async fn deleting_a_session_deletes_its_people() {
    let mut server = Server::start().await;
    let http = http();
    let mut host = Host::create(&server, "DELETE", quiz(1, 1)).await;
    let guest = Guest::join(&server, "DELETE").await;
    let mut other = Host::create(&server, "STAYS", quiz(1, 1)).await;
    host.say("host:start").await;
    host.expect("game:question").await;
    let url = server.url("/api/v1/quiz/sessions/DELETE");
    let answer = http.delete(&url).bearer_auth(&host.host_id).send().await.unwrap();
    assert_eq!(answer.status(), 204);
    let check = async |server: &Server| {
        let mut visitor = Client::open(server, "DELETE").await;
        assert_eq!(visitor.frames()[0].json["phase"], "waiting");
        visitor.send(json!({"type": "rejoin_session", "rejoinToken": guest.token})).await;
        visitor.error("INVALID_TOKEN").await;
        visitor.send(json!({"type": "join_session", "code": "DELETE"})).await;
        visitor.error("SESSION_NOT_FOUND").await;
        visitor.send(json!({"type": "rejoin_host", "hostId": host.host_id})).await;
        visitor.expect("error").await;
        let list = http.get(server.url("/api/v1/quiz/sessions")).bearer_auth(&host.host_id).send().await.unwrap();
        assert_eq!(list.json::<Value>().await.unwrap()["sessions"], json!([]));
        let results = server.url("/api/v1/quiz/sessions/DELETE/results.json");
        let gone = http.get(results).bearer_auth(&host.host_id).send().await.unwrap();
        assert!([401, 403, 404].contains(&gone.status().as_u16()));
    };
    check(&server).await;
    other.sync().await;
    assert!(server.sigterm().await.success());
    server.restart().await;
    check(&server).await;
    other.again(&server).await;
    // Nothing of the people is left in any file.
    server.sigterm().await;
    for entry in std::fs::read_dir(&server.data).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap_or_default();
        let name = guest.pseudonym.as_bytes();
        assert!(!bytes.windows(name.len()).any(|window| window == name), "{} is left in {path:?}", guest.pseudonym);
    }
}

#[tokio::test]
async fn health_metrics_and_documents() {
    let server = Server::start().await;
    let http = http();
    let _host = Host::create(&server, "HEALTH", quiz(1, 1)).await;
    for path in ["/healthz", "/readyz"] {
        assert_eq!(server.status(path).await, Some(200), "{path}");
    }
    assert!(server.status("/").await.unwrap() < 500, "the liveness probe of existing hosts");
    let metrics = http.get(server.url("/metrics")).send().await.unwrap().text().await.unwrap();
    assert!(metrics.contains("# TYPE"), "Prometheus text");
    for word in ["session", "socket", "message", "commit"] {
        assert!(metrics.contains(word), "{word} in the metrics:\n{metrics}");
    }
    assert!(!metrics.contains("HEALTH"), "no room is named in the metrics");
    let openapi: Value = http.get(server.url("/api/openapi.json")).send().await.unwrap().json().await.unwrap();
    assert!(openapi["openapi"].as_str().unwrap().starts_with("3."));
    for path in ["/api/v1/quiz/sessions", "/api/v1/quiz/sessions/{code}", "/healthz"] {
        assert!(openapi["paths"][path].is_object(), "{path} in the document");
    }
    let asyncapi: Value = http.get(server.url("/api/asyncapi.json")).send().await.unwrap().json().await.unwrap();
    assert!(asyncapi["asyncapi"].as_str().unwrap().starts_with("3."), "{}", asyncapi["asyncapi"]);
    let text = asyncapi.to_string();
    for message in ["create_session", "rejoin_session", "host:state_snapshot", "game:answer_revealed", "session:ended"]
    {
        assert!(text.contains(&format!("\"{message}\"")), "{message} in the document");
    }
    let qr = http.get(server.url("/api/v1/qr/HEALTH.svg")).send().await.unwrap();
    assert_eq!(qr.status(), 200);
    assert!(qr.headers()["content-type"].to_str().unwrap().starts_with("image/svg+xml"));
    let info: Value = http.get(server.url("/api/v1/info")).send().await.unwrap().json().await.unwrap();
    shape(&info, "joinBase:s version:s");
}

const UPGRADE: &str = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
const VERSION: &str = "Sec-WebSocket-Version: 13\r\n";
const KEY: &str = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

#[tokio::test]
async fn the_upgrade_is_picky() {
    let server = Setup::default().start().await;
    let own = format!("http://127.0.0.1:{}", server.port);
    let status = async |path: &str, headers: &str| -> u16 {
        let (_, head) = Raw::request(&server, path, headers, None).await;
        head.get(9..12).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("no status: {head:?}"))
    };
    let good = format!("{UPGRADE}{VERSION}{KEY}");
    assert_eq!(status("/parties/main/AB-c_9", &good).await, 101);
    assert_eq!(status("/party/AB-c_9", &good).await, 101);
    assert_eq!(status("/parties/main/AB?_pk=1", &format!("{good}Origin: {own}\r\n")).await, 101, "the same origin");
    for path in
        ["/parties/other/AB", "/parties/main/", "/parties/main", "/nowhere", "/party/a%20b", "/parties/main/a/b"]
    {
        assert_eq!(status(path, &good).await, 404, "{path}");
    }
    assert_eq!(status(&format!("/party/{}", "x".repeat(65)), &good).await, 404);
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1", "http://127.0.0.1.evil.example"] {
        assert_eq!(status("/party/AB", &format!("{good}Origin: {origin}\r\n")).await, 403, "{origin}");
    }
    let refused = |status: u16| (400..500).contains(&status);
    assert!(refused(status("/party/AB", &format!("{UPGRADE}{KEY}Sec-WebSocket-Version: 8\r\n")).await));
    assert!(refused(status("/party/AB", &format!("{UPGRADE}{KEY}")).await));
    assert!(refused(status("/party/AB", &format!("{UPGRADE}{VERSION}")).await));
    assert!(refused(status("/party/AB", &format!("{UPGRADE}{VERSION}Sec-WebSocket-Key: short\r\n")).await));
    let plain = status("/parties/main/AB", "").await;
    assert!(refused(plain), "no upgrade: {plain}");
}

#[tokio::test]
async fn foundings_are_limited_per_address() {
    let server = Setup::default().env("SOIREE_ADDRESS_LIMITS", "on").start().await;
    let http = http();
    let mut refused = None;
    for at in 0..12 {
        let answer = http.post(server.url("/api/v1/quiz/sessions")).json(&body()).send().await.unwrap();
        if answer.status() != 201 {
            refused = Some((at, answer));
            break;
        }
    }
    let (at, answer) = refused.expect("more than ten foundings an hour");
    assert_eq!(at, 10, "ten an hour");
    problem(answer, 429).await;
    let mut client = Client::open(&server, "MORE").await;
    client.send(with_host(quiz(1, 1), "ONE-MORE-HOST")).await;
    let error = client.expect("error").await;
    assert!(["TOO_MANY_ATTEMPTS", "RATE_LIMITED"].contains(&error["code"].as_str().unwrap()), "{error}");
}
