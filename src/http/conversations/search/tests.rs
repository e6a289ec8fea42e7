//! Stories of the search, on real files.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::sync::oneshot;

use super::*;
use crate::conversation::Conversation;
use crate::engine::{KeyedHash, Machine, RoomTime, SessionStatus, SessionSummary, StoredEvent, WallTime};
use crate::limits::SEARCH_ROWS_MAX;
use crate::store::{Append, SessionId, SqliteStore, Store, StoreOptions};

struct House {
    folder: tempfile::TempDir,
    store: Arc<SqliteStore>,
    search: Search,
}

/// A conversation under way.
struct Talk {
    session: SessionId,
    code: String,
    seq: u64,
}

fn store(folder: &Path) -> Arc<SqliteStore> {
    Arc::new(SqliteStore::open(folder, &StoreOptions::default()).expect("a store"))
}

impl House {
    fn open() -> House {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(folder.path());
        let search = Search::open(folder.path(), store.clone());
        House { folder, store, search }
    }

    fn append(&self, talk: &mut Talk, events: &[serde_json::Value]) {
        let wall = WallTime(chrono::Utc::now().timestamp_millis());
        let after = talk.seq;
        let events = events.iter().map(|event| {
            talk.seq += 1;
            StoredEvent { seq: talk.seq, at: RoomTime(talk.seq), wall, version: 1, payload: event.to_string() }
        });
        let summary = SessionSummary {
            owner: KeyedHash([1; 32]),
            title: "Hart".into(),
            created: wall,
            status: SessionStatus::Waiting,
            participant_count: 1,
            outcome: Some(json!({"holder": "queue"}).to_string()),
        };
        let append = Append {
            session: talk.session,
            kind: Conversation::KIND,
            code: talk.code.clone(),
            after,
            events: events.collect(),
            snapshot: None,
            prunes: false,
            is_followed: true,
            summary: Some(summary),
            timeline: Vec::new(),
        };
        let (tell, told) = channel();
        self.store.append(append, Box::new(move |result| drop(tell.send(result)))).expect("queued");
        told.recv().expect("an answer").expect("stored");
    }

    fn begin(&self, user: &str, first_name: &str) -> Talk {
        let session = SessionId::new_v4();
        let code = format!("{user}_{session}");
        let mut talk = Talk { session, code, seq: 0 };
        let channel = json!({"no": 1, "name": "Bar"});
        let started = json!({"t": "started", "id": talk.code, "at": 5, "channel": channel, "user_id": user,
            "owner": KeyedHash([1; 32]), "info": {"firstName": first_name, "email": "hart@wine.example"}});
        self.append(&mut talk, &[started]);
        talk
    }

    fn says(&self, talk: &mut Talk, text: &str) {
        self.append(talk, &[json!({"t": "user_said", "at": 10, "parts": [{"type": "text", "text": text}]})]);
    }

    fn delete(&self, talk: &Talk) {
        let (tell, told) = channel();
        self.store.delete(talk.session, Box::new(move |result| drop(tell.send(result))));
        told.recv().expect("an answer").expect("deleted");
    }

    fn found(&self, query: &str) -> Vec<Found> {
        find(&self.search, query)
    }

    /// What is found, as (conversation's user, entries).
    fn entries(&self, query: &str) -> Vec<(String, Vec<u32>)> {
        let found = self.found(query).into_iter();
        found.map(|found| (found.about.user_id, found.hits.iter().map(|hit| hit.entry).collect())).collect()
    }
}

fn find(search: &Search, query: &str) -> Vec<Found> {
    let (tell, told) = oneshot::channel();
    search.0.send(Ask::Find(query.to_owned(), tell)).expect("a thread");
    told.blocking_recv().expect("an answer")
}

fn hits(user: &str, entries: &[u32]) -> Vec<(String, Vec<u32>)> {
    vec![(user.to_owned(), entries.to_vec())]
}

/// Whether any file of the search holds these bytes.
fn on_disk(folder: &Path, text: &str) -> bool {
    let files = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let of_search =
        files.filter(|file| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("search")));
    of_search.into_iter().any(|file| {
        let bytes = std::fs::read(file).expect("a file");
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}

#[test]
fn whatever_was_said_is_found_at_once_without_regard_to_case_and_accents() {
    let house = House::open();
    let mut hart = house.begin("hart", "Jörg");
    house.says(&mut hart, "Habt ihr Grünen Veltliner?");
    house.append(
        &mut hart,
        &[
            json!({"t": "bot_answered", "at": 11, "turn": 1, "parts": [
            {"type": "text", "text": "Ja, und Weißburgunder."},
            {"type": "button", "buttons": {"title": "Wie viel?", "options": [{"label": "Achterl", "value": "/8"}]}}]}),
            json!({"t": "escalated", "at": 12, "ticket": 1}),
            json!({"t": "agent_joined", "at": 13, "order": 1, "agent": {"no": 1, "name": "Ada"}}),
            json!({"t": "agent_said", "at": 14, "agent": {"no": 1, "name": "Ada"}, "client_id": "a", "parts": [
            {"type": "text", "text": "Ich hole den CRÉMANT."}]}),
            json!({"t": "noted", "at": 15, "agent": 1, "name": "Ada", "client_id": "n", "text": "Stammgast"}),
        ],
    );
    for (query, entry) in [
        ("grunen", 1),
        ("VELT", 1),
        ("veltliner grünen h", 1),
        ("weissb", 2),
        ("achterl", 2),
        ("cremant", 5),
        ("stammgäst", 6),
    ] {
        assert_eq!(house.entries(query), hits("hart", &[entry]), "{query}");
    }
    for names in ["jorg", "hart", "wine.example", &hart.code] {
        assert_eq!(house.entries(names), hits("hart", &[]), "{names}");
    }
    for nothing in ["veltliner riesling", "eltliner", "ada", "\" OR 1=1", "!?", "*", "\u{0}"] {
        assert_eq!(house.entries(nothing), [], "{nothing}");
    }
    let found = &house.found("crémant")[0];
    assert_eq!((found.conversation.as_str(), found.about.visitor.as_str()), (hart.code.as_str(), "Jörg"));
    assert_eq!((found.hits[0].at, found.hits[0].excerpt.as_str()), (14, "Ich hole den CRÉMANT."));
    assert_eq!((found.holder, found.last.at, found.last.text.as_str()), (Holder::Queue, 14, "Ich hole den CRÉMANT."));
    // What is corrected is found as it is now.
    house.append(&mut hart, &[json!({"t": "edited", "entry": 1, "parts": [{"type": "text", "text": "Riesling?"}]})]);
    assert_eq!(house.entries("riesling"), hits("hart", &[1]));
    assert_eq!(house.entries("veltliner"), []);
    assert_eq!(house.found("riesling")[0].last.text, "Ich hole den CRÉMANT.");
    let edited =
        |entry: u32, text: &str| json!({"t": "edited", "entry": entry, "parts": [{"type": "text", "text": text}]});
    house.append(&mut hart, &[edited(5, "Er ist aus.")]);
    assert_eq!(house.found("riesling")[0].last.text, "Er ist aus.", "of what is taken back nothing is shown");
}

#[test]
fn what_is_corrected_at_once_or_had_no_words_before_is_found_as_it_is() {
    let house = House::open();
    let mut hart = house.begin("hart", "Hart");
    let said = |text: &str| json!({"t": "user_said", "at": 20, "parts": [{"type": "text", "text": text}]});
    let edited =
        |entry: u32, text: &str| json!({"t": "edited", "entry": entry, "parts": [{"type": "text", "text": text}]});
    house.append(&mut hart, &[said("👍"), said("Barolo"), edited(2, "Barbera"), edited(1, "Gern")]);
    assert_eq!((house.entries("barbera"), house.entries("gern")), (hits("hart", &[2]), hits("hart", &[1])));
    assert_eq!((house.entries("barolo"), house.found("gern")[0].last.text.as_str()), (vec![], "Barbera"));
}

#[test]
fn what_is_deleted_is_found_no_more_and_leaves_the_disk() {
    let house = House::open();
    let (mut hart, mut ada) = (house.begin("hart", "Hart"), house.begin("ada", "Ada"));
    house.says(&mut hart, "mein geheimer Wunsch Trockenbeerenauslese");
    house.says(&mut ada, "Trockenbeerenauslese, bitte");
    assert_eq!(house.entries("trockenbeeren").len(), 2);
    assert!(on_disk(house.folder.path(), "geheimer"));
    house.delete(&hart);
    // Nobody has told the search yet.
    assert_eq!(house.entries("trockenbeeren"), hits("ada", &[1]));
    house.search.forget(&hart.code);
    assert_eq!(house.entries("trockenbeeren"), hits("ada", &[1]));
    assert!(!on_disk(house.folder.path(), "geheimer"), "what was deleted is still on the disk");
    assert!(!on_disk(house.folder.path(), &hart.code));
    // Retention tells nobody at all.
    house.delete(&ada);
    let until = Instant::now() + Duration::from_secs(20);
    while on_disk(house.folder.path(), "Trockenbeerenauslese") {
        assert!(Instant::now() < until, "nobody has looked whether it is still there");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_read_model_that_is_missing_old_or_damaged_is_made_anew() {
    let House { folder, store: log, search } = House::open();
    let house = House { folder, store: log, search };
    let mut hart = house.begin("hart", "Hart");
    house.says(&mut hart, "Riesling");
    assert_eq!(house.entries("riesling"), hits("hart", &[1]));
    let House { folder, store, search } = house;
    let file = folder.path().join("search.db");
    let mut search = search;
    for case in ["missing", "garbage", "half", "another version"] {
        // Its thread ends with the last who can ask, and lets go of the file.
        drop(search);
        std::thread::sleep(Duration::from_millis(100));
        match case {
            "missing" => ["", "-wal", "-shm"].into_iter().for_each(|end| {
                drop(std::fs::remove_file(folder.path().join(format!("search.db{end}"))));
            }),
            "garbage" => std::fs::write(&file, vec![7; 50_000]).expect("written"),
            "half" => {
                let bytes = std::fs::read(&file).expect("a file");
                std::fs::write(&file, &bytes[..bytes.len() / 2]).expect("written");
            }
            _ => {
                let database = rusqlite::Connection::open(&file).expect("a file");
                database.pragma_update(None, "user_version", 999).expect("written");
            }
        }
        search = Search::open(folder.path(), store.clone());
        let until = Instant::now() + Duration::from_secs(20);
        while find(&search, "riesling").is_empty() {
            assert!(Instant::now() < until, "{case}: nothing is found any more");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

#[test]
fn one_conversation_full_of_a_word_hides_no_other() {
    let house = House::open();
    let (mut quiet, mut loud) = (house.begin("quiet", "Q"), house.begin("loud", "L"));
    house.says(&mut quiet, "one barolo");
    for _ in 0..300 {
        house.says(&mut loud, "barolo barolo barolo");
    }
    assert_eq!(house.entries("barolo"), [hits("loud", &[300, 299, 298]), hits("quiet", &[1])].concat());
    for number in 0..SEARCH_ROWS_MAX {
        let mut other = house.begin(&format!("u{number}"), "U");
        house.says(&mut other, "barolo");
    }
    assert_eq!(house.found("barolo").len(), SEARCH_ROWS_MAX);
}
