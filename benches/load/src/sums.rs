//! Sums of CPU time over deliveries, medians and percentiles.

use std::time::{Duration, Instant};

use crate::swarm::{Seen, Swarm};
use crate::usage::Cpu;

/// How long anything may take before a run is given up.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// One side's sums.
#[derive(Debug, Default, Clone)]
pub struct Sum {
    pub cpu: Cpu,
    pub deliveries: u64,
    pub wall: Duration,
    /// Microseconds from the trigger to each receipt.
    pub receipts: Vec<u32>,
}

impl Sum {
    /// Adds another sum.
    pub fn add(&mut self, other: &Sum) {
        self.cpu = self.cpu.plus(other.cpu);
        self.deliveries += other.deliveries;
        self.wall += other.wall;
        self.receipts.extend(&other.receipts);
    }

    /// CPU microseconds per delivery, which are seconds per million.
    pub fn per_delivery_us(&self) -> f64 {
        self.cpu.seconds() * 1e6 / self.deliveries.max(1) as f64
    }

    /// Of it in user space.
    pub fn user_us(&self) -> f64 {
        self.cpu.user_seconds() * 1e6 / self.deliveries.max(1) as f64
    }

    /// Deliveries a second.
    pub fn rate(&self) -> f64 {
        self.deliveries as f64 / self.wall.as_secs_f64().max(1e-9)
    }

    /// The receipts' 50th and 99th percentile and the last, in milliseconds.
    pub fn percentiles(&self) -> String {
        percentiles(&self.receipts)
    }
}

/// 50th and 99th percentile and the last, in milliseconds.
pub fn percentiles(receipts_us: &[u32]) -> String {
    let mut sorted = receipts_us.to_vec();
    sorted.sort_unstable();
    let at = |share: f64| {
        let place = ((sorted.len() as f64 * share) as usize).min(sorted.len().saturating_sub(1));
        f64::from(sorted.get(place).copied().unwrap_or_default()) / 1e3
    };
    format!("p50 {:.1} ms, p99 {:.1} ms, last {:.1} ms", at(0.5), at(0.99), at(1.0))
}

/// The middle one.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// What was heard after a trigger.
#[derive(Debug, Default)]
pub struct Heard {
    /// When those that were waited for came, in microseconds since the trigger.
    pub receipts: Vec<u32>,
    /// Sockets that were closed meanwhile.
    pub closed: usize,
}

/// Polls until `expected` texts that are `wanted` have come, or patience has run out.
pub fn hear(
    swarm: &mut Swarm,
    start: Instant,
    expected: usize,
    patience: Duration,
    wanted: impl Fn(&[u8]) -> bool,
) -> std::io::Result<Heard> {
    let heard = std::cell::RefCell::new(Heard { receipts: Vec::with_capacity(expected), closed: 0 });
    let seen = |_: usize, what: Seen<'_>| {
        let mut heard = heard.borrow_mut();
        match what {
            Seen::Text(text) => {
                if wanted(text) {
                    heard.receipts.push(start.elapsed().as_micros() as u32);
                }
            }
            Seen::Closed => heard.closed += 1,
            Seen::Open => {}
        }
    };
    swarm.until(patience, seen, || heard.borrow().receipts.len() >= expected)?;
    Ok(heard.into_inner())
}

/// Fails where not all has come.
pub fn whole(heard: &Heard, expected: usize) -> std::io::Result<()> {
    let came = heard.receipts.len();
    if came >= expected {
        return Ok(());
    }
    Err(std::io::Error::other(format!("{came} of {expected} deliveries came, {} sockets were closed", heard.closed)))
}
