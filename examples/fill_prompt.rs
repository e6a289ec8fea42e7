//! Fills a data folder with one prompt of many sessions and events, for the benchmark: every event is decided by
//! the machine and stored by the store, in larger batches than people would make.
//!
//! `fill_prompt FOLDER SESSIONS EVENTS` prints the prompt's uid.

use std::error::Error;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};

use rand::{RngExt, SeedableRng, rngs::StdRng};
use soiree::engine::{
    Caller, ConnId, Context, Entropy, Machine, Role, RoomTime, Roster, SecretKey, StoredEvent, TimelineRow, WallTime,
};
use soiree::prompt::command::{Command, Deed, NewPrompt, Person, Post};
use soiree::prompt::wire::{Message, Question};
use soiree::prompt::{Dialect, Prompt, SessionUid, uid};
use soiree::store::{Append, SessionId, SqliteStore, Store, StoreError, StoreOptions, StoredSnapshot};

/// Events of one append.
const BATCH: usize = 5_000;
/// Sessions that are under way at the same time.
const WAVE: usize = 1_000;
/// As in the room: a snapshot after one event for so many of its bytes.
const SNAPSHOT_BYTES_PER_EVENT: u64 = 64;
const SNAPSHOT_EVERY_EVENTS: u64 = 2_000;
const DURATION_SECONDS: f64 = 60.0;

type Outcome = Result<(), Box<dyn Error>>;

/// A room without its actor.
struct Room<'a> {
    store: &'a SqliteStore,
    key: SecretKey,
    name: String,
    session: SessionId,
    prompt: Prompt,
    roster: Roster,
    random: StdRng,
    seq: u64,
    stored: u64,
    snapshot: (u64, u64),
    pending: Vec<StoredEvent>,
    timeline: Vec<TimelineRow>,
    under_way: Option<Receiver<Result<(), StoreError>>>,
}

impl Room<'_> {
    fn command(&mut self, command: Command) -> Result<Vec<Message>, Box<dyn Error>> {
        let (now, wall) = (RoomTime(self.seq), WallTime(chrono::Utc::now().timestamp_millis()));
        let context = Context {
            now,
            wall,
            entropy: Entropy(self.random.random()),
            key: &self.key,
            roster: &self.roster,
            room: &self.name,
            settings: &(),
        };
        let caller = Caller { conn: ConnId { hub: ConnId::CALL, slot: 0, generation: 0 }, role: Role::Visitor };
        let decision = self.prompt.decide(&context, caller, command)?;
        for event in &decision.events {
            self.prompt.evolve(now, event);
            self.seq += 1;
            let payload = serde_json::to_string(event)?;
            self.pending.push(StoredEvent { seq: self.seq, at: now, wall, version: Prompt::VERSION, payload });
            self.timeline.extend(Prompt::timeline(event, wall));
        }
        if self.pending.len() >= BATCH {
            self.append()?;
        }
        Ok(decision.replies)
    }

    fn append(&mut self) -> Outcome {
        self.wait()?;
        let append = Append {
            session: self.session,
            kind: Prompt::KIND,
            code: self.name.clone(),
            after: self.stored,
            events: std::mem::take(&mut self.pending),
            snapshot: self.snapshot()?,
            prunes: false,
            is_followed: Prompt::IS_FOLLOWED,
            summary: self.prompt.summary(),
            timeline: std::mem::take(&mut self.timeline),
        };
        self.stored = self.seq;
        let (told, outcome) = channel();
        self.store.append(append, Box::new(move |result| drop(told.send(result))))?;
        self.under_way = Some(outcome);
        Ok(())
    }

    fn snapshot(&mut self) -> Result<Option<StoredSnapshot>, Box<dyn Error>> {
        let (at, bytes) = self.snapshot;
        if self.seq - at < SNAPSHOT_EVERY_EVENTS.max(bytes / SNAPSHOT_BYTES_PER_EVENT) {
            return Ok(None);
        }
        let payload = serde_json::to_string(&self.prompt)?;
        self.snapshot = (self.seq, payload.len() as u64);
        let wall = self.pending.last().map_or(WallTime(0), |event| event.wall);
        Ok(Some(StoredSnapshot { seq: self.seq, at: RoomTime(self.seq), wall, version: Prompt::VERSION, payload }))
    }

    fn wait(&mut self) -> Outcome {
        Ok(self.under_way.take().map_or(Ok(()), |outcome| outcome.recv().unwrap_or(Ok(())))?)
    }

    fn post(&mut self, session: SessionUid, user: &str, at_seconds: f64, deed: Deed) -> Outcome {
        let post = Post { session: Some(session), user: user.into(), at_seconds, deed };
        self.command(Command::Post(Box::new(post))).map(drop)
    }

    /// A thousand people's sessions, side by side.
    fn wave(&mut self, people: usize, events: usize) -> Outcome {
        let mut under_way = Vec::with_capacity(people);
        for _ in 0..people {
            let user = format!("oseh_u_{}", Entropy(self.random.random()).token("user").expose());
            let begun = self.command(Command::Begin { user: user.as_str().into() })?;
            let Some(Message::Begun { session_uid, .. }) = begun.first() else { return Err("no session".into()) };
            let session = SessionUid::parse(session_uid).ok_or("no session's name")?;
            under_way.push((session, user, self.random.random_range(0.0..5.0)));
        }
        for turn in 0..events {
            let left = (events - turn) as f64;
            for (session, user, at) in &mut under_way {
                let deed = match turn {
                    0 => Deed::Join(Person {
                        name: format!("Guest {}", self.random.random_range(0..100_000)).into(),
                        picture: Some(format!("oseh_if_{}", Entropy(self.random.random()).token("").expose()).into()),
                    }),
                    last if last + 1 == events => Deed::Leave,
                    _ if self.random.random_bool(0.3) => Deed::Like,
                    _ => Deed::Numeric { rating: self.random.random_range(1..=10) },
                };
                self.post(*session, user, *at, deed)?;
                let rest = DURATION_SECONDS - *at;
                *at += self.random.random_range(0.0..1.0) * rest * 2.0 / left.max(2.0);
            }
        }
        Ok(())
    }
}

fn main() -> Outcome {
    let args: Vec<String> = std::env::args().collect();
    let [_, folder, sessions, events] = args.as_slice() else {
        return Err("fill_prompt FOLDER SESSIONS EVENTS".into());
    };
    let (folder, sessions, events): (PathBuf, usize, usize) = (folder.into(), sessions.parse()?, events.parse()?);
    let store = SqliteStore::open(&folder, &StoreOptions::default())?;
    let mut random = StdRng::seed_from_u64(7);
    let name = uid::new_uid(Dialect::InteractivePrompt, &Entropy(random.random()));
    let mut room = Room {
        store: &store,
        key: store.secret_key().clone(),
        name: name.clone(),
        session: SessionId::new_v4(),
        prompt: Prompt::default(),
        roster: Roster::default(),
        random,
        seq: 0,
        stored: 0,
        snapshot: (0, 0),
        pending: Vec::new(),
        timeline: Vec::new(),
        under_way: None,
    };
    room.command(Command::Create(Box::new(NewPrompt {
        kind: Dialect::InteractivePrompt,
        prompt: Question::Numeric { text: "What is your mood?".to_owned(), min: 1, max: 10, step: 1 },
        duration_seconds: DURATION_SECONDS,
        identifier: None,
        recording: None,
    })))?;
    let each = events / sessions.max(1);
    for wave in (0..sessions).step_by(WAVE) {
        room.wave(WAVE.min(sessions - wave), each)?;
    }
    room.append()?;
    room.wait()?;
    let (at, bytes) = room.snapshot;
    eprintln!("{} records; the snapshot has {bytes} bytes, {} records follow it", room.seq, room.seq - at);
    println!("{name}");
    store.close();
    Ok(())
}
