//! Things that are looked up.

use super::*;
use crate::store::records::{Change, Name, Record, Records};

fn record(id: &str, key: u8, touched: WallTime) -> Record {
    Record { kind: "user", id: id.into(), key: Some(owner(key)), touched, passing: true, body: id.as_bytes().to_vec() }
}

fn change(store: &SqliteStore, changes: Vec<Change>) -> Result<(), StoreError> {
    let (tell, told) = channel();
    store.change(changes, Box::new(move |result| drop(tell.send(result))));
    told.recv_timeout(PATIENCE).expect("an answer")
}

fn find(store: &SqliteStore, name: Name) -> Option<Record> {
    let (tell, told) = channel();
    store.find("user", name, Box::new(move |found| drop(tell.send(found))));
    told.recv_timeout(PATIENCE).expect("an answer").expect("a read")
}

fn ids(store: &SqliteStore, kind: &'static str) -> Vec<String> {
    let (tell, told) = channel();
    store.list(kind, Box::new(move |found| drop(tell.send(found))));
    told.recv_timeout(PATIENCE).expect("an answer").expect("a read").into_iter().map(|record| record.id).collect()
}

#[test]
fn a_record_is_found_by_its_name_and_by_its_key_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let ada = record("ada", 1, ago(1));
    let store = open(folder.path());
    change(&store, vec![Change::Put(ada.clone()), Change::Put(record("bob", 2, ago(0)))]).expect("stored");
    drop(store);

    let store = open(folder.path());
    assert_eq!(find(&store, Name::Id("ada".into())), Some(ada.clone()));
    assert_eq!(find(&store, Name::Key(owner(1))), Some(ada.clone()));
    assert_eq!(find(&store, Name::Key(owner(3))), None);
    assert_eq!((ids(&store, "user"), ids(&store, "other")), (vec!["bob".to_owned(), "ada".into()], vec![]));

    let renamed = Record { body: b"Ada L.".to_vec(), ..ada };
    change(&store, vec![Change::Put(renamed.clone())]).expect("replaced");
    assert_eq!(find(&store, Name::Id("ada".into())), Some(renamed));
    change(&store, vec![Change::Remove { kind: "user", id: "ada".into() }]).expect("removed");
    assert_eq!(find(&store, Name::Key(owner(1))), None);
}

#[test]
fn changes_are_made_together_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    change(&store, vec![Change::Put(record("ada", 1, ago(0)))]).expect("stored");
    let twice = vec![Change::Put(record("bob", 2, ago(0))), Change::Put(record("eve", 1, ago(0)))];
    assert!(matches!(change(&store, twice), Err(StoreError::Damaged(_))), "two with one key");
    assert_eq!(ids(&store, "user"), ["ada"]);
}

#[test]
fn what_nobody_touches_goes_after_the_time_of_retention() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let lasting = Record { passing: false, ..record("lasting", 3, ago(72)) };
    let all = [record("old", 1, ago(72)), record("touched", 2, ago(72)), lasting];
    change(&store, all.into_iter().map(Change::Put).collect()).expect("stored");
    change(&store, vec![Change::Touch { kind: "user", id: "touched".into(), at: ago(1) }]).expect("touched");
    drop(store);

    let options = StoreOptions { retention_days: 2, ..StoreOptions::default() };
    let store = SqliteStore::open(folder.path(), &options).expect("the folder can be used");
    let until = std::time::Instant::now() + PATIENCE;
    while find(&store, Name::Id("old".into())).is_some() {
        assert!(std::time::Instant::now() < until, "the old one stays");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(ids(&store, "user"), ["touched", "lasting"]);
}
