//! A music room in which everybody votes: how long until everybody sees the order that a vote has made.

use std::collections::HashMap;
use std::io;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::folder::TempFolder;
use crate::http::{Http, text};
use crate::servers::{Server, port};
use crate::songs;
use crate::sums::{PATIENCE, percentiles};
use crate::swarm::{Seen, Swarm};
use crate::table::Table;

/// Songs that wait.
const QUEUE: usize = 300;
/// Votes a second.
const VOTES_PER_SECOND: usize = 500;
/// Requests for guests' tokens that are under way at a time.
const TOKENS_AT_ONCE: usize = 50;
/// Time after the last vote in which everybody has to hear of it.
const LAST_WORDS: Duration = Duration::from_secs(2);
const ORDER: &[u8] = br#"{"type":"queue_changed""#;

/// A room full of guests, and its host's socket, which is the last.
struct Room {
    server: Server,
    swarm: Swarm,
    host: usize,
    /// The songs that wait, by their numbers in the room.
    songs: HashMap<u64, String>,
    _folders: [TempFolder; 2],
}

/// One order that was told, the same bytes to everybody.
struct Order {
    bytes: Vec<u8>,
    /// Votes of each entry by its number.
    votes: HashMap<u64, u64>,
    heard: usize,
    /// When it was heard last.
    last: Instant,
}

/// One vote.
struct Vote {
    song: u64,
    /// The count that its song has with it.
    makes: u64,
    said: Instant,
}

/// All rows.
pub fn run(table: &mut Table, binary: &str, guests: usize, seconds: usize) -> io::Result<()> {
    let opening = Instant::now();
    let mut room = Room::open(binary, guests)?;
    let megabytes = room.server.resident() as f64 / 1e6;
    table.add(
        format!("a music room of {guests} guests with tokens, {QUEUE} songs in its queue"),
        "",
        format!("{megabytes:.1} MB resident"),
        format!("set up in {:.1} s", opening.elapsed().as_secs_f64()),
    );
    room.vote(table, guests, seconds)
}

impl Room {
    fn open(binary: &str, guests: usize) -> io::Result<Room> {
        let (music, data) = (TempFolder::new("music")?, TempFolder::new("music-data")?);
        songs::write(&music.0, QUEUE + 20, 600)?;
        let server = songs::serve(binary, port(6), &music, &data)?;
        let mut http = Http::connect(server.address)?;
        songs::scanned(&mut http)?;
        http.get("/api/v1/music/songs?limit=200")?;
        let first: Value = serde_json::from_str(&http.answer()?)?;
        http.get(&format!("/api/v1/music/songs?limit=200&cursor={}", text(&first["next"])?))?;
        let second: Value = serde_json::from_str(&http.answer()?)?;
        let pages = [&first, &second].map(|page| page["songs"].as_array().cloned().unwrap_or_default());
        let ids: Vec<String> = pages.iter().flatten().map(|song| text(&song["song_id"])).collect::<io::Result<_>>()?;
        let (mut swarm, host) = full_room(&server, &mut http, guests)?;
        swarm.rest(Duration::from_secs(1), |_, _| {})?;
        let mut room = Room { server, swarm, host, songs: HashMap::new(), _folders: [music, data] };
        // One plays, the others wait; the host may add as many as the queue holds.
        room.queue(&ids[..1])?;
        room.swarm.say(host, r#"{"type":"host:next"}"#)?;
        room.songs.clear();
        room.queue(&ids[1..=QUEUE])?;
        room.swarm.rest(Duration::from_secs(2), |_, _| {})?;
        Ok(room)
    }

    /// Lets the host queue songs, one after the other.
    fn queue(&mut self, ids: &[String]) -> io::Result<()> {
        for id in ids {
            self.swarm.say(self.host, &format!(r#"{{"type":"song_queued","song_id":"{id}"}}"#))?;
            let (host, mut refused, mut queued) = (self.host, None, None);
            let start = Instant::now();
            while queued.is_none() && refused.is_none() && start.elapsed() < PATIENCE {
                self.swarm.pump(Duration::ZERO, |client, what| {
                    let Seen::Text(text) = what else { return };
                    if client != host {
                        return;
                    }
                    let Ok(message) = serde_json::from_slice::<Value>(text) else { return };
                    match message["type"].as_str() {
                        Some("song_queued") if message["song_id"] == id.as_str() => queued = message["no"].as_u64(),
                        Some("error") => refused = Some(message.to_string()),
                        _ => {}
                    }
                })?;
            }
            match (queued, refused) {
                (Some(no), _) => drop(self.songs.insert(no, id.clone())),
                (None, refused) => {
                    return Err(io::Error::other(refused.unwrap_or_else(|| "no song was queued".into())));
                }
            }
            // Senders are limited to so many messages a second, hosts too.
            self.swarm.rest(Duration::from_millis(50), |_, _| {})?;
        }
        Ok(())
    }

    fn vote(&mut self, table: &mut Table, guests: usize, seconds: usize) -> io::Result<()> {
        // A first vote brings the order as it is.
        let first = *self.songs.keys().min().ok_or_else(|| io::Error::other("no songs"))?;
        let mut orders: Vec<Order> = Vec::new();
        self.say(guests - 1, first)?;
        let start = Instant::now();
        while orders.last().is_none_or(|order| order.heard <= guests) && start.elapsed() < PATIENCE {
            self.listen(&mut orders)?;
        }
        let last = orders.last().ok_or_else(|| io::Error::other("no order was told"))?;
        let mut makes: HashMap<u64, u64> = last.votes.clone();
        let mut songs: Vec<u64> = last.votes.keys().copied().collect();
        songs.sort_unstable();
        if songs.len() != QUEUE {
            return Err(io::Error::other(format!("{} songs wait", songs.len())));
        }
        orders.clear();
        let (before, lost) = (self.server.cpu(), self.swarm.lost());
        let start = Instant::now();
        let all = VOTES_PER_SECOND * seconds;
        let mut votes: Vec<Vote> = Vec::with_capacity(all);
        while votes.len() < all || start.elapsed() < Duration::from_secs(seconds as u64) + LAST_WORDS {
            let due = (start.elapsed().as_secs_f64() * VOTES_PER_SECOND as f64) as usize;
            while votes.len() < due.min(all) {
                // Every guest votes for another song each time, so that no vote takes one back.
                let (guest, round) = (votes.len() % (guests - 1), votes.len() / (guests - 1));
                let song = songs[(guest * 7 + round) % songs.len()];
                self.say(guest, song)?;
                let count = makes.entry(song).or_default();
                *count += 1;
                votes.push(Vote { song, makes: *count, said: Instant::now() });
            }
            self.listen(&mut orders)?;
        }
        let used = self.server.cpu().since(before);
        self.rows(table, guests, seconds, &votes, &orders, used.seconds(), self.swarm.lost() - lost)
    }

    fn say(&mut self, guest: usize, song: u64) -> io::Result<()> {
        let text = format!(r#"{{"type":"song_vote","song_id":"{}"}}"#, self.songs[&song]);
        self.swarm.say(guest, &text)
    }

    /// Takes what has come. Everybody is told the same bytes, so each order is parsed once.
    fn listen(&mut self, orders: &mut Vec<Order>) -> io::Result<()> {
        self.swarm.pump(Duration::ZERO, |_, what| {
            let Seen::Text(text) = what else { return };
            if !text.starts_with(ORDER) {
                return;
            }
            let now = Instant::now();
            match orders.iter_mut().rev().take(8).find(|order| order.bytes == text) {
                Some(order) => {
                    order.heard += 1;
                    order.last = now;
                }
                None => orders.push(Order { bytes: text.to_vec(), votes: votes_of(text), heard: 1, last: now }),
            }
        })
    }

    #[expect(clippy::too_many_arguments, reason = "what was measured, once")]
    fn rows(
        &self,
        table: &mut Table,
        guests: usize,
        seconds: usize,
        votes: &[Vote],
        orders: &[Order],
        cpu_seconds: f64,
        lost: usize,
    ) -> io::Result<()> {
        let everybody = guests + 1;
        let mut receipts = Vec::with_capacity(votes.len());
        let mut unseen = 0;
        for vote in votes {
            // The first order with this vote that everybody has got; a later one tells everybody the same.
            let shown = orders.iter().find(|order| {
                order.heard >= everybody && order.votes.get(&vote.song).is_some_and(|count| *count >= vote.makes)
            });
            match shown {
                Some(order) => receipts.push(order.last.duration_since(vote.said).as_micros() as u32),
                None => unseen += 1,
            }
        }
        let heard: usize = orders.iter().map(|order| order.heard).sum();
        table.add(
            format!("{guests} guests, {VOTES_PER_SECOND} votes a second for {seconds} s: from a vote to its order at the last guest"),
            "p99 ≤ 500 ms",
            percentiles(&receipts),
            format!("{} votes, {unseen} not shown to everybody, {lost} sockets lost", votes.len()),
        );
        let told_for = seconds as f64 + LAST_WORDS.as_secs_f64();
        table.add(
            "the same: server CPU per vote, everything included",
            "",
            format!("{:.0} µs", cpu_seconds * 1e6 / votes.len() as f64),
            format!(
                "{:.0} % of a core; {:.1} orders a second of {} bytes, {:.1} µs per order and guest",
                cpu_seconds / told_for * 100.0,
                orders.len() as f64 / told_for,
                orders.last().map_or(0, |order| order.bytes.len()),
                cpu_seconds * 1e6 / heard.max(1) as f64,
            ),
        );
        if unseen > 0 || lost > 0 {
            return Err(io::Error::other(format!(
                "{unseen} votes were not shown to everybody, {lost} sockets were lost"
            )));
        }
        Ok(())
    }
}

/// A new room with the sockets of so many guests, and its host's, which is the last.
pub fn full_room(server: &Server, http: &mut Http, guests: usize) -> io::Result<(Swarm, usize)> {
    http.post("/api/v1/music/rooms", r#"{"name":"Bench"}"#)?;
    let made: Value = serde_json::from_str(&http.answer()?)?;
    let (id, host_token) = (text(&made["room_id"])?, text(&made["host_token"])?);
    let tokens = tokens(http, &id, guests)?;
    let path = |token: &str| format!("/ws/session/{id}/?token={token}");
    let mut swarm = Swarm::new()?;
    swarm.open(server.address, guests, |guest| path(&tokens[guest]), |_, _| Ok(()))?;
    let host = swarm.connect(server.address, &path(&host_token), "")?;
    Ok((swarm, host))
}

/// Tokens for so many guests.
fn tokens(http: &mut Http, room: &str, guests: usize) -> io::Result<Vec<String>> {
    let path = format!("/api/v1/music/rooms/{room}/guests");
    let mut tokens = Vec::with_capacity(guests);
    while tokens.len() < guests {
        let batch = TOKENS_AT_ONCE.min(guests - tokens.len());
        for place in 0..batch {
            http.post(&path, &format!(r#"{{"name":"Guest {}"}}"#, tokens.len() + place))?;
        }
        for _ in 0..batch {
            let made: Value = serde_json::from_str(&http.answer()?)?;
            tokens.push(text(&made["guest_token"])?);
        }
    }
    Ok(tokens)
}

fn votes_of(order: &[u8]) -> HashMap<u64, u64> {
    let told: Value = serde_json::from_slice(order).unwrap_or_default();
    let numbers =
        |name: &str| told[name].as_array().into_iter().flatten().filter_map(Value::as_u64).collect::<Vec<u64>>();
    numbers("order").into_iter().zip(numbers("votes")).collect()
}
