//! Starting: a session for a user, with all that one needs to take part.

use actix_web::http::header;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};

use super::asking;
use super::refused::Refused;
use crate::engine::reading::Fields;
use crate::http::Shared;
use crate::http::state::TOO_MANY_LOOKUPS;
use crate::http::tokens::Audience;
use crate::prompt::command::Command;
use crate::prompt::view::Info;
use crate::prompt::wire::api::{ApiError, SessionStarted, Shown, StartJourney, StartPublic, Started};
use crate::prompt::wire::{Message, Seconds};
use crate::prompt::{Dialect, parse};

/// Opens a session of a user in the prompt with this identifier, or this uid. A journey's token is for both dialects.
#[utoipa::path(post, path = "/api/1/interactive_prompts/start_public", tag = "interactive_prompts",
    operation_id = "start_public", security(("user" = [])), request_body = StartPublic, responses(
        (status = 200, body = Started),
        (status = 401, description = "`not_set`, `bad_format`.", body = ApiError),
        (status = 403, description = "`invalid`.", body = ApiError),
        (status = 404, description = "`not_found`.", body = ApiError),
        (status = 422, description = "A field is wrong; it is named.", body = ApiError),
        (status = 429, description = "`rate_limited`: too many sessions of this user or address, or too many failed look-ups.",
            body = ApiError),
        (status = 503, description = "`session_failed_to_start`, or not possible now.", body = ApiError),
    ))]
pub async fn public(request: HttpRequest, shared: Data<Shared>, payload: Payload) -> Result<HttpResponse, Refused> {
    let object = asking::body(payload).await?;
    let identifier = parse::start_public(Fields::root(&object))?;
    let user = asking::user(&shared, &request).await?;
    let uid = known(&shared, &request, &identifier).await?;
    let (started, kind) = begin(&shared, &request, &uid, &user.sub).await?;
    let jwt = match kind {
        Dialect::InteractivePrompt => started.jwt,
        Dialect::Journey => shared.tokens.sign_for(&Dialect::ALL.map(Audience::Prompt), &uid),
    };
    Ok(fresh(HttpResponse::Ok()).json(Started { jwt, ..started }))
}

/// Opens a session of a user in a journey whose token they have. The new token is for both dialects: the session
/// may be spoken to in either.
#[utoipa::path(post, path = "/api/1/journeys/start_interactive_prompt", tag = "journeys",
    operation_id = "start_interactive_prompt", security(("user" = [])), request_body = StartJourney, responses(
        (status = 201, body = Started),
        (status = 401, description = "`not_set`, `bad_format`.", body = ApiError),
        (status = 403, description = "`invalid`.", body = ApiError),
        (status = 404, description = "`not_found`.", body = ApiError),
        (status = 422, description = "A field is wrong; it is named.", body = ApiError),
        (status = 429, description = "`rate_limited`: too many sessions of this user or address.", body = ApiError),
        (status = 503, description = "`session_failed_to_start`, or not possible now.", body = ApiError),
    ))]
pub async fn journey(request: HttpRequest, shared: Data<Shared>, payload: Payload) -> Result<HttpResponse, Refused> {
    let object = asking::body(payload).await?;
    let (uid, jwt) = parse::start_journey(Fields::root(&object))?;
    asking::check(&shared, Dialect::Journey, &uid, &jwt)?;
    let user = asking::user(&shared, &request).await?;
    let (started, _) = begin(&shared, &request, &uid, &user.sub).await?;
    let jwt = shared.tokens.sign_for(&Dialect::ALL.map(Audience::Prompt), &uid);
    Ok(fresh(HttpResponse::Created()).json(Started { jwt, ..started }))
}

/// A journey with its token, for whoever knows its uid.
#[utoipa::path(get, path = "/api/1/journeys/dev_show/{uid}", tag = "journeys", operation_id = "dev_show",
    params(("uid" = String, Path, description = "The journey's uid, or its identifier.")), responses(
        (status = 200, body = Shown),
        (status = 404, description = "`not_found`.", body = ApiError),
        (status = 429, description = "`rate_limited`: too many failed look-ups.", body = ApiError),
    ))]
pub async fn dev_show(request: HttpRequest, shared: Data<Shared>, uid: Path<String>) -> Result<HttpResponse, Refused> {
    let uid = known(&shared, &request, &uid).await?;
    let info = journey_info(&shared, &uid).await?;
    Ok(fresh(HttpResponse::Ok()).json(Shown {
        jwt: shared.tokens.sign(Audience::Prompt(Dialect::Journey), &uid),
        duration_seconds: Seconds(info.duration_seconds),
        fenwick_bin_width: info.bin_width(),
        prompt: info.prompt,
        recording: super::recordings::link(&uid, info.recording.as_ref()),
        uid,
    }))
}

/// Opens a session of a user in a journey.
#[utoipa::path(post, path = "/api/1/journeys/dev_start_session/{uid}", tag = "journeys",
    operation_id = "dev_start_session", security(("user" = [])),
    params(("uid" = String, Path, description = "The journey's uid, or its identifier.")), responses(
        (status = 200, body = SessionStarted),
        (status = 401, description = "`not_set`, `bad_format`.", body = ApiError),
        (status = 403, description = "`invalid`.", body = ApiError),
        (status = 404, description = "`not_found`.", body = ApiError),
        (status = 429, description = "`rate_limited`: too many sessions of this user or address.", body = ApiError),
    ))]
pub async fn dev_start_session(
    request: HttpRequest,
    shared: Data<Shared>,
    uid: Path<String>,
) -> Result<HttpResponse, Refused> {
    let user = asking::user(&shared, &request).await?;
    let uid = known(&shared, &request, &uid).await?;
    journey_info(&shared, &uid).await?;
    let (started, _) = begin(&shared, &request, &uid, &user.sub).await?;
    Ok(fresh(HttpResponse::Ok()).json(SessionStarted { session_uid: started.session_uid }))
}

fn fresh(mut answer: actix_web::HttpResponseBuilder) -> actix_web::HttpResponseBuilder {
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    answer
}

/// The uid of a prompt that exists. Unknown names wake no room, and who guesses them is slowed down.
async fn known(shared: &Shared, request: &HttpRequest, name: &str) -> Result<String, Refused> {
    let guard = shared.lookup_or_wait(request).map_err(|wait| Refused::too_many(TOO_MANY_LOOKUPS, wait))?;
    shared.directory.find(&shared.store, &shared.key, name).await?.ok_or_else(|| {
        guard.failed();
        Refused::not_found()
    })
}

async fn journey_info(shared: &Shared, uid: &str) -> Result<Info, Refused> {
    let names = Dialect::Journey.names();
    let read = shared.kinds.prompt.read(uid, |prompt| prompt.info()).await;
    let info = read.map_err(|error| Refused::of_call(names, error))?.map(|(info, ..)| info);
    info.filter(|info| info.kind == Dialect::Journey).ok_or_else(Refused::not_found)
}

/// Opens a session; the token is of the prompt's own dialect.
async fn begin(shared: &Shared, request: &HttpRequest, uid: &str, user: &str) -> Result<(Started, Dialect), Refused> {
    shared.admission.admit(user, shared.address(request))?;
    let names = Dialect::InteractivePrompt.names();
    let answer = shared.kinds.prompt.call(uid, Command::Begin { user: user.into() }).await;
    let mut said = answer.map_err(|error| Refused::of_call(names, error))?.into_iter();
    let Some(Message::Begun { session_uid, kind, prompt, duration_seconds }) = said.next() else {
        return Err(Refused::unavailable("The prompt did not answer."));
    };
    let jwt = shared.tokens.sign(Audience::Prompt(kind), uid);
    let duration_seconds = Seconds(duration_seconds);
    Ok((Started { uid: uid.to_owned(), jwt, session_uid, prompt, duration_seconds }, kind))
}
