//! Sums up to a bin, and faces of those who are present.

use std::collections::BTreeMap;

use actix_web::http::header;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};

use super::asking;
use super::refused::Refused;
use crate::engine::Refusal;
use crate::engine::reading::Fields;
use crate::http::Shared;
use crate::prompt::sums::{AnswersAt, SumsAt};
use crate::prompt::wire::api::{Face, FaceList};
use crate::prompt::wire::{interactive_prompt, journey};
use crate::prompt::{Dialect, parse};

/// The statistics of a bin.
pub async fn stats(dialect: Dialect, request: HttpRequest, shared: Data<Shared>) -> Result<HttpResponse, Refused> {
    let names = dialect.names();
    let (wanted, bin) = query(request.query_string())?;
    let uid = asking::prompt(&shared, dialect, &request)?;
    if uid != wanted {
        return Err(Refused::invalid("This token is for something else."));
    }
    let read = shared.kinds.prompt.read(&uid, move |prompt| prompt.sums_at(bin)).await;
    let found = read.map_err(|error| Refused::of_call(names, error))?.ok_or_else(|| Refused::gone(names))?;
    let sums = found.ok_or_else(|| Refused::new(404, "bin_not_found", "The prompt has no such bin."))?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    Ok(match dialect {
        Dialect::InteractivePrompt => answer.json(interactive_prompt::Statistics::of(sums)),
        Dialect::Journey => answer.json(journey::Statistics::of(sums)),
    })
}

/// `?uid=…&bin=…`.
fn query(query: &str) -> Result<(String, usize), Refused> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let pairs: BTreeMap<&str, String> = pairs
        .map(|(key, value)| (key, percent_encoding::percent_decode_str(value).decode_utf8_lossy().into()))
        .collect();
    let uid =
        pairs.get("uid").filter(|uid| !uid.is_empty()).ok_or_else(|| Refusal::field("uid", "the prompt's uid"))?;
    let bin = pairs.get("bin").and_then(|bin| bin.parse().ok());
    Ok((uid.clone(), bin.ok_or_else(|| Refusal::field("bin", "a whole number that is not negative"))?))
}

/// Pictures of people who are present at a moment.
pub async fn faces(dialect: Dialect, shared: Data<Shared>, payload: Payload) -> Result<HttpResponse, Refused> {
    let names = dialect.names();
    let object = asking::body(payload).await?;
    let body = parse::faces(names, Fields::root(&object))?;
    asking::check(&shared, dialect, &body.uid, &body.jwt)?;
    let (at, limit) = (body.at, body.limit);
    let read = shared.kinds.prompt.read(&body.uid, move |prompt| prompt.faces(at, limit)).await;
    let faces = read.map_err(|error| Refused::of_call(names, error))?.ok_or_else(|| Refused::gone(names))?;
    let items = faces.iter().map(|picture| Face { picture: shared.tokens.icon(picture) }).collect();
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "private, no-store")).json(FaceList { items }))
}

/// What applies to the prompt's kind; `null` otherwise.
struct Parts {
    numeric: Option<BTreeMap<String, i64>>,
    press_active: Option<i64>,
    press: Option<i64>,
    color: Option<Vec<i64>>,
    word: Option<Vec<i64>>,
}

impl Parts {
    fn of(answers: AnswersAt) -> Self {
        let none = Parts { numeric: None, press_active: None, press: None, color: None, word: None };
        match answers {
            AnswersAt::Numeric(counts) => {
                let counts = counts.into_iter().map(|(rating, count)| (rating.to_string(), count)).collect();
                Parts { numeric: Some(counts), ..none }
            }
            AnswersAt::Press { active, presses } => Parts { press_active: Some(active), press: Some(presses), ..none },
            AnswersAt::Color(counts) => Parts { color: Some(counts), ..none },
            AnswersAt::Word(counts) => Parts { word: Some(counts), ..none },
        }
    }
}

impl interactive_prompt::Statistics {
    fn of(sums: SumsAt) -> Self {
        let Parts { numeric, press_active, press, color, word } = Parts::of(sums.answers);
        interactive_prompt::Statistics {
            prompt_time: sums.begins_seconds,
            bin_width: sums.bin_width,
            users: sums.users,
            likes: sums.likes,
            numeric_active: numeric,
            press_active,
            press,
            color_active: color,
            word_active: word,
        }
    }
}

impl journey::Statistics {
    fn of(sums: SumsAt) -> Self {
        let Parts { numeric, press_active, press, color, word } = Parts::of(sums.answers);
        journey::Statistics {
            journey_time: sums.begins_seconds,
            bin_width: sums.bin_width,
            users: sums.users,
            likes: sums.likes,
            numeric_active: numeric,
            press_active,
            press,
            color_active: color,
            word_active: word,
        }
    }
}
