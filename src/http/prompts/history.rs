//! The history: `events/search`.

use actix_web::http::header;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};

use super::asking;
use super::refused::Refused;
use crate::engine::reading::Fields;
use crate::engine::{Machine, Refusal};
use crate::http::Shared;
use crate::prompt::search::{self, Comparison, Filter, Key, Search};
use crate::prompt::wire::api::{Direction, Operator};
use crate::prompt::wire::{Icon, Published, interactive_prompt, journey};
use crate::prompt::{Dialect, Prompt, label};
use crate::store::timeline::{self, Compare, Condition};
use crate::store::{TimelineQuery, asked};

/// Seconds and milliseconds.
const MS: f64 = 1e3;

/// A page of the history, or a sample of it.
pub async fn search(
    dialect: Dialect,
    request: HttpRequest,
    shared: Data<Shared>,
    payload: Payload,
) -> Result<HttpResponse, Refused> {
    let names = dialect.names();
    let object = asking::body(payload).await?;
    let search = search::search(names, Fields::root(&object))?;
    let uid = asking::prompt(&shared, dialect, &request)?;
    let others = |filter: &Filter| matches!(filter, Filter::Prompt { is, uid: named } if !is || *named != uid);
    if search.filters.iter().any(others) {
        return Err(Refused::invalid("This token is for another prompt than the filter."));
    }
    let unavailable = |error| Refused::of_call(names, error);
    let wanted = search.clone();
    let translated = shared.kinds.prompt.peek(&uid, move |prompt| {
        prompt
            .info()
            .map(|_| conditions(prompt, &wanted).and_then(|conditions| Ok((conditions, order(prompt, &wanted)?))))
    });
    let (conditions, order) = translated.await.map_err(unavailable)?.ok_or_else(|| Refused::gone(names))??;
    let query = TimelineQuery {
        kind: Prompt::KIND,
        code: uid.clone(),
        conditions,
        sample: search.sample,
        order,
        // One more tells whether there is a next page.
        limit: search.limit + 1,
    };
    let mut rows = asked(|done| shared.store.timeline(query, done)).await?;
    let more = rows.len() > search.limit;
    rows.truncate(search.limit);
    let told = move |prompt: &Prompt| rows.iter().filter_map(|row| prompt.told(row)).collect::<Vec<_>>();
    // Rows are durable, and so is what the prompt adds to them: a session's join came before.
    let events = shared.kinds.prompt.peek(&uid, told).await.map_err(unavailable)?;
    Ok(page(&shared, dialect, &search, &events, more))
}

/// What the store is to look for; names become the numbers that the prompt knows them by.
fn conditions(prompt: &Prompt, search: &Search) -> Result<Vec<Condition>, Refusal> {
    let mut conditions = Vec::new();
    for filter in &search.filters {
        match filter {
            Filter::At(comparison) => compared(*comparison, |compare, at| conditions.push(Condition::At(compare, at))),
            Filter::CreatedAt(comparison) => compared(*comparison, |compare, seconds| {
                conditions.push(Condition::Wall(compare, (seconds * MS).round() as i64));
            }),
            Filter::Types(types) => {
                conditions.push(Condition::Label(types.iter().map(|event_type| label(*event_type)).collect()));
            }
            Filter::Event { is, uid } => match (is, prompt.event_number(uid)) {
                (true, Some(number)) => conditions.push(Condition::Number(Compare::Equal, number)),
                (false, Some(number)) => conditions.push(Condition::Number(Compare::NotEqual, number)),
                (true, None) => conditions.push(Condition::Label(Vec::new())),
                (false, None) => {}
            },
            Filter::Session { is, uid } => {
                let parts = prompt.session_number(uid).into_iter().collect();
                conditions.push(Condition::Part { among: *is, parts });
            }
            Filter::User { is, sub } => {
                conditions.push(Condition::Part { among: *is, parts: prompt.sessions_of(sub) });
            }
            // The only prompt that there is has been asked for.
            Filter::Prompt { .. } => {}
        }
    }
    Ok(conditions)
}

fn compared(comparison: Comparison, mut add: impl FnMut(Compare, f64)) {
    match comparison {
        Comparison::Between { from, to, end_included } => {
            add(Compare::GreaterOrEqual, from);
            add(if end_included { Compare::LessOrEqual } else { Compare::Less }, to);
        }
        Comparison::One(operator, number) => {
            let compare = match operator {
                Operator::Eq | Operator::Bt | Operator::Bte => Compare::Equal,
                Operator::Neq => Compare::NotEqual,
                Operator::Gt => Compare::Greater,
                Operator::Gte => Compare::GreaterOrEqual,
                Operator::Lt => Compare::Less,
                Operator::Lte => Compare::LessOrEqual,
            };
            add(compare, number);
        }
    }
}

fn order(prompt: &Prompt, search: &Search) -> Result<timeline::Order, Refusal> {
    let search::Order::By(sorts) = &search.order else { return Ok(timeline::Order::Random) };
    let sort = |sort: &search::Sort| {
        let key = match &sort.key {
            Key::At { after } => timeline::Key::At { after: *after },
            Key::Uid { after: None } => timeline::Key::Number { after: None },
            Key::Uid { after: Some(uid) } => {
                let number = prompt.event_number(uid);
                timeline::Key::Number {
                    after: Some(
                        number.ok_or_else(|| Refusal::field("sort.after", "the uid of an event of this prompt"))?,
                    ),
                }
            }
        };
        Ok(timeline::Sort { key, descending: sort.descends(), inclusive: sort.is_inclusive() })
    };
    Ok(timeline::Order::By(sorts.iter().map(sort).collect::<Result<_, Refusal>>()?))
}

/// The direction of the next page: what was told is not told again.
fn onwards(sort: &search::Sort) -> Direction {
    if sort.descends() { Direction::Desc } else { Direction::Asc }
}

/// Writes a page of one dialect.
macro_rules! page_of {
    ($dialect:ident, $time:ident, $search:expr, $events:expr, $more:expr, $item:expr) => {{
        let items = $events.iter().map($item).collect();
        let last = $events.last().filter(|_| $more && $search.has_pages());
        let first = $events.first().filter(|_| $search.continues());
        let next_page_sort = last.map(|last| {
            let search::Order::By(sorts) = &$search.order else { return Vec::new() };
            let next = |sort: &search::Sort| match sort.key {
                Key::Uid { .. } => $dialect::SortItem::Uid {
                    dir: onwards(sort),
                    before: first.map(|event| event.uid.clone()),
                    after: Some(last.uid.clone()),
                },
                Key::At { .. } => $dialect::SortItem::$time {
                    dir: onwards(sort),
                    before: first.map(|event| event.at.seconds()),
                    after: Some(last.at.seconds()),
                },
            };
            sorts.iter().map(next).collect()
        });
        $dialect::Page { items, next_page_sort }
    }};
}

fn page(shared: &Shared, dialect: Dialect, search: &Search, events: &[Published], more: bool) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    match dialect {
        Dialect::InteractivePrompt => {
            let mut icons = Icons { shared, known: std::collections::HashMap::new() };
            let item = |event: &Published| {
                interactive_prompt::Item::of(event, event.picture.as_deref().map(|picture| icons.of(picture)))
            };
            answer.json(page_of!(interactive_prompt, PromptTime, search, events, more, item))
        }
        Dialect::Journey => answer.json(page_of!(journey, JourneyTime, search, events, more, journey::Item::of)),
    }
}

/// Pictures' tokens of one answer: each is signed once.
struct Icons<'a> {
    shared: &'a Shared,
    known: std::collections::HashMap<String, Icon>,
}

impl Icons<'_> {
    fn of(&mut self, picture: &str) -> Icon {
        if let Some(icon) = self.known.get(picture) {
            return icon.clone();
        }
        let icon = self.shared.tokens.icon(picture);
        self.known.insert(picture.to_owned(), icon.clone());
        icon
    }
}
