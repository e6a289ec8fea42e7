//! The hub: owner of all websockets of one worker thread, in one epoll set of its own.
//!
//! It works in turns. A turn reads what has come, brings it to the doors, flushes each touched door once,
//! then drains ALL waiting deliveries and writes to each socket once. Within a turn nothing waits. When a turn looks
//! at the sockets is the `watch`'s affair.
//!
//! Sockets are registered edge-triggered for both directions once and never again. The kernel reports room
//! for writing only after a write has met a full buffer, so this costs nothing.

mod beat;
mod conn;
mod inbox;
mod life;
mod pace;
mod reading;
mod rooms;
mod watch;
mod writing;

use std::cell::RefCell;
use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use slab::Slab;
use tokio::sync::oneshot;
use tokio::time::{Interval, MissedTickBehavior, interval};

use self::beat::QUIET_BEATS;
use self::conn::{Conn, OutgoingLimits};
pub use self::inbox::Inbox;
use self::inbox::Queue;
use self::rooms::Room;
use self::watch::Watch;
use crate::engine::numbering::Numbered;
use crate::limits;
use crate::net::Settings;
use crate::net::address::{AddressKey, Addresses};
use crate::net::frame::{Budget, FrameLimits};
use crate::net::rate::Rate;
use crate::room::door::{Entrances, Way};
use crate::room::fanout::Reception;

/// What the hub's clock shows at its start, in milliseconds: far from 0, which means "never" in a socket's
/// row, so that moments before the start can be written too.
const CLOCK_START_MS: u64 = 3_600_000;

/// What all hubs of a server share.
#[derive(Clone)]
pub struct Common {
    pub settings: Arc<Settings>,
    pub entrances: Entrances,
    pub addresses: Arc<Addresses>,
}

/// A socket that has just left HTTP.
pub struct Arrival {
    pub stream: std::net::TcpStream,
    /// Which of the entrances let it in.
    pub entrance: usize,
    /// The room's key, as that entrance reads it.
    pub way: Way,
    pub address: IpAddr,
    /// What the address is counted under. The hub gives it back when the socket is gone.
    pub counted: Option<AddressKey>,
    /// What the client has said already, behind its request.
    pub early: Vec<u8>,
}

/// A hub, as the upgrade on its own thread sees it.
#[derive(Clone)]
pub struct HubHandle {
    hub: Rc<RefCell<Hub>>,
    inbox: Arc<Inbox>,
}

impl HubHandle {
    /// Starts a hub on the calling thread's arbiter.
    ///
    /// Fails where the system gives no epoll set.
    pub fn start(number: u16, common: Common) -> io::Result<(HubHandle, Arc<Inbox>)> {
        let inbox = Arc::new(Inbox::default());
        let hub = Rc::new(RefCell::new(Hub::new(number, common, inbox.clone())?));
        let handle = HubHandle { hub: hub.clone(), inbox: inbox.clone() };
        actix_rt::spawn(std::future::poll_fn(move |cx| hub.borrow_mut().poll(cx)));
        Ok((handle, inbox))
    }

    /// Whether the hub takes no more sockets.
    pub fn is_stopping(&self) -> bool {
        self.inbox.is_stopping()
    }

    /// Takes a socket over.
    pub fn adopt(&self, arrival: Arrival) {
        self.hub.borrow_mut().adopt(arrival);
        self.inbox.wake();
    }
}

/// The hub's own limits, ready for use.
struct Limits {
    frame: FrameLimits,
    outgoing: OutgoingLimits,
    rate: Rate,
}

impl Limits {
    fn of(settings: &Settings) -> Limits {
        Limits {
            frame: FrameLimits {
                message_bytes_max: settings.message_bytes_max,
                frame_bytes_max: settings.frame_bytes_max,
                fragments_max: settings.fragments_max,
            },
            outgoing: OutgoingLimits {
                frames_max: settings.outgoing_frames_max,
                bytes_max: settings.outgoing_bytes_max,
            },
            rate: Rate::new(settings.messages_per_second, settings.messages_burst),
        }
    }
}

/// From one beat to the next: a second is fine enough for pings; tests with shorter intervals get a shorter beat.
fn beat_of(settings: &Settings) -> Duration {
    let shortest_ms = settings.ping_interval_ms.min(settings.dead_after_ms).min(settings.stalled_after_ms);
    Duration::from_millis((shortest_ms / 4).clamp(10, 1_000))
}

struct Hub {
    number: u16,
    common: Common,
    limits: Limits,
    inbox: Arc<Inbox>,
    taken: Queue,
    watch: Watch,
    /// This turn's events: slot, readable, writable, closed by the peer.
    ready: Vec<(u32, bool, bool, bool)>,
    /// Sockets whose last read filled the buffer: there is more, and the kernel will not say so again.
    still_readable: Vec<u32>,
    early: Vec<(u32, Vec<u8>)>,
    /// What became of this turn's messages that came by another way, and who is to be told.
    answers: Vec<(oneshot::Sender<Reception>, Reception)>,
    conns: Slab<Conn>,
    /// Sockets whose close handshake is on its way, with their generations.
    closing: Vec<(u32, u32)>,
    beats: u32,
    /// From one beat to the next while anything happens.
    beat: Duration,
    /// Every room is quiet, and beats are rare.
    calm: bool,
    /// Since the last beat something was said, or a socket or a farewell has begun.
    stirred: bool,
    generations: u32,
    rooms: Slab<Room>,
    /// Rooms by entrance and key.
    keys: HashMap<(usize, String), u32>,
    /// Rooms by the number that deliveries carry.
    numbers: Numbered<u32, u32>,
    rooms_opened: u32,
    touched: Vec<u32>,
    /// Rooms that speak in this turn.
    speaking: Vec<u32>,
    buffer: Vec<u8>,
    /// Where frames are copied together.
    scratch: Vec<u8>,
    /// For each slot the head of its list of items in the delivery being written; 0: none.
    heads: Vec<u32>,
    budget: Budget,
    ticker: Interval,
    started: Instant,
    now_us: u64,
    stopping: bool,
    meters: Meters,
}

struct Meters {
    sockets: metrics::Gauge,
    received: metrics::Counter,
    sent: metrics::Counter,
    skipped: metrics::Counter,
    bytes_sent: metrics::Counter,
}

impl Meters {
    fn new() -> Meters {
        Meters {
            sockets: metrics::gauge!("soiree_sockets"),
            received: metrics::counter!("soiree_messages_received_total"),
            sent: metrics::counter!("soiree_messages_sent_total"),
            skipped: metrics::counter!("soiree_messages_skipped_total"),
            bytes_sent: metrics::counter!("soiree_bytes_sent_total"),
        }
    }
}

impl Hub {
    fn new(number: u16, common: Common, inbox: Arc<Inbox>) -> io::Result<Hub> {
        let settings = &common.settings;
        let beat = beat_of(settings);
        let mut ticker = interval(beat);
        ticker.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Ok(Hub {
            number,
            limits: Limits::of(settings),
            inbox,
            taken: Queue::default(),
            watch: Watch::new()?,
            ready: Vec::new(),
            still_readable: Vec::new(),
            early: Vec::new(),
            answers: Vec::new(),
            conns: Slab::new(),
            closing: Vec::new(),
            beats: 0,
            beat,
            calm: false,
            stirred: false,
            generations: 0,
            rooms: Slab::new(),
            keys: HashMap::new(),
            numbers: Numbered::default(),
            rooms_opened: 0,
            touched: Vec::new(),
            speaking: Vec::new(),
            scratch: Vec::new(),
            buffer: vec![0; limits::READ_BUFFER_BYTES],
            heads: Vec::new(),
            budget: Budget { used: 0, max: common.settings.partial_bytes_max },
            ticker,
            started: Instant::now(),
            now_us: CLOCK_START_MS * 1_000,
            stopping: false,
            meters: Meters::new(),
            common,
        })
    }

    fn now_ms(&self) -> u64 {
        self.now_us / 1_000
    }

    fn read_clock(&mut self) {
        self.now_us = CLOCK_START_MS * 1_000 + self.started.elapsed().as_micros() as u64;
    }

    /// One turn, or several as long as the kernel has something new.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.inbox.register(cx.waker());
        self.read_clock();
        while self.ticker.poll_tick(cx).is_ready() {
            self.beat();
            if self.calm {
                self.ticker.reset_after(self.beat * QUIET_BEATS);
            }
        }
        let more = self.collect(cx);
        self.read_all();
        self.flush_doors();
        self.deliver_all();
        self.flush_doors();
        self.answer_brought();
        if self.inbox.is_stopping() {
            self.stop();
        }
        if self.calm && self.stirred {
            self.calm = false;
            self.ticker.reset_after(self.beat);
            cx.waker().wake_by_ref();
        }
        if more || !self.still_readable.is_empty() {
            cx.waker().wake_by_ref();
        }
        Poll::Pending
    }

    /// Takes events from the kernel. `true`: there are more than one turn takes.
    fn collect(&mut self, cx: &mut Context<'_>) -> bool {
        let ready = &mut self.ready;
        ready.clear();
        self.watch.look(cx, |event| {
            let closed = event.is_read_closed() || event.is_error();
            ready.push((event.token().0 as u32, event.is_readable() || closed, event.is_writable(), closed));
        })
    }
}
