//! A host's sessions: made, listed, deleted.

use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse, http::header};
use serde::Serialize;

use crate::engine::Secret;
use crate::engine::reading::Fields;
use crate::http::Shared;
use crate::http::base::base_of;
use crate::http::bearer::Bearer;
use crate::http::body::json_object;
use crate::http::codes;
use crate::http::problem::Problem;
use crate::http::rooms;
use crate::quiz::command::Command;
use crate::quiz::wire::{QuizBody, SessionEntry};
use crate::quiz::{Quiz, parse, session_entry};
use crate::room::loading::restore;
use crate::store::{SessionId, asked};

/// The kind's name in the store.
const KIND: &str = <Quiz as crate::engine::Machine>::KIND;

/// A new session's body: the quiz, and the host's own key where there is one already.
#[derive(Debug, Serialize, utoipa::ToSchema, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewSession {
    /// 3–64 characters; absent: the server makes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_id: Option<String>,
    #[serde(flatten)]
    pub quiz: QuizBody,
}

/// A session that was made.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Made {
    pub code: String,
    /// The host's secret.
    pub host_id: String,
    /// For guests.
    pub join_url: String,
    /// For the host alone: the secret is part of it.
    pub host_url: String,
    /// For the public screen.
    pub stage_url: String,
}

/// A host's sessions, newest first.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Sessions {
    pub sessions: Vec<SessionEntry>,
}

/// Makes a session under a code that the server chooses.
#[utoipa::path(post, path = "/api/v1/quiz/sessions", tag = "quiz", request_body = NewSession, responses(
    (status = 201, description = "Made; it waits for guests.", body = Made),
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
    let fields = Fields::root(&body);
    let host_id = match fields.get("hostId") {
        None => codes::host_id(),
        Some(_) => parse::host_id(fields)?,
    };
    let quiz = parse::new_quiz(fields, host_id.clone())?;
    let create = || Command::Create(Box::new(quiz.clone()));
    let code = rooms::found(&request, &shared, &shared.kinds.quiz, create).await?;
    let base = base_of(&shared, &request);
    let key = percent_encoding::utf8_percent_encode(host_id.expose(), percent_encoding::NON_ALPHANUMERIC).to_string();
    let key = key.replace("%2D", "-").replace("%5F", "_");
    Ok(HttpResponse::Created().insert_header((header::CACHE_CONTROL, "no-store")).json(Made {
        join_url: format!("{base}/j/{code}"),
        host_url: format!("{base}/host/{code}#key={key}"),
        stage_url: format!("{base}/stage/{code}"),
        host_id: host_id.expose().to_owned(),
        code,
    }))
}

/// The host's sessions, newest first; an unknown key owns none.
#[utoipa::path(get, path = "/api/v1/quiz/sessions", tag = "quiz", security(("host" = [])), responses(
    (status = 200, body = Sessions),
    (status = 401, description = "No bearer.", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "Too many unknown keys.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(request: HttpRequest, shared: Data<Shared>, bearer: Bearer) -> Result<HttpResponse, Problem> {
    let guard = shared.lookup(&request)?;
    let owner = shared.key.hash("host", bearer.0.expose());
    let rows = asked(|done| shared.store.sessions_of(KIND, owner, done)).await?;
    if rows.is_empty() {
        guard.failed();
    }
    let sessions = rows.iter().map(|(code, summary)| session_entry(code, summary)).collect();
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(Sessions { sessions }))
}

/// Deletes a session with everything of its participants.
#[utoipa::path(delete, path = "/api/v1/quiz/sessions/{code}", tag = "quiz", security(("host" = [])),
    params(("code" = String, Path, description = "The session's code.")), responses(
    (status = 204, description = "Gone."),
    (status = 401, description = "No bearer.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "You have no session with this code.", body = Problem,
        content_type = "application/problem+json"),
    (status = 429, description = "Too many failures.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn delete(
    request: HttpRequest,
    shared: Data<Shared>,
    code: Path<String>,
    bearer: Bearer,
) -> Result<HttpResponse, Problem> {
    let (place, ()) = as_host(&request, &shared, &code, bearer.0, |_| ()).await?;
    match place {
        Place::Room => shared.kinds.quiz.delete(&code).await?,
        Place::Archive(session) => asked(|done| shared.store.delete(session, done)).await?,
    }
    log::info!("session {} was deleted by its host", &*code);
    Ok(HttpResponse::NoContent().finish())
}

/// Where a host's session was found.
pub enum Place {
    /// Its room has the code.
    Room,
    /// It ended long ago and its code may be another's by now.
    Archive(SessionId),
}

/// Looks at the session under `code` for its host. One answer for "no session" and "not yours".
///
/// # Errors
/// 404, or 429 where the address has failed too often.
pub async fn as_host<R: Send + 'static>(
    request: &HttpRequest,
    shared: &Shared,
    code: &str,
    key: Secret,
    look: impl FnOnce(&Quiz) -> R + Send + 'static,
) -> Result<(Place, R), Problem> {
    let guard = shared.lookup(request)?;
    if !codes::is_code(code) {
        guard.failed();
        return Err(Problem::no_session());
    }
    let owner = shared.key.hash("host", key.expose());
    let hashing = shared.key.clone();
    let seen = shared.kinds.quiz.read(code, move |quiz| match quiz.is_host(&hashing, key.expose()) {
        true => Ok(look(quiz)),
        false => Err(look),
    });
    let look = match seen.await? {
        Ok(seen) => return Ok((Place::Room, seen)),
        Err(look) => look,
    };
    let Some(session) = asked(|done| shared.store.load_owned(KIND, code, owner, done)).await? else {
        guard.failed();
        return Err(Problem::no_session());
    };
    let id = session.session;
    // A long evening takes a while to rebuild, and this thread has sockets to serve.
    let seen = web::block(move || restore::<Quiz>(&session).map(|restored| look(&restored.machine))).await;
    match seen {
        Ok(Ok(seen)) => Ok((Place::Archive(id), seen)),
        Ok(Err(error)) => {
            log::error!("a session cannot be read: {error}");
            Err(Problem::new(500, "INTERNAL", "The session's records cannot be read."))
        }
        Err(_) => Err(Problem::unavailable("The server is stopping.")),
    }
}
