//! Stories about the shell, told with a machine that only counts, a store that commits when told to, and
//! virtual time.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::door::{Denied, Entrance, Handshake, Verdict, Visitor, Way};
use super::fanout::{Delivery, DeliverySink, Frame, HubLink, Item};
use super::registry::{CallError, Porch, Registry, RegistryOptions, RoomLimits};
use crate::engine::{
    Caller, ConnId, Context, Decision, Effect, Groups, Incoming, KeyedHash, Machine, Outbox, Refusal, Role, RoomTime,
    SeatNo, Secret, SecretKey, SessionStatus, SessionSummary, TimelineRow, WallTime,
};
use crate::store::{
    Append, Changed, OnDurable, OnRead, Passage, Place, Present, SessionId, Store, StoreError, StoredSession,
    TimelineQuery,
};

/// Counts up; ticks every second once it has begun.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
struct Counter {
    count: u32,
    begun: Option<RoomTime>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum Counted {
    Up,
}

enum Ask {
    Up,
    Sit,
    Host(bool),
    Fetch,
}

impl Machine for Counter {
    const KIND: &'static str = "counter";
    const VERSION: u16 = 1;
    type Command = Ask;
    type Event = Counted;
    type Message = String;
    type Topic = u8;
    type Settings = ();
    type Errand = String;

    fn parse(incoming: Incoming<'_>, _: &()) -> Result<Ask, Refusal> {
        match incoming {
            Incoming::Text("up") => Ok(Ask::Up),
            Incoming::Text("sit") => Ok(Ask::Sit),
            Incoming::Text("host") => Ok(Ask::Host(true)),
            Incoming::Text("fetch") => Ok(Ask::Fetch),
            Incoming::Text("guess") => Ok(Ask::Host(false)),
            _ => Err(Refusal::malformed("UNKNOWN", "unknown")),
        }
    }
    fn enter(credential: Option<Secret>) -> Option<Ask> {
        credential.map(|_| Ask::Sit)
    }
    fn encode(message: &String, out: &mut Vec<u8>) {
        out.extend_from_slice(message.as_bytes());
    }
    fn proves_secret(command: &Ask) -> bool {
        matches!(command, Ask::Host(_))
    }
    fn refusal(refusal: &Refusal) -> String {
        format!("error {}", refusal.code)
    }
    fn decide(&self, _: &Context<'_, ()>, from: Caller, ask: Ask) -> Result<Decision<Self>, Refusal> {
        match ask {
            Ask::Up => Ok(Decision { replies: vec!["done".to_owned()], ..Decision::of(vec![Counted::Up]) }),
            Ask::Sit => Ok(Decision {
                effects: vec![Effect::Bind { conn: from.conn, role: Role::Seat(0) }],
                replies: vec![format!("seated {}", self.count)],
                ..Decision::default()
            }),
            Ask::Host(true) => Ok(Decision {
                effects: vec![Effect::Bind { conn: from.conn, role: Role::Host }],
                ..Decision::default()
            }),
            Ask::Fetch => {
                Ok(Decision { effects: vec![Effect::Errand("fetch".to_owned())], ..Decision::of(vec![Counted::Up]) })
            }
            Ask::Host(false) => Err(Refusal::wrong_secret("WRONG", "wrong")),
        }
    }
    fn evolve(&mut self, at: RoomTime, _: &Counted) {
        self.count += 1;
        self.begun.get_or_insert(at);
    }
    fn announce(&self, _: &Context<'_, ()>, _: &[Counted], out: &mut Outbox<Self>) {
        out.broadcast(Groups::EVERYONE, format!("count {}", self.count));
        out.seat(0, format!("yours {}", self.count));
        out.touch(0);
    }
    fn deadline(&self, now: RoomTime, _: &()) -> Option<RoomTime> {
        self.begun.map(|begun| begun.plus((now.since(begun) / 1_000 + 1) * 1_000))
    }
    fn expire(&self, cx: &Context<'_, ()>, out: &mut Outbox<Self>) -> Decision<Self> {
        out.broadcast(Groups::EVERYONE, format!("tick {}", cx.now.0 / 1_000));
        Decision::default()
    }
    fn greet(&self, _: &Context<'_, ()>, conn: ConnId, out: &mut Outbox<Self>) {
        out.reply(conn, format!("hello {}", self.count));
    }
    fn host_presence(&self, _: &Context<'_, ()>, connected: bool, out: &mut Outbox<Self>) {
        out.broadcast(Groups::VISITORS, format!("host {connected}"));
    }
    fn seat_presence(&self, _: &Context<'_, ()>, _: SeatNo, _: bool, _: &mut Outbox<Self>) {}
    fn seat_moved(&self, _: &Context<'_, ()>, _: ConnId, _: &mut Outbox<Self>) {}
    fn show(&self, _: &Context<'_, ()>, _: u8, out: &mut Outbox<Self>) {
        out.broadcast(Groups::EVERYONE, format!("shown {}", self.count));
    }
    fn interval_ms(_: u8) -> u64 {
        250
    }
    fn sessions(&self, _: ConnId, _: &[(String, SessionSummary)], _: &mut Outbox<Self>) {}
    fn summary(&self) -> Option<SessionSummary> {
        Some(SessionSummary {
            owner: KeyedHash([0; 32]),
            title: String::new(),
            created: WallTime(0),
            status: SessionStatus::Active,
            participant_count: self.count,
            outcome: None,
        })
    }
    fn clock_runs(&self) -> bool {
        self.begun.is_some()
    }
    fn outstanding(&self) -> Vec<String> {
        self.begun.iter().map(|_| format!("again {}", self.count)).collect()
    }
}

/// Remembers what was asked of the outside.
#[derive(Default)]
struct Errands(Mutex<Vec<String>>);

impl super::Errands<Counter> for Errands {
    fn run(&self, _: &Arc<Registry<Counter>>, _: &str, errand: String) {
        self.0.lock().unwrap().push(errand);
    }
}

/// A store in memory that is told when its disk is done.
#[derive(Default)]
struct PatientStore {
    queued: Mutex<Vec<(Append, OnDurable)>>,
    durable: Mutex<Option<StoredSession>>,
    read_only: Mutex<bool>,
}

impl PatientStore {
    fn finish(&self, result: Result<(), StoreError>) {
        let queued = std::mem::take(&mut *self.queued.lock().unwrap());
        for (append, done) in queued {
            if result.is_ok() {
                let mut durable = self.durable.lock().unwrap();
                let session = durable.get_or_insert_with(|| StoredSession {
                    session: append.session,
                    snapshot: None,
                    events: Vec::new(),
                    last_alive: WallTime(0),
                    same_run: false,
                });
                assert_eq!(append.after, session.events.len() as u64, "numbers are consecutive");
                session.events.extend(append.events);
            }
            done(result.clone());
        }
    }
}

impl Store for PatientStore {
    fn append(&self, append: Append, done: OnDurable) -> Result<(), StoreError> {
        self.queued.lock().unwrap().push((append, done));
        Ok(())
    }
    fn load(&self, _: &'static str, _: &str, done: OnRead<Option<StoredSession>>) {
        done(Ok(self.durable.lock().unwrap().clone()));
    }
    fn load_owned(&self, kind: &'static str, code: &str, _: KeyedHash, done: OnRead<Option<StoredSession>>) {
        self.load(kind, code, done);
    }
    fn abandoned(&self, _: &'static str, _: WallTime, done: OnRead<Vec<String>>) {
        done(Ok(Vec::new()));
    }
    fn sessions_of(&self, _: &'static str, _: KeyedHash, done: OnRead<Vec<(String, SessionSummary)>>) {
        done(Ok(Vec::new()));
    }
    fn playing(&self, _: &'static str, done: OnRead<Vec<String>>) {
        done(Ok(Vec::new()));
    }
    fn census(&self, done: OnRead<Vec<(String, SessionStatus, u64)>>) {
        done(Ok(Vec::new()));
    }

    fn timeline(&self, _: TimelineQuery, done: OnRead<Vec<TimelineRow>>) {
        done(Ok(Vec::new()));
    }
    fn changed(&self, _: &'static str, _: Place, done: OnRead<Vec<Changed>>) {
        done(Ok(Vec::new()));
    }
    fn passages(&self, _: Vec<(SessionId, u64)>, _: usize, done: OnRead<Vec<Passage>>) {
        done(Ok(Vec::new()));
    }
    fn present(&self, _: &'static str, _: Vec<SessionId>, done: OnRead<Vec<Present>>) {
        done(Ok(Vec::new()));
    }
    fn delete(&self, _: SessionId, done: OnDurable) {
        *self.durable.lock().unwrap() = None;
        done(Ok(()));
    }
    fn code_is_free(&self, _: &'static str, _: &str, done: OnRead<bool>) {
        done(Ok(true));
    }
    fn writable(&self) -> Result<(), String> {
        if *self.read_only.lock().unwrap() { Err("read-only".to_owned()) } else { Ok(()) }
    }
    fn clock_runs(&self, _: SessionId, _: bool) {}
    fn batches(&self) -> u64 {
        0
    }
    fn close(&self) {}
}

/// A hub that only remembers what it was given.
#[derive(Default)]
struct Ear {
    heard: Mutex<Vec<String>>,
    rooms: AtomicU32,
}

impl DeliverySink for Ear {
    fn deliver(&self, delivery: Delivery) -> bool {
        let mut heard = self.heard.lock().unwrap();
        let text = |frame: &super::fanout::Frame| String::from_utf8_lossy(&frame.0[2..]).into_owned();
        for item in delivery.items.iter() {
            match item {
                Item::Broadcast(_, frame) => heard.push(text(frame)),
                Item::Personal(frames) | Item::Volatile(frames) => {
                    heard.extend(frames.iter().map(|(conn, frame)| format!("{}: {}", conn.slot, text(frame))));
                }
                Item::Spliced(spliced) => {
                    for (place, conn) in spliced.conns().enumerate() {
                        heard.push(format!("{}: {}", conn.slot, text(&Frame(spliced.frame(place)))));
                    }
                }
                // Every newcomer is one; the stories tell who becomes something else.
                Item::Regroup(_, Groups::VISITORS) => {}
                Item::Regroup(conn, groups) => heard.push(format!("{}: group {}", conn.slot, groups.0)),
                Item::Close(conn, code) => heard.push(format!("{}: close {code}", conn.slot)),
                Item::CloseAll(code) => heard.push(format!("close all {code}")),
            }
        }
        true
    }
}

impl Ear {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.heard.lock().unwrap())
    }
}

fn anywhere(_: &Handshake) -> Option<Result<Way, Denied>> {
    Some(Ok(Way::to("room")))
}

struct Scene {
    store: Arc<PatientStore>,
    registry: Arc<Registry<Counter>>,
    errands: Arc<Errands>,
    ear: Arc<Ear>,
}

fn scene() -> Scene {
    let store = Arc::new(PatientStore::default());
    let errands = Arc::new(Errands::default());
    let registry = registry_of(&store, &errands);
    Scene { store, registry, errands, ear: Arc::new(Ear::default()) }
}

/// A run of the server over what the store holds.
fn registry_of(store: &Arc<PatientStore>, errands: &Arc<Errands>) -> Arc<Registry<Counter>> {
    let options = RegistryOptions {
        key: SecretKey::new([7; 32]),
        settings: (),
        limits: RoomLimits::default(),
        address_limits: true,
        foundings: Arc::new(crate::room::Foundings::new(None)),
        route: anywhere,
        errands: Arc::clone(errands) as _,
    };
    Registry::new(Arc::clone(store) as Arc<dyn Store>, options)
}

impl Scene {
    fn door(&self) -> Box<dyn super::door::Door> {
        let room = self.ear.rooms.fetch_add(1, Ordering::Relaxed);
        Porch(Arc::clone(&self.registry)).open("room", HubLink { hub: 0, room, sink: Arc::clone(&self.ear) as _ })
    }
}

fn conn(slot: u32) -> ConnId {
    ConnId { hub: 0, slot, generation: 0 }
}

fn visitor(slot: u32) -> Visitor {
    Visitor { conn: conn(slot), address: [127, 0, 0, 1].into(), credential: None }
}

/// Lets the actor take what waits for it, without moving the clock.
async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

fn in_virtual_time(story: impl Future<Output = ()>) {
    actix::System::new().block_on(async {
        tokio::time::pause();
        story.await;
    });
}

#[test]
fn nobody_hears_of_an_event_before_it_is_durable() {
    in_virtual_time(async {
        let scene = scene();
        let mut door = scene.door();
        door.entered(visitor(1));
        assert_eq!(door.message(conn(1), Incoming::Text("up")), Verdict::Accepted);
        door.flush();
        settle().await;
        assert_eq!(scene.ear.take(), ["1: hello 0"]);
        scene.store.finish(Ok(()));
        settle().await;
        assert_eq!(scene.ear.take(), ["1: done", "count 1", "shown 1"]);
    });
}

#[test]
fn a_store_that_fails_takes_back_what_was_never_said_and_the_room_starts_anew() {
    in_virtual_time(async {
        let scene = scene();
        let mut door = scene.door();
        door.entered(visitor(1));
        door.message(conn(1), Incoming::Text("up"));
        door.flush();
        settle().await;
        scene.ear.take();
        scene.store.finish(Err(StoreError::Unavailable("disk full".to_owned())));
        settle().await;
        assert_eq!(scene.ear.take(), ["error STORAGE_UNAVAILABLE", "close all 1013"]);
        assert!(!door.flush(), "the door leads nowhere any more");
        let mut door = scene.door();
        door.entered(visitor(2));
        door.flush();
        settle().await;
        assert_eq!(scene.ear.take(), ["2: hello 0"]);
    });
}

#[test]
fn a_read_only_store_refuses_new_work_with_an_error() {
    in_virtual_time(async {
        let scene = scene();
        *scene.store.read_only.lock().unwrap() = true;
        let mut door = scene.door();
        door.entered(visitor(1));
        door.message(conn(1), Incoming::Text("up"));
        door.flush();
        settle().await;
        assert_eq!(scene.ear.take(), ["1: hello 0", "1: error STORAGE_UNAVAILABLE"]);
    });
}

#[test]
fn changes_of_a_topic_are_shown_at_most_once_an_interval() {
    in_virtual_time(async {
        let scene = scene();
        let mut door = scene.door();
        door.entered(visitor(1));
        for _ in 0..3 {
            door.message(conn(1), Incoming::Text("up"));
            door.flush();
            settle().await;
            scene.store.finish(Ok(()));
            settle().await;
        }
        let shown: Vec<_> = scene.ear.take().into_iter().filter(|text| text.starts_with("shown")).collect();
        assert_eq!(shown, ["shown 1"]);
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(scene.ear.take(), ["shown 3"]);
    });
}

#[test]
fn ticks_go_on_by_themselves_and_the_clock_goes_on_after_a_restart() {
    in_virtual_time(async {
        let scene = scene();
        let mut door = scene.door();
        door.entered(visitor(1));
        door.message(conn(1), Incoming::Text("up"));
        door.flush();
        settle().await;
        scene.store.finish(Ok(()));
        tokio::time::sleep(Duration::from_millis(2_500)).await;
        let ticks: Vec<_> = scene.ear.take().into_iter().filter(|text| text.starts_with("tick")).collect();
        assert_eq!(ticks, ["tick 1", "tick 2"]);

        // The server is killed; the last sign of life came 2.4 s after the event. An hour passes.
        {
            let mut durable = scene.store.durable.lock().unwrap();
            let session = durable.as_mut().expect("a session");
            session.last_alive = WallTime(session.events[0].wall.0 + 2_400);
        }
        tokio::time::sleep(Duration::from_secs(3_600)).await;
        let later =
            Scene { registry: registry_of(&scene.store, &scene.errands), ear: Arc::new(Ear::default()), ..scene };
        let mut door = later.door();
        door.entered(visitor(2));
        door.flush();
        settle().await;
        later.store.finish(Ok(()));
        tokio::time::sleep(Duration::from_millis(700)).await;
        // The greeting waits for the record of the new run, then the clock shows 2.4 s and goes on.
        assert_eq!(later.ear.take(), ["2: hello 1", "tick 3"]);
    });
}

#[test]
fn after_five_wrong_secrets_even_the_right_one_waits() {
    in_virtual_time(async {
        let scene = scene();
        let mut door = scene.door();
        door.entered(visitor(1));
        for _ in 0..5 {
            door.message(conn(1), Incoming::Text("guess"));
        }
        door.message(conn(1), Incoming::Text("host"));
        door.flush();
        settle().await;
        let heard = scene.ear.take();
        assert_eq!(heard[1..6], vec!["1: error WRONG".to_owned(); 5]);
        assert_eq!(heard[6], "1: error TOO_MANY_ATTEMPTS");
    });
}

#[test]
fn words_for_a_seat_go_to_the_socket_that_had_it_when_they_were_said() {
    in_virtual_time(async {
        let scene = scene();
        let mut door = scene.door();
        door.entered(visitor(1));
        door.entered(visitor(2));
        door.message(conn(1), Incoming::Text("sit"));
        door.message(conn(1), Incoming::Text("up"));
        door.message(conn(2), Incoming::Text("sit"));
        door.flush();
        settle().await;
        scene.ear.take();
        scene.store.finish(Ok(()));
        settle().await;
        let heard = scene.ear.take();
        let own: Vec<_> = heard.iter().filter(|text| text.contains("yours") || text.contains("seated")).collect();
        // The second socket has the count in what it is told on sitting down.
        assert_eq!(own, ["1: yours 1", "2: seated 1"]);
    });
}

#[test]
fn hosts_coming_and_going_is_told_to_the_others() {
    in_virtual_time(async {
        let scene = scene();
        let mut door = scene.door();
        door.entered(visitor(1));
        door.entered(visitor(2));
        door.message(conn(1), Incoming::Text("host"));
        door.flush();
        settle().await;
        assert_eq!(scene.ear.take(), ["1: hello 0", "2: hello 0", "1: group 4", "host true"]);
        door.left(conn(1));
        door.flush();
        settle().await;
        assert_eq!(scene.ear.take(), ["host false"]);
    });
}

#[test]
fn a_door_that_was_overrun_takes_its_people_along() {
    in_virtual_time(async {
        let scene = scene();
        let mut door = scene.door();
        door.entered(visitor(1));
        door.message(conn(1), Incoming::Text("host"));
        door.flush();
        let ear = Arc::new(Ear::default());
        let link = HubLink { hub: 1, room: 0, sink: Arc::clone(&ear) as _ };
        let mut other = Porch(Arc::clone(&scene.registry)).open("room", link);
        other.entered(Visitor { conn: ConnId { hub: 1, ..conn(1) }, address: [127, 0, 0, 1].into(), credential: None });
        other.flush();
        settle().await;
        assert_eq!(ear.take(), ["1: hello 0"]);
        for _ in 0..=crate::limits::ROOM_PENDING_COMMANDS_MAX {
            door.message(conn(1), Incoming::Text("up"));
        }
        assert!(!door.flush(), "too much at once");
        door.left(conn(1));
        assert!(!door.flush(), "and too much ever after");
        drop(door);
        settle().await;
        assert_eq!(ear.take(), ["host false"]);
    });
}

#[test]
fn a_call_is_answered_once_it_is_durable_and_deletion_forgets_everything() {
    in_virtual_time(async {
        let scene = scene();
        let registry = Arc::clone(&scene.registry);
        let call = actix::spawn(async move { registry.call("room", Ask::Up).await });
        settle().await;
        assert!(!call.is_finished());
        scene.store.finish(Ok(()));
        assert_eq!(call.await.expect("no panic"), Ok(vec!["done".to_owned()]));
        assert_eq!(scene.registry.read("room", |counter| counter.count).await, Ok(1));
        assert_eq!(scene.registry.delete("room").await, Ok(()));
        settle().await;
        assert_eq!(scene.registry.read("room", |counter| counter.count).await, Ok(0));
    });
}

#[test]
fn what_somebody_sees_in_a_room_is_told_once_it_is_durable() {
    in_virtual_time(async {
        let scene = scene();
        for (result, told) in [
            (Ok(()), Ok(1)),
            (
                Err(StoreError::Unavailable("disk full".to_owned())),
                Err(CallError::Unavailable("it has just stopped".to_owned())),
            ),
        ] {
            // Given something that the disk does not have yet,
            let registry = Arc::clone(&scene.registry);
            drop(actix::spawn(async move { registry.call("room", Ask::Up).await }));
            settle().await;
            // when somebody looks, then nothing is told but to who will tell nobody,
            let registry = Arc::clone(&scene.registry);
            let seen = actix::spawn(async move { registry.read("room", |counter| counter.count).await });
            settle().await;
            assert!(!seen.is_finished());
            assert!(scene.registry.peek("room", |counter| counter.count).await.is_ok());
            // until the disk has it, or never will.
            scene.store.finish(result);
            assert_eq!(seen.await.expect("no panic"), told);
        }
    });
}

#[test]
fn a_room_without_a_session_goes_to_sleep_soon_after_its_last_socket() {
    in_virtual_time(async {
        let scene = scene();
        let addr = scene.registry.room("room");
        let mut door = scene.door();
        door.entered(visitor(1));
        door.flush();
        tokio::time::sleep(Duration::from_secs(59)).await;
        assert!(addr.connected(), "somebody is there");
        door.left(conn(1));
        drop(door);
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert!(!addr.connected());
        let addr = scene.registry.room("guessed");
        assert_eq!(scene.registry.read("guessed", |counter| counter.count).await, Ok(0));
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert!(!addr.connected(), "a name that was only guessed holds nothing for long");
    });
}

#[test]
fn what_somebody_brings_along_gives_a_role_before_the_greeting() {
    in_virtual_time(async {
        let scene = scene();
        let mut door = scene.door();
        door.entered(Visitor { credential: Some(Secret::new("token")), ..visitor(1) });
        door.flush();
        settle().await;
        assert_eq!(
            scene.ear.take(),
            ["1: seated 0", "1: hello 0", "1: group 8"],
            "the group last: no broadcast earlier"
        );
    });
}

#[test]
fn an_errand_leaves_once_its_facts_are_durable_and_again_after_a_restart() {
    in_virtual_time(async {
        let scene = scene();
        let mut door = scene.door();
        door.entered(visitor(1));
        door.message(conn(1), Incoming::Text("fetch"));
        door.flush();
        settle().await;
        assert!(scene.errands.0.lock().unwrap().is_empty(), "not before the disk has it");
        scene.store.finish(Ok(()));
        settle().await;
        assert_eq!(std::mem::take(&mut *scene.errands.0.lock().unwrap()), ["fetch"]);
        let next_run = registry_of(&scene.store, &scene.errands);
        let woken = actix::spawn(async move { next_run.read("room", |counter| counter.count).await });
        settle().await;
        scene.store.finish(Ok(()));
        assert_eq!(woken.await.expect("a task"), Ok(1));
        settle().await;
        assert_eq!(*scene.errands.0.lock().unwrap(), ["again 1"]);
    });
}
