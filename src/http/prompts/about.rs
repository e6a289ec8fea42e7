//! What stands behind a link: for pages that everybody may open who has it.

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::administration::find_typed;
use super::recordings;
use crate::http::Shared;
use crate::http::problem::Problem;
use crate::http::tokens::Audience;
use crate::prompt::Prompt;
use crate::prompt::wire::Seconds;
use crate::prompt::wire::api::Behind;

/// A prompt or journey by its identifier or uid, with a token for its sums and its live socket.
#[utoipa::path(get, path = "/api/v1/prompts/{uid}/about", tag = "prompts",
    params(("uid" = String, Path, description = "The prompt's identifier, in capitals or not, or its uid.")), responses(
    (status = 200, body = Behind),
    (status = 404, description = "There is no such prompt.", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "Too many failed look-ups.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn about(request: HttpRequest, shared: Data<Shared>, uid: Path<String>) -> Result<HttpResponse, Problem> {
    let guard = shared.lookup(&request)?;
    let unknown = || Problem::new(404, "NOT_FOUND", "There is no such prompt.");
    let Some(uid) = find_typed(&shared, &uid).await? else {
        guard.failed();
        return Err(unknown());
    };
    let (info, ..) = shared.kinds.prompt.read(&uid, Prompt::info).await?.ok_or_else(unknown)?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(Behind {
        jwt: shared.tokens.sign(Audience::Prompt(info.kind), &uid),
        kind: info.kind,
        prompt: info.prompt,
        duration_seconds: Seconds(info.duration_seconds),
        identifier: info.identifier.unwrap_or_else(|| uid.clone()),
        recording: recordings::link(&uid, info.recording.as_ref()),
        uid,
    }))
}
