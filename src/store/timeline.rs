//! The timeline: events of a session by a time of its own, with filters, samples, sorts and pages.
//!
//! Rows lie in blocks by the order in which they came, and by their time within each: what is new changes few pages,
//! wherever in the session's time it belongs. A question by time therefore asks each block and merges.

use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params, params_from_iter};

use super::StoreError;
use super::reader::{OWNS_ITS_CODE, unreadable};
use super::timeline_filter::Filter;
use super::timeline_merge::merged;
use crate::engine::{TimelineRow, WallTime};

/// Rows of a block. For ever: stored rows are found by it. More would make what changes at one time larger, fewer
/// would make more blocks to be asked.
pub(super) const BLOCK_ROWS: u64 = 32_768;
/// Steps of SQLite's machine between two looks at the clock.
const STEPS_BETWEEN_LOOKS: i32 = 10_000;
/// What is read of a row.
pub(super) const COLUMNS: &str = "at, number, label, part, value, wall_ms";

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Compare {
    pub(super) fn sql(self) -> &'static str {
        match self {
            Compare::Equal => "=",
            Compare::NotEqual => "<>",
            Compare::Less => "<",
            Compare::LessOrEqual => "<=",
            Compare::Greater => ">",
            Compare::GreaterOrEqual => ">=",
        }
    }
}

/// What a row must be; all conditions of a query hold together.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    At(Compare, f64),
    Number(Compare, u64),
    Wall(Compare, i64),
    /// One of these labels.
    Label(Vec<u8>),
    /// One of these parts, or none of them.
    Part {
        among: bool,
        parts: Vec<u32>,
    },
}

/// What rows are sorted by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Key {
    /// Continues after this moment, where one is given.
    At { after: Option<f64> },
    /// Continues after this number, where one is given.
    Number { after: Option<u64> },
}

/// A sort: by one key, then the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sort {
    pub key: Key,
    pub descending: bool,
    /// Whether rows equal to `after` belong to what continues after it.
    pub inclusive: bool,
}

/// The order of the answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Order {
    /// The last key makes rows unique.
    By(Vec<Sort>),
    Random,
}

/// A question to the timeline of the session that owns a code.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineQuery {
    pub kind: &'static str,
    pub code: String,
    pub conditions: Vec<Condition>,
    /// A uniform sample of about so many of the rows that fulfil the conditions; all, where they are fewer.
    pub sample: Option<u64>,
    pub order: Order,
    pub limit: usize,
}

/// Adds rows to a session's timeline.
pub(super) fn write(tx: &Transaction<'_>, session: i64, rows: &[TimelineRow]) -> rusqlite::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut insert = tx.prepare_cached(
        "INSERT INTO timeline (session, block, at, number, label, part, value, wall_ms) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for row in rows {
        let (block, number) = ((row.number / BLOCK_ROWS) as i64, row.number as i64);
        insert.execute(params![session, block, row.at, number, row.label, row.part, row.value, row.wall.0])?;
    }
    Ok(())
}

/// Answers a question, unless that takes longer than `patience`.
pub(super) fn read(
    database: &mut Connection,
    query: &TimelineQuery,
    rested_before: WallTime,
    patience: Duration,
) -> Result<Vec<TimelineRow>, StoreError> {
    let until = Instant::now() + patience;
    database.progress_handler(STEPS_BETWEEN_LOOKS, Some(move || Instant::now() > until)).map_err(unreadable)?;
    let found = find(database, query, rested_before);
    database.progress_handler(0, None::<fn() -> bool>).map_err(unreadable)?;
    found.map_err(unreadable)
}

fn find(
    database: &mut Connection,
    query: &TimelineQuery,
    rested_before: WallTime,
) -> rusqlite::Result<Vec<TimelineRow>> {
    let tx = database.transaction()?;
    let session: Option<i64> = tx
        .prepare_cached(&format!(
            "SELECT number FROM sessions WHERE kind = ?1 AND code = ?2 AND {OWNS_ITS_CODE} ORDER BY number DESC LIMIT 1"
        ))?
        .query_row(params![query.kind, query.code, rested_before.0], |row| row.get(0))
        .optional()?;
    let Some(session) = session else { return Ok(Vec::new()) };
    let last: Option<i64> = tx
        .prepare_cached("SELECT max(block) FROM timeline WHERE session = ?1")?
        .query_row([session], |row| row.get(0))?;
    let Some(last) = last else { return Ok(Vec::new()) };
    let mut filter = Filter::new(session, last);
    query.conditions.iter().for_each(|condition| filter.add(condition));
    if let Some(wanted) = query.sample {
        let total = count(&tx, &filter)?;
        if total > wanted {
            filter.draw(wanted, total);
        }
    }
    match &query.order {
        Order::Random => in_all_blocks(&tx, &filter, "random()", query.limit),
        Order::By(sorts) => {
            filter.continue_after(sorts);
            match sorts.first().map(|sort| (sort.key, direction(*sort))) {
                Some((Key::At { .. }, _)) => merged(&tx, &filter, sorts, query.limit),
                // Few moments are wanted: all that belongs to them is sorted.
                Some((Key::Number { .. }, direction)) if filter.by_moment => {
                    in_all_blocks(&tx, &filter, &format!("number {direction}"), query.limit)
                }
                Some((Key::Number { .. }, direction)) => block_by_block(&tx, &filter, direction, query.limit),
                None => in_all_blocks(&tx, &filter, "number", query.limit),
            }
        }
    }
}

/// The word for a sort's direction.
pub(super) fn direction(sort: Sort) -> &'static str {
    if sort.descending { "DESC" } else { "ASC" }
}

fn count(database: &Connection, filter: &Filter) -> rusqlite::Result<u64> {
    let (condition, values) = filter.in_all_blocks();
    database
        .prepare_cached(&format!("SELECT count(*) FROM timeline WHERE {condition}"))?
        .query_row(params_from_iter(values), |row| row.get::<_, i64>(0))
        .map(|count| count as u64)
}

/// All that fulfils the conditions, sorted, as far as it is wanted.
fn in_all_blocks(
    database: &Connection,
    filter: &Filter,
    order: &str,
    limit: usize,
) -> rusqlite::Result<Vec<TimelineRow>> {
    let (condition, values) = filter.in_all_blocks();
    let select = format!("SELECT {COLUMNS} FROM timeline WHERE {condition} ORDER BY {order} LIMIT {limit}");
    database.prepare_cached(&select)?.query_map(params_from_iter(values), row)?.collect()
}

/// In the order of coming: blocks are in it already, and only what lies within one is sorted.
fn block_by_block(
    database: &Connection,
    filter: &Filter,
    direction: &str,
    limit: usize,
) -> rusqlite::Result<Vec<TimelineRow>> {
    let (condition, values) = filter.within_blocks();
    let select = format!(
        "SELECT {COLUMNS} FROM timeline WHERE {condition} ORDER BY block {direction}, number {direction} LIMIT {limit}"
    );
    database.prepare_cached(&select)?.query_map(params_from_iter(values), row)?.collect()
}

pub(super) fn row(row: &Row<'_>) -> rusqlite::Result<TimelineRow> {
    Ok(TimelineRow {
        at: row.get(0)?,
        number: row.get::<_, i64>(1)? as u64,
        label: row.get(2)?,
        part: row.get(3)?,
        value: row.get(4)?,
        wall: WallTime(row.get(5)?),
    })
}
