//! Messages for a socket that come over HTTP: newer clients send so and listen on the socket.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::body::{BodySize, MessageBody};
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{self, Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, ResponseError as _, rt};
use serde::Serialize;
use serde_json::{Map, Value};
use tokio::sync::oneshot;

use super::directory::ChannelCard;
use super::open::Talks;
use super::sockets::SocketWay;
use crate::conversation::Conversation;
use crate::conversation::command::{NewMessage, VisitorAsk};
use crate::conversation::ids::{ChannelNo, ConversationId};
use crate::conversation::parse::{self, Asked};
use crate::engine::reading::Fields;
use crate::http::Shared;
use crate::http::body::json_object;
use crate::http::problem::Problem;
use crate::room::fanout::{Brought, Held, Reception};

/// Time that an answer has to leave before what it set off comes over the socket.
const AHEAD: Duration = Duration::from_millis(10);
/// Time in which a message is on disk, or is said not to be.
const PATIENCE: Duration = Duration::from_secs(10);

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

/// An answer that pages of the channel's sites may read, refusals too: their visitors are to be told.
pub fn readable(
    request: &HttpRequest,
    card: Option<&ChannelCard>,
    answer: Result<HttpResponse, Problem>,
) -> HttpResponse {
    let mut answer = answer.unwrap_or_else(|problem| problem.error_response());
    let origin = request.headers().get(header::ORIGIN);
    let admits =
        |origin: &&HeaderValue| card.is_none_or(|card| origin.to_str().is_ok_and(|origin| card.admits(origin)));
    if let Some(origin) = origin.filter(admits) {
        answer.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        answer.headers_mut().insert(header::VARY, HeaderValue::from_static("Origin"));
    }
    answer
}

/// What a browser asks before a page of another site may call. Which sites a channel allows is said with the
/// call itself: here there is no key yet.
pub async fn preflight(request: HttpRequest) -> HttpResponse {
    let answer = HttpResponse::NoContent()
        .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"))
        .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type, x-api-key"))
        .insert_header((header::ACCESS_CONTROL_MAX_AGE, "600"))
        .finish();
    readable(&request, None, Ok(answer))
}

/// Takes a message for a socket: when this is answered, it is on disk. What it sets off comes over that socket, behind
/// this answer.
#[utoipa::path(post, path = "/api/custom-channel/sockets/message", tag = "conversations",
    params(("x-api-key" = String, Header, description = "The channel's key.")),
    request_body(content = Object, description = "A frame as over the socket, with event.socket_id."),
    responses((status = 200, description = "Taken.", body = Taken),
        (status = 401, description = "No channel's key.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such socket is open.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is wrong; it is named.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "The socket has sent too much.", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "It was not taken; the same client_msg_id may be sent again.", body = Problem, content_type = "application/problem+json")))]
pub async fn receive(request: HttpRequest, shared: Data<Shared>, payload: web::Payload) -> HttpResponse {
    match channel_of(&request, &shared) {
        Ok(card) => readable(&request, Some(&card), take(&request, &shared.kinds.talks, &card, payload).await),
        Err(problem) => readable(&request, None, Err(problem)),
    }
}

async fn take(
    request: &HttpRequest,
    talks: &Talks,
    card: &ChannelCard,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let mut object = json_object(request, payload, talks.message_bytes_max).await?;
    name_message(&mut object);
    let root = Fields::root(&object);
    let event = root.get("event").ok_or_else(|| root.refuse("event", "an object"))?;
    let socket_id = Fields::at("event", event)?.string("socket_id")?.to_owned();
    let asked = parse::frame(root)?;
    let way = talks.sockets.find(&socket_id, card.facts.no).ok_or_else(no_socket)?;
    let text = Value::Object(object).to_string();
    let kept = async {
        let held = brought(&way, text).await?;
        is_kept(talks, card.facts.no, &asked).await.map(|()| held)
    };
    let held = rt::time::timeout(PATIENCE, kept).await.unwrap_or_else(|_| Err(not_kept()))?;
    let body = Ahead { words: Some(Bytes::from_static(b"{\"success\":true}")), held: Some(held) };
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CACHE_CONTROL, "no-store")).content_type("application/json");
    Ok(answer.body(body))
}

/// Gives a visitor's message a name of ours where it has none: by it is known that it was kept.
fn name_message(object: &mut Map<String, Value>) {
    let event = object.get_mut("event").filter(|event| event["event_type"] == "user_message");
    let payload = event.and_then(|event| event.get_mut("event_payload")?.as_object_mut());
    let Some(payload) = payload else { return };
    let named = payload.get("client_msg_id").is_some_and(|id| !id.is_null() && *id != "");
    if !named {
        payload.insert("client_msg_id".to_owned(), Value::from(uuid::Uuid::new_v4().to_string()));
    }
}

/// Hands a message to the room by way of its socket, which hears nothing more until what comes back is dropped.
async fn brought(way: &SocketWay, text: String) -> Result<Held, Problem> {
    let (told, taken) = oneshot::channel();
    if !way.link.sink.bring(Brought { conn: way.conn, text, told }) {
        return Err(not_kept());
    }
    match taken.await {
        Ok(Reception::Heard(held)) => Ok(held),
        Ok(Reception::Throttled) => Err(Problem::too_many("This socket has sent too much; wait a moment.", 1)),
        Ok(Reception::Gone) => Err(no_socket()),
        Err(_) => Err(not_kept()),
    }
}

/// Waits until what was brought to a conversation is on disk. What it does not exist for, or what it has refused, its
/// socket is told; a message that is not there afterwards was not taken.
async fn is_kept(talks: &Talks, channel: ChannelNo, asked: &Asked) -> Result<(), Problem> {
    let Asked::Of { conversation, ask, .. } = asked else { return Ok(()) };
    let Some(id) = ConversationId::parse(conversation) else { return Ok(()) };
    let name = if let VisitorAsk::Say(NewMessage { client_id, parts, .. }) = ask
        && !parts.is_empty()
    {
        client_id.clone()
    } else {
        None
    };
    // Told once all that came before is durable.
    let has_it = move |conversation: &Conversation| {
        let talk = conversation.talk.as_deref().filter(|talk| talk.started.channel.no == channel);
        talk.zip(name).is_none_or(|(talk, name)| talk.named(None, &name).is_some())
    };
    match talks.conversations.read(id.as_str(), has_it).await {
        Ok(true) => Ok(()),
        Ok(false) | Err(_) => Err(not_kept()),
    }
}

fn no_socket() -> Problem {
    Problem::new(404, "SOCKET_NOT_FOUND", "No such socket of this channel is open.")
}

fn not_kept() -> Problem {
    Problem::unavailable("The message was not taken; send it again in a moment, with the same client_msg_id.")
}

/// A body that lets its socket hear again once it has been written: the answer goes first.
struct Ahead {
    words: Option<Bytes>,
    held: Option<Held>,
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
        let held = self.held.take();
        rt::spawn(async move {
            rt::time::sleep(AHEAD).await;
            drop(held);
        });
    }
}
