//! Music rooms: made, looked at, deleted.

use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse, http::header};
use serde::Serialize;

use crate::engine::reading::Fields;
use crate::engine::{Machine, Secret};
use crate::http::Shared;
use crate::http::base::base_of;
use crate::http::bearer::Bearer;
use crate::http::body::json_object;
use crate::http::problem::Problem;
use crate::http::{codes, rooms};
use crate::music::command::Command;
use crate::music::info::Info;
use crate::music::wire::SettingsChange;
use crate::music::{Music, owner_of, parse};
use crate::store::{SessionId, asked};

/// A new room's body.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct NewRoomBody {
    /// 1–120 characters.
    pub name: String,
    /// What is absent is as usual: 3 waiting songs a guest, half of those present skip, no slow mode, fallback on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<SettingsChange>,
}

/// A room that was made.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MadeRoom {
    /// The name in the socket's address: `/ws/session/{room_id}/`.
    pub room_id: String,
    /// What guests type. The same as `room_id`: either serves everywhere.
    pub code: String,
    /// The host's secret: `?token=` in a socket's address, or a bearer.
    pub host_token: String,
    /// For guests.
    pub join_url: String,
    /// For the host alone: the secret is part of it.
    pub host_url: String,
    /// For the public screen.
    pub stage_url: String,
}

/// A room from outside.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct RoomInfo {
    pub room_id: String,
    pub code: String,
    #[serde(flatten)]
    pub info: Info,
}

/// Makes a room under a code that the server chooses.
#[utoipa::path(post, path = "/api/v1/music/rooms", tag = "music", request_body = NewRoomBody, responses(
    (status = 201, description = "Made; it waits for guests.", body = MadeRoom),
    (status = 400, description = "Not JSON.", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "Too large.", body = Problem, content_type = "application/problem+json"),
    (status = 415, description = "Not application/json.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is wrong; it is named.", body = Problem,
        content_type = "application/problem+json"),
    (status = 429, description = "Too many new sessions from this address.", body = Problem,
        content_type = "application/problem+json"),
    (status = 503, description = "Stopping, or the storage cannot be written.", body = Problem,
        content_type = "application/problem+json"),
))]
pub async fn create(
    request: HttpRequest,
    shared: Data<Shared>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let body = json_object(&request, payload, shared.settings.limits.body_bytes_max).await?;
    let host_token = codes::token();
    let room = parse::new_room(Fields::root(&body), host_token.clone())?;
    let create = || Command::Create(Box::new(room.clone()));
    let code = rooms::found(&request, &shared, &shared.kinds.music, create).await?;
    let base = base_of(&shared, &request);
    Ok(HttpResponse::Created().insert_header((header::CACHE_CONTROL, "no-store")).json(MadeRoom {
        join_url: format!("{base}/m/{code}"),
        host_url: format!("{base}/music/host/{code}#key={}", host_token.expose()),
        stage_url: format!("{base}/music/stage/{code}"),
        host_token: host_token.expose().to_owned(),
        room_id: code.clone(),
        code,
    }))
}

/// The room's name in the store: as it was written, or in capitals, as codes are. No room is woken for a code
/// that nobody has.
///
/// # Errors
/// 404, or 429 where the address has failed too often.
pub async fn room_of(request: &HttpRequest, shared: &Shared, written: &str) -> Result<String, Problem> {
    let guard = shared.lookup(request)?;
    if codes::is_code(written) {
        for name in [written.to_owned(), written.to_ascii_uppercase()] {
            if !rooms::is_free_in(&shared.store, Music::KIND, &name).await? {
                return Ok(name);
            }
        }
    }
    guard.failed();
    Err(no_room())
}

fn no_room() -> Problem {
    Problem::new(404, "ROOM_NOT_FOUND", "There is no music room with this code.")
}

/// A room as the page needs it on which one joins.
#[utoipa::path(get, path = "/api/v1/music/rooms/{room}", tag = "music",
    params(("room" = String, Path, description = "The room's id or code.")), responses(
    (status = 200, body = RoomInfo),
    (status = 404, description = "No room has this code.", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "Too many unknown codes from this address.", body = Problem,
        content_type = "application/problem+json"),
))]
pub async fn info(request: HttpRequest, shared: Data<Shared>, room: Path<String>) -> Result<HttpResponse, Problem> {
    let room = room_of(&request, &shared, &room).await?;
    let info = shared.kinds.music.read(&room, Music::info).await?.ok_or_else(no_room)?;
    let answer = RoomInfo { room_id: room.clone(), code: room, info };
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(answer))
}

/// Deletes a room with everything of its guests; sockets are told to come back, to a room that does not exist.
#[utoipa::path(delete, path = "/api/v1/music/rooms/{room}", tag = "music", security(("host" = [])),
    params(("room" = String, Path, description = "The room's id or code.")), responses(
    (status = 204, description = "Gone."),
    (status = 401, description = "No bearer.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "You have no room with this code.", body = Problem,
        content_type = "application/problem+json"),
    (status = 429, description = "Too many failures.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn delete(
    request: HttpRequest,
    shared: Data<Shared>,
    room: Path<String>,
    bearer: Bearer,
) -> Result<HttpResponse, Problem> {
    let guard = shared.lookup(&request)?;
    let written = room.into_inner();
    if codes::is_code(&written) {
        for name in [written.clone(), written.to_ascii_uppercase()] {
            if delete_as_host(&shared, &name, &bearer.0).await? {
                log::info!("music room {name} was deleted by its host");
                return Ok(HttpResponse::NoContent().finish());
            }
        }
    }
    // One answer for "no room" and "not yours".
    guard.failed();
    Err(Problem::new(404, "ROOM_NOT_FOUND", "You have no music room with this code."))
}

/// Deletes the room if the token is its host's; `false`: it is not.
async fn delete_as_host(shared: &Shared, room: &str, token: &Secret) -> Result<bool, Problem> {
    if !rooms::is_free_in(&shared.store, Music::KIND, room).await? {
        let (key, host) = (shared.key.clone(), token.clone());
        if shared.kinds.music.read(room, move |music| music.is_host(&key, host.expose())).await? {
            shared.kinds.music.delete(room).await?;
            return Ok(true);
        }
    }
    // It was closed long ago, and its code may be another's by now.
    let Some(session) = archived(shared, room, token).await? else { return Ok(false) };
    asked(|done| shared.store.delete(session, done)).await?;
    Ok(true)
}

async fn archived(shared: &Shared, room: &str, token: &Secret) -> Result<Option<SessionId>, Problem> {
    let owner = owner_of(&shared.key, token.expose());
    let session = asked(|done| shared.store.load_owned(Music::KIND, room, owner, done)).await?;
    Ok(session.map(|session| session.session))
}
