//! The administrator's calls about channels.

use std::ops::RangeInclusive;

use actix_web::http::header;
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::Value;

use crate::connectors::bots::webhook::{address, signature};
use crate::conversation::ids::ChannelNo;
use crate::conversation::transcript::rfc3339;
use crate::desk::channel::{BotChoice, ChannelSettings};
use crate::desk::command::{Command, NewChannel};
use crate::desk::{ROOM, Said};
use crate::engine::reading::Fields;
use crate::http::Shared;
use crate::http::admin::Administrator;
use crate::http::body::json_object;
use crate::http::problem::Problem;
use crate::limits::{CHANNEL_TEXT_CHARS_MAX, CONVERSATION_ID_CHARS_MAX, TITLE_CHARS_MAX};

/// Seconds that a wait or a silence may last.
const SECONDS: RangeInclusive<u64> = 1..=86_400;
/// Seconds that a bot may take: nobody looks at three dots for longer.
const BOT_SECONDS: RangeInclusive<u64> = 1..=60;
/// Origins of one channel.
const ORIGINS_MAX: usize = 50;

/// A channel as it is asked for.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ChannelBody {
    /// 1–120 characters.
    pub name: String,
    /// Absent: the flow that comes with the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bot: Option<BotChoice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<ChannelSettings>,
}

/// A channel that was made. The key is shown this once.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MadeChannel {
    pub key: String,
    pub name: String,
    pub channel_id: String,
    /// What the requests to the channel's webhook are signed with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_secret: Option<String>,
}

/// A channel in the list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ChannelRow {
    pub channel_id: String,
    pub name: String,
    pub bot: BotChoice,
    pub settings: ChannelSettings,
    /// RFC 3339.
    pub created_at: String,
}

/// All channels.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Channels {
    pub channels: Vec<ChannelRow>,
}

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
    let talks = &shared.kinds.talks;
    let (name, is_webhook) = (new.name.clone(), matches!(new.bot, BotChoice::Webhook { .. }));
    let made = talks.desk.call(ROOM, Command::AddChannel(Box::new(new))).await?;
    talks.directory.refresh(&talks.desk).await?;
    let Some(Said::Made { id, secret }) = made.into_iter().next() else {
        return Err(Problem::new(500, "INTERNAL", "The channel was made, but its key is lost; make another."));
    };
    log::info!("{id} was made");
    let number = ChannelNo::parse(&id).filter(|_| is_webhook).map(|no| no.0);
    let webhook_secret = number.map(|number| signature::secret(&shared.key, number).expose().to_owned());
    let key = secret.expose().to_owned();
    let made = MadeChannel { key, name, channel_id: id, webhook_secret };
    Ok(HttpResponse::Created().insert_header((header::CACHE_CONTROL, "no-store")).json(made))
}

/// All channels whose keys count.
#[utoipa::path(get, path = "/api/v1/channels", tag = "administration", security(("administrator" = [])), responses(
    (status = 200, body = Channels),
    (status = 401, description = "Not the administrator.", body = Problem, content_type = "application/problem+json")))]
pub async fn list(shared: Data<Shared>, _: Administrator) -> Result<HttpResponse, Problem> {
    let look = |desk: &crate::desk::Desk| {
        let present = desk.channels.iter().filter(|(_, channel)| !channel.is_revoked);
        present
            .map(|(no, channel)| ChannelRow {
                channel_id: no.to_string(),
                name: channel.name.clone(),
                bot: channel.bot.clone(),
                settings: channel.settings.clone(),
                created_at: rfc3339(channel.added),
            })
            .collect::<Vec<_>>()
    };
    let channels = shared.kinds.talks.desk.read(ROOM, look).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(Channels { channels }))
}

/// Changes a channel; conversations that have begun keep what they began with.
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

/// Revokes a channel: its key counts no more, its sockets are closed at their next word.
#[utoipa::path(delete, path = "/api/v1/channels/{channel_id}", tag = "administration", security(("administrator" = [])),
    params(("channel_id" = String, Path, description = "The channel's id.")), responses(
    (status = 204, description = "Revoked."),
    (status = 401, description = "Not the administrator.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such channel.", body = Problem, content_type = "application/problem+json")))]
pub async fn revoke(shared: Data<Shared>, _: Administrator, id: Path<String>) -> Result<HttpResponse, Problem> {
    tell(&shared, Command::RevokeChannel(number(&id)?)).await
}

async fn tell(shared: &Shared, command: Command) -> Result<HttpResponse, Problem> {
    let talks = &shared.kinds.talks;
    talks.desk.call(ROOM, command).await?;
    talks.directory.refresh(&talks.desk).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn number(id: &str) -> Result<ChannelNo, Problem> {
    ChannelNo::parse(id).ok_or_else(|| Problem::new(404, "UNKNOWN_CHANNEL", "There is no such channel."))
}

async fn read(request: &HttpRequest, shared: &Shared, payload: web::Payload) -> Result<NewChannel, Problem> {
    let object = json_object(request, payload, shared.settings.limits.body_bytes_max).await?;
    let fields = Fields::root(&object);
    let bot = bot(fields, shared)?;
    let settings = match fields.get("settings") {
        None => ChannelSettings::default(),
        Some(value) => settings(Fields::at("settings", value)?)?,
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

fn settings(fields: Fields<'_>) -> Result<ChannelSettings, Problem> {
    let text = |name| fields.text_or_none(name, 1, CHANNEL_TEXT_CHARS_MAX);
    let seconds = |name: &str, range: RangeInclusive<u64>| -> Result<Option<u32>, Problem> {
        let Some(value) = fields.get(name) else { return Ok(None) };
        let number = value.as_u64().filter(|seconds| range.contains(seconds));
        let number = number.and_then(|seconds| u32::try_from(seconds).ok());
        let (least, most) = (range.start(), range.end());
        Ok(Some(number.ok_or_else(|| fields.refuse(name, &format!("a whole number from {least} to {most}")))?))
    };
    let locale = match fields.get("locale").map(Value::as_str) {
        None => None,
        Some(Some(locale @ ("de" | "en"))) => Some(locale.to_owned()),
        Some(_) => return Err(fields.refuse("locale", "de or en").into()),
    };
    let origins = match fields.get("allowed_origins") {
        None => Vec::new(),
        Some(_) => fields
            .array("allowed_origins", 0, ORIGINS_MAX)?
            .iter()
            .enumerate()
            .map(|(at, value)| {
                let origin = value.as_str().and_then(origin);
                origin.ok_or_else(|| {
                    fields.refuse(
                        &format!("allowed_origins[{at}]"),
                        "an origin like https://wine.example, without a path",
                    )
                })
            })
            .collect::<Result<_, _>>()?,
    };
    Ok(ChannelSettings {
        bot_name: fields.text_or_none("bot_name", 1, CONVERSATION_ID_CHARS_MAX)?,
        greeting: text("greeting")?,
        busy_text: text("busy_text")?,
        fallback_text: text("fallback_text")?,
        locale,
        queue_seconds: seconds("queue_seconds", SECONDS)?,
        silence_seconds: seconds("silence_seconds", SECONDS)?,
        bot_seconds: seconds("bot_seconds", BOT_SECONDS)?,
        allowed_origins: origins,
    })
}

fn origin(text: &str) -> Option<String> {
    let text = text.trim_end_matches('/').to_ascii_lowercase();
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    (!rest.is_empty() && rest.len() <= 260 && rest.bytes().all(plain)).then(|| text.clone())
}
