//! No secret in any line of the log, nor in the clear in any file.

use serde_json::json;

use crate::kit::{Client, Guest, Host, Setup, guests, http, ms, quiz, right};

#[tokio::test]
async fn no_secret_is_logged_or_stored_in_the_clear() {
    let mut server = Setup::default().env("RUST_LOG", "trace").start().await;
    let mut host = Host::create(&server, "HUSH", quiz(1, 1)).await;
    let mut two = guests(&server, "HUSH", 2).await;
    host.say("host:start").await;
    let question = two[0].expect("game:question").await;
    two[0].answer(&question, &right(0, 0)).await;
    let (again, _) = two[0].again(&server).await;
    two[0].client = again;
    let (mut other, _) = host.again(&server).await;
    let mut prober = Client::open(&server, "HUSH").await;
    prober.send(json!({"type": "rejoin_host", "hostId": "WRONG-SECRET-OF-SOMEBODY"})).await;
    prober.error("INVALID_HOST").await;
    prober.send(json!({"type": "rejoin_session", "rejoinToken": "WRONG-TOKEN-OF-SOMEBODY"})).await;
    prober.error("INVALID_TOKEN").await;
    prober.send_text("{\"type\":\"rejoin_host\",\"hostId\":\"SECRET-IN-BROKEN-JSON\"").await;
    prober.error("NOT_JSON").await;
    let list = http().get(server.url("/api/v1/quiz/sessions")).bearer_auth(&host.host_id).send().await.unwrap();
    assert_eq!(list.status(), 200);
    let results = server.url("/api/v1/quiz/sessions/HUSH/results.json");
    http().get(results).bearer_auth(&host.host_id).send().await.unwrap();
    other.say("host:reveal").await;
    other.say("host:next").await;
    other.say("host:next").await;
    two[1].expect("session:ended").await;
    server.sigterm().await;
    server.restart().await;
    host.again(&server).await;
    two[1].again(&server).await;
    ms(200).await;
    server.sigterm().await;

    let log = server.logged();
    assert!(log.lines().count() > 20, "trace was on");
    let secrets = [
        host.host_id.as_str(),
        two[0].token.as_str(),
        two[1].token.as_str(),
        "WRONG-SECRET-OF-SOMEBODY",
        "WRONG-TOKEN-OF-SOMEBODY",
        "SECRET-IN-BROKEN-JSON",
    ];
    for secret in secrets {
        if let Some(line) = log.lines().find(|line| line.contains(secret)) {
            panic!("{secret} is in the log: {line}");
        }
    }
    assert!(!log.contains("panicked"), "a panic in the log");
    for entry in std::fs::read_dir(&server.data).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap_or_default();
        for secret in secrets {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} is in {path:?}");
        }
    }
    let _: &Guest = &two[0];
}
