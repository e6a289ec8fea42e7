//! The administrator's calls about agents.

use actix_web::http::header;
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::administration::{created, make, tell};
use crate::conversation::ids::AgentNo;
use crate::conversation::parse_parts::is_link;
use crate::desk::ROOM;
use crate::desk::command::{Command, NewAgent};
use crate::desk::wire::{AgentBody, Agents, MadeAgent};
use crate::engine::reading::Fields;
use crate::http::Shared;
use crate::http::admin::Administrator;
use crate::http::base::base_of;
use crate::http::body::json_object;
use crate::http::problem::Problem;
use crate::limits::{GUEST_NAME_CHARS_MAX, URL_CHARS_MAX};

/// Conversations at a time.
const CAPACITY: std::ops::RangeInclusive<u64> = 1..=100;

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
    token(&request, &shared, Command::AddAgent(new)).await
}

/// All agents whose tokens count.
#[utoipa::path(get, path = "/api/v1/agents", tag = "administration", security(("administrator" = [])), responses(
    (status = 200, body = Agents),
    (status = 401, description = "Not the administrator.", body = Problem, content_type = "application/problem+json")))]
pub async fn list(shared: Data<Shared>, _: Administrator) -> Result<HttpResponse, Problem> {
    let agents = shared.kinds.talks.desk.read(ROOM, |desk| desk.agent_rows()).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(Agents { agents }))
}

/// Replaces what an agent is: what is left out is as for a new one. Token and conversations stay.
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

/// Gives an agent another token: the old one counts no more, its sockets are closed.
#[utoipa::path(post, path = "/api/v1/agents/{agent_id}/token", tag = "administration", security(("administrator" = [])),
    params(("agent_id" = String, Path, description = "The agent's id.")), responses(
    (status = 201, description = "Made.", body = MadeAgent),
    (status = 401, description = "Not the administrator.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such agent.", body = Problem, content_type = "application/problem+json")))]
pub async fn change_token(
    request: HttpRequest,
    shared: Data<Shared>,
    _: Administrator,
    id: Path<String>,
) -> Result<HttpResponse, Problem> {
    token(&request, &shared, Command::ChangeToken(number(&id)?)).await
}

/// Makes a token and tells it, this once.
async fn token(request: &HttpRequest, shared: &Shared, command: Command) -> Result<HttpResponse, Problem> {
    let (agent_id, secret) = make(shared, command).await?;
    let token = secret.expose().to_owned();
    let console_url = format!("{}/console#token={token}", base_of(shared, request));
    Ok(created(&MadeAgent { agent_id, token, console_url }))
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
