//! The timeline: what a question finds is what a look through all rows would find.

use proptest::prelude::*;

use super::*;
use crate::store::timeline::{BLOCK_ROWS, Compare, Condition, Key, Order, Sort};

/// The first row's number: what is asked for lies in two blocks.
const FIRST: u64 = BLOCK_ROWS - 60;

/// Rows with few moments, so that many are equal.
fn rows(count: u64) -> Vec<TimelineRow> {
    let row = |number: u64| TimelineRow {
        at: ((number * 7_919) % 23) as f64 / 4.0,
        number: FIRST + number,
        label: (number % 5) as u8,
        part: (number * 31 % 11) as u32,
        value: number.is_multiple_of(3).then_some(-(number as i64)),
        wall: WallTime(1_000 + number as i64),
    };
    (0..count).map(row).collect()
}

fn filled(folder: &Path, count: u64) -> SqliteStore {
    let store = open(folder);
    let session = SessionId::new_v4();
    let (first, second) = (rows(count / 2), rows(count).split_off(count as usize / 2));
    assert_eq!(stored(&store, Append { timeline: first, ..append(session, "4711", 0, 2) }), Ok(()));
    assert_eq!(stored(&store, Append { timeline: second, ..append(session, "4711", 2, 2) }), Ok(()));
    // A neighbour's rows are nobody else's business.
    let other = Append { timeline: rows(40), ..append(SessionId::new_v4(), "4712", 0, 1) };
    assert_eq!(stored(&store, other), Ok(()));
    store
}

fn query(conditions: Vec<Condition>, order: Order, limit: usize) -> TimelineQuery {
    TimelineQuery { kind: KIND, code: "4711".into(), conditions, sample: None, order, limit }
}

fn ask(store: &SqliteStore, query: TimelineQuery) -> Vec<TimelineRow> {
    read(|done| store.timeline(query, done)).expect("readable")
}

fn by_number(after: Option<u64>, descending: bool) -> Order {
    Order::By(vec![Sort { key: Key::Number { after }, descending, inclusive: false }])
}

fn by_moment(after: Option<(f64, u64)>, descending: bool) -> Order {
    let sort = |key| Sort { key, descending, inclusive: false };
    let (at, number) = after.unzip();
    Order::By(vec![sort(Key::At { after: at }), sort(Key::Number { after: number })])
}

fn compares<T: PartialOrd>(compare: Compare, left: T, right: T) -> bool {
    match compare {
        Compare::Equal => left == right,
        Compare::NotEqual => left != right,
        Compare::Less => left < right,
        Compare::LessOrEqual => left <= right,
        Compare::Greater => left > right,
        Compare::GreaterOrEqual => left >= right,
    }
}

fn holds(condition: &Condition, row: &TimelineRow) -> bool {
    match condition {
        Condition::At(compare, at) => compares(*compare, row.at, *at),
        Condition::Number(compare, number) => compares(*compare, row.number, *number),
        Condition::Wall(compare, wall) => compares(*compare, row.wall.0, *wall),
        Condition::Label(labels) => labels.contains(&row.label),
        Condition::Part { among, parts } => parts.contains(&row.part) == *among,
    }
}

fn condition() -> impl Strategy<Value = Condition> {
    let compare = prop::sample::select(vec![
        Compare::Equal,
        Compare::NotEqual,
        Compare::Less,
        Compare::LessOrEqual,
        Compare::Greater,
        Compare::GreaterOrEqual,
    ]);
    prop_oneof![
        (compare.clone(), 0u8..24).prop_map(|(compare, at)| Condition::At(compare, f64::from(at) / 4.0)),
        (compare.clone(), 0u64..130).prop_map(|(compare, number)| Condition::Number(compare, FIRST + number)),
        (compare, 1_000i64..1_130).prop_map(|(compare, wall)| Condition::Wall(compare, wall)),
        prop::collection::vec(0u8..6, 0..4).prop_map(Condition::Label),
        (any::<bool>(), prop::collection::vec(0u32..12, 0..6))
            .prop_map(|(among, parts)| Condition::Part { among, parts }),
    ]
}

#[test]
fn pages_in_any_order_tell_every_row_that_fulfils_the_conditions_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = filled(folder.path(), 120);
    let config = ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() };
    let strategy = (prop::collection::vec(condition(), 0..4), any::<bool>(), any::<bool>(), 1usize..50);
    proptest!(config, |((conditions, moments, descending, page) in strategy)| {
        let mut expected: Vec<TimelineRow> = rows(120);
        expected.retain(|row| conditions.iter().all(|condition| holds(condition, row)));
        if moments {
            expected.sort_by(|a, b| (a.at, a.number).partial_cmp(&(b.at, b.number)).expect("finite"));
        }
        if descending {
            expected.reverse();
        }
        let mut found: Vec<TimelineRow> = Vec::new();
        loop {
            let last = found.last();
            let order = match moments {
                true => by_moment(last.map(|row| (row.at, row.number)), descending),
                false => by_number(last.map(|row| row.number), descending),
            };
            let more = ask(&store, query(conditions.clone(), order, page));
            prop_assert!(more.len() <= page);
            if more.is_empty() {
                break;
            }
            found.extend(more);
        }
        prop_assert_eq!(found, expected);
    });
}

#[test]
fn a_sample_is_uniform_and_about_as_large_as_wanted() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = filled(folder.path(), 2_000);
    let random = |sample| TimelineQuery { sample: Some(sample), ..query(Vec::new(), Order::Random, 5_000) };
    assert_eq!(ask(&store, random(2_000)).len(), 2_000, "all, where they are not more");
    let (mut total, mut drawn) = (0, vec![0u32; 2_000]);
    for _ in 0..60 {
        let rows = ask(&store, random(100));
        // Seven standard deviations.
        assert!((30..=170).contains(&rows.len()), "{}", rows.len());
        total += rows.len();
        rows.iter().for_each(|row| drawn[(row.number - FIRST) as usize] += 1);
    }
    assert!((5_450..=6_550).contains(&total), "{total} for 6,000");
    let halves = [&drawn[..1_000], &drawn[1_000..]].map(|half| half.iter().sum::<u32>());
    assert!(halves.iter().all(|half| (2_600..=3_400).contains(half)), "{halves:?}");
    assert!(drawn.iter().all(|times| *times < 20));
}

#[test]
fn a_search_that_takes_too_long_ends_and_the_next_one_is_answered() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(filled(folder.path(), 2_000));
    let mut database = rusqlite::Connection::open(folder.path().join("soiree.db")).expect("opened");
    let mut ask = |patience| {
        let all = query(Vec::new(), Order::Random, 10);
        crate::store::timeline::read(&mut database, &all, WallTime(0), patience).map(|rows| rows.len())
    };
    assert_eq!(ask(Duration::ZERO), Err(StoreError::TooLong));
    assert_eq!(ask(PATIENCE), Ok(10));
}

#[test]
fn nobody_waits_for_searches_but_searches() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = filled(folder.path(), 4);
    // Given searches that do not end, more than there are threads for,
    let (release, released) = channel::<()>();
    let released = std::sync::Arc::new(std::sync::Mutex::new(released));
    for _ in 0..20 {
        let released = std::sync::Arc::clone(&released);
        let all = query(Vec::new(), Order::Random, 10);
        let waits = Box::new(move |_| {
            let _ = released.lock().expect("whole").recv();
        });
        store.timeline(all, waits);
    }
    // when somebody opens a session, then that is answered.
    assert!(load(&store, "4711").is_some());
    drop(release);
}

#[test]
fn a_timeline_goes_with_its_session_and_survives_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(filled(folder.path(), 30));
    let store = open(folder.path());
    assert_eq!(ask(&store, query(Vec::new(), by_number(None, false), 100)), rows(30));
    delete(&store, load(&store, "4711").expect("a session").session);
    assert_eq!(ask(&store, query(Vec::new(), by_number(None, false), 100)), []);
    let elsewhere = TimelineQuery { code: "4712".into(), ..query(Vec::new(), by_number(None, false), 100) };
    assert_eq!(ask(&store, elsewhere).len(), 40);
}

#[test]
fn equal_moments_may_be_asked_for_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = filled(folder.path(), 60);
    let sort = Sort { key: Key::At { after: Some(2.0) }, descending: false, inclusive: true };
    let found = ask(&store, query(Vec::new(), Order::By(vec![sort]), 100));
    assert!(found.iter().all(|row| row.at >= 2.0) && found[0].at == 2.0);
    assert_eq!(found.len(), rows(60).iter().filter(|row| row.at >= 2.0).count());
}

#[test]
fn a_question_by_time_reads_no_more_of_a_block_than_it_tells() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(filled(folder.path(), 120));
    let database = rusqlite::Connection::open(folder.path().join("soiree.db")).expect("opened");
    let plan = |sql: &str| {
        let mut plan =
            database.prepare(&format!("EXPLAIN QUERY PLAN SELECT number FROM timeline WHERE {sql}")).expect("SQL");
        let lines: rusqlite::Result<Vec<String>> = plan.query_map((), |row| row.get(3)).expect("a plan").collect();
        lines.expect("a plan").join("; ")
    };
    let cases = [
        (
            "session = 1 AND block = 2 AND at >= 3 AND at < 4 ORDER BY at, number",
            "session=? AND block=? AND at>? AND at<?",
        ),
        ("session = 1 AND block = 2 ORDER BY at DESC, number DESC LIMIT 5", "session=? AND block=?"),
        (
            "session = 1 AND block IN (SELECT value FROM json_each('[1,2]')) AND at >= 3 AND at < 4 ORDER BY random()",
            "session=? AND block=? AND at>? AND at<?",
        ),
        ("session = 1 AND block BETWEEN 1 AND 7 ORDER BY block, number LIMIT 5", "session=? AND block>? AND block<?"),
    ];
    for (sql, path) in cases {
        assert!(plan(sql).contains(path), "{sql}: {}", plan(sql));
    }
    for sql in [cases[0].0, cases[1].0] {
        assert!(!plan(sql).contains("TEMP B-TREE"), "{sql} is sorted already: {}", plan(sql));
    }
}
