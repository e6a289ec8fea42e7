//! Music rooms over real sockets: a host, guests, strangers with old clients.

use serde_json::{Value, json};
use std::time::Duration;

use crate::kit::music::{Room, enter, post, sync, with_songs};
use crate::kit::{Client, End, PATIENCE, Server, Setup, documented_as, http, ms, shape};

fn about(kind: &str, song: &str) -> Value {
    json!({ "type": kind, "song_id": song })
}

fn ids(state: &Value) -> Vec<&str> {
    state["queue"].as_array().unwrap().iter().map(|entry| entry["song_id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_evening_with_a_host_and_two_guests() {
    let folder = tempfile::tempdir().unwrap();
    let (server, songs) = with_songs(folder.path(), 6).await;
    let room = Room::create(&server, json!({"fallback": false})).await;
    let (mut host, state) = room.host(&server).await;
    shape(&state["you"], "guest_id:u name:s role:s controls:b muted:b waiting:u");
    assert_eq!((&state["you"]["role"], &state["name"]), (&json!("host"), &json!("Kitchen")));
    let (mut ada, mut bob) = (room.guest(&server, "Ada").await, room.guest(&server, "Bob").await);

    // Songs are queued; votes come before age.
    ada.send(about("song_queued", &songs[0])).await;
    ada.send(about("song_queued", &songs[1])).await;
    for client in [&mut host, &mut ada, &mut bob] {
        let first = client.expect("song_queued").await;
        assert_eq!(
            (first["song"]["title"].as_str(), first["added_by"]["name"].as_str()),
            (Some("Song 00"), Some("Ada"))
        );
        assert_eq!(first["song"]["duration_ms"], 300_000);
        client.expect("song_queued").await;
    }
    bob.send(about("song_vote", &songs[1])).await;
    for client in [&mut host, &mut ada, &mut bob] {
        let vote = client.expect("song_vote").await;
        assert_eq!((&vote["song_id"], &vote["votes"], &vote["voted"]), (&json!(songs[1]), &json!(2), &json!(true)));
        let order = client.expect_where("queue_changed", |told| told["votes"] == json!([2, 1])).await;
        assert_eq!(order["order"], json!([1, 0]));
    }

    // The host plays what was voted to the top; who comes late learns how far it is.
    host.send(json!({"type": "host:next", "after": ""})).await;
    for client in [&mut host, &mut ada, &mut bob] {
        let begun = client.expect("song_changed").await;
        assert_eq!((&begun["song_id"], &begun["playing"]["votes"]), (&json!(songs[1]), &json!(2)));
    }
    host.send(json!({"type": "playback_changed", "percentage": 50, "paused": false})).await;
    let moved = ada.expect("playback_changed").await;
    assert_eq!((moved["percentage"].as_f64(), &moved["paused"]), (Some(50.0), &json!(false)));
    ms(600).await;
    let (mut late, state) = enter(&server, &room.room_id, None).await;
    let playback = &state["playing"]["playback"];
    let (position, at) = (playback["position_ms"].as_i64().unwrap(), playback["at"].as_i64().unwrap());
    let expected = 150_000 + at - moved["at"].as_i64().unwrap();
    assert!((position - expected).abs() <= 50 && position >= 150_600, "{position}, not {expected}");
    assert_eq!(ids(&state), [&songs[0]]);

    // Chat under the guest's own name, skipping by vote, the host's rights.
    bob.send(json!({"type": "chat_message", "name": "Ada", "message": "Is this <b>it</b>?"})).await;
    let said = late.expect("chat_message").await;
    assert_eq!((&said["name"], &said["message"]), (&json!("Bob"), &json!("Is this <b>it</b>?")));
    ada.send(about("song_changed", &songs[2])).await;
    ada.error("NOT_HOST").await;
    for client in [&mut ada, &mut bob] {
        client.send(json!({"type": "vote_skip"})).await;
    }
    let skipped = host.expect_where("song_changed", |told| told["cause"] == "skipped").await;
    assert_eq!(skipped["song_id"], songs[0].as_str());

    // The end: everybody is told, and sent away in order.
    host.send(json!({"type": "room_closed"})).await;
    for client in [&mut host, &mut ada, &mut bob, &mut late] {
        client.expect("room_closed").await;
        assert_eq!(client.end(PATIENCE).await.1, End::Closed(1000));
    }
    let mut after = Client::dial(&server, &format!("/ws/session/{}", room.code), &[]).await.unwrap();
    assert_eq!(after.next().await["type"], "room_closed");
    assert_eq!(after.end(PATIENCE).await.1, End::Closed(1000));
    let seen = documented_as("music", &server, &[&host, &ada, &bob, &late, &after]).await;
    for kind in ["room_state", "queue_changed", "people_changed", "vote_skip", "error"] {
        assert!(seen.contains(kind), "{kind} was never said: {seen:?}");
    }
}

#[tokio::test]
async fn existing_clients_get_their_six_messages_back() {
    let server = Server::start().await;
    // Both spellings of the address; nobody has made this room.
    let mut one = Client::dial(&server, "/ws/session/an-old-room_7/", &[]).await.unwrap();
    let mut two = Client::dial(&server, "/ws/session/an-old-room_7", &[]).await.unwrap();
    for client in [&mut one, &mut two] {
        let state = client.next().await;
        assert_eq!((&state["type"], &state["exists"]), (&json!("room_state"), &json!(false)));
    }
    for sent in [
        about("song_vote", "spotify:track:1"),
        about("song_queued", "spotify:track:2"),
        json!({"type": "chat_message", "name": "Ada", "message": "Hello"}),
        about("song_changed", "spotify:track:2"),
        json!({"type": "playback_changed", "percentage": 12.5, "paused": true}),
    ] {
        let kind = sent["type"].as_str().unwrap();
        one.send(sent.clone()).await;
        for client in [&mut one, &mut two] {
            let told = client.expect(kind).await;
            for (name, value) in sent.as_object().unwrap() {
                assert_eq!(&told[name], value, "{told}");
            }
            client.quiet(kind, 30).await;
        }
    }
    two.send(json!({"type": "room_closed"})).await;
    for client in [&mut one, &mut two] {
        client.expect("room_closed").await;
        assert_eq!(client.end(PATIENCE).await.1, End::Closed(1000));
    }
}

#[tokio::test]
async fn a_guest_is_the_token_and_not_the_socket() {
    let server = Server::start().await;
    let room = Room::create(&server, json!({"fallback": false})).await;
    let (mut host, _) = room.host(&server).await;
    host.send(about("song_queued", "a")).await;
    host.expect("song_queued").await;
    let token = room.join(&server, "Ada").await;
    let (mut first, _) = enter(&server, &room.code, Some(&token)).await;
    let (mut second, _) = enter(&server, &room.code, Some(&token)).await;
    first.send(about("song_vote", "a")).await;
    for tab in [&mut first, &mut second] {
        assert_eq!(tab.expect("song_vote").await["votes"], 2);
    }
    second.send(about("song_vote", "a")).await;
    for tab in [&mut first, &mut second] {
        let vote = tab.expect("song_vote").await;
        assert_eq!((&vote["votes"], &vote["voted"]), (&json!(1), &json!(false)));
    }
    // A page that is loaded again and again has still one vote.
    for round in 0..4 {
        let (mut tab, state) = enter(&server, &room.code, Some(&token)).await;
        assert_eq!(state["queue"][0]["voted"], json!(round % 2 == 1));
        tab.send(about("song_vote", "a")).await;
        assert_eq!(tab.expect("song_vote").await["votes"], 2 - round % 2);
        tab.close().await;
    }
    // The same without a token: who reloads is a new guest, and the former one's vote is gone.
    for _ in 0..3 {
        let (mut tab, _) = enter(&server, &room.code, None).await;
        tab.send(about("song_vote", "a")).await;
        assert_eq!(tab.expect("song_vote").await["votes"], 2);
        tab.close().await;
        // The hub has heard of the close when the people have.
        host.expect_where("people_changed", |told| told["count"] == 2).await;
    }
}

#[tokio::test]
async fn a_removed_guest_is_sent_away_on_all_tabs() {
    let server = Server::start().await;
    let room = Room::create(&server, json!({})).await;
    let (mut host, _) = room.host(&server).await;
    let token = room.join(&server, "Eve").await;
    let (mut one, state) = enter(&server, &room.code, Some(&token)).await;
    let (mut two, _) = enter(&server, &room.code, Some(&token)).await;
    host.send(json!({"type": "host:remove_guest", "guest_id": state["you"]["guest_id"], "removed": true})).await;
    for tab in [&mut one, &mut two] {
        tab.expect("guest_removed").await;
        assert_eq!(tab.end(PATIENCE).await.1, End::Closed(1008));
    }
    let mut again = Client::dial(&server, &format!("/ws/session/{}/?token={token}", room.code), &[]).await.unwrap();
    assert_eq!(again.next().await["type"], "guest_removed");
    assert_eq!(again.end(PATIENCE).await.1, End::Closed(1008));
}

#[tokio::test]
async fn whatever_cannot_be_done_is_refused_with_a_word_and_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let (server, songs) = with_songs(folder.path(), 5).await;
    let room = Room::create(&server, json!({"fallback": false, "queue_limit": 2})).await;
    let (mut host, _) = room.host(&server).await;
    let mut ada = room.guest(&server, "Ada").await;
    let refuse = async |client: &mut Client, message: Value, code: &str| {
        client.send(message).await;
        client.error(code).await
    };
    refuse(&mut ada, about("song_queued", "nowhere"), "UNKNOWN_SONG").await;
    refuse(&mut ada, about("song_vote", &songs[0]), "NOT_QUEUED").await;
    for song in &songs[..2] {
        ada.send(about("song_queued", song)).await;
    }
    refuse(&mut ada, about("song_queued", &songs[0]), "ALREADY_QUEUED").await;
    refuse(&mut ada, about("song_queued", &songs[2]), "QUEUE_LIMIT").await;
    refuse(&mut host, json!({"type": "playback_changed", "percentage": 5, "paused": false}), "NOTHING_PLAYS").await;
    refuse(&mut ada, json!({"type": "vote_skip"}), "NOTHING_PLAYS").await;
    host.send(about("song_changed", &songs[0])).await;
    ada.expect("song_changed").await;
    refuse(&mut ada, about("song_queued", &songs[0]), "NOW_PLAYING").await;
    refuse(&mut host, about("song_removed", &songs[0]), "NOT_QUEUED").await;
    refuse(&mut host, about("host:restore_song", &songs[1]), "NOT_REMOVED").await;
    host.send(about("song_queued", &songs[3])).await;
    ada.expect("song_queued").await;
    refuse(&mut ada, about("song_removed", &songs[3]), "NOT_YOURS").await;
    refuse(&mut host, json!({"type": "host:mute", "guest_id": 99, "muted": true}), "UNKNOWN_GUEST").await;
    host.send(json!({"type": "host:mute", "guest_id": 1, "muted": true})).await;
    ada.expect("you_changed").await;
    refuse(&mut ada, json!({"type": "chat_message", "name": "Ada", "message": "Hi"}), "MUTED").await;
    host.send(json!({"type": "host:lock", "locked": true})).await;
    ada.expect("queue_locked").await;
    refuse(&mut ada, about("song_queued", &songs[4]), "QUEUE_LOCKED").await;
    for kind in ["host:next", "room_closed"] {
        refuse(&mut ada, json!({ "type": kind }), "NOT_HOST").await;
    }
    let field = refuse(&mut ada, json!({"type": "chat_message", "message": ""}), "INVALID_FIELD").await;
    assert_eq!(field["field"], "message");
    refuse(&mut ada, json!({"type": "song_liked"}), "UNKNOWN_TYPE").await;
    let mut stranger = Client::dial(&server, &format!("/ws/session/{}/?token=wrong", room.code), &[]).await.unwrap();
    stranger.error("INVALID_TOKEN").await;
    stranger.expect("room_state").await;
    assert!(ada.is_open() && stranger.is_open(), "nobody is sent away for a mistake");
}

#[tokio::test]
async fn rooms_over_http() {
    let server = Setup::default().env("SOIREE_ADDRESS_LIMITS", "on").start().await;
    let room = Room::create(&server, json!({"queue_limit": 5})).await;
    assert!(room.code.len() == 4 && room.code.bytes().all(|letter| letter.is_ascii_alphanumeric()), "{}", room.code);
    let path = |room: &str| format!("/api/v1/music/rooms/{room}");
    // By id, by code, and as people type it.
    for name in [room.room_id.clone(), room.code.clone(), room.code.to_lowercase()] {
        let info: Value = http().get(server.url(&path(&name))).send().await.unwrap().json().await.unwrap();
        shape(&info, "room_id:s code:s name:s open:b locked:b closed:b playing:o?");
        assert_eq!((&info["room_id"], &info["name"]), (&json!(room.room_id), &json!("Kitchen")));
        let (status, joined) = post(&server, &format!("{}/guests", path(&name)), json!({"name": "Ada"})).await;
        assert_eq!((status, &joined["room_id"]), (201, &json!(room.room_id)));
    }
    let kind: Value =
        http().get(server.url(&format!("/api/v1/codes/{}", room.code))).send().await.unwrap().json().await.unwrap();
    assert_eq!(kind["kind"], "music");
    for (path, body, status, field) in [
        ("/api/v1/music/rooms", json!({}), 422, Some("name")),
        (
            "/api/v1/music/rooms",
            json!({"name": "a", "settings": {"queue_limit": 0}}),
            422,
            Some("settings.queue_limit"),
        ),
        (&*format!("{}/guests", path(&room.code)), json!({"name": "a".repeat(41)}), 422, Some("name")),
        (&*format!("{}/guests", path("NOSUCH")), json!({"name": "Ada"}), 404, None),
    ] {
        let (found, problem) = post(&server, path, body).await;
        shape(&problem, "type:s title:s status:u detail:s");
        assert_eq!((found, problem["errors"][0]["field"].as_str()), (status, field), "{problem}");
    }
    // Guessing codes is slowed down, knowing one is too for a moment.
    let mut guesses = 0;
    while http().get(server.url(&path(&format!("GUESS{guesses}")))).send().await.unwrap().status() == 404 {
        guesses += 1;
    }
    assert_eq!(guesses, 9, "one guess before these, ten in a minute");
}

#[tokio::test]
async fn a_room_is_deleted_by_its_host_alone() {
    let server = Server::start().await;
    let room = Room::create(&server, json!({})).await;
    let mut ada = room.guest(&server, "Ada").await;
    let delete = async |token: &str| {
        let url = server.url(&format!("/api/v1/music/rooms/{}", room.code));
        http().delete(url).bearer_auth(token).send().await.unwrap().status().as_u16()
    };
    assert_eq!(delete("somebody-elses").await, 404);
    assert_eq!(delete(&room.host_token).await, 204);
    assert_eq!(ada.end(PATIENCE).await.1, End::Closed(1012));
    assert_eq!(delete(&room.host_token).await, 404);
    let (_, state) = enter(&server, &room.code, None).await;
    assert_eq!(state["exists"], false);
}

#[tokio::test]
async fn a_guest_reloads_after_a_restart_and_everything_is_there() {
    let server_folder = tempfile::tempdir().unwrap();
    let (mut server, songs) = with_songs(server_folder.path(), 12).await;
    let room = Room::create(&server, json!({"slow_mode_seconds": 7})).await;
    let (mut host, _) = room.host(&server).await;
    let token = room.join(&server, "Ada").await;
    let (mut ada, _) = enter(&server, &room.code, Some(&token)).await;
    host.send(about("song_changed", &songs[0])).await;
    host.send(json!({"type": "playback_changed", "percentage": 33.333, "paused": true})).await;
    for song in &songs[1..3] {
        ada.send(about("song_queued", song)).await;
    }
    host.send(about("song_vote", &songs[2])).await;
    ada.send(json!({"type": "chat_message", "name": "Ada", "message": "Still here"})).await;
    sync(&mut host).await;
    sync(&mut ada).await;
    let (_, before) = enter(&server, &room.code, Some(&token)).await;
    assert_eq!(server.sigterm().await.code(), Some(0));
    assert_eq!(ada.end(Duration::from_secs(5)).await.1, End::Closed(1012));
    server.restart().await;
    let (_, after) = enter(&server, &room.code, Some(&token)).await;
    for field in ["you", "queue", "chat", "fallback", "settings", "locked", "name"] {
        assert_eq!(before[field], after[field], "{field}");
    }
    assert_eq!(after["playing"]["playback"]["percentage"].as_f64(), Some(33.333));
    assert!(
        !std::fs::read(server.data.join("soiree.db"))
            .unwrap()
            .windows(token.len())
            .any(|part| part == token.as_bytes())
    );
}
