//! A websocket client that records everything it is told.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::SinkExt;
use futures_util::stream::{SplitSink, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::{PATIENCE, Server, shape};

/// One message of the server.
#[derive(Debug, Clone)]
pub struct Frame {
    pub at: Instant,
    pub json: Value,
}

impl Frame {
    pub fn kind(&self) -> &str {
        self.json["type"].as_str().unwrap_or("(no type)")
    }
}

/// How a connection ended.
#[derive(Debug, Clone, PartialEq)]
pub enum End {
    /// With a close frame and this code.
    Closed(u16),
    /// Without one.
    Lost,
}

#[derive(Default)]
struct Inbox {
    frames: Vec<Frame>,
    pings: Vec<Instant>,
    end: Option<(Instant, End)>,
}

#[derive(Default)]
struct Shared {
    inbox: Mutex<Inbox>,
    news: Notify,
}

/// A connection to a room.
pub struct Client {
    pub name: String,
    sink: SplitSink<WebSocketStream<TcpStream>, Message>,
    shared: Arc<Shared>,
    cursor: usize,
    reader: tokio::task::JoinHandle<()>,
    syncs: u32,
}

impl Client {
    /// Connects to the room and checks the first frame.
    pub async fn open(server: &Server, code: &str) -> Client {
        Client::open_path(server, &format!("/parties/main/{code}")).await
    }

    pub async fn open_path(server: &Server, path: &str) -> Client {
        let mut client = match Client::dial(server, path, &[]).await {
            Ok(client) => client,
            Err(error) => panic!("{path} cannot be opened: {error}\n{}", server.logged()),
        };
        let first = client.next().await;
        shape(&first, "type:s phase:s code:s");
        assert_eq!(first["type"], "server:state_snapshot", "the first frame of every socket: {first}");
        client
    }

    /// Connects without looking at the first frame.
    pub async fn dial(server: &Server, path: &str, headers: &[(&'static str, &str)]) -> Result<Client, Error> {
        let mut request = format!("ws://127.0.0.1:{}{path}", server.port).into_client_request()?;
        for (name, value) in headers {
            request.headers_mut().insert(*name, HeaderValue::from_str(value).expect("a header"));
        }
        let stream = TcpStream::connect(server.address()).await.map_err(Error::Io)?;
        stream.set_nodelay(true).map_err(Error::Io)?;
        let (socket, _) = tokio::time::timeout(PATIENCE, tokio_tungstenite::client_async(request, stream))
            .await
            .expect("the upgrade is answered")?;
        let (sink, mut stream) = socket.split();
        let shared = Arc::new(Shared::default());
        let theirs = shared.clone();
        let reader = tokio::spawn(async move {
            let mut end = End::Lost;
            loop {
                match stream.next().await {
                    Some(Ok(Message::Text(text))) => {
                        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
                        assert!(json.is_object(), "the server sent something that is no object: {text}");
                        theirs.inbox.lock().unwrap().frames.push(Frame { at: Instant::now(), json });
                    }
                    Some(Ok(Message::Ping(_))) => theirs.inbox.lock().unwrap().pings.push(Instant::now()),
                    Some(Ok(Message::Close(frame))) => {
                        end = End::Closed(frame.map_or(1005, |frame| frame.code.into()));
                    }
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => break,
                }
                theirs.news.notify_waiters();
            }
            theirs.inbox.lock().unwrap().end = Some((Instant::now(), end));
            theirs.news.notify_waiters();
        });
        Ok(Client { name: path.to_owned(), sink, shared, cursor: 0, reader, syncs: 0 })
    }

    pub async fn send(&mut self, json: Value) {
        self.send_text(json.to_string()).await;
    }

    pub async fn send_text(&mut self, text: impl Into<String>) {
        self.send_message(Message::text(text.into())).await;
    }

    /// Sends; whether it arrives is seen by the answer.
    pub async fn send_message(&mut self, message: Message) -> bool {
        self.sink.send(message).await.is_ok()
    }

    /// Sends a message that is nothing but its type.
    pub async fn say(&mut self, kind: &str) {
        self.send(json!({ "type": kind })).await;
    }

    fn find(&self, from: usize, wanted: &dyn Fn(&Value) -> bool) -> Option<(usize, Value)> {
        let inbox = self.shared.inbox.lock().unwrap();
        let position = inbox.frames.iter().skip(from).position(|frame| wanted(&frame.json))? + from;
        Some((position, inbox.frames[position].json.clone()))
    }

    /// Waits for the first frame after the last expected one for which `wanted` holds.
    pub async fn wait(&mut self, what: &str, time: Duration, wanted: impl Fn(&Value) -> bool) -> Value {
        let until = Instant::now() + time;
        loop {
            let shared = self.shared.clone();
            let news = shared.news.notified();
            if let Some((position, json)) = self.find(self.cursor, &wanted) {
                self.cursor = position + 1;
                return json;
            }
            let end = self.shared.inbox.lock().unwrap().end.clone();
            let left = until.saturating_duration_since(Instant::now());
            let late = end.is_some() || tokio::time::timeout(left, news).await.is_err();
            if late && self.find(self.cursor, &wanted).is_none() {
                panic!("{}: waited for {what}, ended: {end:?}; told since:\n{}", self.name, self.transcript());
            }
        }
    }

    fn transcript(&self) -> String {
        let inbox = self.shared.inbox.lock().unwrap();
        let mut lines: Vec<String> = inbox.frames.iter().skip(self.cursor).map(|frame| cut(&frame.json)).collect();
        if lines.is_empty() {
            lines = inbox.frames.iter().rev().take(5).map(|f| format!("(earlier) {}", cut(&f.json))).collect();
        }
        lines.join("\n")
    }

    /// The next frame of this type.
    pub async fn expect(&mut self, kind: &str) -> Value {
        self.wait(kind, PATIENCE, |json| json["type"] == kind).await
    }

    pub async fn expect_in(&mut self, kind: &str, time: Duration) -> Value {
        self.wait(kind, time, |json| json["type"] == kind).await
    }

    /// The next frame of this type for which `wanted` holds.
    pub async fn expect_where(&mut self, kind: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        self.wait(kind, PATIENCE, |json| json["type"] == kind && wanted(json)).await
    }

    /// The next frame, whatever it is.
    pub async fn next(&mut self) -> Value {
        self.wait("anything", PATIENCE, |_| true).await
    }

    /// The next error, which must have this code and a sentence.
    pub async fn error(&mut self, code: &str) -> Value {
        let error = self.expect("error").await;
        shape(&error, "type:s message:s code:s");
        assert_eq!(error["code"], code, "{}: {error}", self.name);
        let message = error["message"].as_str().unwrap_or_default();
        assert!(message.len() > 5 && message.contains(' '), "a sentence for a person: {error}");
        error
    }

    /// Everything that was sent before is worked off, and the connection lives.
    pub async fn sync(&mut self) {
        self.syncs += 1;
        let token = f64::from(self.syncs) + 0.25;
        self.send(json!({ "type": "time_request", "clientTime": token })).await;
        let (cursor, _) = {
            let name = self.cursor;
            self.expect_where("server:time", |json| json["clientTime"].as_f64() == Some(token)).await;
            (name, ())
        };
        // What came in between is still to be expected.
        self.cursor = cursor;
    }

    /// Skips what has come so far.
    pub fn mark(&mut self) {
        self.cursor = self.shared.inbox.lock().unwrap().frames.len();
    }

    /// Nothing of this type may come for a while.
    pub async fn quiet(&mut self, kind: &str, milliseconds: u64) {
        super::ms(milliseconds).await;
        if let Some((_, json)) = self.find(self.cursor, &|json| json["type"] == kind) {
            panic!("{}: {kind} was not to come: {json}", self.name);
        }
    }

    /// Whether this type has come after the last expected frame.
    pub fn has(&self, kind: &str) -> bool {
        self.find(self.cursor, &|json| json["type"] == kind).is_some()
    }

    /// All frames so far.
    pub fn frames(&self) -> Vec<Frame> {
        self.shared.inbox.lock().unwrap().frames.clone()
    }

    /// All frames of this type so far.
    pub fn all(&self, kind: &str) -> Vec<Frame> {
        self.frames().into_iter().filter(|frame| frame.kind() == kind).collect()
    }

    pub fn pings(&self) -> Vec<Instant> {
        self.shared.inbox.lock().unwrap().pings.clone()
    }

    pub fn is_open(&self) -> bool {
        self.shared.inbox.lock().unwrap().end.is_none()
    }

    /// Waits for the connection's end.
    pub async fn end(&mut self, time: Duration) -> (Instant, End) {
        let until = Instant::now() + time;
        loop {
            let shared = self.shared.clone();
            let news = shared.news.notified();
            if let Some(end) = self.shared.inbox.lock().unwrap().end.clone() {
                return end;
            }
            let left = until.saturating_duration_since(Instant::now());
            if tokio::time::timeout(left, news).await.is_err() && self.is_open() {
                panic!("{}: the connection did not end; told:\n{}", self.name, self.transcript());
            }
        }
    }

    /// Closes as a browser does.
    pub async fn close(mut self) {
        let _ = self.sink.send(Message::Close(None)).await;
        let _ = tokio::time::timeout(Duration::from_secs(2), &mut self.reader).await;
    }

    /// How often each type has come, for diagnosis.
    pub fn census(&self) -> BTreeMap<String, usize> {
        let mut census = BTreeMap::new();
        for frame in self.frames() {
            *census.entry(frame.kind().to_owned()).or_default() += 1;
        }
        census
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

fn cut(json: &Value) -> String {
    json.to_string().chars().take(300).collect()
}

/// Whoever holds a socket speaks as the socket does.
macro_rules! is_a_client {
    ($($actor:ty),*) => {$(
        impl std::ops::Deref for $actor {
            type Target = Client;
            fn deref(&self) -> &Client {
                &self.client
            }
        }
        impl std::ops::DerefMut for $actor {
            fn deref_mut(&mut self) -> &mut Client {
                &mut self.client
            }
        }
    )*};
}
pub(super) use is_a_client;
