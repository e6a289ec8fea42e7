//! JSON bodies: size, type and form are checked here, fields by the kind of session.

use actix_web::http::header;
use actix_web::{HttpRequest, web};
use futures_util::StreamExt;
use serde_json::{Map, Value};

use super::problem::Problem;
use crate::engine::{Incoming, reading};

/// A body of more bytes than it may have.
pub fn too_large(limit: usize) -> Problem {
    Problem::new(413, "TOO_LARGE", Unread::TooLarge(limit).to_string())
}

/// Reads a request's body as one JSON object of at most `limit` bytes.
///
/// # Errors
/// 413, 415 or 400 with what was expected.
pub async fn json_object(
    request: &HttpRequest,
    payload: web::Payload,
    limit: usize,
) -> Result<Map<String, Value>, Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    // A form of another site can send any type but this one without asking first.
    if !kind.split(';').next().unwrap_or("").trim().eq_ignore_ascii_case("application/json") {
        return Err(Problem::new(415, "NOT_JSON", "The body must have the content type application/json."));
    }
    let text = text(payload, limit).await.map_err(|unread| match unread {
        Unread::BrokenOff | Unread::NotUtf8 => Problem::new(400, "NOT_JSON", unread.to_string()),
        Unread::TooLarge(limit) => too_large(limit),
    })?;
    Ok(reading::object(Incoming::Text(&text))?)
}

/// Why a body cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    #[error("The body broke off.")]
    BrokenOff,
    #[error("The body may have {0} bytes.")]
    TooLarge(usize),
    #[error("The body is not UTF-8.")]
    NotUtf8,
}

/// Reads a body of at most `limit` bytes as text.
///
/// # Errors
/// Why it cannot be read.
pub async fn text(mut payload: web::Payload, limit: usize) -> Result<String, Unread> {
    let mut body = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Unread::BrokenOff)?;
        if body.len() + chunk.len() > limit {
            return Err(Unread::TooLarge(limit));
        }
        body.extend_from_slice(&chunk);
    }
    String::from_utf8(body).map_err(|_| Unread::NotUtf8)
}
