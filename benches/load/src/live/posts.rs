//! Events that are posted meanwhile, at a steady rate.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;

use super::sockets::Prompt;
use crate::http::Http;
use crate::people::Person;
use crate::servers::Server;

/// Events a second, all posters together.
pub const EVENTS_PER_SECOND: usize = 2_000;
/// Connections that post, each for one person.
pub const POSTERS: usize = 40;

/// What was measured while events were posted.
pub struct Beside {
    pub cpu_seconds: f64,
    pub wall: Duration,
    /// From each post to its answer, in microseconds.
    pub posts: Vec<u32>,
}

/// Somebody who posts.
pub struct Poster {
    http: Http,
    person: Person,
}

impl Poster {
    /// A new participant of the prompt.
    pub fn new(server: &Server, prompt: Prompt<'_>) -> io::Result<Poster> {
        let mut http = Http::connect(server.address)?;
        let person = Person::join(&mut http, prompt.uid, prompt.jwt, "Ada Lovelace")?;
        Ok(Poster { http, person })
    }

    /// Posts every so often until it is told to stop; microseconds that each answer took.
    fn post(&mut self, prompt: Prompt<'_>, first: Instant, every: Duration, stop: &AtomicBool) -> io::Result<Vec<u32>> {
        let (mut took, mut due) = (Vec::new(), first);
        while !stop.load(Ordering::Relaxed) {
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            let said = Instant::now();
            self.person.post(&mut self.http, prompt.now(), "like", json!({}))?;
            took.push(said.elapsed().as_micros() as u32);
            due += every;
        }
        Ok(took)
    }
}

/// Does something for `time`, while events are posted. Fails where one is refused.
pub fn beside(
    posters: &mut [Poster],
    prompt: Prompt<'_>,
    time: Duration,
    server: &Server,
    work: impl FnOnce(Duration) -> io::Result<()>,
) -> io::Result<Beside> {
    let many = posters.len();
    let every = Duration::from_secs_f64(many as f64 / EVENTS_PER_SECOND as f64);
    let (stop, cpu, start) = (AtomicBool::new(false), server.cpu(), Instant::now());
    let posts = std::thread::scope(|scope| {
        let stop = &stop;
        let threads: Vec<_> = posters
            .iter_mut()
            .enumerate()
            .map(|(place, poster)| {
                let first = start + every.mul_f64(place as f64 / many as f64);
                scope.spawn(move || poster.post(prompt, first, every, stop))
            })
            .collect();
        let worked = work(time);
        if worked.is_ok() {
            std::thread::sleep(time.saturating_sub(start.elapsed()));
        }
        stop.store(true, Ordering::Relaxed);
        let mut posts = Vec::new();
        for thread in threads {
            posts.extend(thread.join().map_err(|_| io::Error::other("a poster panicked"))??);
        }
        worked.map(|()| posts)
    })?;
    Ok(Beside { cpu_seconds: server.cpu().since(cpu).seconds(), wall: start.elapsed(), posts })
}
