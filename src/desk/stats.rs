//! What humans have done, by days: a read model that grows with days, channels and agents, never with conversations.
//! It knows no visitor, so it may outlive them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::conversation::cases::{Case, Cases, Step};
use crate::conversation::ids::{AgentNo, ChannelNo};
use crate::engine::WallTime;
use crate::limits::{STATISTICS_CELLS_MAX, STATISTICS_DAYS_MAX};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Each doubling of a time has 2³ classes: what is read from them is right to 1/16.
const CLASS_BITS: u32 = 3;

/// Days since 1970 in UTC.
pub type DayNo = i32;

/// The day of a moment.
pub fn day_of(at: WallTime) -> DayNo {
    i32::try_from(at.0.div_euclid(DAY_MS)).unwrap_or_default()
}

/// All days that are kept.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    days: BTreeMap<DayNo, Vec<Cell>>,
    cells: usize,
}

/// One channel's and one agent's day; no agent: what concerns the channel alone.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cell {
    pub channel: ChannelNo,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentNo>,
    pub asked: u32,
    pub missed: u32,
    pub first_response: Times,
    pub resolution: Times,
}

/// Times in classes, from which means, medians and the like are read.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Times {
    pub count: u32,
    pub sum_ms: u64,
    pub max_ms: u64,
    /// By class, how many.
    classes: BTreeMap<u16, u32>,
    /// By class, their sum: so that few times are told as they were. Of what was counted before there were sums, the
    /// class's middle stands for each.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    sums_ms: BTreeMap<u16, u64>,
}

/// What of a conversation's cases has been counted.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The last case.
    pub case: u32,
    pub answered: bool,
    pub over: bool,
}

impl Stats {
    /// Counts what is new in a conversation's cases. `known`: what has been counted of it; absent: the desk does not
    /// know it (any more), and whatever is over was counted then.
    pub fn count(&mut self, channel: ChannelNo, cases: &Cases, known: Option<Counted>) -> Counted {
        let mut counted = known.unwrap_or_default();
        for case in cases.iter().filter(|case| known.is_some() || case.is_open()) {
            if case.no < counted.case {
                continue;
            }
            let before = if case.no == counted.case { Some(counted) } else { None };
            self.count_case(channel, case, before);
            let (answered, over) = (case.answered.is_some(), !case.is_open());
            counted = Counted { case: case.no, answered, over };
        }
        // What was counted before it was forgotten is not counted again.
        if known.is_none()
            && let Some(last) = cases.iter().last().filter(|last| !last.is_open())
        {
            counted = Counted { case: last.no, answered: true, over: true };
        }
        counted
    }

    fn count_case(&mut self, channel: ChannelNo, case: &Case, before: Option<Counted>) {
        let took = |step: Step| u64::try_from(step.at.0 - case.asked_at.0).unwrap_or_default();
        if before.is_none() {
            self.cell(case.asked_at, channel, None, |cell| cell.asked += 1);
        }
        if let Some(step) = case.answered.filter(|_| before.is_none_or(|before| !before.answered)) {
            self.cell(step.at, channel, Some(step.agent), |cell| cell.first_response.add(took(step)));
        }
        if before.is_some_and(|before| before.over) {
            return;
        }
        if let Some(step) = case.resolved {
            self.cell(step.at, channel, Some(step.agent), |cell| cell.resolution.add(took(step)));
        }
        if let Some(at) = case.missed_at {
            self.cell(at, channel, None, |cell| cell.missed += 1);
        }
    }

    fn cell(&mut self, at: WallTime, channel: ChannelNo, agent: Option<AgentNo>, change: impl FnOnce(&mut Cell)) {
        let cells = self.days.entry(day_of(at)).or_default();
        match cells.iter_mut().find(|cell| (cell.channel, cell.agent) == (channel, agent)) {
            Some(cell) => change(cell),
            None => {
                let mut cell = Cell { channel, agent, ..Cell::default() };
                change(&mut cell);
                cells.push(cell);
                self.cells += 1;
            }
        }
        // The last day stays, however full it is: channels and agents are bounded themselves.
        while self.days.len() > 1 && (self.days.len() > STATISTICS_DAYS_MAX || self.cells > STATISTICS_CELLS_MAX) {
            let oldest = self.days.pop_first().map_or(0, |(_, cells)| cells.len());
            self.cells -= oldest.min(self.cells);
        }
    }

    /// The days of a period, both ends included.
    pub fn days(&self, from: DayNo, to: DayNo) -> impl Iterator<Item = (DayNo, &[Cell])> {
        let period = (from <= to).then(|| self.days.range(from..=to));
        period.into_iter().flatten().map(|(day, cells)| (*day, cells.as_slice()))
    }
}

impl Times {
    pub fn add(&mut self, ms: u64) {
        self.count = self.count.saturating_add(1);
        self.sum_ms = self.sum_ms.saturating_add(ms);
        self.max_ms = self.max_ms.max(ms);
        let class = class_of(ms);
        let sum_ms = self.sum_of(class).saturating_add(ms);
        self.sums_ms.insert(class, sum_ms);
        *self.classes.entry(class).or_insert(0) += 1;
    }

    /// The sum of a class's times.
    fn sum_of(&self, class: u16) -> u64 {
        let count = self.classes.get(&class).copied().unwrap_or_default();
        let middles = || middle_of(class).saturating_mul(u64::from(count));
        self.sums_ms.get(&class).copied().unwrap_or_else(middles)
    }

    /// Takes another's times in.
    pub fn join(&mut self, other: &Times) {
        self.count = self.count.saturating_add(other.count);
        self.sum_ms = self.sum_ms.saturating_add(other.sum_ms);
        self.max_ms = self.max_ms.max(other.max_ms);
        for (class, count) in &other.classes {
            let sum_ms = self.sum_of(*class).saturating_add(other.sum_of(*class));
            self.sums_ms.insert(*class, sum_ms);
            *self.classes.entry(*class).or_insert(0) += count;
        }
    }

    /// The time that so many of a hundred do not exceed, as far as classes tell: the mean of those in its class.
    pub fn percentile_ms(&self, percent: u32) -> u64 {
        let wanted = (u64::from(self.count) * u64::from(percent)).div_ceil(100).max(1);
        let mut seen = 0;
        for (class, count) in &self.classes {
            seen += u64::from(*count);
            if seen >= wanted {
                return (self.sum_of(*class) / u64::from((*count).max(1))).min(self.max_ms);
            }
        }
        self.max_ms
    }
}

/// The class of a time: its highest bit and the three below.
fn class_of(ms: u64) -> u16 {
    let Some(highest) = ms.checked_ilog2().filter(|highest| *highest >= CLASS_BITS) else {
        return ms as u16;
    };
    let below = (ms >> (highest - CLASS_BITS)) & ((1 << CLASS_BITS) - 1);
    (((highest - CLASS_BITS + 1) << CLASS_BITS) as u64 + below) as u16
}

fn middle_of(class: u16) -> u64 {
    let (octave, below) = (u32::from(class) >> CLASS_BITS, u64::from(class) & ((1 << CLASS_BITS) - 1));
    if octave == 0 {
        return u64::from(class);
    }
    let width = 1u64 << (octave - 1);
    ((1 << CLASS_BITS) + below) * width + width / 2
}

/// Cases of a conversation, for tests of what they bring.
#[cfg(test)]
pub fn cases(all: impl IntoIterator<Item = Case>) -> Cases {
    let all: Vec<Case> = all.into_iter().collect();
    serde_json::from_value(serde_json::to_value(all).expect("JSON")).expect("cases")
}
