//! Guests of music rooms: they join by code or link and get a token of their own.

use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse, http::header};
use serde::Serialize;

use super::rooms::room_of;
use crate::engine::reading::Fields;
use crate::http::Shared;
use crate::http::body::json_object;
use crate::http::problem::Problem;
use crate::music::command::Command;
use crate::music::parse;
use crate::music::wire::ServerMessage;

/// Who joins.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct NewGuest {
    /// 1–40 characters.
    pub name: String,
}

/// A guest's seat.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Joined {
    pub room_id: String,
    /// The guest's secret: `?token=` in the socket's address.
    pub guest_token: String,
    /// The wished one, with a number behind it where somebody else bears it.
    pub name: String,
    pub guest_id: u32,
}

/// Joins a room.
#[utoipa::path(post, path = "/api/v1/music/rooms/{room}/guests", tag = "music", request_body = NewGuest,
    params(("room" = String, Path, description = "The room's id or code.")), responses(
    (status = 201, description = "Joined; the token opens the socket.", body = Joined),
    (status = 400, description = "Not JSON.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No room has this code.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The room is closed, or full.", body = Problem,
        content_type = "application/problem+json"),
    (status = 415, description = "Not application/json.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is wrong; it is named.", body = Problem,
        content_type = "application/problem+json"),
    (status = 429, description = "Too many unknown codes from this address.", body = Problem,
        content_type = "application/problem+json"),
    (status = 503, description = "Stopping, or the storage cannot be written.", body = Problem,
        content_type = "application/problem+json"),
))]
pub async fn join(
    request: HttpRequest,
    shared: Data<Shared>,
    room: Path<String>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let body = json_object(&request, payload, shared.settings.limits.body_bytes_max).await?;
    let name = parse::guest_name(Fields::root(&body))?;
    let room_id = room_of(&request, &shared, &room).await?;
    let told = shared.kinds.music.call(&room_id, Command::Join { name }).await?;
    let joined = told.into_iter().find_map(|message| match message {
        ServerMessage::GuestJoined { guest_id, name, guest_token } => {
            Some(Joined { room_id: room_id.clone(), guest_token, name, guest_id })
        }
        _ => None,
    });
    let joined = joined.ok_or_else(|| Problem::unavailable("The room has given no seat; try again."))?;
    Ok(HttpResponse::Created().insert_header((header::CACHE_CONTROL, "no-store")).json(joined))
}
