//! Questions to the history: filters, sorts and pages as clients write them, in neither dialect.

use serde_json::Value;

use super::parse::{number_value, whole, whole_value};
use super::wire::api::{Direction, Operator};
use super::wire::{EventType, Names};
use crate::engine::Refusal;
use crate::engine::reading::Fields;
use crate::limits::{SEARCH_ITEMS, SEARCH_ITEMS_MAX};

/// A question.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    pub filters: Vec<Filter>,
    /// About so many of what the filters let through, uniformly drawn.
    pub sample: Option<u64>,
    pub order: Order,
    pub limit: usize,
}

/// A filter; all hold together.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    At(Comparison),
    /// In seconds of Unix time.
    CreatedAt(Comparison),
    Types(Vec<EventType>),
    /// By names: of events, sessions, users, prompts.
    Event {
        is: bool,
        uid: String,
    },
    Session {
        is: bool,
        uid: String,
    },
    User {
        is: bool,
        sub: String,
    },
    Prompt {
        is: bool,
        uid: String,
    },
}

/// A comparison with a number, or with two.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Comparison {
    One(Operator, f64),
    /// Both ends included, or the end excluded.
    Between {
        from: f64,
        to: f64,
        end_included: bool,
    },
}

/// The order of the answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Order {
    /// The last sort is by `uid`, which is unique.
    By(Vec<Sort>),
    Random,
}

/// A sort by one key.
#[derive(Debug, Clone, PartialEq)]
pub struct Sort {
    pub key: Key,
    pub direction: Direction,
}

/// A key with the value after which the answer continues.
#[derive(Debug, Clone, PartialEq)]
pub enum Key {
    Uid { after: Option<String> },
    At { after: Option<f64> },
}

impl Sort {
    /// Whether later ones come first.
    pub fn descends(&self) -> bool {
        matches!(self.direction, Direction::Desc | Direction::DescEq)
    }

    /// Whether what equals `after` belongs to the answer.
    pub fn is_inclusive(&self) -> bool {
        matches!(self.direction, Direction::AscEq | Direction::DescEq)
    }
}

impl Search {
    /// Whether there can be a further page.
    pub fn has_pages(&self) -> bool {
        self.sample.is_none() && matches!(self.order, Order::By(_))
    }

    /// Whether this asks for a page that is not the first.
    pub fn continues(&self) -> bool {
        let after = |sort: &Sort| match &sort.key {
            Key::Uid { after } => after.is_some(),
            Key::At { after } => after.is_some(),
        };
        matches!(&self.order, Order::By(sorts) if sorts.iter().any(after))
    }
}

/// Reads the body of `events/search`.
///
/// # Errors
/// The first field that is not as it should be; filters and sorts that there are not are named.
pub fn search(names: &Names, fields: Fields<'_>) -> Result<Search, Refusal> {
    let (mut filters, mut sample) = (Vec::new(), None);
    if let Some(wanted) = fields.get("filters") {
        let Value::Object(wanted) = wanted else { return Err(fields.refuse("filters", "an object")) };
        for (key, value) in wanted.iter().filter(|(_, value)| !value.is_null()) {
            let path = format!("filters.{key}");
            let (operator, value) = operation(&path, value)?;
            match key.as_str() {
                "dropout_for_total" => sample = Some(total(&path, operator, value)?),
                key => filters.push(filter(names, key, &path, operator, value)?),
            }
        }
    }
    let order = order(names, fields)?;
    let limit = match fields.get("limit") {
        None => SEARCH_ITEMS,
        Some(_) => usize::try_from(whole(fields, "limit")?)
            .ok()
            .filter(|limit| (1..=SEARCH_ITEMS_MAX).contains(limit))
            .ok_or_else(|| fields.refuse("limit", &format!("a whole number from 1 to {SEARCH_ITEMS_MAX}")))?,
    };
    let search = Search { filters, sample, order, limit };
    match search.sample.is_some() && search.continues() {
        true => Err(fields.refuse("sort", "no `after` where dropout_for_total draws a sample")),
        false => Ok(search),
    }
}

fn operation<'a>(path: &'a str, value: &'a Value) -> Result<(Operator, &'a Value), Refusal> {
    let fields = Fields::at(path, value)?;
    let operator = match fields.get("operator").and_then(Value::as_str) {
        Some("eq" | "ieq") => Operator::Eq,
        Some("neq" | "ineq") => Operator::Neq,
        Some("gt") => Operator::Gt,
        Some("gte") => Operator::Gte,
        Some("lt") => Operator::Lt,
        Some("lte") => Operator::Lte,
        Some("bt") => Operator::Bt,
        Some("bte") => Operator::Bte,
        _ => return Err(fields.refuse("operator", "eq, neq, gt, gte, lt, lte, bt or bte")),
    };
    Ok((operator, fields.get("value").ok_or_else(|| fields.refuse("value", "what to compare with"))?))
}

fn total(path: &str, operator: Operator, value: &Value) -> Result<u64, Refusal> {
    if operator != Operator::Eq {
        return Err(Refusal::field(format!("{path}.operator"), "eq"));
    }
    let total = whole_value(value).and_then(|total| u64::try_from(total).ok()).filter(|total| *total >= 1);
    total.ok_or_else(|| Refusal::field(format!("{path}.value"), "a whole number, 1 or more"))
}

fn filter(names: &Names, key: &str, path: &str, operator: Operator, value: &Value) -> Result<Filter, Refusal> {
    let is = match operator {
        Operator::Eq => Ok(true),
        Operator::Neq => Ok(false),
        Operator::Gt | Operator::Gte | Operator::Lt | Operator::Lte | Operator::Bt | Operator::Bte => {
            Err(Refusal::field(format!("{path}.operator"), "eq or neq"))
        }
    };
    let text = || value.as_str().map(str::to_owned).ok_or_else(|| Refusal::field(format!("{path}.value"), "a text"));
    match key {
        "uid" => Ok(Filter::Event { is: is?, uid: text()? }),
        "session_uid" => Ok(Filter::Session { is: is?, uid: text()? }),
        "user_sub" => Ok(Filter::User { is: is?, sub: text()? }),
        "evtype" => {
            let (is, word) = (is?, text()?);
            let fits = |event_type: &EventType| event_type.word().eq_ignore_ascii_case(&word) == is;
            Ok(Filter::Types(EventType::ALL.into_iter().filter(fits).collect()))
        }
        "created_at" => comparison(path, operator, value).map(Filter::CreatedAt),
        key if key == names.time => comparison(path, operator, value).map(Filter::At),
        key if key == names.uid => Ok(Filter::Prompt { is: is?, uid: text()? }),
        _ => Err(Refusal::field(
            path,
            &format!(
                "no such filter; there are uid, session_uid, user_sub, evtype, created_at, dropout_for_total, {} and {}",
                names.time, names.uid
            ),
        )),
    }
}

fn comparison(path: &str, operator: Operator, value: &Value) -> Result<Comparison, Refusal> {
    let expected = |what: &str| Refusal::field(format!("{path}.value"), what);
    match operator {
        Operator::Bt | Operator::Bte => {
            let pair = value
                .as_array()
                .filter(|pair| pair.len() == 2)
                .and_then(|pair| Some((number_value(&pair[0])?, number_value(&pair[1])?)));
            let (from, to) = pair.ok_or_else(|| expected("an array of two numbers"))?;
            Ok(Comparison::Between { from, to, end_included: operator == Operator::Bt })
        }
        Operator::Eq | Operator::Neq | Operator::Gt | Operator::Gte | Operator::Lt | Operator::Lte => {
            number_value(value).map(|number| Comparison::One(operator, number)).ok_or_else(|| expected("a number"))
        }
    }
}

fn order(names: &Names, fields: Fields<'_>) -> Result<Order, Refusal> {
    let by_uid = || Sort { key: Key::Uid { after: None }, direction: Direction::Asc };
    let Some(sorts) = fields.get("sort") else { return Ok(Order::By(vec![by_uid()])) };
    let Value::Array(sorts) = sorts else { return Err(fields.refuse("sort", "an array")) };
    let mut order: Vec<Sort> = Vec::new();
    for (place, value) in sorts.iter().enumerate() {
        let path = format!("sort[{place}]");
        let sort = Fields::at(&path, value)?;
        let direction = direction(sort)?;
        let key = match sort.get("key").and_then(Value::as_str) {
            Some("random") if sort.get("after").is_some() => {
                return Err(sort.refuse("after", "nothing: what is drawn has no pages"));
            }
            Some("random") if order.is_empty() => return Ok(Order::Random),
            // Unique already: what follows cannot matter.
            Some("random") => break,
            Some("uid") => {
                let after = sort.get("after").map(|_| sort.string("after").map(str::to_owned)).transpose()?;
                Key::Uid { after }
            }
            Some(key) if key == names.time => Key::At { after: after_number(sort)? },
            _ => return Err(sort.refuse("key", &format!("no such sort; there are uid, {} and random", names.time))),
        };
        let unique = matches!(key, Key::Uid { .. });
        // A key that was there before decides nothing any more.
        if !order.iter().any(|earlier| matches!(earlier.key, Key::At { .. }) && matches!(key, Key::At { .. })) {
            order.push(Sort { key, direction });
        }
        if unique {
            return Ok(Order::By(order));
        }
    }
    order.push(by_uid());
    Ok(Order::By(order))
}

fn after_number(sort: Fields<'_>) -> Result<Option<f64>, Refusal> {
    let Some(value) = sort.get("after") else { return Ok(None) };
    number_value(value).map(Some).ok_or_else(|| sort.refuse("after", "a number"))
}

fn direction(sort: Fields<'_>) -> Result<Direction, Refusal> {
    match sort.get("dir").map(Value::as_str) {
        None | Some(Some("asc")) => Ok(Direction::Asc),
        Some(Some("asc_eq")) => Ok(Direction::AscEq),
        Some(Some("desc")) => Ok(Direction::Desc),
        Some(Some("desc_eq")) => Ok(Direction::DescEq),
        Some(_) => Err(sort.refuse("dir", "asc, asc_eq, desc or desc_eq")),
    }
}
