//! The administrator's calls: prompts and journeys are made, listed, read, deleted.

use actix_web::http::header;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Map, Value};

use super::directory::{self, Taken};
use super::recordings;
use crate::engine::reading::Fields;
use crate::engine::{Entropy, Machine, Refusal, SessionSummary, WallTime};
use crate::http::Shared;
use crate::http::admin::Administrator;
use crate::http::body::json_object;
use crate::http::codes::is_code;
use crate::http::problem::Problem;
use crate::http::rooms;
use crate::http::tokens::Audience;
use crate::prompt::command::{Command, NewPrompt, Recording};
use crate::prompt::view::Info;
use crate::prompt::wire::Seconds;
use crate::prompt::wire::api::{Made, PromptList};
use crate::prompt::{Dialect, Prompt, parse, uid};

/// Makes a prompt or a journey. A journey's recording is sent before, and named as `recording`.
#[utoipa::path(post, path = "/api/v1/prompts", tag = "prompts", security(("administrator" = [])),
    request_body = crate::prompt::wire::api::NewPrompt, responses(
    (status = 201, description = "Made.", body = Made),
    (status = 401, description = "Not the administrator.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The identifier is another prompt's or a room's code, or there are too many prompts.", body = Problem,
        content_type = "application/problem+json"),
    (status = 422, description = "A field is wrong; it is named.", body = Problem,
        content_type = "application/problem+json"),
    (status = 503, description = "Stopping, or the storage cannot be written.", body = Problem,
        content_type = "application/problem+json"),
))]
pub async fn create(
    request: HttpRequest,
    _: Administrator,
    shared: Data<Shared>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let body = json_object(&request, payload, shared.settings.limits.body_bytes_max).await?;
    let recording = match Fields::root(&body).get("recording") {
        None => None,
        Some(_) => Some(recordings::taken(&shared, Fields::root(&body).string("recording")?).await?),
    };
    let made = found(&shared, &body, recording).await?;
    Ok(HttpResponse::Created().insert_header((header::CACHE_CONTROL, "no-store")).json(made))
}

/// Makes the prompt that a body describes, with its recording where one was sent before.
async fn found(
    shared: &Shared,
    body: &Map<String, Value>,
    recording: Option<(Recording, Option<f64>)>,
) -> Result<Made, Problem> {
    let fields = Fields::root(body);
    let wish = parse::wish(fields)?;
    if recording.is_some() && wish.kind != Dialect::Journey {
        return Err(Refusal::field("recording", "nothing here: journeys alone have one").into());
    }
    let (recording, length) = recording.unzip();
    let duration_seconds = length.flatten().or(wish.duration_seconds);
    let duration_seconds = duration_seconds
        .ok_or_else(|| Refusal::field("duration_seconds", "a number, for the recording does not say its length"))?;
    if let Some(identifier) = &wish.identifier {
        no_room_has(shared, identifier).await?;
    }
    let uid = uid::new_uid(wish.kind, &Entropy(rand::random()));
    let name = wish.identifier.clone().unwrap_or_else(|| uid.clone());
    let most = shared.settings.limits.prompts_max;
    shared.directory.take(&shared.store, &shared.key, &name, &uid, most).await.map_err(|taken| match taken {
        Taken::Name => Problem::about(409, "IDENTIFIER_TAKEN", "identifier", taken.to_string()),
        Taken::Full(_) => Problem::new(409, "TOO_MANY_PROMPTS", taken.to_string()),
        Taken::Store(error) => error.into(),
    })?;
    let new =
        NewPrompt { kind: wish.kind, prompt: wish.prompt, duration_seconds, identifier: wish.identifier, recording };
    let made = shared.kinds.prompt.call(&uid, Command::Create(Box::new(new))).await;
    if let Err(error) = made {
        shared.directory.forget(&uid).await;
        return Err(error.into());
    }
    shared.directory.made(&uid).await;
    metrics::counter!("soiree_sessions_founded_total", "kind" => Prompt::KIND).increment(1);
    read(shared, &uid).await
}

/// One field of the home page joins rooms and prompts alike, in whatever letters: a prompt behind a room's code would
/// not be found there.
async fn no_room_has(shared: &Shared, identifier: &str) -> Result<(), Problem> {
    let code = identifier.to_ascii_uppercase();
    match !is_code(&code) || rooms::is_free(&shared.store, &code).await? {
        true => Ok(()),
        false => Err(Problem::about(
            409,
            "IDENTIFIER_TAKEN",
            "identifier",
            "This is the code of a room that is open, or was until lately.",
        )),
    }
}

/// All prompts and journeys, newest first.
#[utoipa::path(get, path = "/api/v1/prompts", tag = "prompts", security(("administrator" = [])), responses(
    (status = 200, body = PromptList),
    (status = 401, description = "Not the administrator.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(_: Administrator, shared: Data<Shared>) -> Result<HttpResponse, Problem> {
    let rows = directory::rows(&shared.store, &shared.key).await?;
    let prompts = rows.iter().filter_map(|(uid, summary)| of_list(&shared, uid, summary)).collect();
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(PromptList { prompts }))
}

/// One prompt or journey.
#[utoipa::path(get, path = "/api/v1/prompts/{uid}", tag = "prompts", security(("administrator" = [])),
    params(("uid" = String, Path, description = "The prompt's uid.")), responses(
    (status = 200, body = Made),
    (status = 401, description = "Not the administrator.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no such prompt.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn show(_: Administrator, shared: Data<Shared>, uid: Path<String>) -> Result<HttpResponse, Problem> {
    let uid = known(&shared, &uid).await?;
    let made = read(&shared, &uid).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(made))
}

/// Deletes a prompt or journey with everything of those who took part.
#[utoipa::path(delete, path = "/api/v1/prompts/{uid}", tag = "prompts", security(("administrator" = [])),
    params(("uid" = String, Path, description = "The prompt's uid.")), responses(
    (status = 204, description = "Gone."),
    (status = 401, description = "Not the administrator.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no such prompt.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn delete(_: Administrator, shared: Data<Shared>, uid: Path<String>) -> Result<HttpResponse, Problem> {
    let uid = known(&shared, &uid).await?;
    let recording =
        shared.kinds.prompt.read(&uid, |prompt| prompt.info().and_then(|(info, ..)| info.recording)).await?;
    shared.kinds.prompt.delete(&uid).await?;
    shared.directory.forget(&uid).await;
    if let Some(recording) = recording {
        let rows = shared.directory.compare(&shared.store, &shared.key).await?;
        // Two journeys may ask different things over one recording.
        if !recordings::used(&rows).contains(&recording.file) {
            recordings::remove(&shared, recording).await;
        }
    }
    log::info!("prompt {uid} was deleted by the administrator");
    Ok(HttpResponse::NoContent().finish())
}

/// The uid of a prompt that exists.
pub(super) async fn known(shared: &Shared, name: &str) -> Result<String, Problem> {
    let found = shared.directory.find(&shared.store, &shared.key, name).await?;
    found.ok_or_else(|| Problem::new(404, "NOT_FOUND", "There is no such prompt."))
}

/// The uid behind a name that a person may have typed; `None` where there is no such prompt.
///
/// # Errors
/// Where the storage cannot be read now.
pub async fn find_typed(shared: &Shared, name: &str) -> Result<Option<String>, Problem> {
    Ok(shared.directory.find_typed(&shared.store, &shared.key, name).await?)
}

async fn read(shared: &Shared, uid: &str) -> Result<Made, Problem> {
    let info = shared.kinds.prompt.read(uid, Prompt::info).await?;
    let (info, created, sessions) = info.ok_or_else(|| Problem::new(404, "NOT_FOUND", "There is no such prompt."))?;
    Ok(made(shared, uid, info, created, sessions))
}

fn of_list(shared: &Shared, uid: &str, summary: &SessionSummary) -> Option<Made> {
    let info = Info::from_outcome(summary.outcome.as_deref()?)?;
    Some(made(shared, uid, info, summary.created, summary.participant_count))
}

fn made(shared: &Shared, uid: &str, info: Info, created: WallTime, sessions: u32) -> Made {
    let created = chrono::DateTime::from_timestamp_millis(created.0).unwrap_or_default();
    Made {
        uid: uid.to_owned(),
        jwt: shared.tokens.sign(Audience::Prompt(info.kind), uid),
        kind: info.kind,
        prompt: info.prompt,
        duration_seconds: Seconds(info.duration_seconds),
        identifier: info.identifier.unwrap_or_else(|| uid.to_owned()),
        created_at: created.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        sessions,
        recording: recordings::link(uid, info.recording.as_ref()),
    }
}
