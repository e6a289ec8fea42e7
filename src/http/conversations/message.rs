//! Messages for a socket that come over HTTP: newer clients send so and listen on the socket.

use std::time::Duration;

use actix_web::body::{BodySize, MessageBody};
use actix_web::http::{StatusCode, header};
use actix_web::web::{self, Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, rt};
use serde::Serialize;
use serde_json::Value;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::directory::ChannelCard;
use super::sockets::SocketWay;
use crate::conversation::parse;
use crate::engine::reading::Fields;
use crate::http::Shared;
use crate::http::body::json_object;
use crate::http::problem::Problem;

/// Time that an answer has to leave before what it set off comes over the socket.
const AHEAD: Duration = Duration::from_millis(10);

/// The answer to a message that was taken.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Taken {
    pub success: bool,
}

/// The channel whose key the header `x-api-key` holds.
///
/// # Errors
/// 401, or 429 where the address has guessed too often.
pub fn channel_of(request: &HttpRequest, shared: &Shared) -> Result<Arc<ChannelCard>, Problem> {
    let key = request.headers().get("x-api-key").and_then(|value| value.to_str().ok()).unwrap_or("");
    let lookup = shared.lookup(request)?;
    shared.kinds.talks.directory.channel_by_key(key).ok_or_else(|| {
        lookup.failed();
        Problem::new(401, "UNAUTHORIZED", "This call needs the header x-api-key with a channel's key.")
    })
}

/// Lets pages of the channel's sites read the answer.
pub fn allow(request: &HttpRequest, card: Option<&ChannelCard>, answer: &mut HttpResponseBuilder) {
    if let Some(origin) = allowed_origin(request, card) {
        answer.insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, origin)).insert_header((header::VARY, "Origin"));
    }
}

/// The origin of the page that asks, where it may read the answer.
pub fn allowed_origin<'a>(request: &'a HttpRequest, card: Option<&ChannelCard>) -> Option<&'a str> {
    let origin = request.headers().get(header::ORIGIN).and_then(|value| value.to_str().ok());
    origin.filter(|origin| card.is_none_or(|card| card.admits(origin)))
}

/// What a browser asks before a page of another site may call. Which sites a channel allows is said with the
/// call itself: here there is no key yet.
pub async fn preflight(request: HttpRequest) -> HttpResponse {
    let mut answer = HttpResponse::NoContent();
    allow(&request, None, &mut answer);
    answer
        .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"))
        .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type, x-api-key"))
        .insert_header((header::ACCESS_CONTROL_MAX_AGE, "600"))
        .finish()
}

/// Takes a message for a socket. What it sets off comes over that socket, behind this answer.
#[utoipa::path(post, path = "/api/custom-channel/sockets/message", tag = "conversations",
    params(("x-api-key" = String, Header, description = "The channel's key.")),
    request_body(content = Object, description = "A frame as over the socket, with event.socket_id."),
    responses((status = 200, description = "Taken.", body = Taken),
        (status = 401, description = "No channel's key.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such socket is open.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is wrong; it is named.", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Too much waits.", body = Problem, content_type = "application/problem+json")))]
pub async fn receive(
    request: HttpRequest,
    shared: Data<Shared>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let card = channel_of(&request, &shared)?;
    let limit = shared.kinds.talks.message_bytes_max;
    let object = json_object(&request, payload, limit).await?;
    let root = Fields::root(&object);
    let event = root.get("event").ok_or_else(|| root.refuse("event", "an object"))?;
    let socket_id = Fields::at("event", event)?.string("socket_id")?.to_owned();
    parse::frame(root)?;
    let way = shared.kinds.talks.sockets.find(&socket_id, card.facts.no);
    let way = way.ok_or_else(|| Problem::new(404, "SOCKET_NOT_FOUND", "No such socket of this channel is open."))?;
    let text = Value::Object(object).to_string();
    let mut answer = HttpResponse::build(StatusCode::OK);
    allow(&request, Some(&card), &mut answer);
    let words = Bytes::from_static(b"{\"success\":true}");
    let body = Ahead { words: Some(words), after: Some((way, text)) };
    Ok(answer.insert_header((header::CACHE_CONTROL, "no-store")).content_type("application/json").body(body))
}

/// A body that brings its message to the socket once it has been written: the answer goes first.
struct Ahead {
    words: Option<Bytes>,
    after: Option<(SocketWay, String)>,
}

impl MessageBody for Ahead {
    type Error = std::convert::Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.words.as_ref().map_or(0, |words| words.len() as u64))
    }

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Poll::Ready(self.words.take().map(Ok))
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        let Some((way, text)) = self.after.take() else { return };
        rt::spawn(async move {
            rt::time::sleep(AHEAD).await;
            if !way.sink.bring(way.conn, text) {
                log::warn!("a message over HTTP is lost: its hub takes no more");
            }
        });
    }
}
