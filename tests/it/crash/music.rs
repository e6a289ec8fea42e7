//! A music room whose power goes at any moment: queue, votes, chat, what plays and where in it are back.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::time::{Duration, Instant};

use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};

use crate::kit::music::{Room, enter, with_songs};
use crate::kit::{Client, Frame, Server};

/// Kills of an ordinary run; `CRASH_KILLS` asks for another number, `CRASH_SEED` repeats a run's choices.
const KILLS: usize = 20;
const GUESTS: usize = 3;
const SONGS: usize = 10;
/// Milliseconds of a song: none ends within one life.
const SONG_MS: f64 = 300_000.0;

/// A room as everybody was told it is.
#[derive(Debug, Default, Clone, PartialEq)]
struct Told {
    /// Each song that waits, with those who have voted for it.
    queue: BTreeMap<String, BTreeSet<u64>>,
    playing: Option<String>,
    paused: bool,
    chat: Vec<String>,
    locked: bool,
}

/// Where the player was said to be.
#[derive(Debug, Clone, Copy)]
struct Mark {
    at: Instant,
    percentage: f64,
}

impl Told {
    fn hear(&mut self, told: &Value) {
        let song = told["song_id"].as_str().unwrap_or_default().to_owned();
        match told["type"].as_str().unwrap_or_default() {
            "song_queued" => {
                let by = told["added_by"]["guest_id"].as_u64().unwrap();
                self.queue.insert(song, BTreeSet::from([by]));
            }
            "song_vote" => {
                let (by, voters) = (told["by"]["guest_id"].as_u64().unwrap(), self.queue.entry(song).or_default());
                if told["voted"] == true {
                    voters.insert(by)
                } else {
                    voters.remove(&by)
                };
            }
            "song_removed" => drop(self.queue.remove(&song)),
            "song_changed" => {
                self.queue.remove(&song);
                (self.playing, self.paused) = (Some(song), false);
            }
            "playback_changed" => self.paused = told["paused"] == true,
            "chat_message" => self.chat.push(told["message"].as_str().unwrap().to_owned()),
            "queue_locked" => self.locked = told["locked"] == true,
            _ => {}
        }
    }
}

struct Evening {
    room: Room,
    tokens: Vec<String>,
    /// The host, then the guests.
    clients: Vec<Client>,
    /// What was true when the present connections began.
    base: Told,
    mark: Option<Mark>,
    /// What was sent when the power went: nobody knows whether it happened.
    under_way: Vec<Value>,
    songs: Vec<String>,
    rng: StdRng,
    words: u32,
}

impl Evening {
    async fn begin(server: &Server, songs: Vec<String>, rng: StdRng) -> Evening {
        let settings = json!({"fallback": false, "queue_limit": 50, "skip_votes": false});
        let room = Room::create(server, settings).await;
        let mut tokens = vec![room.host_token.clone()];
        for n in 0..GUESTS {
            tokens.push(room.join(server, &format!("Guest {n}")).await);
        }
        let (base, mark) = (Told::default(), None);
        let (clients, under_way) = (Vec::new(), Vec::new());
        let mut evening = Evening { room, tokens, clients, base, mark, under_way, songs, rng, words: 0 };
        for token in evening.tokens.clone() {
            evening.clients.push(enter(server, &evening.room.room_id, Some(&token)).await.0);
        }
        evening
    }

    /// Something that somebody may do now, and who.
    fn something(&mut self) -> (usize, Value) {
        let now = self.told();
        let song = self.songs[self.rng.random_range(0..SONGS)].clone();
        let guest = self.rng.random_range(1..=GUESTS);
        let waits = now.queue.contains_key(&song);
        match self.rng.random_range(0..12) {
            0 | 1 if now.playing.as_ref() != Some(&song) => (0, json!({"type": "song_changed", "song_id": song})),
            2 if now.playing.is_some() => {
                let percentage = f64::from(self.rng.random_range(0..50));
                (0, json!({"type": "playback_changed", "percentage": percentage, "paused": self.rng.random_bool(0.5)}))
            }
            3 => (0, json!({"type": "host:lock", "locked": !now.locked})),
            4 if waits => (0, json!({"type": "song_removed", "song_id": song})),
            5..=7 if waits => (guest, json!({"type": "song_vote", "song_id": song})),
            8..=10 if !waits && now.playing.as_ref() != Some(&song) => {
                (if now.locked { 0 } else { guest }, json!({"type": "song_queued", "song_id": song}))
            }
            _ => {
                self.words += 1;
                let who = if self.words.is_multiple_of(2) { 0 } else { guest };
                (who, json!({"type": "chat_message", "name": "x", "message": format!("Message {}", self.words)}))
            }
        }
    }

    fn told(&self) -> Told {
        told(&self.base, &self.clients[0].frames())
    }

    /// People do things, one after the other, each heard by the host before the next.
    async fn live(&mut self, life: Duration) {
        let until = Instant::now() + life;
        while Instant::now() < until {
            let (who, message) = self.something();
            let client = &mut self.clients[who];
            client.mark();
            client.send(message.clone()).await;
            let told = client
                .wait(&format!("{message} or an error"), Duration::from_secs(10), |told| {
                    is_of(&message, who, told) || told["type"] == "error"
                })
                .await;
            // A guest who writes or adds too much is slowed down; nothing else may be refused.
            assert!(told["type"] != "error" || told["code"] == "SLOW_MODE", "{message} was refused: {told}");
            // What one has heard, the host has been told too; it may still be on its way.
            if told["type"] != "error" && who != 0 {
                self.clients[0].wait("the same", Duration::from_secs(10), |heard| *heard == told).await;
            }
        }
    }

    /// Several send at once and nobody waits.
    async fn begin_something(&mut self) {
        for _ in 0..self.rng.random_range(1..=3) {
            let (who, message) = self.something();
            self.clients[who].send(message.clone()).await;
            let mut known = message;
            known["guest"] = json!(who);
            self.under_way.push(known);
        }
    }

    /// Everybody comes back and looks: what is different from what was told?
    async fn compare(&mut self, server: &Server) -> Vec<String> {
        let mut found = Vec::new();
        let mut longest = (0, Told::default());
        let mut mark = self.mark;
        for client in &mut self.clients {
            client.end(Duration::from_secs(5)).await;
            let frames = client.frames();
            let facts = frames.iter().filter(|frame| is_a_fact(frame)).count();
            // What one socket was told last may not have reached another.
            if facts >= longest.0 {
                longest = (facts, told(&self.base, &frames));
                mark = frames.iter().filter_map(heard_mark).next_back().or(self.mark);
            }
        }
        let told = longest.1;
        let cut = Instant::now();
        self.clients.clear();
        let mut states = Vec::new();
        for token in self.tokens.clone() {
            let (client, state) = enter(server, &self.room.room_id, Some(&token)).await;
            self.clients.push(client);
            states.push(state);
        }
        let now = self.seen(&states, &mut found);
        if !self.explains(&told, &now) {
            found.push(format!("told {told:?}, under way {:?}, and found {now:?}", self.under_way));
        }
        self.compare_playback(&states[0], &told, &now, mark, cut, &mut found);
        self.under_way.clear();
        self.base = now;
        found
    }

    /// The room as everybody together sees it.
    fn seen(&self, states: &[Value], found: &mut Vec<String>) -> Told {
        let host = &states[0];
        let mut queue: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
        for state in states {
            let me = state["you"]["guest_id"].as_u64().unwrap();
            for entry in state["queue"].as_array().unwrap() {
                let voters = queue.entry(entry["song_id"].as_str().unwrap().to_owned()).or_default();
                if entry["voted"] == true {
                    voters.insert(me);
                }
            }
            if state["chat"] != host["chat"] || state["playing"]["song"] != host["playing"]["song"] {
                found.push(format!("two see different rooms: {state} and {host}"));
            }
        }
        let rows = host["queue"].as_array().unwrap();
        for row in rows {
            let voters = &queue[row["song_id"].as_str().unwrap()];
            if row["votes"].as_u64() != Some(voters.len() as u64) {
                found.push(format!("{row} has {} voters", voters.len()));
            }
        }
        let rank = |row: &Value| (std::cmp::Reverse(row["votes"].as_u64()), row["no"].as_u64());
        if !rows.is_sorted_by_key(rank) {
            found.push(format!("out of order: {rows:?}"));
        }
        let chat = host["chat"].as_array().unwrap().iter();
        Told {
            queue,
            playing: host["playing"]["song"]["song_id"].as_str().map(str::to_owned),
            paused: host["playing"]["playback"]["paused"] == true,
            chat: chat.map(|line| line["message"].as_str().unwrap().to_owned()).collect(),
            locked: host["locked"] == true,
        }
    }

    /// Whether what was told, and some of what was under way, in any order, is what is there.
    fn explains(&self, told: &Told, now: &Told) -> bool {
        let kept = |chat: &[String]| chat[chat.len().saturating_sub(100)..].to_vec();
        let same = |guess: &Told| {
            let guess = Told { chat: kept(&guess.chat), ..guess.clone() };
            guess == *now
        };
        let mut guesses = vec![(told.clone(), self.under_way.clone())];
        while let Some((guess, left)) = guesses.pop() {
            if same(&guess) {
                return true;
            }
            for at in 0..left.len() {
                let mut rest = left.clone();
                let sent = rest.remove(at);
                let mut then = guess.clone();
                then.hear(&as_told(&sent, &guess));
                guesses.push((then, rest));
            }
        }
        false
    }

    /// The player stood still while the server was down.
    fn compare_playback(
        &mut self,
        state: &Value,
        told: &Told,
        now: &Told,
        mark: Option<Mark>,
        cut: Instant,
        found: &mut Vec<String>,
    ) {
        let playback = &state["playing"]["playback"];
        let Some(percentage) = playback["percentage"].as_f64() else { return };
        let moved =
            self.under_way.iter().any(|sent| sent["type"] == "playback_changed" || sent["type"] == "song_changed");
        if let Some(mark) = mark.filter(|_| !moved && told.playing == now.playing) {
            let ran = if now.paused { 0.0 } else { cut.duration_since(mark.at).as_secs_f64() * 1_000.0 };
            let expected = mark.percentage + ran / SONG_MS * 100.0;
            // A second between two signs of life, and the time for coming back.
            let slack = if now.paused { 0.0001 } else { 3_000.0 / SONG_MS * 100.0 };
            if (percentage - expected).abs() > slack {
                found.push(format!("the player is at {percentage} where {expected} was expected: {playback}"));
            }
        }
        self.mark = Some(Mark { at: Instant::now(), percentage });
    }
}

/// Whether this is what everybody is told of a message. Another's of the same type may still be on its way.
fn is_of(sent: &Value, who: usize, told: &Value) -> bool {
    let kind = sent["type"].as_str().unwrap().replace("host:lock", "queue_locked");
    let same = |name: &str| sent[name].is_null() || sent[name] == told[name];
    let by = [&told["by"]["guest_id"], &told["added_by"]["guest_id"], &told["guest_id"]];
    told["type"] == kind.as_str()
        && ["song_id", "message", "percentage", "paused", "locked"].into_iter().all(same)
        && by.iter().all(|by| by.is_null() || by.as_u64() == Some(who as u64))
}

/// What a socket was told since `base`.
fn told(base: &Told, frames: &[Frame]) -> Told {
    let mut told = base.clone();
    frames.iter().filter(|frame| is_a_fact(frame)).for_each(|frame| told.hear(&frame.json));
    told
}

fn is_a_fact(frame: &Frame) -> bool {
    let facts = [
        "song_queued",
        "song_vote",
        "song_removed",
        "song_changed",
        "playback_changed",
        "chat_message",
        "queue_locked",
    ];
    facts.contains(&frame.kind())
}

fn heard_mark(frame: &Frame) -> Option<Mark> {
    let percentage = match frame.kind() {
        "song_changed" => 0.0,
        "playback_changed" => frame.json["percentage"].as_f64()?,
        _ => return None,
    };
    Some(Mark { at: frame.at, percentage })
}

/// What would be told of a message if it happened.
fn as_told(sent: &Value, now: &Told) -> Value {
    let who = &sent["guest"];
    let mut told = sent.clone();
    if sent["type"] == "host:lock" {
        told["type"] = json!("queue_locked");
    }
    let song = sent["song_id"].as_str().unwrap_or_default();
    let voted = now.queue.get(song).is_some_and(|voters| voters.contains(&who.as_u64().unwrap()));
    told["voted"] = json!(!voted);
    told["by"] = json!({ "guest_id": who });
    told["added_by"] = json!({ "guest_id": who });
    told
}

#[tokio::test]
async fn a_music_room_is_what_it_was_after_every_kill() {
    let seed: u64 = std::env::var("CRASH_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(rand::random);
    println!("CRASH_SEED={seed}");
    let kills = std::env::var("CRASH_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let mut rng = StdRng::seed_from_u64(seed);
    let folder = tempfile::tempdir().unwrap();
    let (mut server, songs) = with_songs(folder.path(), SONGS).await;
    let began = Instant::now();
    let mut evening = Evening::begin(&server, songs, StdRng::seed_from_u64(rng.random())).await;
    let (mut differences, mut in_flight) = (Vec::new(), 0);
    for kill in 1..=kills {
        evening.live(Duration::from_millis(rng.random_range(50..500))).await;
        if rng.random_bool(0.5) {
            evening.begin_something().await;
            in_flight += 1;
            tokio::time::sleep(Duration::from_micros(rng.random_range(0..20_000))).await;
        }
        server.kill9();
        tokio::time::sleep(Duration::from_millis(rng.random_range(0..300))).await;
        server.restart().await;
        let found = evening.compare(&server).await;
        differences.extend(found.into_iter().map(|found| format!("kill {kill}: {found}")));
        if differences.len() > 10 {
            break;
        }
    }
    // Past the test runner, so that a run that passes says so.
    let _ = writeln!(
        std::io::stderr(),
        "music: {kills} kills, {} differences; {in_flight} with something under way, {:?}; {} songs wait, {} messages",
        differences.len(),
        began.elapsed(),
        evening.base.queue.len(),
        evening.base.chat.len(),
    );
    assert!(differences.is_empty(), "CRASH_SEED={seed}\n{}", differences.join("\n"));
    assert!(evening.base.chat.len() > 5 && evening.base.playing.is_some(), "nothing happened: {:?}", evening.base);
    assert!(!server.logged().contains("panicked"), "a panic in the log");
}
