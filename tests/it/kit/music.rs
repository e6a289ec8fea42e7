//! The people of a music room, and songs for them.

use std::path::Path;

use serde_json::{Value, json};

use super::songs::{Sleeve, write_song};
use super::{Client, PATIENCE, Server, Setup, http, ms, shape};

/// A room that was made over HTTP.
pub struct Room {
    pub room_id: String,
    pub code: String,
    pub host_token: String,
}

impl Room {
    /// Makes a room.
    pub async fn create(server: &Server, settings: Value) -> Room {
        let (status, made) =
            post(server, "/api/v1/music/rooms", json!({"name": "Kitchen", "settings": settings})).await;
        assert_eq!(status, 201, "{made}");
        shape(&made, "room_id:s code:s host_token:s");
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        Room { room_id: text("room_id"), code: text("code"), host_token: text("host_token") }
    }

    /// The host's socket, and what it is told first.
    pub async fn host(&self, server: &Server) -> (Client, Value) {
        enter(server, &self.room_id, Some(&self.host_token)).await
    }

    /// Joins over HTTP; the guest's token.
    pub async fn join(&self, server: &Server, name: &str) -> String {
        let path = format!("/api/v1/music/rooms/{}/guests", self.code);
        let (status, joined) = post(server, &path, json!({ "name": name })).await;
        assert_eq!(status, 201, "{joined}");
        shape(&joined, "room_id:s guest_token:s name:s");
        assert_eq!(joined["room_id"], self.room_id.as_str());
        joined["guest_token"].as_str().unwrap().to_owned()
    }

    /// A guest's socket.
    pub async fn guest(&self, server: &Server, name: &str) -> Client {
        let token = self.join(server, name).await;
        let mut client = enter(server, &self.code, Some(&token)).await.0;
        client.name = format!("{name} in {}", self.code);
        client
    }
}

/// Sends a body over HTTP; the answer's status and JSON.
pub async fn post(server: &Server, path: &str, body: Value) -> (u16, Value) {
    let answer = http().post(server.url(path)).json(&body).send().await.expect("an answer");
    (answer.status().as_u16(), answer.json().await.unwrap_or(Value::Null))
}

/// A socket at a room, and what it is told first.
pub async fn enter(server: &Server, room: &str, token: Option<&str>) -> (Client, Value) {
    let query = token.map(|token| format!("?token={token}")).unwrap_or_default();
    let mut client = Client::dial(server, &format!("/ws/session/{room}/{query}"), &[]).await.expect("a socket");
    let state = client.next().await;
    assert_eq!(state["type"], "room_state", "the first words to every socket: {state}");
    shape(
        &state,
        "room_id:s code:s name:s exists:b open:b you:o playing:o? queue:a fallback:a chat:a people:a people_count:u \
         skip:o settings:o locked:b host_connected:b server_time:u",
    );
    (client, state)
}

/// Everything that was sent before is worked off.
pub async fn sync(client: &mut Client) {
    let token = f64::from(rand::random::<u32>());
    client.send(json!({ "type": "time_request", "client_time": token })).await;
    client.expect_where("server:time", |json| json["client_time"].as_f64() == Some(token)).await;
}

/// A server whose catalogue has `count` songs of five minutes, and their ids, by title.
pub async fn with_songs(folder: &Path, count: usize) -> (Server, Vec<String>) {
    for n in 0..count {
        let title = format!("Song {n:02}");
        write_song(folder, &format!("{n:02}.flac"), 300_000, Sleeve::new(&title, "The Testers", "Tests"));
    }
    // Stories talk faster than people.
    let setup = Setup::default().env("SOIREE_MESSAGES_PER_SECOND", "0");
    let server = setup.env("SOIREE_MUSIC", folder.to_str().unwrap()).start().await;
    let until = std::time::Instant::now() + PATIENCE;
    loop {
        let page: Value =
            http().get(server.url("/api/v1/music/songs?limit=200")).send().await.unwrap().json().await.unwrap();
        let mut songs: Vec<(String, String)> = page["songs"]
            .as_array()
            .expect("songs")
            .iter()
            .map(|song| {
                let text = |name: &str| song[name].as_str().unwrap_or_default().to_owned();
                (text("title"), text("song_id"))
            })
            .collect();
        if songs.len() == count {
            songs.sort();
            return (server, songs.into_iter().map(|(_, id)| id).collect());
        }
        assert!(std::time::Instant::now() < until, "{} of {count} songs were found", songs.len());
        ms(50).await;
    }
}
