//! What the administrator's calls about channels and agents have in common: the desk is asked, and before the answer
//! goes out, what has changed counts at every door.

use actix_web::HttpResponse;
use actix_web::http::header;
use serde::Serialize;

use crate::desk::command::Command;
use crate::desk::{ROOM, Said};
use crate::engine::Secret;
use crate::http::Shared;
use crate::http::problem::Problem;

/// Has the desk make a secret: whose it is, and the secret itself, which is known to nobody else.
pub(super) async fn make(shared: &Shared, command: Command) -> Result<(String, Secret), Problem> {
    let talks = &shared.kinds.talks;
    let made = talks.desk.call(ROOM, command).await?;
    talks.refresh().await?;
    match made.into_iter().next() {
        Some(Said::Made { id, secret }) => {
            log::info!("{id} has a new secret");
            Ok((id, secret))
        }
        Some(Said::Agent(_)) | None => {
            Err(Problem::new(500, "INTERNAL", "A secret was made, but it is lost; make another."))
        }
    }
}

/// Has the desk change something that needs no answer.
pub(super) async fn tell(shared: &Shared, command: Command) -> Result<HttpResponse, Problem> {
    let talks = &shared.kinds.talks;
    talks.desk.call(ROOM, command).await?;
    talks.refresh().await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The one answer that holds a secret: no cache keeps it.
pub(super) fn created(made: &impl Serialize) -> HttpResponse {
    HttpResponse::Created().insert_header((header::CACHE_CONTROL, "no-store")).json(made)
}
