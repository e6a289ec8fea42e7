//! The timeline: events of a session by a time of its own, with filters, samples, sorts and pages.

use std::fmt::Write as _;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params, params_from_iter};

use super::reader::OWNS_ITS_CODE;
use crate::engine::{TimelineRow, WallTime};

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
    fn sql(self) -> &'static str {
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
        "INSERT INTO timeline (session, at, number, label, part, value, wall_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for row in rows {
        insert.execute(params![session, row.at, row.number as i64, row.label, row.part, row.value, row.wall.0])?;
    }
    Ok(())
}

/// Answers a question.
pub(super) fn read(
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
    let mut filter = Filter::new(session);
    query.conditions.iter().for_each(|condition| filter.add(condition));
    if let Some(wanted) = query.sample {
        let total = count(&tx, &filter)?;
        if total > wanted {
            filter.draw(wanted, total);
        }
    }
    let order = match &query.order {
        Order::Random => "random()".to_owned(),
        Order::By(sorts) => {
            filter.continue_after(sorts);
            order_by(sorts, filter.by_moment)
        }
    };
    let select = format!(
        "SELECT at, number, label, part, value, wall_ms FROM timeline WHERE {} ORDER BY {order} LIMIT {}",
        filter.sql, query.limit
    );
    tx.prepare_cached(&select)?.query_map(params_from_iter(&filter.values), row)?.collect()
}

fn count(database: &Connection, filter: &Filter) -> rusqlite::Result<u64> {
    database
        .prepare_cached(&format!("SELECT count(*) FROM timeline WHERE {}", filter.sql))?
        .query_row(params_from_iter(&filter.values), |row| row.get::<_, i64>(0))
        .map(|count| count as u64)
}

fn row(row: &Row<'_>) -> rusqlite::Result<TimelineRow> {
    Ok(TimelineRow {
        at: row.get(0)?,
        number: row.get::<_, i64>(1)? as u64,
        label: row.get(2)?,
        part: row.get(3)?,
        value: row.get(4)?,
        wall: WallTime(row.get(5)?),
    })
}

/// A condition in SQL that grows, with its values.
struct Filter {
    sql: String,
    values: Vec<Value>,
    /// Whether the moment is restricted: then its index serves, whatever the order.
    by_moment: bool,
}

impl Filter {
    fn new(session: i64) -> Self {
        Filter { sql: "session = ?".to_owned(), values: vec![Value::Integer(session)], by_moment: false }
    }

    fn and(&mut self, sql: &str, value: Value) {
        let _ = write!(self.sql, " AND {sql}");
        self.values.push(value);
    }

    fn add(&mut self, condition: &Condition) {
        match condition {
            Condition::At(compare, at) => {
                self.by_moment |= *compare != Compare::NotEqual;
                self.and(&format!("at {} ?", compare.sql()), Value::Real(*at));
            }
            Condition::Number(compare, number) => {
                self.and(&format!("number {} ?", compare.sql()), Value::Integer(*number as i64));
            }
            Condition::Wall(compare, wall) => self.and(&format!("wall_ms {} ?", compare.sql()), Value::Integer(*wall)),
            Condition::Label(labels) => self.and("label IN (SELECT value FROM json_each(?))", list(labels)),
            Condition::Part { among: true, parts } => self.and("part IN (SELECT value FROM json_each(?))", list(parts)),
            Condition::Part { among: false, parts } => {
                self.and("part NOT IN (SELECT value FROM json_each(?))", list(parts));
            }
        }
    }

    /// Lets each row in with the same chance.
    fn draw(&mut self, wanted: u64, total: u64) {
        // random() is any of the 2⁶⁴ whole numbers of its type.
        let below = (wanted as f64 / total as f64) * 2f64.powi(64) + i64::MIN as f64;
        self.and("random() < ?", Value::Integer(below as i64));
    }

    /// Leaves out everything up to the row after which the answer continues.
    fn continue_after(&mut self, sorts: &[Sort]) {
        let (mut either, mut values, mut equal) = (Vec::new(), Vec::new(), (String::new(), Vec::new()));
        for (place, sort) in sorts.iter().enumerate() {
            let (column, after) = match sort.key {
                Key::At { after } => ("at", after.map(Value::Real)),
                Key::Number { after } => ("number", after.map(|number| Value::Integer(number as i64))),
            };
            let Some(after) = after else { break };
            if place == 0 {
                // Says what follows from the rest, in a form that leads SQLite to the right place of an index.
                self.by_moment |= column == "at";
                let bound = if sort.descending { "<=" } else { ">=" };
                self.and(&format!("{column} {bound} ?"), after.clone());
            }
            let beyond = match (sort.descending, sort.inclusive) {
                (false, false) => ">",
                (false, true) => ">=",
                (true, false) => "<",
                (true, true) => "<=",
            };
            either.push(format!("({}{column} {beyond} ?)", equal.0));
            values.extend(equal.1.iter().cloned().chain([after.clone()]));
            let _ = write!(equal.0, "{column} = ? AND ");
            equal.1.push(after);
        }
        if !either.is_empty() {
            let _ = write!(self.sql, " AND ({})", either.join(" OR "));
            self.values.append(&mut values);
        }
    }
}

fn order_by(sorts: &[Sort], by_moment: bool) -> String {
    let columns: Vec<String> = sorts
        .iter()
        .map(|sort| {
            let column = match sort.key {
                Key::At { .. } => "at",
                // The plus keeps SQLite from walking the whole session in this order where few moments are wanted.
                Key::Number { .. } if by_moment && sorts.len() == 1 => "+number",
                Key::Number { .. } => "number",
            };
            format!("{column} {}", if sort.descending { "DESC" } else { "ASC" })
        })
        .collect();
    columns.join(", ")
}

fn list(numbers: &[impl ToString]) -> Value {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    Value::Text(format!("[{}]", numbers.join(",")))
}
