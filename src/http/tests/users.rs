//! Users, their pictures, the administrator.

use actix_web::test::TestRequest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{Answer, Inside, ask, delete_as, get, get_as};
use crate::config::{Serve, Switch};
use crate::engine::Secret;
use crate::http::tokens::Audience;
use crate::http::users::look;

async fn make(inside: &Inside, body: &Value) -> Answer {
    ask(inside, TestRequest::post().uri("/api/v1/users").set_json(body)).await
}

async fn me(inside: &Inside, token: &Value) -> Answer {
    get_as(inside, "/api/v1/users/me", token.as_str().expect("a token")).await
}

/// The path and query of a URL of the tests' server.
fn local(url: &Value) -> &str {
    let url = url.as_str().expect("a url");
    url.find("/api/").map(|at| &url[at..]).expect("of the api")
}

#[actix_web::test]
async fn a_guest_becomes_a_user_with_a_picture_drawn_from_the_name() {
    let mut inside = Inside::new();
    let made = make(&inside, &json!({"name": " Ada Lovelace "})).await;
    assert_eq!(made.status, 201);
    let made = made.json();
    assert!(made["user_sub"].as_str().is_some_and(|sub| sub.len() == 29 && sub.starts_with("oseh_u_")), "{made}");
    // Durable, and read again by a server that has forgotten everything.
    inside.forget_rooms();
    let seen = me(&inside, &made["token"]).await.json();
    assert_eq!((&seen["user_sub"], &seen["name"]), (&made["user_sub"], &json!("Ada Lovelace")));

    let (uid, jwt) = (seen["picture"]["uid"].as_str().expect("a uid"), seen["picture"]["jwt"].as_str().expect("a jwt"));
    let playlist = format!("/api/1/image_files/playlist/{uid}");
    for answer in [get(&inside, &format!("{playlist}?jwt={jwt}")).await, get_as(&inside, &playlist, jwt).await] {
        assert_eq!(answer.status, 200);
        let list = answer.json();
        assert_eq!(list["uid"], uid);
        for (format, media_type) in [("svg", "image/svg+xml"), ("png", "image/png")] {
            for item in list["items"][format].as_array().expect("items") {
                let file = get(&inside, local(&item["url"])).await;
                assert_eq!((file.status, file.header("content-type")), (200, media_type));
                assert_eq!(file.header("x-content-type-options"), "nosniff");
                assert_eq!(json!(file.body.len()), item["size_bytes"]);
            }
        }
    }
    let svg = get(&inside, &format!("/api/1/image_files/image/{uid}/picture.svg?jwt={jwt}")).await;
    assert!(String::from_utf8_lossy(&svg.body).contains(">AL<"));
}

#[actix_web::test]
async fn an_uploaded_picture_is_looked_at_and_comes_back() {
    let inside = Inside::new();
    let png = look::png("x", 96).expect("a picture");
    for picture in [STANDARD.encode(&png), format!("data:image/jpeg;base64,{}", STANDARD.encode(&png))] {
        let made = make(&inside, &json!({"name": "Ada", "picture": picture})).await.json();
        let icon = me(&inside, &made["token"]).await.json()["picture"].clone();
        let path = format!("/api/1/image_files/playlist/{}", icon["uid"].as_str().expect("a uid"));
        let list = get_as(&inside, &path, icon["jwt"].as_str().expect("a jwt")).await.json();
        let item = &list["items"]["png"][0];
        assert_eq!((&item["width"], &item["height"]), (&json!(96), &json!(96)));
        let file = get(&inside, local(&item["url"])).await;
        assert_eq!(
            (file.body, file.head.headers().get("content-type").expect("a type").as_bytes()),
            (png.clone(), &b"image/png"[..])
        );
    }
    let svg = STANDARD.encode("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>");
    for wrong in [json!(svg), json!("not base64!"), json!(7), json!("data:image/png,x"), json!("")] {
        let refused = make(&inside, &json!({"name": "Ada", "picture": wrong})).await;
        assert_eq!(refused.problem(422), "INVALID_FIELD");
        assert_eq!(refused.json()["errors"][0]["field"], "picture");
    }
}

#[actix_web::test]
async fn names_are_checked_and_pictures_open_with_their_own_token_alone() {
    let inside = Inside::new();
    for wrong in [json!({}), json!({"name": " "}), json!({"name": "x".repeat(61)}), json!({"name": 1})] {
        assert_eq!(make(&inside, &wrong).await.problem(422), "INVALID_FIELD", "{wrong}");
    }
    let (ada, bea) =
        (make(&inside, &json!({"name": "Ada"})).await.json(), make(&inside, &json!({"name": "Bea"})).await.json());
    let icon = me(&inside, &ada["token"]).await.json()["picture"].clone();
    let others = me(&inside, &bea["token"]).await.json()["picture"]["jwt"].as_str().expect("a jwt").to_owned();
    let uid = icon["uid"].as_str().expect("a uid");
    let path = format!("/api/1/image_files/playlist/{uid}");
    assert_eq!(get(&inside, &path).await.status, 401);
    let wrong_audience = inside.shared.tokens.sign(Audience::Prompt(crate::prompt::Dialect::Journey), uid);
    for jwt in [&others, &wrong_audience, "x", ada["token"].as_str().expect("a token")] {
        let refused = get_as(&inside, &path, jwt).await;
        assert_eq!(refused.status, 403);
        assert!(refused.json()["type"].is_string() && refused.json()["message"].is_string());
    }
    let unknown = inside.shared.tokens.sign(Audience::ImageFile, "oseh_if_none");
    assert_eq!(get_as(&inside, "/api/1/image_files/playlist/oseh_if_none", &unknown).await.status, 404);
    assert_eq!(me(&inside, &json!("oseh_ut_nobody")).await.problem(401), "UNAUTHORIZED");
}

#[actix_web::test]
async fn a_user_who_goes_takes_everything_along() {
    let inside = Inside::new();
    let made = make(&inside, &json!({"name": "Zenobia Quill"})).await.json();
    let token = made["token"].as_str().expect("a token").to_owned();
    let icon = me(&inside, &made["token"]).await.json()["picture"].clone();
    assert_eq!(delete_as(&inside, "/api/v1/users/me", &token).await.status, 204);
    assert_eq!(me(&inside, &made["token"]).await.status, 401);
    assert_eq!(delete_as(&inside, "/api/v1/users/me", &token).await.status, 401);
    let path = format!("/api/1/image_files/playlist/{}", icon["uid"].as_str().expect("a uid"));
    assert_eq!(get_as(&inside, &path, icon["jwt"].as_str().expect("a jwt")).await.status, 404);
}

#[actix_web::test]
async fn tokens_of_users_are_not_in_the_files() {
    let inside = Inside::new();
    let made = make(&inside, &json!({"name": "Ada"})).await.json();
    let token = made["token"].as_str().expect("a token").as_bytes().to_vec();
    for file in std::fs::read_dir(inside.folder.path()).expect("a folder") {
        let path = file.expect("a file").path();
        let bytes = std::fs::read(&path).unwrap_or_default();
        assert!(!bytes.windows(token.len()).any(|window| window == token), "{}", path.display());
    }
}

#[actix_web::test]
async fn who_is_known_is_found_among_many() {
    let inside = Inside::new();
    let (ada, token) = inside
        .shared
        .users
        .create("Ada".into(), crate::http::users::picture::Picture::Drawn { name: "Ada".into() })
        .await
        .expect("made");
    for _ in 0..3 {
        assert_eq!(inside.shared.users.user_of(&token).await.expect("read"), Some(ada.clone()));
    }
    assert_eq!(inside.shared.users.user_of(&Secret::new("other")).await.expect("read"), None);
}

#[actix_web::test]
async fn an_address_makes_so_many_users_an_hour() {
    let mut settings = Serve { address_limits: Switch::On, ..Serve::default() };
    settings.limits.users_per_address_hour = 3;
    let inside = Inside::with(settings);
    for _ in 0..3 {
        assert_eq!(make(&inside, &json!({"name": "Ada"})).await.status, 201);
    }
    let refused = make(&inside, &json!({"name": "Ada"})).await;
    assert_eq!(refused.problem(429), "RATE_LIMITED");
    assert!(!refused.header("retry-after").is_empty());
}

#[actix_web::test]
async fn the_administrator_alone_replaces_keys_and_guessing_is_slowed_down() {
    let inside = Inside::with(Serve { address_limits: Switch::On, ..Serve::default() });
    let rotate = |token: String| {
        TestRequest::post().uri("/api/v1/keys/rotate").insert_header(("authorization", format!("Bearer {token}")))
    };
    let before = inside.shared.tokens.sign(Audience::ImageFile, "a");
    let admin = inside.shared.admin.expose().to_owned();
    assert_eq!(ask(&inside, TestRequest::post().uri("/api/v1/keys/rotate")).await.problem(401), "UNAUTHORIZED");
    assert_eq!(ask(&inside, rotate(admin.clone())).await.status, 204);
    assert_eq!(inside.shared.tokens.check(Audience::ImageFile, "a", &before), Ok(()));
    for _ in 0..10 {
        assert_eq!(ask(&inside, rotate(format!("{admin}x"))).await.problem(401), "UNAUTHORIZED");
    }
    assert_eq!(ask(&inside, rotate(format!("{admin}x"))).await.problem(429), "RATE_LIMITED");
}
