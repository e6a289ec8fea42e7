//! Messages for a socket that come over HTTP: newer clients send so and listen on the socket.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::body::{BodySize, MessageBody};
use actix_web::http::StatusCode;
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
use crate::conversation::files::FILES_PATH;
use crate::conversation::ids::{ChannelNo, ConversationId};
use crate::conversation::parse::{self, Asked};
use crate::engine::reading::Fields;
use crate::http::Shared;
use crate::http::body::{json_object, too_large};
use crate::http::problem::Problem;
use crate::http::settings;
use crate::net::foreign_origin;
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

/// The channel whose key the header `x-api-key` holds, for a page of one of its sites, or for a program that is no page.
///
/// # Errors
/// 401, 403 for a page of another site, or 429 where the address has guessed too often.
pub fn channel_of(request: &HttpRequest, shared: &Shared) -> Result<Arc<ChannelCard>, Problem> {
    let key = request.headers().get("x-api-key").and_then(|value| value.to_str().ok()).unwrap_or("");
    let Some(card) = shared.kinds.talks.directory.channel_by_key(key) else {
        let detail = "This call needs the header x-api-key with a channel's key.";
        return Err(shared.unknown_key(request, Problem::new(401, "UNAUTHORIZED", detail)));
    };
    let trusted = settings::origins(&shared.settings);
    match foreign_origin(request.headers(), &trusted, shared.behind_proxy(request)) {
        Some(origin) if !card.admits(&origin) => {
            let detail = "Pages of this origin may not talk in this channel; its setting allowed_origins names others.";
            Err(Problem::new(403, "FOREIGN_ORIGIN", detail))
        }
        Some(_) | None => Ok(card),
    }
}

/// An answer that pages may read, refusals too: their visitors are to be told. A page that may not ask may not read why.
pub fn readable(request: &HttpRequest, answer: Result<HttpResponse, Problem>) -> HttpResponse {
    let mut answer = answer.unwrap_or_else(|problem| problem.error_response());
    let may_read = answer.status() != StatusCode::FORBIDDEN;
    if let Some(origin) = request.headers().get(header::ORIGIN).filter(|_| may_read) {
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
    readable(&request, Ok(answer))
}

/// Takes a message for a socket: when this is answered, it is on disk. What it sets off comes over that socket, behind
/// this answer.
#[utoipa::path(post, path = "/api/custom-channel/sockets/message", tag = "conversations",
    params(("x-api-key" = String, Header, description = "The channel's key.")),
    request_body(content = Object, description = "A frame as over the socket, with event.socket_id."),
    responses((status = 200, description = "Taken.", body = Taken),
        (status = 401, description = "No channel's key.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "A page of a site that the channel's allowed_origins do not name.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such socket is open.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The message is too large.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A field is wrong; it is named.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "The socket has sent too much; or too many wrong keys came from this address.", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "It was not taken; the same client_msg_id may be sent again.", body = Problem, content_type = "application/problem+json")))]
pub async fn receive(request: HttpRequest, shared: Data<Shared>, payload: web::Payload) -> HttpResponse {
    let answer = match channel_of(&request, &shared) {
        Ok(card) => take(&request, &shared.kinds.talks, &card, payload).await,
        Err(problem) => Err(problem),
    };
    readable(&request, answer)
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
    if text.len() > talks.message_bytes_max {
        // With the name that it was given, or with its numbers written out.
        return Err(too_large(talks.message_bytes_max));
    }
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
    let said = if let VisitorAsk::Say(NewMessage { client_id: Some(name), parts, .. }) = ask
        && !parts.is_empty()
    {
        Some((name.clone(), parts.clone()))
    } else {
        None
    };
    let room = id.as_str().to_owned();
    // Told once all that came before is durable.
    let look = move |conversation: &Conversation| {
        let talk = conversation.talk.as_deref().filter(|talk| talk.started.channel.no == channel);
        let Some((talk, (name, parts))) = talk.zip(said) else { return Ok(true) };
        if talk.named(None, &name).is_some() {
            return Ok(true);
        }
        // What is wrong with it stays wrong, however often it is sent.
        talk.with_own_files(&room, parts, FILES_PATH).map(|_| false)
    };
    match talks.conversations.read(id.as_str(), look).await {
        Ok(Ok(true)) => Ok(()),
        Ok(Err(refusal)) => Err(refusal.into()),
        Ok(Ok(false)) | Err(_) => Err(not_kept()),
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
