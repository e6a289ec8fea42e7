//! A channel's settings, as the administrator sends them.

use serde_json::Value;

use crate::desk::channel::ChannelSettings;
use crate::desk::hours::{Day, Hours, Opening, date, is_zone, minutes};
use crate::engine::Refusal;
use crate::engine::reading::Fields;
use crate::limits::{CHANNEL_DAYS_OFF_MAX, CHANNEL_OPENINGS_MAX, CHANNEL_TEXT_CHARS_MAX, CONVERSATION_ID_CHARS_MAX};

/// Seconds that a wait or a silence may last.
const SECONDS: std::ops::RangeInclusive<u64> = 1..=86_400;
/// Seconds that a bot may take: nobody looks at three dots for longer.
const BOT_SECONDS: std::ops::RangeInclusive<u64> = 1..=60;
/// Origins of one channel.
const ORIGINS_MAX: usize = 50;

/// Reads the settings; what is absent is as usual.
///
/// # Errors
/// What is not as it should be, with the field's path.
pub fn read(fields: Fields<'_>) -> Result<ChannelSettings, Refusal> {
    let text = |name| fields.text_or_none(name, 1, CHANNEL_TEXT_CHARS_MAX);
    let locale = match fields.get("locale").map(Value::as_str) {
        None => None,
        Some(Some(locale @ ("de" | "en"))) => Some(locale.to_owned()),
        Some(_) => return Err(fields.refuse("locale", "de or en")),
    };
    let files = match fields.get("files") {
        None => None,
        Some(_) => Some(fields.boolean("files")?),
    };
    Ok(ChannelSettings {
        bot_name: fields.text_or_none("bot_name", 1, CONVERSATION_ID_CHARS_MAX)?,
        greeting: text("greeting")?,
        busy_text: text("busy_text")?,
        fallback_text: text("fallback_text")?,
        locale,
        queue_seconds: seconds(fields, "queue_seconds", SECONDS)?,
        silence_seconds: seconds(fields, "silence_seconds", SECONDS)?,
        bot_seconds: seconds(fields, "bot_seconds", BOT_SECONDS)?,
        hours: fields.get("hours").map(|value| hours(Fields::at(&fields.path("hours"), value)?)).transpose()?,
        closed_text: text("closed_text")?,
        files,
        allowed_origins: origins(fields)?,
    })
}

fn seconds(fields: Fields<'_>, name: &str, range: std::ops::RangeInclusive<u64>) -> Result<Option<u32>, Refusal> {
    let Some(value) = fields.get(name) else { return Ok(None) };
    let number = value.as_u64().filter(|number| range.contains(number)).and_then(|number| u32::try_from(number).ok());
    let (least, most) = (range.start(), range.end());
    number.map(Some).ok_or_else(|| fields.refuse(name, &format!("a whole number from {least} to {most}")))
}

fn hours(fields: Fields<'_>) -> Result<Hours, Refusal> {
    let time_zone = fields.string("time_zone")?.to_owned();
    if !is_zone(&time_zone) {
        return Err(fields.refuse("time_zone", "a time zone of the IANA database, like Europe/Berlin"));
    }
    let week = fields.array("week", 0, CHANNEL_OPENINGS_MAX)?.iter().enumerate().map(|(at, value)| {
        let path = format!("{}[{at}]", fields.path("week"));
        opening(Fields::at(&path, value)?)
    });
    let week = week.collect::<Result<_, _>>()?;
    let closed = match fields.get("closed") {
        None => Vec::new(),
        Some(_) => fields
            .array("closed", 0, CHANNEL_DAYS_OFF_MAX)?
            .iter()
            .enumerate()
            .map(|(at, value)| {
                let day = value.as_str().filter(|day| date(day).is_some()).map(str::to_owned);
                day.ok_or_else(|| fields.refuse(&format!("closed[{at}]"), "a day like 2026-12-24"))
            })
            .collect::<Result<_, _>>()?,
    };
    Ok(Hours { time_zone, week, closed })
}

fn opening(fields: Fields<'_>) -> Result<Opening, Refusal> {
    let days = fields.array("days", 1, Day::ALL.len())?.iter().enumerate().map(|(at, value)| {
        let day = serde_json::from_value::<Day>(value.clone());
        day.map_err(|_| fields.refuse(&format!("days[{at}]"), "mon, tue, wed, thu, fri, sat or sun"))
    });
    let days = days.collect::<Result<_, _>>()?;
    let time = |name: &str| -> Result<String, Refusal> {
        let text = fields.string(name)?;
        match minutes(text) {
            Some(_) => Ok(text.to_owned()),
            None => Err(fields.refuse(name, "a time of day from 00:00 to 24:00")),
        }
    };
    let (from, to) = (time("from")?, time("to")?);
    if from == "24:00" {
        return Err(fields.refuse("from", "a time of day from 00:00 to 23:59"));
    }
    Ok(Opening { days, from, to })
}

fn origins(fields: Fields<'_>) -> Result<Vec<String>, Refusal> {
    if fields.get("allowed_origins").is_none() {
        return Ok(Vec::new());
    }
    let read = |(at, value): (usize, &Value)| {
        let origin = value.as_str().and_then(origin);
        let path = format!("allowed_origins[{at}]");
        origin.ok_or_else(|| fields.refuse(&path, "an origin like https://wine.example, without a path"))
    };
    fields.array("allowed_origins", 0, ORIGINS_MAX)?.iter().enumerate().map(read).collect()
}

fn origin(text: &str) -> Option<String> {
    let text = text.trim_end_matches('/').to_ascii_lowercase();
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    (!rest.is_empty() && rest.len() <= 260 && rest.bytes().all(plain)).then(|| text.clone())
}
