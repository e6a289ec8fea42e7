//! What rows of a timeline must be, in SQL.

use std::fmt::Write as _;

use rusqlite::types::Value;

use super::timeline::{BLOCK_ROWS, Compare, Condition, Key, Sort};

/// A condition in SQL that grows, with its values, and the blocks in which rows may fulfil it.
pub(super) struct Filter {
    session: i64,
    sql: String,
    values: Vec<Value>,
    first: i64,
    last: i64,
    /// Whether the moment is restricted.
    pub by_moment: bool,
}

impl Filter {
    /// Everything of a session whose newest row lies in this block.
    pub fn new(session: i64, last: i64) -> Self {
        Filter { session, sql: String::new(), values: Vec::new(), first: 0, last, by_moment: false }
    }

    /// The blocks, oldest first.
    pub fn blocks(&self) -> std::ops::RangeInclusive<i64> {
        self.first..=self.last
    }

    /// For one statement that looks for the moment in each block.
    pub fn in_all_blocks(&self) -> (String, Vec<Value>) {
        let blocks = list(&self.blocks().collect::<Vec<_>>());
        self.sql_with("session = ? AND block IN (SELECT value FROM json_each(?))", vec![blocks])
    }

    /// For one statement that goes through the blocks in their order.
    pub fn within_blocks(&self) -> (String, Vec<Value>) {
        self.sql_with(
            "session = ? AND block BETWEEN ? AND ?",
            vec![Value::Integer(self.first), Value::Integer(self.last)],
        )
    }

    /// For one block, whose number is the second value.
    pub fn in_block(&self, block: i64) -> (String, Vec<Value>) {
        self.sql_with("session = ? AND block = ?", vec![Value::Integer(block)])
    }

    fn sql_with(&self, place: &str, values: Vec<Value>) -> (String, Vec<Value>) {
        let values = [Value::Integer(self.session)].into_iter().chain(values).chain(self.values.iter().cloned());
        (format!("{place}{}", self.sql), values.collect())
    }

    fn and(&mut self, sql: &str, value: Value) {
        let _ = write!(self.sql, " AND {sql}");
        self.values.push(value);
    }

    pub fn add(&mut self, condition: &Condition) {
        match condition {
            Condition::At(compare, at) => {
                self.by_moment |= *compare != Compare::NotEqual;
                self.and(&format!("at {} ?", compare.sql()), Value::Real(*at));
            }
            Condition::Number(compare, number) => {
                self.bound(*compare, *number);
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

    /// Leaves out blocks in which no number fulfils the comparison.
    fn bound(&mut self, compare: Compare, number: u64) {
        let block = (number / BLOCK_ROWS) as i64;
        match compare {
            Compare::Equal => (self.first, self.last) = (self.first.max(block), self.last.min(block)),
            Compare::NotEqual => {}
            Compare::Less | Compare::LessOrEqual => self.last = self.last.min(block),
            Compare::Greater | Compare::GreaterOrEqual => self.first = self.first.max(block),
        }
    }

    /// Lets each row in with the same chance.
    pub fn draw(&mut self, wanted: u64, total: u64) {
        // random() is any of the 2⁶⁴ whole numbers of its type.
        let below = (wanted as f64 / total as f64) * 2f64.powi(64) + i64::MIN as f64;
        self.and("random() < ?", Value::Integer(below as i64));
    }

    /// Leaves out everything up to the row after which the answer continues.
    pub fn continue_after(&mut self, sorts: &[Sort]) {
        let (mut either, mut values, mut equal) = (Vec::new(), Vec::new(), (String::new(), Vec::new()));
        for (place, sort) in sorts.iter().enumerate() {
            let (column, after) = match sort.key {
                Key::At { after } => ("at", after.map(Value::Real)),
                Key::Number { after } => ("number", after.map(|number| Value::Integer(number as i64))),
            };
            let Some(after) = after else { break };
            if place == 0 {
                // Says what follows from the rest, in a form that leads SQLite to the right place.
                let compare = if sort.descending { Compare::LessOrEqual } else { Compare::GreaterOrEqual };
                match sort.key {
                    Key::At { .. } => self.by_moment = true,
                    Key::Number { after } => after.into_iter().for_each(|number| self.bound(compare, number)),
                }
                self.and(&format!("{column} {} ?", compare.sql()), after.clone());
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

fn list(numbers: &[impl ToString]) -> Value {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    Value::Text(format!("[{}]", numbers.join(",")))
}
