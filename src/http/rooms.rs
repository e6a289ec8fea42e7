//! What a code leads to: one field on the home page joins rooms of every kind.

use std::sync::Arc;

use actix_web::web::{self, Data, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, http::header};
use serde::Serialize;

use super::Shared;
use super::codes::{self, is_code};
use super::kinds::Kinds;
use super::problem::{Problem, resource};
use super::prompts::administration::find_typed;
use crate::engine::{Machine, SessionStatus};
use crate::limits::{CODE_LETTERS_MAX, CODE_LETTERS_MIN, CODE_TRIES};
use crate::prompt::Prompt;
use crate::room::{CallError, Registry};
use crate::store::{SharedStore, asked};

/// Adds the routes.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/v1/codes/{code}", "GET").route(web::get().to(kind_of)));
}

/// What a code leads to.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CodeKind {
    pub code: String,
    /// The kind of its room: `quiz` is joined at `/j/CODE`, `music` at `/m/CODE`, `prompt` at `/p/CODE`.
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
        true => match shared.kinds.kind_of(&shared.store, &code).await? {
            Some(kind) => Some(kind),
            // A prompt's name serves as its code, where no room has it.
            None => find_typed(&shared, &code).await?.map(|_| Prompt::KIND),
        },
        false => None,
    };
    let Some(kind) = kind else {
        guard.failed();
        return Err(Problem::new(404, "ROOM_NOT_FOUND", "No room is open under this code."));
    };
    let answer = CodeKind { code: code.into_inner(), kind };
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(answer))
}

/// Founds a room of any kind under a code that the server chooses: short ones first, longer ones when many are
/// taken.
///
/// # Errors
/// 429 where the address has founded too many; 503 where the server is stopping, the storage cannot be written or no
/// free code was found; what the machine refuses.
pub async fn found<M: Machine>(
    request: &HttpRequest,
    shared: &Shared,
    registry: &Arc<Registry<M>>,
    create: impl Fn() -> M::Command,
) -> Result<String, Problem> {
    admit(request, shared)?;
    for letters in CODE_LETTERS_MIN..=CODE_LETTERS_MAX {
        for _ in 0..CODE_TRIES {
            let code = codes::code(letters);
            if !is_free(&shared.store, &code).await? || find_typed(shared, &code).await?.is_some() {
                continue;
            }
            match registry.call(&code, create()).await {
                Ok(_) => {
                    metrics::counter!("soiree_sessions_founded_total", "kind" => M::KIND).increment(1);
                    return Ok(code);
                }
                // Somebody was quicker with the same code.
                Err(CallError::Refused(refusal)) if refusal.code == "CODE_TAKEN" => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    Err(Problem::unavailable("No free code was found; try again."))
}

/// Whether a room may be founded now, by this address. Asked last: a host who mends a mistake in a body has not
/// founded anything.
fn admit(request: &HttpRequest, shared: &Shared) -> Result<(), Problem> {
    if shared.is_stopping() {
        return Err(Problem::unavailable("The server is stopping."));
    }
    shared
        .store
        .writable()
        .map_err(|reason| Problem::unavailable(format!("The storage cannot be written: {reason}")))?;
    shared
        .foundings
        .admit(shared.address(request))
        .map_err(|wait| Problem::too_many("Too many new sessions from this address; wait a while.", wait))
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
    Ok(asked(|done| store.code_is_free(kind, code, done)).await?)
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
