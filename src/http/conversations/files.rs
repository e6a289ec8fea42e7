//! Files over HTTP: sent into a conversation, and fetched by those who may read it. A message names them afterwards.

use actix_files::NamedFile;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::mime::Mime;
use actix_web::web::{self, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::directory::ChannelCard;
use super::message::{channel_of, readable};
use super::taking::Sent;
use crate::conversation::Conversation;
use crate::conversation::event::AgentFacts;
use crate::conversation::files::{Bringer, FileId, KeptFile};
use crate::conversation::ids::ConversationId;
use crate::conversation::parts::File;
use crate::engine::Refusal;
use crate::http::Shared;
use crate::http::bearer::Bearer;
use crate::http::problem::Problem;
use crate::store::kept::format::{self, Format};
use crate::store::kept::name::disposition;

/// What a browser may do with a file that it shows in spite of all: nothing.
const POLICY: &str = "sandbox; default-src 'none'";

/// How a file is called.
#[derive(Debug, Deserialize)]
pub struct Named {
    #[serde(default)]
    pub name: String,
}

/// What may be sent.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = FileRules)]
pub struct Rules {
    /// Whether this conversation takes files.
    pub files: bool,
    /// Bytes of one file.
    pub bytes_max: usize,
    /// What the names of files that are taken end in.
    pub endings: Vec<String>,
    /// Their media types.
    pub media_types: Vec<&'static str>,
}

/// Who asks.
pub(super) enum Who {
    Visitor(Arc<ChannelCard>),
    Agent(AgentFacts),
}

impl Who {
    fn of(request: &HttpRequest, shared: &Shared) -> Result<Who, Problem> {
        if request.headers().contains_key("x-api-key") {
            return channel_of(request, shared).map(Who::Visitor);
        }
        let unauthorized = || {
            let detail = "This call needs the header x-api-key with a channel's key, or Authorization: Bearer with an agent's token.";
            Problem::new(401, "UNAUTHORIZED", detail)
        };
        let bearer = request.headers().get(header::AUTHORIZATION).and_then(Bearer::read).ok_or_else(unauthorized)?;
        let agent = shared.kinds.talks.directory.agent_by_token(bearer.0.expose());
        agent.map(Who::Agent).ok_or_else(|| shared.unknown_key(request, unauthorized()))
    }

    /// Whose files these are.
    pub(super) fn bringer(&self) -> Bringer {
        match self {
            Who::Visitor(card) => Bringer::Visitor(card.facts.no),
            Who::Agent(agent) => Bringer::Agent(agent.clone()),
        }
    }

    /// Looks at a conversation that they may read.
    pub(super) async fn look<R: Send + 'static>(
        &self,
        shared: &Shared,
        id: &ConversationId,
        look: impl FnOnce(&crate::conversation::state::Talk) -> R + Send + 'static,
    ) -> Result<R, Problem> {
        let channel = match self {
            Who::Visitor(card) => Some(card.facts.no),
            Who::Agent(_) => None,
        };
        let read = move |conversation: &Conversation| {
            let talk = conversation.talk.as_deref();
            talk.filter(|talk| channel.is_none_or(|no| talk.started.channel.no == no)).map(look)
        };
        shared.kinds.talks.conversations.read(id.as_str(), read).await?.ok_or_else(unknown)
    }
}

/// What is answered to whoever may ask, as pages may read it.
async fn answered(
    request: &HttpRequest,
    shared: &Shared,
    answer: impl AsyncFnOnce(&Who) -> Result<HttpResponse, Problem>,
) -> HttpResponse {
    let answer = match Who::of(request, shared) {
        Ok(who) => answer(&who).await,
        Err(problem) => Err(problem),
    };
    readable(request, answer)
}

/// What may be sent into a conversation.
#[utoipa::path(get, path = "/api/v1/conversations/{conversation_id}/files", tag = "conversations",
    params(("conversation_id" = String, Path, description = "The conversation's id."),
        ("x-api-key" = Option<String>, Header, description = "The channel's key; an agent sends Authorization: Bearer.")),
    responses((status = 200, description = "What may be sent.", body = Rules),
        (status = 401, description = "Neither a channel's key nor an agent's token.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "A page of a site that the channel's allowed_origins do not name.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such conversation in this channel.", body = Problem, content_type = "application/problem+json")))]
pub async fn rules(request: HttpRequest, shared: Data<Shared>, id: Path<String>) -> HttpResponse {
    answered(&request, &shared, async |who| {
        let id = ConversationId::parse(&id).ok_or_else(unknown)?;
        let files = who.look(&shared, &id, |talk| talk.rules().files).await?;
        let limits = &shared.settings.limits;
        let rules = Rules {
            files: files && limits.conversation_file_bytes_max > 0,
            bytes_max: limits.conversation_file_bytes_max,
            endings: limits.conversation_file_types.clone(),
            media_types: taken(&shared).map(|format| format.media_type).collect(),
        };
        Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(rules))
    })
    .await
}

/// Sends a file into a conversation. It is kept when this is answered; a message then holds it, by the `url` that
/// comes back. One that no message holds is removed after a day (a setting).
#[utoipa::path(post, path = "/api/v1/conversations/{conversation_id}/files", tag = "conversations",
    params(("conversation_id" = String, Path, description = "The conversation's id."),
        ("name" = Option<String>, Query, description = "What the file is called. It is made harmless; the ending becomes that of what the file is."),
        ("x-api-key" = Option<String>, Header, description = "The channel's key; an agent sends Authorization: Bearer.")),
    request_body(content = Vec<u8>, content_type = "*/*", description = "The file, with its media type; application/octet-stream where the sender does not know it."),
    responses((status = 201, description = "Kept.", body = File),
        (status = 401, description = "Neither a channel's key nor an agent's token.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "A page of a site that the channel's allowed_origins do not name.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such conversation in this channel.", body = Problem, content_type = "application/problem+json"),
        (status = 408, description = "It came too slowly.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "NO_FILES, TOO_MANY_FILES, or NOT_YOURS: another agent has the conversation.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large.", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Not a type that is taken, or not what it is said to be.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The file is empty.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many files come at once.", body = Problem, content_type = "application/problem+json"),
        (status = 507, description = "The server keeps as many files as it may.", body = Problem, content_type = "application/problem+json")))]
pub async fn send(
    request: HttpRequest,
    shared: Data<Shared>,
    id: Path<String>,
    named: Query<Named>,
    payload: web::Payload,
) -> HttpResponse {
    answered(&request, &shared, async |who| {
        let id = ConversationId::parse(&id).ok_or_else(unknown)?;
        let sent = Sent { request: &request, shared: &shared, who, id: &id, name: &named.name };
        let file = sent.take_in(payload).await?;
        Ok(HttpResponse::Created().insert_header((header::CACHE_CONTROL, "no-store")).json(file.part(id.as_str())))
    })
    .await
}

/// A file of a conversation, for those who may read it. Ranges, conditions and HEAD are answered as RFC 9110 has them.
#[utoipa::path(get, path = "/api/v1/conversations/{conversation_id}/files/{file_id}", tag = "conversations",
    params(("conversation_id" = String, Path, description = "The conversation's id."),
        ("file_id" = String, Path, description = "The file's id."),
        ("x-api-key" = Option<String>, Header, description = "The channel's key; an agent sends Authorization: Bearer.")),
    responses((status = 200, description = "The file, as an attachment.", content_type = "*/*"),
        (status = 206, description = "The part that was asked for.", content_type = "*/*"),
        (status = 401, description = "Neither a channel's key nor an agent's token.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "A page of a site that the channel's allowed_origins do not name.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such file in a conversation of this channel.", body = Problem, content_type = "application/problem+json")))]
pub async fn fetch(request: HttpRequest, shared: Data<Shared>, path: Path<(String, String)>) -> HttpResponse {
    answered(&request, &shared, async |who| {
        let nothing = || Problem::new(404, "UNKNOWN_FILE", "There is no such file.");
        let id = ConversationId::parse(&path.0).ok_or_else(unknown)?;
        let file = FileId::parse(&path.1).ok_or_else(nothing)?;
        let known = file.clone();
        let kept = who.look(&shared, &id, move |talk| talk.files.get(&known).cloned()).await?.ok_or_else(nothing)?;
        let cabinet = Arc::clone(&shared.kinds.talks.cabinet);
        let opened = web::block(move || NamedFile::from_file(cabinet.read(&id, &file)?, "file")).await;
        let Ok(Ok(opened)) = opened else { return Err(nothing()) };
        handed_over(&request, opened, &kept).ok_or_else(nothing)
    })
    .await
}

/// The file's bytes, to be saved: what a browser shows in spite of that may do nothing.
fn handed_over(request: &HttpRequest, file: NamedFile, kept: &KeptFile) -> Option<HttpResponse> {
    let text = kept.mimetype.starts_with("text/");
    let mime: Mime =
        if text { format!("{}; charset=utf-8", kept.mimetype) } else { kept.mimetype.clone() }.parse().ok()?;
    let mut answer = file.set_content_type(mime).disable_content_disposition().into_response(request);
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition(&kept.name)).ok()?);
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "private, no-cache"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Some(answer)
}

/// The formats that this server's operator takes.
pub(super) fn taken(shared: &Shared) -> impl Iterator<Item = &'static Format> {
    shared.settings.limits.conversation_file_types.iter().filter_map(|ending| format::by_ending(ending))
}

fn unknown() -> Problem {
    Problem::new(404, "UNKNOWN_CONVERSATION", crate::conversation::INVALID_CONVERSATION)
}

pub(super) fn refused(refusal: Refusal) -> Problem {
    match refusal.code {
        "UNKNOWN_CONVERSATION" => unknown(),
        _ => refusal.into(),
    }
}
