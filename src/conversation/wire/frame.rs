//! The envelope of every frame between visitors and the server.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::client::ClientEvent;
use super::server::ServerEvent;

/// A frame from the client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ClientFrame {
    /// `sendMessage`.
    pub action: String,
    pub event: ClientEvent,
}

/// A frame from the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ServerFrame {
    /// `receiveMessage`.
    pub action: String,
    pub event: Told,
}

/// The event in a server's frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Told {
    #[serde(flatten)]
    pub body: ServerEvent,
    /// Opaque. Within a conversation they ascend: the last one that a client has seen tells what it missed.
    pub event_id: String,
    /// Always false.
    pub accepts_response_payload: bool,
}

/// The `action` of every frame from the server.
pub const RECEIVE: &str = "receiveMessage";
/// The `action` of every frame from a client.
pub const SEND: &str = "sendMessage";
/// The `type` of messages.
pub const MESSAGE_CREATE: &str = "message_create";

impl ServerEvent {
    /// The whole frame under this id.
    pub fn framed(self, event_id: impl Into<String>) -> ServerFrame {
        let event = Told { body: self, event_id: event_id.into(), accepts_response_payload: false };
        ServerFrame { action: RECEIVE.to_owned(), event }
    }
}
