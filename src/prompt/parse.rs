//! Reads bodies field by field, so that every refusal names the field and what was expected. Unknown keys are
//! ignored and numbers written as texts are numbers, as the protocol has it.

use serde_json::Value;

use super::command::{Deed, Person, Post};
use super::wire::{EventType, Names, Question};
use super::{Dialect, PromptTime, SessionUid};
use crate::engine::Refusal;
use crate::engine::reading::{Fields, text_value};
use crate::limits::{
    FACES_MAX, IDENTIFIER_CHARS_MAX, JOURNEY_SECONDS_MAX, PROMPT_CHOICES, PROMPT_NUMBERS_MAX, PROMPT_SECONDS,
    PROMPT_TEXT_CHARS_MAX, PROMPT_WORD_CHARS_MAX,
};

/// Characters of a prompt's uid in a message.
const UID_CHARS_MAX: usize = 255;

/// A body of the calls that post an event.
#[derive(Debug, Clone, PartialEq)]
pub struct PostBody {
    pub uid: String,
    pub jwt: String,
    session: Option<SessionUid>,
    at_seconds: f64,
    said: Said,
}

/// What the body says of the deed; who joins is known from elsewhere.
#[derive(Debug, Clone, PartialEq)]
enum Said {
    Join,
    Other(Deed),
}

impl PostBody {
    /// The command, with what others see of the user.
    pub fn into_post(self, user: &str, person: impl FnOnce() -> Person) -> Post {
        let deed = match self.said {
            Said::Join => Deed::Join(person()),
            Said::Other(deed) => deed,
        };
        Post { session: self.session, user: user.into(), at_seconds: self.at_seconds, deed }
    }
}

/// Reads the body of a call that posts an event.
///
/// # Errors
/// The first field that is not as it should be.
pub fn post(names: &Names, event_type: EventType, fields: Fields<'_>) -> Result<PostBody, Refusal> {
    let (uid, jwt) = (uid(fields, names.uid)?, jwt(fields, names.jwt)?);
    let session = SessionUid::parse(fields.string("session_uid")?);
    let at_seconds = number(fields, names.time)?;
    let data = fields.get("data").ok_or_else(|| fields.refuse("data", "an object"))?;
    let data = Fields::at("data", data)?;
    let said = match event_type {
        EventType::Join => Said::Join,
        EventType::Leave => Said::Other(Deed::Leave),
        EventType::Like => Said::Other(Deed::Like),
        EventType::NumericPromptResponse => Said::Other(Deed::Numeric { rating: whole(data, "rating")? }),
        EventType::PressPromptStartResponse => Said::Other(Deed::PressStart),
        EventType::PressPromptEndResponse => Said::Other(Deed::PressEnd),
        EventType::ColorPromptResponse => Said::Other(Deed::Color { index: whole(data, "index")? }),
        EventType::WordPromptResponse => Said::Other(Deed::Word { index: whole(data, "index")? }),
    };
    Ok(PostBody { uid, jwt, session, at_seconds, said })
}

/// A body of `profile_pictures`.
#[derive(Debug, Clone, PartialEq)]
pub struct FacesBody {
    pub uid: String,
    pub jwt: String,
    pub at: PromptTime,
    pub limit: usize,
}

/// Reads it.
///
/// # Errors
/// The first field that is not as it should be.
pub fn faces(names: &Names, fields: Fields<'_>) -> Result<FacesBody, Refusal> {
    let limit = whole(fields, "limit")?;
    let limit = usize::try_from(limit).ok().filter(|limit| (1..=FACES_MAX).contains(limit));
    Ok(FacesBody {
        uid: uid(fields, "uid")?,
        jwt: jwt(fields, "jwt")?,
        at: PromptTime::new(number(fields, names.time)?)
            .ok_or_else(|| fields.refuse(names.time, "a number that is not negative"))?,
        limit: limit.ok_or_else(|| fields.refuse("limit", &format!("a whole number from 1 to {FACES_MAX}")))?,
    })
}

/// Reads the body of `start_public`.
///
/// # Errors
/// Where the identifier is none.
pub fn start_public(fields: Fields<'_>) -> Result<String, Refusal> {
    uid(fields, "identifier")
}

/// Reads the body of `start_interactive_prompt`: the journey's uid and token.
///
/// # Errors
/// The first field that is not as it should be.
pub fn start_journey(fields: Fields<'_>) -> Result<(String, String), Refusal> {
    let names = Dialect::Journey.names();
    Ok((uid(fields, names.uid)?, jwt(fields, names.jwt)?))
}

/// A prompt as the administrator wants it; the recording comes with it in another way.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    pub kind: Dialect,
    pub prompt: Question,
    /// `None` only for a journey, whose recording may say it.
    pub duration_seconds: Option<f64>,
    pub identifier: Option<String>,
}

/// Reads a wish.
///
/// # Errors
/// The first field that is not as it should be.
pub fn wish(fields: Fields<'_>) -> Result<Wish, Refusal> {
    let kind = match fields.get("kind").and_then(Value::as_str) {
        Some("interactive_prompt") => Dialect::InteractivePrompt,
        Some("journey") => Dialect::Journey,
        _ => return Err(fields.refuse("kind", "interactive_prompt or journey")),
    };
    let prompt = fields.get("prompt").ok_or_else(|| fields.refuse("prompt", "an object"))?;
    let prompt = question(Fields::at("prompt", prompt)?)?;
    let (least, most) = seconds_of(kind);
    let duration_seconds = match (fields.get("duration_seconds"), kind) {
        (None, Dialect::Journey) => None,
        _ => Some(number(fields, "duration_seconds")?),
    };
    if duration_seconds.is_some_and(|seconds| !(least..=most).contains(&seconds)) {
        return Err(fields.refuse("duration_seconds", &format!("a number from {least} to {most}")));
    }
    Ok(Wish { kind, prompt, duration_seconds, identifier: identifier(fields)? })
}

/// How long a prompt of a kind may last, in seconds.
pub fn seconds_of(kind: Dialect) -> (f64, f64) {
    match kind {
        Dialect::InteractivePrompt => PROMPT_SECONDS,
        Dialect::Journey => (1.0, JOURNEY_SECONDS_MAX),
    }
}

fn identifier(fields: Fields<'_>) -> Result<Option<String>, Refusal> {
    let Some(identifier) = fields.text_or_none("identifier", 1, IDENTIFIER_CHARS_MAX)? else { return Ok(None) };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    match identifier.bytes().all(plain) {
        true => Ok(Some(identifier)),
        false => {
            let expected = format!("1–{IDENTIFIER_CHARS_MAX} letters, digits, _ or -");
            Err(fields.refuse("identifier", &expected))
        }
    }
}

/// What is asked. Existing clients write its kind as `style`; `kind` and `type` are understood too.
fn question(fields: Fields<'_>) -> Result<Question, Refusal> {
    let style = ["style", "kind", "type"].iter().find_map(|key| fields.get(key)).and_then(Value::as_str);
    let text = |fields: Fields<'_>| fields.text("text", 1, PROMPT_TEXT_CHARS_MAX);
    let (least, most) = PROMPT_CHOICES;
    match style {
        Some("numeric") => numeric(fields, text(fields)?),
        Some("press") => Ok(Question::Press { text: text(fields)? }),
        Some("color") => {
            let text = text(fields)?;
            let colors = fields.array("colors", least, most)?.iter().enumerate();
            let color = |(at, value): (usize, &Value)| {
                color(value).ok_or_else(|| fields.refuse(&format!("colors[{at}]"), "a colour like #FF7F00"))
            };
            Ok(Question::Color { text, colors: colors.map(color).collect::<Result<_, _>>()? })
        }
        Some("word") => {
            let text = text(fields)?;
            let words = fields.array("options", least, most)?.iter().enumerate();
            let word = |(at, value): (usize, &Value)| {
                let expected = format!("a text of 1–{PROMPT_WORD_CHARS_MAX} characters");
                text_value(value, 1, PROMPT_WORD_CHARS_MAX)
                    .ok_or_else(|| fields.refuse(&format!("options[{at}]"), &expected))
            };
            Ok(Question::Word { text, options: words.map(word).collect::<Result<_, _>>()? })
        }
        _ => Err(fields.refuse("style", "numeric, press, color or word")),
    }
}

fn numeric(fields: Fields<'_>, text: String) -> Result<Question, Refusal> {
    let bound =
        |name: &str| i32::try_from(whole(fields, name)?).map_err(|_| fields.refuse(name, "a whole number of 32 bits"));
    let (min, max) = (bound("min")?, bound("max")?);
    if fields.get("step").is_some() && whole(fields, "step")? != 1 {
        return Err(fields.refuse("step", "1"));
    }
    let count = i64::from(max) - i64::from(min) + 1;
    if !(1..=PROMPT_NUMBERS_MAX).contains(&count) {
        let expected = format!("no less than min, and at most {PROMPT_NUMBERS_MAX} numbers from min to max");
        return Err(fields.refuse("max", &expected));
    }
    Ok(Question::Numeric { text, min, max, step: 1 })
}

fn color(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    let digits = text.strip_prefix('#')?;
    (digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| text.to_ascii_uppercase())
}

/// The uid of something.
pub fn uid(fields: Fields<'_>, name: &str) -> Result<String, Refusal> {
    let text = fields.string(name)?;
    match (1..=UID_CHARS_MAX).contains(&text.chars().count()) {
        true => Ok(text.to_owned()),
        false => Err(fields.refuse(name, &format!("a text of 1–{UID_CHARS_MAX} characters"))),
    }
}

/// A token; whether it is good is another question.
pub fn jwt(fields: Fields<'_>, name: &str) -> Result<String, Refusal> {
    match fields.string(name)? {
        text if text.chars().nth(1).is_some() => Ok(text.to_owned()),
        _ => Err(fields.refuse(name, "a text of 2 characters or more")),
    }
}

/// A finite number, perhaps written as a text.
pub fn number(fields: Fields<'_>, name: &str) -> Result<f64, Refusal> {
    fields.get(name).and_then(number_value).ok_or_else(|| fields.refuse(name, "a number"))
}

/// A whole number, perhaps written as a text.
pub fn whole(fields: Fields<'_>, name: &str) -> Result<i64, Refusal> {
    fields.get(name).and_then(whole_value).ok_or_else(|| fields.refuse(name, "a whole number"))
}

/// A value as a finite number.
pub fn number_value(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    number.filter(|number| number.is_finite())
}

/// A value as a whole number.
pub fn whole_value(value: &Value) -> Option<i64> {
    /// Up to here every whole number is exact.
    const EXACT_MAX: f64 = 9_007_199_254_740_992.0;
    let number = match value {
        Value::Number(number) if number.is_i64() => return number.as_i64(),
        other => number_value(other)?,
    };
    (number.fract() == 0.0 && number.abs() <= EXACT_MAX).then_some(number as i64)
}
