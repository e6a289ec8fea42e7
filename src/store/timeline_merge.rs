//! Rows of a timeline by their time: each block has its own in that order already, and the next one of all is the
//! first of those that come next in each.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use rusqlite::{Connection, Rows, params_from_iter};

use super::timeline::{COLUMNS, Key, Sort, direction, row};
use super::timeline_filter::Filter;
use crate::engine::TimelineRow;

/// The first rows that fulfil the conditions, in an order that begins with their time. Of each block no more is read
/// than is told, and one row.
pub(super) fn merged(
    database: &Connection,
    filter: &Filter,
    sorts: &[Sort],
    limit: usize,
) -> rusqlite::Result<Vec<TimelineRow>> {
    let columns: Vec<String> = sorts.iter().map(|sort| format!("{} {}", column(sort.key), direction(*sort))).collect();
    let order = columns.join(", ");
    let mut statements = Vec::new();
    for block in filter.blocks() {
        let (condition, values) = filter.in_block(block);
        let select = format!("SELECT {COLUMNS} FROM timeline WHERE {condition} ORDER BY {order}");
        statements.push((database.prepare(&select)?, values));
    }
    let mut cursors = Vec::with_capacity(statements.len());
    for (statement, values) in &mut statements {
        cursors.push(statement.query(params_from_iter(values.iter()))?);
    }
    let mut heads = BinaryHeap::with_capacity(cursors.len());
    for (place, cursor) in cursors.iter_mut().enumerate() {
        heads.extend(next(cursor, place, sorts)?);
    }
    let mut found = Vec::with_capacity(limit.min(heads.len()));
    while found.len() < limit {
        let Some(head) = heads.pop() else { break };
        heads.extend(next(&mut cursors[head.place], head.place, sorts)?);
        found.push(head.row);
    }
    Ok(found)
}

fn column(key: Key) -> &'static str {
    match key {
        Key::At { .. } => "at",
        Key::Number { .. } => "number",
    }
}

/// What comes next in a block.
struct Head<'a> {
    row: TimelineRow,
    /// The block's place among the cursors.
    place: usize,
    sorts: &'a [Sort],
}

fn next<'a>(cursor: &mut Rows<'_>, place: usize, sorts: &'a [Sort]) -> rusqlite::Result<Option<Head<'a>>> {
    cursor.next()?.map(|found| Ok(Head { row: row(found)?, place, sorts })).transpose()
}

impl Ord for Head<'_> {
    /// The greatest is the first: a heap gives it first.
    fn cmp(&self, other: &Self) -> Ordering {
        let by = |sort: &Sort| {
            let order = match sort.key {
                Key::At { .. } => self.row.at.total_cmp(&other.row.at),
                Key::Number { .. } => self.row.number.cmp(&other.row.number),
            };
            if sort.descending { order } else { order.reverse() }
        };
        let first = self.sorts.iter().map(by).find(|order| order.is_ne());
        first.unwrap_or_else(|| other.row.number.cmp(&self.row.number))
    }
}

impl PartialOrd for Head<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Head<'_> {}
