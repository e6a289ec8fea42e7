//! What every call of `/api/1` begins with: its body, and who asks.

use std::sync::Arc;

use actix_web::http::header;
use actix_web::{HttpRequest, web};
use serde_json::{Map, Value};

use super::refused::Refused;
use crate::engine::{Incoming, Secret, reading};
use crate::http::Shared;
use crate::http::bearer::Bearer;
use crate::http::body::{self, Unread};
use crate::http::tokens::{Audience, TokenError};
use crate::http::users::User;
use crate::limits::API_BODY_BYTES_MAX;
use crate::prompt::Dialect;

/// Reads a request's body as one JSON object, whatever its content type says: who asks is proved by a header,
/// which no form of another site can send.
pub async fn body(payload: web::Payload) -> Result<Map<String, Value>, Refused> {
    let text = body::text(payload, API_BODY_BYTES_MAX).await.map_err(|unread| match unread {
        Unread::BrokenOff | Unread::NotUtf8 => Refused::new(422, "unprocessable_entity", unread.to_string()),
        Unread::TooLarge(_) => Refused::new(413, "too_large", unread.to_string()),
    })?;
    Ok(reading::object(Incoming::Text(&text))?)
}

/// The request's bearer.
pub fn bearer(request: &HttpRequest) -> Result<Secret, Refused> {
    let header = request.headers().get(header::AUTHORIZATION).ok_or_else(Refused::not_set)?;
    let bad_format = || Refused::bad_format("The header Authorization has to begin with `bearer `, then the token.");
    Bearer::read(header).map(|Bearer(token)| token).ok_or_else(bad_format)
}

/// The user who asks.
pub async fn user(shared: &Shared, request: &HttpRequest) -> Result<Arc<User>, Refused> {
    let bearer = bearer(request)?;
    shared.users.user_of(&bearer).await?.ok_or_else(|| Refused::invalid("The user's token is not valid."))
}

/// Checks a prompt's token from a body.
pub fn check(shared: &Shared, dialect: Dialect, uid: &str, token: &str) -> Result<(), Refused> {
    if token.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("bearer ")) {
        return Err(Refused::bad_format("A token in a body stands alone, without `bearer `."));
    }
    shared.tokens.check(Audience::Prompt(dialect), uid, token).map_err(refused)
}

/// The prompt whose token is the request's bearer.
pub fn prompt(shared: &Shared, dialect: Dialect, request: &HttpRequest) -> Result<String, Refused> {
    let bearer = bearer(request)?;
    shared.tokens.subject(Audience::Prompt(dialect), bearer.expose()).map_err(refused)
}

fn refused(error: TokenError) -> Refused {
    let message = error.to_string();
    let mut letters = message.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    Refused::invalid(format!("{first}{}.", letters.as_str()))
}
