//! Reads what clients send, field by field, so that every refusal names the field and what was expected.

use serde::Deserialize;
use serde_json::Value;

use super::command::{Command, NewQuestion, NewQuiz, NewWine};
use super::state::Position;
use super::view;
use super::wire::{Category, Scoring};
use crate::engine::reading::{self, Fields, text_value};
use crate::engine::{Incoming, Refusal, Secret};
use crate::limits::{
    EXTENSION_SECONDS, HOST_ID_CHARS, QUIZ_TEXT_CHARS_MAX, ROUNDS_MAX, TIMER_SECONDS, TITLE_CHARS_MAX,
};

/// Understands one message of a client; only one that founds a session may be larger than `bytes_max`.
pub fn command(incoming: Incoming<'_>, bytes_max: usize) -> Result<Command, Refusal> {
    match frequent(incoming, bytes_max) {
        Some(command) => Ok(command),
        None => any(incoming, bytes_max),
    }
}

/// The fields of what a hall says by the thousand.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Frequent<'a> {
    r#type: &'a str,
    client_time: Option<f64>,
    question_id: Option<&'a str>,
    option_id: Option<&'a str>,
}

/// Understands answers and the clock's requests without building a tree of values. `None`: it is something else
/// or unusually written, and [`any`] is to look at it.
pub(super) fn frequent(incoming: Incoming<'_>, bytes_max: usize) -> Option<Command> {
    let Incoming::Text(text) = incoming else { return None };
    // A derived reader takes arrays for objects.
    if text.len() > bytes_max.min(FREQUENT_BYTES_MAX) || !text.starts_with('{') {
        return None;
    }
    let message: Frequent<'_> = serde_json::from_str(text).ok()?;
    match message.r#type {
        "submit_answer" => Some(Command::Answer {
            question_id: message.question_id?.to_owned(),
            option_id: message.option_id?.to_owned(),
        }),
        "time_request" => Some(Command::Time { client_time: message.client_time? }),
        _ => None,
    }
}

/// Bytes of a message that is read in vain first: answers and the clock's requests are short.
const FREQUENT_BYTES_MAX: usize = 256;

/// Understands any message.
pub(super) fn any(incoming: Incoming<'_>, bytes_max: usize) -> Result<Command, Refusal> {
    let object = reading::object(incoming)?;
    let fields = Fields::root(&object);
    let kind = fields.string("type")?;
    if kind == "create_session" {
        let host_id = host_id(fields)?;
        return Ok(Command::Create(Box::new(new_quiz(fields, host_id)?)));
    }
    if let Incoming::Text(text) = incoming
        && text.len() > bytes_max
    {
        let message = format!("A message of this type may have {bytes_max} bytes.");
        return Err(Refusal::malformed("TOO_LARGE", message));
    }
    let owned = |name| fields.string(name).map(str::to_owned);
    Ok(match kind {
        "join_session" => Command::Join { code: owned("code")? },
        "rejoin_host" => Command::RejoinHost { host_id: host_id(fields)? },
        "rejoin_session" => Command::RejoinSeat { token: Secret::new(fields.string("rejoinToken")?) },
        "watch_stage" => Command::WatchStage,
        "host:start" => Command::Start,
        "host:pause" => Command::Pause,
        "host:resume" => Command::Resume,
        "host:reveal" => Command::Reveal,
        "host:next" => Command::Next,
        "host:end" => Command::End,
        "host:extend" => Command::Extend { seconds: extension(fields)? },
        "host:lock" => Command::Lock { locked: fields.boolean("locked")? },
        "host:kick" => Command::Kick { pseudonym: owned("pseudonym")? },
        "submit_answer" => Command::Answer { question_id: owned("questionId")?, option_id: owned("optionId")? },
        "time_request" => Command::Time { client_time: fields.number("clientTime")? },
        _ => return Err(Refusal::malformed("UNKNOWN_TYPE", "type: expected a message type of the quiz protocol")),
    })
}

/// A host's secret as clients send it in `hostId`.
pub fn host_id(fields: Fields<'_>) -> Result<Secret, Refusal> {
    let (min, max) = HOST_ID_CHARS;
    fields.text("hostId", min, max).map(Secret::new)
}

/// A quiz as clients send it in `create_session` and over HTTP, checked whole.
///
/// # Errors
/// The first field that is not as it should be, with its path.
pub fn new_quiz(fields: Fields<'_>, host_id: Secret) -> Result<NewQuiz, Refusal> {
    let title = fields.text_or_none("title", 1, TITLE_CHARS_MAX)?;
    let wines: Vec<NewWine> = fields
        .array("wines", 1, ROUNDS_MAX)?
        .iter()
        .enumerate()
        .map(|(at, value)| wine(&format!("wines[{at}]"), value))
        .collect::<Result<_, _>>()?;
    let title = title.unwrap_or_else(|| wines.first().map(|wine| default_title(&wine.name)).unwrap_or_default());
    Ok(NewQuiz { title, host_id, timer_seconds: timer_seconds(fields), wines, scoring: scoring(fields)? })
}

/// The title of a quiz without one: its first wine's name, as far as it fits.
pub(super) fn default_title(wine: &str) -> String {
    wine.chars().take(TITLE_CHARS_MAX).collect()
}

fn timer_seconds(fields: Fields<'_>) -> u32 {
    let (least, most, usual) = TIMER_SECONDS;
    match fields.get("timerSeconds").and_then(Value::as_f64) {
        // Whole and within the bounds, hence exact.
        Some(seconds) => seconds.clamp(least, most).round() as u32,
        None => usual,
    }
}

fn scoring(fields: Fields<'_>) -> Result<Scoring, Refusal> {
    let Some(settings) = fields.get("settings") else { return Ok(Scoring::default()) };
    let settings = Fields::at("settings", settings)?;
    match settings.get("scoring").map(Value::as_str) {
        None => Ok(Scoring::default()),
        Some(Some("flat")) => Ok(Scoring::Flat),
        Some(Some("speed")) => Ok(Scoring::Speed),
        Some(_) => Err(settings.refuse("scoring", "flat or speed")),
    }
}

fn wine(path: &str, value: &Value) -> Result<NewWine, Refusal> {
    let fields = Fields::at(path, value)?;
    let questions = fields.array("questions", 1, ROUNDS_MAX)?.iter().enumerate();
    Ok(NewWine {
        name: fields.text("name", 1, QUIZ_TEXT_CHARS_MAX)?,
        questions: questions
            .map(|(at, value)| question(&format!("{path}.questions[{at}]"), value))
            .collect::<Result<_, _>>()?,
    })
}

fn question(path: &str, value: &Value) -> Result<NewQuestion, Refusal> {
    let fields = Fields::at(path, value)?;
    let question = NewQuestion {
        category: category(fields)?,
        prompt: fields.text_or_none("prompt", 1, QUIZ_TEXT_CHARS_MAX)?,
        correct_answer: fields.text("correctAnswer", 1, QUIZ_TEXT_CHARS_MAX)?,
        distractors: distractors(fields)?,
    };
    let [a, b, c] = &question.distractors;
    let correct = &question.correct_answer;
    if a == b || a == c || b == c || [a, b, c].contains(&correct) {
        return Err(fields.refuse("distractors", "three texts that differ from each other and from correctAnswer"));
    }
    Ok(question)
}

fn distractors(fields: Fields<'_>) -> Result<[String; 3], Refusal> {
    let expected = || fields.refuse("distractors", "an array of exactly 3 texts");
    let values: &[Value; 3] = fields.get("distractors").and_then(Value::as_array).ok_or_else(expected)?[..]
        .try_into()
        .map_err(|_| expected())?;
    let text = |at: usize| {
        let field = || fields.refuse(&format!("distractors[{at}]"), "a text of 1–200 characters");
        text_value(&values[at], 1, QUIZ_TEXT_CHARS_MAX).ok_or_else(field)
    };
    Ok([text(0)?, text(1)?, text(2)?])
}

fn category(fields: Fields<'_>) -> Result<Category, Refusal> {
    match fields.get("category").and_then(Value::as_str) {
        Some("color") => Ok(Category::Color),
        Some("country") => Ok(Category::Country),
        Some("grape_variety") => Ok(Category::GrapeVariety),
        Some("vintage_year") => Ok(Category::VintageYear),
        Some("wine_name") => Ok(Category::WineName),
        _ => Err(fields.refuse("category", "color, country, grape_variety, vintage_year or wine_name")),
    }
}

fn extension(fields: Fields<'_>) -> Result<u32, Refusal> {
    let (least, most) = EXTENSION_SECONDS;
    fields
        .get("seconds")
        .and_then(Value::as_u64)
        .and_then(|seconds| u32::try_from(seconds).ok())
        .filter(|seconds| (least..=most).contains(seconds))
        .ok_or_else(|| fields.refuse("seconds", &format!("a whole number from {least} to {most}")))
}

impl Position {
    /// Reads a question's id: `r0q3`.
    pub(super) fn from_id(id: &str) -> Option<Position> {
        let (round, question) = id.strip_prefix('r')?.split_once('q')?;
        let at = Position { round: round.parse().ok()?, question: question.parse().ok()? };
        // Only the one way in which ids are written: no `+0`, no `00`.
        (view::question_id(at) == id).then_some(at)
    }
}

/// Reads an option's id: `r0q3-b`.
pub(super) fn option_index(at: Position, id: &str) -> Option<u8> {
    let end = id.strip_prefix(&view::question_id(at))?;
    (0..).zip(view::OPTION_ENDS).find(|(_, known)| *known == end).map(|(place, _)| place)
}
