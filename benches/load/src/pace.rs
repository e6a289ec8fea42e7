//! Messages of many sockets, spread evenly over a time, each with its answer.

use std::io;
use std::time::{Duration, Instant};

use crate::sums::PATIENCE;
use crate::swarm::{Seen, Swarm};

/// Lets each of `clients` say one text and waits until each has heard something `wanted`. Answers with the
/// microseconds between the two, of those that were answered.
pub fn pace(
    swarm: &mut Swarm,
    clients: &[usize],
    spread: Duration,
    text: impl Fn(usize) -> String,
    wanted: impl Fn(&[u8]) -> bool,
) -> io::Result<Vec<u32>> {
    let start = Instant::now();
    let mut said: Vec<Option<Instant>> = vec![None; swarm.clients.len()];
    let (mut receipts, mut next) = (Vec::with_capacity(clients.len()), 0);
    while receipts.len() < clients.len() && start.elapsed() < PATIENCE {
        let due = (start.elapsed().as_secs_f64() / spread.as_secs_f64() * clients.len() as f64) as usize + 1;
        // A few at a time, so that what comes back is not kept waiting.
        for client in clients.iter().take(due.min(next + 64)).skip(next) {
            swarm.say(*client, &text(*client))?;
            said[*client] = Some(Instant::now());
            next += 1;
        }
        swarm.pump(Duration::ZERO, |client, what| {
            if let Seen::Text(text) = what
                && wanted(text)
                && let Some(when) = said[client].take()
            {
                receipts.push(when.elapsed().as_micros() as u32);
            }
        })?;
    }
    Ok(receipts)
}
