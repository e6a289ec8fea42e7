//! Every refusal of conversations in one place: a code for programs, a sentence for a person, a number for
//! visitors' clients.

use super::wire::ServerEvent;
use crate::engine::Refusal;
use crate::engine::machine::RefusalKind;

/// The words for an id under which there is nothing for this socket; clients compare them.
pub const INVALID_CONVERSATION: &str = "Invalid conversation_id";

pub fn unknown() -> Refusal {
    Refusal::new("UNKNOWN_CONVERSATION", INVALID_CONVERSATION)
}

pub fn exists() -> Refusal {
    Refusal::new("EXISTS", "This conversation has begun already.")
}

/// `field` is where the message was named.
pub fn unknown_message(field: &str) -> Refusal {
    let words = "There is no message of yours with this message_id.";
    Refusal { field: Some(field.to_owned()), ..Refusal::new("UNKNOWN_MESSAGE", words) }
}

/// The door lets the socket go again.
pub const TOO_MANY_SOCKETS: &str = "TOO_MANY_SOCKETS";

pub fn too_many_sockets(most: usize) -> Refusal {
    let message = format!("{most} sockets are in this conversation already (conversation_id); close one first.");
    Refusal::new(TOO_MANY_SOCKETS, message)
}

pub fn too_many_turns() -> Refusal {
    Refusal::new("RATE_LIMITED", "Many messages wait for an answer already; wait for it.")
}

pub fn too_much_metadata(most: usize) -> Refusal {
    Refusal::field("event.event_payload.metadata", &format!("at most {most} bytes, all together"))
}

pub fn not_yours() -> Refusal {
    Refusal::new("NOT_YOURS", "Another has this conversation; take it first.")
}

pub fn no_files() -> Refusal {
    Refusal::new("NO_FILES", "This channel takes no files.")
}

pub fn too_many_files(files: usize, bytes: u64) -> Refusal {
    let mib = bytes / 1024 / 1024;
    Refusal::new("TOO_MANY_FILES", format!("A conversation may have {files} files of {mib} MiB together."))
}

/// The number that visitors' clients are told; those of HTTP.
pub fn number(refusal: &Refusal) -> u16 {
    match (refusal.code, refusal.kind) {
        ("UNKNOWN_CONVERSATION", _) => 400,
        ("UNKNOWN_MESSAGE", _) => 404,
        ("RATE_LIMITED" | TOO_MANY_SOCKETS, _) => 429,
        ("TOO_LARGE", _) => 413,
        ("STORAGE_UNAVAILABLE" | "SERVER_BUSY", _) => 503,
        ("INTERNAL", _) => 500,
        (_, RefusalKind::Malformed) => 422,
        (_, RefusalKind::WrongSecret) => 403,
        (_, RefusalKind::Ordinary) => 409,
    }
}

/// A refusal as a visitor's client hears it.
pub fn error(conversation_id: &str, refusal: &Refusal) -> ServerEvent {
    ServerEvent::GeneralError {
        conversation_id: conversation_id.to_owned(),
        error_code: number(refusal),
        error_desc: refusal.message.clone(),
        field: refusal.field.clone(),
    }
}
