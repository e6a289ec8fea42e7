//! Reads what clients send, field by field, so that every refusal names the field and what was expected.

use serde_json::Value;

use super::catalogue::SongId;
use super::command::{Command, NewRoom, Seen};
use super::player::PlayerId;
use super::wire::SettingsChange;
use crate::engine::reading::{self, Fields, text_value};
use crate::engine::{Incoming, Refusal, SeatNo, Secret};
use crate::limits::{
    CHAT_CHARS_MAX, GUEST_NAME_CHARS_MAX, MUSIC_FALLBACK_MAX, MUSIC_QUEUE_LIMIT, MUSIC_SLOW_MODE_SECONDS,
    PLAYER_ID_CHARS_MAX, SONG_ID_CHARS_MAX, TITLE_CHARS_MAX,
};

/// Millionths of a percent in a percent.
pub const MICRO: f64 = 1_000_000.0;

/// Understands one message of a client.
pub fn command(incoming: Incoming<'_>, bytes_max: usize) -> Result<Command, Refusal> {
    let object = reading::object(incoming)?;
    if let Incoming::Text(text) = incoming
        && text.len() > bytes_max
    {
        let message = format!("A message of this type may have {bytes_max} bytes.");
        return Err(Refusal::malformed("TOO_LARGE", message));
    }
    let fields = Fields::root(&object);
    let song = || song_id(fields, "song_id");
    Ok(match fields.string("type")? {
        "song_vote" => Command::Vote { song: song()? },
        "chat_message" => Command::Chat { name: spoken_name(fields), message: message(fields)? },
        "room_closed" => Command::Close,
        "song_changed" => Command::Change { song: song()? },
        "playback_changed" => {
            let player = fields.get("player").map(|_| player_id(fields)).transpose()?;
            Command::Playback { micro_percent: percentage(fields)?, paused: fields.boolean("paused")?, player }
        }
        "song_queued" => Command::Queue { song: song()? },
        "song_removed" => Command::Remove { song: song()? },
        "join_room" => Command::Join { name: guest_name(fields)? },
        "vote_skip" => Command::Skip,
        "host:next" => Command::Next {
            after: match fields.get("after").map(Value::as_str) {
                None => Seen::Whatever,
                Some(Some("")) => Seen::Nothing,
                Some(_) => Seen::Song(song_id(fields, "after")?),
            },
        },
        "host:restore_song" => Command::Restore { song: song()? },
        "host:mute" => Command::Mute { guest: guest_id(fields)?, muted: fields.boolean("muted")? },
        "host:remove_guest" => Command::RemoveGuest { guest: guest_id(fields)?, removed: fields.boolean("removed")? },
        "host:lock" => Command::Lock { locked: fields.boolean("locked")? },
        "host:settings" => Command::Settings(settings(fields)?),
        "host:fallback" => Command::Fallback { songs: song_ids(fields)? },
        "host:fallback_list" => Command::ReadFallback,
        "host:player" => Command::Play { player: player_id(fields)? },
        "time_request" => Command::Time { client_time: fields.number("client_time")? },
        _ => return Err(Refusal::malformed("UNKNOWN_TYPE", "type: expected a message type of the music protocol")),
    })
}

/// A room as it is made over HTTP.
///
/// # Errors
/// The first field that is not as it should be, with its path.
pub fn new_room(fields: Fields<'_>, host_token: Secret) -> Result<NewRoom, Refusal> {
    let name = fields.text("name", 1, TITLE_CHARS_MAX)?;
    let settings = match fields.get("settings") {
        None => SettingsChange::default(),
        Some(value) => settings(Fields::at("settings", value)?)?,
    };
    Ok(NewRoom { name, host_token, settings })
}

/// A guest's name as it is given over HTTP.
///
/// # Errors
/// A refusal of the field `name`.
pub fn guest_name(fields: Fields<'_>) -> Result<String, Refusal> {
    fields.text("name", 1, GUEST_NAME_CHARS_MAX)
}

/// The name in a chat message is only a wish: one that cannot be a name is none.
fn spoken_name(fields: Fields<'_>) -> Option<String> {
    text_value(fields.get("name")?, 1, GUEST_NAME_CHARS_MAX)
}

/// Plain text on one line: control characters are spaces.
fn message(fields: Fields<'_>) -> Result<String, Refusal> {
    let expected = || fields.refuse("message", &format!("a text of 1–{CHAT_CHARS_MAX} characters"));
    let text = fields.get("message").and_then(Value::as_str).ok_or_else(expected)?;
    let text: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let text = text.trim();
    if !(1..=CHAT_CHARS_MAX).contains(&text.chars().count()) {
        return Err(expected());
    }
    Ok(text.to_owned())
}

fn percentage(fields: Fields<'_>) -> Result<u32, Refusal> {
    let number = fields.get("percentage").and_then(Value::as_f64).filter(|number| (0.0..=100.0).contains(number));
    // Within the bounds, hence whole and exact after rounding.
    number
        .map(|number| (number * MICRO).round() as u32)
        .ok_or_else(|| fields.refuse("percentage", "a number from 0 to 100"))
}

fn song_id(fields: Fields<'_>, name: &str) -> Result<SongId, Refusal> {
    let expected = || fields.refuse(name, &format!("a text of 1–{SONG_ID_CHARS_MAX} characters"));
    fields.get(name).and_then(Value::as_str).and_then(SongId::parse).ok_or_else(expected)
}

fn song_ids(fields: Fields<'_>) -> Result<Vec<SongId>, Refusal> {
    let values = fields.array("song_ids", 0, MUSIC_FALLBACK_MAX)?;
    let song = |(at, value): (usize, &Value)| {
        let expected =
            || fields.refuse(&format!("song_ids[{at}]"), &format!("a text of 1–{SONG_ID_CHARS_MAX} characters"));
        value.as_str().and_then(SongId::parse).ok_or_else(expected)
    };
    values.iter().enumerate().map(song).collect()
}

fn player_id(fields: Fields<'_>) -> Result<PlayerId, Refusal> {
    let expected = || fields.refuse("player", &format!("a text of 1–{PLAYER_ID_CHARS_MAX} characters"));
    fields.get("player").and_then(Value::as_str).and_then(PlayerId::parse).ok_or_else(expected)
}

fn guest_id(fields: Fields<'_>) -> Result<SeatNo, Refusal> {
    let number = fields.get("guest_id").and_then(Value::as_u64).and_then(|number| SeatNo::try_from(number).ok());
    number.ok_or_else(|| fields.refuse("guest_id", "a guest's number"))
}

fn settings(fields: Fields<'_>) -> Result<SettingsChange, Refusal> {
    let boolean = |name| fields.get(name).map(|_| fields.boolean(name)).transpose();
    let number = |name, (least, most): (u32, u32)| {
        let Some(value) = fields.get(name) else { return Ok(None) };
        let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
        let number = number.filter(|number| (least..=most).contains(number));
        number.map(Some).ok_or_else(|| fields.refuse(name, &format!("a whole number from {least} to {most}")))
    };
    Ok(SettingsChange {
        queue_limit: number("queue_limit", MUSIC_QUEUE_LIMIT)?,
        skip_votes: boolean("skip_votes")?,
        skip_percent: number("skip_percent", (1, 100))?,
        slow_mode_seconds: number("slow_mode_seconds", MUSIC_SLOW_MODE_SECONDS)?,
        fallback: boolean("fallback")?,
        fallback_in_order: boolean("fallback_in_order")?,
    })
}
