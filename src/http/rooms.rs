//! What a code leads to: one field on the home page joins rooms of every kind.

use std::sync::Arc;

use actix_web::web::{self, Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, http::header};
use serde::Serialize;
use tokio::sync::oneshot;

use super::Shared;
use super::codes::is_code;
use super::kinds::Kinds;
use super::problem::{Problem, resource};
use crate::engine::{Machine, SessionStatus};
use crate::room::Registry;
use crate::store::SharedStore;

/// Adds the routes.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/v1/codes/{code}", "GET").route(web::get().to(kind_of)));
}

/// What a code leads to.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CodeKind {
    pub code: String,
    /// The kind of its room: `quiz` is joined at `/j/CODE`, `music` at `/m/CODE`.
    pub kind: &'static str,
}

/// The kind of room that a code leads to. Codes that nobody has and those of rooms that are over have one answer.
#[utoipa::path(get, path = "/api/v1/codes/{code}", tag = "pages",
    params(("code" = String, Path, description = "As it stands on the screen, in capitals.")),
    responses((status = 200, body = CodeKind),
        (status = 404, description = "No room is open under this code.", content_type = "application/problem+json", body = Problem),
        (status = 429, description = "Too many unknown codes from this address.", content_type = "application/problem+json", body = Problem),
        (status = 503, description = "The storage cannot be read now.", content_type = "application/problem+json", body = Problem)))]
pub async fn kind_of(request: HttpRequest, shared: Data<Shared>, code: Path<String>) -> Result<HttpResponse, Problem> {
    let guard = shared.lookup(&request)?;
    let kind = match is_code(&code) {
        true => shared.kinds.kind_of(&shared.store, &code).await?,
        false => None,
    };
    let Some(kind) = kind else {
        guard.failed();
        return Err(Problem::new(404, "ROOM_NOT_FOUND", "No room is open under this code."));
    };
    let answer = CodeKind { code: code.into_inner(), kind };
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(answer))
}

/// Whether a code is free for a new session. Rooms of all kinds are joined by the same field, so that none may take
/// another's.
///
/// # Errors
/// 503 where the storage cannot be read now.
pub async fn is_free(store: &SharedStore, code: &str) -> Result<bool, Problem> {
    for kind in Kinds::WITH_CODES {
        if !is_free_in(store, kind, code).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a code is free within one kind.
///
/// # Errors
/// 503 where the storage cannot be read now.
pub async fn is_free_in(store: &SharedStore, kind: &'static str, code: &str) -> Result<bool, Problem> {
    let (told, answer) = oneshot::channel();
    // Whoever asked may have gone; then nobody needs the answer.
    store.code_is_free(kind, code, Box::new(move |result| drop(told.send(result))));
    match answer.await {
        Ok(Ok(free)) => Ok(free),
        Ok(Err(error)) => {
            log::error!("a read of the store failed: {error}");
            Err(Problem::unavailable("The storage cannot be read."))
        }
        Err(_) => Err(Problem::unavailable("The server is stopping.")),
    }
}

/// Whether a session that is not over has the code. No room is woken for a code that nobody has.
///
/// # Errors
/// 503 where the storage or the room cannot be read now.
pub async fn is_open<M: Machine>(
    store: &SharedStore,
    registry: &Arc<Registry<M>>,
    code: &str,
) -> Result<bool, Problem> {
    if is_free_in(store, M::KIND, code).await? {
        return Ok(false);
    }
    let status = registry.read(code, |room| room.summary().map(|summary| summary.status)).await?;
    Ok(status.is_some_and(|status| status != SessionStatus::Ended))
}
