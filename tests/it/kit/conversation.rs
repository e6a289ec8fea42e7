//! A site's visitors and its agents.

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Error;

use super::client::is_a_client;
use super::{Client, PATIENCE, Server, Setup, http};

pub const ADMIN: &str = "the-administrators-token-of-these-stories";

/// A server whose administrator is known.
pub fn site() -> Setup {
    Setup::default().env("SOIREE_ADMIN_TOKEN", ADMIN)
}

/// Asks as the administrator; status and body.
pub async fn administer(server: &Server, method: reqwest::Method, path: &str, body: Option<Value>) -> (u16, Value) {
    let mut request = http().request(method, server.url(path)).bearer_auth(ADMIN);
    if let Some(body) = body {
        request = request.json(&body);
    }
    let answer = request.send().await.expect("an answer");
    let status = answer.status().as_u16();
    (status, answer.json().await.unwrap_or(Value::Null))
}

/// A new channel's key.
pub async fn channel(server: &Server, body: Value) -> String {
    let (status, made) = administer(server, reqwest::Method::POST, "/api/v1/channels", Some(body)).await;
    assert_eq!(status, 201, "{made}");
    made["key"].as_str().expect("a key").to_owned()
}

/// A new agent's token.
pub async fn agent(server: &Server, name: &str) -> String {
    let (status, made) =
        administer(server, reqwest::Method::POST, "/api/v1/agents", Some(json!({ "name": name }))).await;
    assert_eq!(status, 201, "{made}");
    made["token"].as_str().expect("a token").to_owned()
}

/// A visitor's socket.
pub struct Visitor {
    pub client: Client,
    pub socket_id: String,
}

impl Visitor {
    /// Opens a socket and takes its first frame.
    pub async fn open(server: &Server, key: &str) -> Visitor {
        Visitor::at(server, &format!("/ws/conversation?apikey={key}")).await.expect("a socket")
    }

    pub async fn at(server: &Server, path: &str) -> Result<Visitor, Error> {
        let mut client = Client::dial(server, path, &[]).await?;
        let first = client.next().await;
        assert_eq!(first["event"]["event_type"], "socket_connected", "{first}");
        assert_eq!(first["action"], "receiveMessage");
        let socket_id = first["event"]["event_payload"]["socket_id"].as_str().expect("an id").to_owned();
        Ok(Visitor { client, socket_id })
    }

    /// Sends an event.
    pub async fn emit(&mut self, kind: &str, payload: Value) {
        let event = json!({"event_type": kind, "event_payload": payload});
        self.client.send(json!({"action": "sendMessage", "event": event})).await;
    }

    /// The next event of a type.
    pub async fn event(&mut self, kind: &str) -> Value {
        let frame = self.client.wait(kind, PATIENCE, |frame| frame["event"]["event_type"] == kind).await;
        assert_eq!(frame["event"]["accepts_response_payload"], false, "{frame}");
        assert!(frame["event"]["event_id"].as_str().is_some_and(|id| !id.is_empty()), "{frame}");
        frame["event"].clone()
    }

    /// The next payload of a type.
    pub async fn payload(&mut self, kind: &str) -> Value {
        self.event(kind).await["event_payload"].clone()
    }

    /// The next update of a kind.
    pub async fn update(&mut self, kind: &str) -> Value {
        let wanted = |frame: &Value| {
            frame["event"]["event_type"] == "conversation_update" && frame["event"]["event_payload"]["type"] == kind
        };
        self.client.wait(kind, PATIENCE, wanted).await["event"]["event_payload"].clone()
    }

    /// Nothing of this type may come for a while.
    pub async fn quiet_event(&mut self, kind: &str, milliseconds: u64) {
        let before = self.count(kind);
        super::ms(milliseconds).await;
        assert_eq!(self.count(kind), before, "{kind} was not to come");
    }

    fn count(&self, kind: &str) -> usize {
        self.frames().iter().filter(|frame| frame.json["event"]["event_type"] == kind).count()
    }

    /// Begins a conversation, and waits for the greeting; its id.
    pub async fn begin(&mut self, user: &str) -> String {
        self.emit("conversation_start", json!({ "userId": user })).await;
        let id =
            self.payload("conversation_start_success").await["conversation_id"].as_str().expect("an id").to_owned();
        self.payload("bot_message").await;
        id
    }

    /// Says something.
    pub async fn says(&mut self, id: &str, text: &str) {
        let client_msg_id = hex::encode(rand::random::<[u8; 8]>());
        let content = json!({"type": "text", "text": text});
        let payload = json!({"type": "message_create", "client_msg_id": client_msg_id, "conversation_id": id, "content": content});
        self.emit("user_message", payload).await;
    }

    /// Says something and waits for the bot's words.
    pub async fn asks(&mut self, id: &str, text: &str) -> String {
        self.says(id, text).await;
        words(&self.payload("bot_message").await)
    }
}

/// The texts of a message.
pub fn words(payload: &Value) -> String {
    let parts = payload["content"].as_array().expect("parts").iter();
    parts.filter_map(|part| part["text"].as_str()).collect::<Vec<_>>().join(" ")
}

/// An agent's socket.
pub struct Desk {
    pub client: Client,
    pub welcome: Value,
}

impl Desk {
    pub async fn open(server: &Server, token: &str) -> Desk {
        let mut client = Client::dial(server, &format!("/ws/agent?token={token}"), &[]).await.expect("a socket");
        let welcome = client.next().await;
        assert_eq!(welcome["type"], "welcome", "{welcome}");
        Desk { client, welcome }
    }

    /// Waits until the inbox shows the conversation with this holder.
    pub async fn sees(&mut self, id: &str, holder: &str) -> Value {
        let is_it = |row: &&Value| row["conversation_id"] == id && row["holder"] == holder;
        let wanted = |frame: &Value| frame["rows"].as_array().is_some_and(|rows| rows.iter().any(|row| is_it(&row)));
        let frame = self.client.wait(holder, PATIENCE, wanted).await;
        frame["rows"].as_array().expect("rows").iter().find(is_it).expect("the row").clone()
    }
}

is_a_client!(Visitor, Desk);
