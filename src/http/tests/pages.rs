//! Pages, assets and the headers of every answer.

use actix_web::test::TestRequest;

use super::{Inside, ask, get};
use crate::config::Serve;

#[actix_web::test]
async fn every_page_answers_and_says_what_browsers_may_do() {
    let inside = Inside::new();
    for path in [
        "/",
        "/j/ABCD",
        "/stage/ABCD",
        "/host",
        "/host/new",
        "/host/ABCD",
        "/results/ABCD",
        "/m/ABCD",
        "/music/stage/ABCD",
        "/music/host",
        "/music/host/ABCD",
    ] {
        let answer = get(&inside, path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache");
    }
    for path in ["/", "/nowhere", "/api/v1/nothing", "/healthz", "/assets/none.js"] {
        let answer = get(&inside, path).await;
        let policy = answer.header("content-security-policy");
        for rule in ["default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'"] {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(answer.header("permissions-policy").contains("camera=()"));
    }
    assert_eq!(get(&inside, "/nowhere").await.status, 404);
    assert_eq!(get(&inside, "/assets/none.js").await.status, 404);
    assert_eq!(get(&inside, "/assets/../../Cargo.toml").await.status, 404);
}

#[actix_web::test]
async fn a_host_header_cannot_write_into_the_policy() {
    let inside = Inside::new();
    let evil = TestRequest::get().uri("/").insert_header(("host", "a;script-src *"));
    assert!(!ask(&inside, evil).await.header("content-security-policy").contains('*'));
    let plain = TestRequest::get().uri("/").insert_header(("host", "quiz.example:81"));
    assert!(
        ask(&inside, plain)
            .await
            .header("content-security-policy")
            .contains("ws://quiz.example:81 wss://quiz.example:81")
    );
}

#[actix_web::test]
async fn links_lead_to_where_the_server_is_seen() {
    let inside = Inside::new();
    let info = get(&inside, "/api/v1/info").await.json();
    assert_eq!(
        (&info["joinBase"], &info["version"]),
        (&"http://127.0.0.1:8080".into(), &env!("CARGO_PKG_VERSION").into())
    );
    let public = Inside::with(Serve { public_url: Some("https://quiz.example".to_owned()), ..Serve::default() });
    assert_eq!(get(&public, "/api/v1/info").await.json()["joinBase"], "https://quiz.example");
    // Only a proxy that is trusted is believed.
    let forwarded = || {
        let request = TestRequest::get().uri("/api/v1/info").peer_addr("10.0.0.1:5".parse().expect("an address"));
        request.insert_header(("x-forwarded-host", "front.example")).insert_header(("x-forwarded-proto", "https"))
    };
    assert_eq!(ask(&inside, forwarded()).await.json()["joinBase"], "http://127.0.0.1:8080");
    let behind = Inside::with(Serve { trusted_proxies: vec![[10, 0, 0, 1].into()], ..Serve::default() });
    assert_eq!(ask(&behind, forwarded()).await.json()["joinBase"], "https://front.example");
}

#[actix_web::test]
async fn behind_a_proxy_the_client_is_whom_the_proxy_names_and_not_whom_the_client_does() {
    let behind = Inside::with(Serve { trusted_proxies: vec![[10, 0, 0, 1].into()], ..Serve::default() });
    let request = TestRequest::get().peer_addr("10.0.0.1:5".parse().expect("an address"));
    let request = request
        .append_header(("x-forwarded-for", "192.168.0.1"))
        .append_header(("x-forwarded-for", "192.168.0.2, 203.0.113.7"))
        .to_http_request();
    assert_eq!(behind.shared.address(&request).to_string(), "203.0.113.7");
}

#[actix_web::test]
async fn the_qr_code_is_of_the_kinds_own_page() {
    let inside = Inside::new();
    let quiz = get(&inside, "/api/v1/qr/ABCD.svg").await.body;
    assert_eq!(get(&inside, "/api/v1/qr/ABCD.svg?kind=quiz").await.body, quiz);
    assert_ne!(get(&inside, "/api/v1/qr/ABCD.svg?kind=music").await.body, quiz);
    assert_eq!(get(&inside, "/api/v1/qr/ABCD.svg?kind=opera").await.problem(404), "NOT_FOUND");
}

#[actix_web::test]
async fn the_qr_code_is_a_picture() {
    let inside = Inside::new();
    let answer = get(&inside, "/api/v1/qr/ABCD.svg").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "image/svg+xml"));
    assert!(String::from_utf8_lossy(&answer.body).contains("<svg"));
    assert_eq!(get(&inside, "/api/v1/qr/a%22b.svg").await.problem(404), "NOT_FOUND");
}
