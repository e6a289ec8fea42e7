//! A conversation's transcript over HTTP, whole.

use actix_web::http::header;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use super::directory::ChannelCard;
use super::message::{channel_of, readable};
use crate::conversation::ids::ConversationId;
use crate::conversation::wire::TranscriptGroup;
use crate::http::Shared;
use crate::http::problem::Problem;

/// Which conversation.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub conversation_id: String,
}

/// A transcript; both keys hold the same list.
#[derive(Debug, Serialize)]
struct Transcript<'a> {
    transcript: &'a [TranscriptGroup],
    message: &'a [TranscriptGroup],
}

/// The transcript of one of the channel's conversations.
#[utoipa::path(get, path = "/api/transcript", tag = "conversations",
    params(("x-api-key" = String, Header, description = "The channel's key."),
        ("conversation_id" = String, Query, description = "The conversation's id.")),
    responses((status = 200, description = "{transcript, message}, both the same list.", body = Object),
        (status = 401, description = "No channel's key.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "A page of a site that the channel's allowed_origins do not name.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such conversation in this channel.", body = Problem, content_type = "application/problem+json")))]
pub async fn show(request: HttpRequest, shared: Data<Shared>, asked: Query<Asked>) -> HttpResponse {
    let answer = match channel_of(&request, &shared) {
        Ok(card) => read(&shared, &card, &asked).await,
        Err(problem) => Err(problem),
    };
    readable(&request, answer)
}

async fn read(shared: &Shared, card: &ChannelCard, asked: &Asked) -> Result<HttpResponse, Problem> {
    let none = || Problem::new(404, "UNKNOWN_CONVERSATION", "Invalid conversation_id");
    let id = ConversationId::parse(&asked.conversation_id).ok_or_else(none)?;
    let (channel, room) = (card.facts.no, id.as_str().to_owned());
    let look = move |conversation: &crate::conversation::Conversation| {
        let talk = conversation.talk.as_deref().filter(|talk| talk.started.channel.no == channel)?;
        Some(talk.grouped(&room))
    };
    let groups = shared.kinds.talks.conversations.read(id.as_str(), look).await?.ok_or_else(none)?;
    let transcript = Transcript { transcript: &groups, message: &groups };
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(transcript))
}
