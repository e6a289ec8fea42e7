//! The administrator's calls about channels.

use actix_web::http::header;
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::administration::{created, make, tell};
use super::settings;
use crate::connectors::bots::webhook::{address, signature};
use crate::conversation::ids::ChannelNo;
use crate::conversation::transcript::rfc3339;
use crate::desk::channel::{BotChoice, ChannelSettings};
use crate::desk::command::{Command, NewChannel};
use crate::desk::wire::{ChannelBody, ChannelRow, Channels, MadeChannel, WebhookSecret};
use crate::desk::{Desk, ROOM};
use crate::engine::reading::Fields;
use crate::http::Shared;
use crate::http::admin::Administrator;
use crate::http::body::json_object;
use crate::http::problem::Problem;
use crate::limits::TITLE_CHARS_MAX;
use crate::room::clock::wall_now;

/// Makes a channel.
#[utoipa::path(post, path = "/api/v1/channels", tag = "administration", security(("administrator" = [])),
    request_body = ChannelBody, responses(
    (status = 201, description = "Made.", body = MadeChannel),
    (status = 401, description = "Not the administrator.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is wrong; it is named.", body = Problem, content_type = "application/problem+json")))]
pub async fn create(
    request: HttpRequest,
    shared: Data<Shared>,
    _: Administrator,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let new = read(&request, &shared, payload).await?;
    let (name, is_webhook) = (new.name.clone(), matches!(new.bot, BotChoice::Webhook { .. }));
    key(&shared, Command::AddChannel(Box::new(new)), name, is_webhook).await
}

/// All channels whose keys count.
#[utoipa::path(get, path = "/api/v1/channels", tag = "administration", security(("administrator" = [])), responses(
    (status = 200, body = Channels),
    (status = 401, description = "Not the administrator.", body = Problem, content_type = "application/problem+json")))]
pub async fn list(shared: Data<Shared>, _: Administrator) -> Result<HttpResponse, Problem> {
    let now = wall_now();
    let look = move |desk: &Desk| {
        let present = desk.channels.iter().filter(|(_, channel)| !channel.is_revoked);
        present
            .map(|(no, channel)| ChannelRow {
                channel_id: no.to_string(),
                name: channel.name.clone(),
                bot: channel.bot.clone(),
                settings: channel.settings.clone(),
                created_at: rfc3339(channel.added),
                is_open: channel.is_open(now),
            })
            .collect::<Vec<_>>()
    };
    let channels = shared.kinds.talks.desk.read(ROOM, look).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(Channels { channels }))
}

/// Replaces what a channel is: what is left out is as for a new one, the bot and each of the settings too. Its key stays,
/// and conversations that have begun keep what they began with.
#[utoipa::path(put, path = "/api/v1/channels/{channel_id}", tag = "administration", security(("administrator" = [])),
    params(("channel_id" = String, Path, description = "The channel's id.")), request_body = ChannelBody, responses(
    (status = 204, description = "Changed."),
    (status = 401, description = "Not the administrator.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such channel.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is wrong; it is named.", body = Problem, content_type = "application/problem+json")))]
pub async fn change(
    request: HttpRequest,
    shared: Data<Shared>,
    _: Administrator,
    id: Path<String>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let new = read(&request, &shared, payload).await?;
    tell(&shared, Command::ChangeChannel(number(&id)?, Box::new(new))).await
}

/// Revokes a channel: its key counts no more, its sockets are closed; whoever waits there for a human waits no longer.
#[utoipa::path(delete, path = "/api/v1/channels/{channel_id}", tag = "administration", security(("administrator" = [])),
    params(("channel_id" = String, Path, description = "The channel's id.")), responses(
    (status = 204, description = "Revoked."),
    (status = 401, description = "Not the administrator.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such channel.", body = Problem, content_type = "application/problem+json")))]
pub async fn revoke(shared: Data<Shared>, _: Administrator, id: Path<String>) -> Result<HttpResponse, Problem> {
    tell(&shared, Command::RevokeChannel(number(&id)?)).await
}

/// Gives a channel another key: the old one counts no more.
#[utoipa::path(post, path = "/api/v1/channels/{channel_id}/key", tag = "administration", security(("administrator" = [])),
    params(("channel_id" = String, Path, description = "The channel's id.")), responses(
    (status = 201, description = "Made.", body = MadeChannel),
    (status = 401, description = "Not the administrator.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such channel.", body = Problem, content_type = "application/problem+json")))]
pub async fn change_key(shared: Data<Shared>, _: Administrator, id: Path<String>) -> Result<HttpResponse, Problem> {
    let no = number(&id)?;
    let look = move |desk: &Desk| {
        let channel = desk.channels.get(&no).filter(|channel| !channel.is_revoked)?;
        Some((channel.name.clone(), matches!(channel.bot, BotChoice::Webhook { .. })))
    };
    let (name, is_webhook) = shared.kinds.talks.desk.read(ROOM, look).await?.ok_or_else(unknown)?;
    key(&shared, Command::ChangeKey(no), name, is_webhook).await
}

/// What the requests to a channel's webhook are signed with.
#[utoipa::path(get, path = "/api/v1/channels/{channel_id}/webhook-secret", tag = "administration",
    security(("administrator" = [])),
    params(("channel_id" = String, Path, description = "The channel's id.")), responses(
    (status = 200, body = WebhookSecret),
    (status = 401, description = "Not the administrator.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such channel.", body = Problem, content_type = "application/problem+json")))]
pub async fn webhook_secret(shared: Data<Shared>, _: Administrator, id: Path<String>) -> Result<HttpResponse, Problem> {
    let no = number(&id)?;
    let look = move |desk: &Desk| desk.channels.get(&no).is_some_and(|channel| !channel.is_revoked);
    if !shared.kinds.talks.desk.read(ROOM, look).await? {
        return Err(unknown());
    }
    let webhook_secret = signature::secret(&shared.key, no.0).expose().to_owned();
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(WebhookSecret { webhook_secret }))
}

/// Makes a key and tells it, this once.
async fn key(shared: &Shared, command: Command, name: String, is_webhook: bool) -> Result<HttpResponse, Problem> {
    let (channel_id, secret) = make(shared, command).await?;
    let number = ChannelNo::parse(&channel_id).filter(|_| is_webhook);
    let webhook_secret = number.map(|no| signature::secret(&shared.key, no.0).expose().to_owned());
    Ok(created(&MadeChannel { key: secret.expose().to_owned(), name, channel_id, webhook_secret }))
}

fn unknown() -> Problem {
    Problem::new(404, "UNKNOWN_CHANNEL", "There is no such channel.")
}

fn number(id: &str) -> Result<ChannelNo, Problem> {
    ChannelNo::parse(id).ok_or_else(unknown)
}

async fn read(request: &HttpRequest, shared: &Shared, payload: web::Payload) -> Result<NewChannel, Problem> {
    let object = json_object(request, payload, shared.settings.limits.body_bytes_max).await?;
    let fields = Fields::root(&object);
    let bot = bot(fields, shared)?;
    let settings = match fields.get("settings") {
        None => ChannelSettings::default(),
        Some(value) => settings::read(Fields::at("settings", value)?)?,
    };
    Ok(NewChannel { name: fields.text("name", 1, TITLE_CHARS_MAX)?, bot, settings })
}

fn bot(fields: Fields<'_>, shared: &Shared) -> Result<BotChoice, Problem> {
    let Some(value) = fields.get("bot") else { return Ok(BotChoice::default()) };
    let bot = Fields::at("bot", value)?;
    let choice = match bot.string("kind")? {
        "scripted" => BotChoice::Scripted { script: bot.get("script").cloned() },
        "webhook" => {
            let url = bot.string("url")?;
            let private = shared.settings.private_webhooks.is_on();
            address::read(url, private).map_err(|expected| bot.refuse("url", expected))?;
            BotChoice::Webhook { url: url.to_owned() }
        }
        _ => return Err(bot.refuse("kind", "scripted or webhook").into()),
    };
    let tried = shared.kinds.talks.directory.bot(ChannelNo(0), &choice);
    tried.map_err(|why| bot.refuse("script", &format!("a flow, or the name of one in the data folder: {why}")))?;
    Ok(choice)
}
