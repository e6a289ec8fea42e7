//! The administrator's calls about agents.

use actix_web::http::header;
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::conversation::console::AgentRow;
use crate::conversation::ids::AgentNo;
use crate::conversation::parse::is_link;
use crate::desk::command::{Command, NewAgent};
use crate::desk::{ROOM, Said};
use crate::engine::reading::Fields;
use crate::http::Shared;
use crate::http::admin::Administrator;
use crate::http::base::base_of;
use crate::http::body::json_object;
use crate::http::problem::Problem;
use crate::limits::{GUEST_NAME_CHARS_MAX, URL_CHARS_MAX};

/// Conversations at a time.
const CAPACITY: std::ops::RangeInclusive<u64> = 1..=100;

/// An agent as it is asked for.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AgentBody {
    /// 1–40 characters.
    pub name: String,
    /// An address of a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// Conversations at a time, 1–100; absent: the setting, usually 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
}

/// An agent that was made. Token and link are shown this once.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MadeAgent {
    pub agent_id: String,
    pub token: String,
    /// Signs in; the token stands behind the `#` and so in no server's log.
    pub console_url: String,
}

/// All agents.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Agents {
    pub agents: Vec<AgentRow>,
}

/// Makes an agent.
#[utoipa::path(post, path = "/api/v1/agents", tag = "administration", security(("administrator" = [])),
    request_body = AgentBody, responses(
    (status = 201, description = "Made.", body = MadeAgent),
    (status = 401, description = "Not the administrator.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is wrong; it is named.", body = Problem, content_type = "application/problem+json")))]
pub async fn create(
    request: HttpRequest,
    shared: Data<Shared>,
    _: Administrator,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let new = read(&request, &shared, payload).await?;
    let talks = &shared.kinds.talks;
    let made = talks.desk.call(ROOM, Command::AddAgent(new)).await?;
    talks.directory.refresh(&talks.desk).await?;
    let Some(Said::Made { id, secret }) = made.into_iter().next() else {
        return Err(Problem::new(500, "INTERNAL", "The agent was made, but the token is lost; make another."));
    };
    log::info!("{id} was made");
    let token = secret.expose().to_owned();
    let console_url = format!("{}/console#token={token}", base_of(&shared, &request));
    let made = MadeAgent { agent_id: id, token, console_url };
    Ok(HttpResponse::Created().insert_header((header::CACHE_CONTROL, "no-store")).json(made))
}

/// All agents whose tokens count.
#[utoipa::path(get, path = "/api/v1/agents", tag = "administration", security(("administrator" = [])), responses(
    (status = 200, body = Agents),
    (status = 401, description = "Not the administrator.", body = Problem, content_type = "application/problem+json")))]
pub async fn list(shared: Data<Shared>, _: Administrator) -> Result<HttpResponse, Problem> {
    let agents = shared.kinds.talks.desk.read(ROOM, |desk| desk.agent_rows()).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(Agents { agents }))
}

/// Changes an agent.
#[utoipa::path(put, path = "/api/v1/agents/{agent_id}", tag = "administration", security(("administrator" = [])),
    params(("agent_id" = String, Path, description = "The agent's id.")), request_body = AgentBody, responses(
    (status = 204, description = "Changed."),
    (status = 401, description = "Not the administrator.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such agent.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is wrong; it is named.", body = Problem, content_type = "application/problem+json")))]
pub async fn change(
    request: HttpRequest,
    shared: Data<Shared>,
    _: Administrator,
    id: Path<String>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let new = read(&request, &shared, payload).await?;
    tell(&shared, Command::ChangeAgent(number(&id)?, new)).await
}

/// Revokes an agent: the token counts no more, its sockets are closed, its conversations go to others.
#[utoipa::path(delete, path = "/api/v1/agents/{agent_id}", tag = "administration", security(("administrator" = [])),
    params(("agent_id" = String, Path, description = "The agent's id.")), responses(
    (status = 204, description = "Revoked."),
    (status = 401, description = "Not the administrator.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such agent.", body = Problem, content_type = "application/problem+json")))]
pub async fn revoke(shared: Data<Shared>, _: Administrator, id: Path<String>) -> Result<HttpResponse, Problem> {
    tell(&shared, Command::RevokeAgent(number(&id)?)).await
}

async fn tell(shared: &Shared, command: Command) -> Result<HttpResponse, Problem> {
    let talks = &shared.kinds.talks;
    talks.desk.call(ROOM, command).await?;
    talks.directory.refresh(&talks.desk).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn number(id: &str) -> Result<AgentNo, Problem> {
    AgentNo::parse(id).ok_or_else(|| Problem::new(404, "UNKNOWN_AGENT", "There is no such agent."))
}

async fn read(request: &HttpRequest, shared: &Shared, payload: web::Payload) -> Result<NewAgent, Problem> {
    let object = json_object(request, payload, shared.settings.limits.body_bytes_max).await?;
    let fields = Fields::root(&object);
    let picture = fields.text_or_none("picture", 1, URL_CHARS_MAX)?;
    if picture.as_deref().is_some_and(|url| !is_link(url)) {
        return Err(fields.refuse("picture", "an address of http or https, or a path of this server").into());
    }
    let capacity = match fields.get("capacity") {
        None => None,
        Some(value) => {
            let number = value.as_u64().filter(|number| CAPACITY.contains(number));
            let number = number.and_then(|number| u32::try_from(number).ok());
            Some(number.ok_or_else(|| fields.refuse("capacity", "a whole number from 1 to 100"))?)
        }
    };
    Ok(NewAgent { name: fields.text("name", 1, GUEST_NAME_CHARS_MAX)?, picture, capacity })
}
