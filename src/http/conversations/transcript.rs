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
pub struct Transcript {
    pub transcript: Vec<TranscriptGroup>,
    pub message: Vec<TranscriptGroup>,
}

/// The transcript of one of the channel's conversations.
#[utoipa::path(get, path = "/api/transcript", tag = "conversations",
    params(("x-api-key" = String, Header, description = "The channel's key."),
        ("conversation_id" = String, Query, description = "The conversation's id.")),
    responses((status = 200, description = "{transcript, message}, both the same list.", body = Object),
        (status = 401, description = "No channel's key.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such conversation in this channel.", body = Problem, content_type = "application/problem+json")))]
pub async fn show(request: HttpRequest, shared: Data<Shared>, asked: Query<Asked>) -> HttpResponse {
    match channel_of(&request, &shared) {
        Ok(card) => readable(&request, Some(&card), read(&shared, &card, &asked).await),
        Err(problem) => readable(&request, None, Err(problem)),
    }
}

async fn read(shared: &Shared, card: &ChannelCard, asked: &Asked) -> Result<HttpResponse, Problem> {
    let none = || Problem::new(404, "UNKNOWN_CONVERSATION", "Invalid conversation_id");
    let id = ConversationId::parse(&asked.conversation_id).ok_or_else(none)?;
    let (channel, room) = (card.facts.no, id.as_str().to_owned());
    let look = move |conversation: &crate::conversation::Conversation| {
        let talk = conversation.talk.as_deref().filter(|talk| talk.started.channel.no == channel)?;
        Some(talk.transcript(&room, usize::MAX).groups)
    };
    let groups = shared.kinds.talks.conversations.read(id.as_str(), look).await?.ok_or_else(none)?;
    let transcript = Transcript { transcript: groups.clone(), message: groups };
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(transcript))
}
