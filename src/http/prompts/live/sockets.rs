//! The live sockets of one hub and dialect: authorising, synchronising, streaming.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use super::feed::{Ear, Event, Feed, Told};
use crate::engine::{ConnId, Incoming};
use crate::http::tokens::{Audience, Tokens};
use crate::limits::{LIVE_KNOWN_MAX, LIVE_KNOWN_MS, LIVE_SENDS_PER_TURN, LIVE_WORD_MS_MAX};
use crate::prompt::Dialect;
use crate::prompt::live::clock::Window;
use crate::prompt::live::packet::{self, Fault, Packet, PacketUids};
use crate::prompt::live::{Clock, Crowd, Due, Listener, Moment, parse};
use crate::room::fanout::{Delivery, Frame, HubLink, Item};

/// Packets with batches that are kept for further listeners of the same events.
const BATCHES_KEPT: usize = 32;
/// The code that ends every live socket; why is said by an error before it.
const CLOSE: u16 = 1000;

/// What a socket wants to hear.
#[derive(Debug, Clone)]
struct Wish {
    uid: Arc<str>,
    bandwidth: u32,
    window: Window,
}

/// Where a socket is.
#[derive(Debug)]
enum Phase {
    /// It is to say who it is until then.
    Authorising { until: Moment },
    /// Its prompt is being looked for.
    Waiting(Wish),
    /// It has been asked for its time, and is to answer until then.
    Synchronising { wish: Wish, duration_seconds: f64, sent: Moment, until: Moment },
    /// It listens to this prompt.
    Streaming(Arc<str>),
}

/// When the next turn has something to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    AtOnce,
    At(Moment),
    WithNews,
}

/// The listeners of one prompt, with packets that were written lately.
struct Audible {
    crowd: Crowd<ConnId, Arc<Event>>,
    written: VecDeque<(Box<[u64]>, Frame)>,
}

/// All sockets of a door.
pub struct Sockets {
    dialect: Dialect,
    link: HubLink,
    feed: Arc<Feed>,
    ear: Arc<Ear>,
    tokens: Arc<Tokens>,
    uids: PacketUids,
    phases: HashMap<ConnId, Phase>,
    /// When sockets are to have spoken; all wait equally long, so it is in order.
    deadlines: VecDeque<(Moment, ConnId)>,
    /// Prompts that were looked up a moment ago: how long they last.
    known: HashMap<Arc<str>, (f64, Moment)>,
    /// Who waits for a prompt that is being looked for.
    asking: HashMap<Arc<str>, Vec<ConnId>>,
    prompts: HashMap<Arc<str>, Audible>,
    /// Who is to be asked for their time at the next flush.
    to_ask: Vec<(ConnId, Wish, f64)>,
    said: Vec<(ConnId, Frame)>,
    closed: Vec<ConnId>,
    taken: Vec<Told>,
}

impl Sockets {
    /// None.
    pub fn new(dialect: Dialect, link: HubLink, feed: Arc<Feed>, ear: Arc<Ear>, tokens: Arc<Tokens>) -> Self {
        Sockets {
            dialect,
            link,
            feed,
            ear,
            tokens,
            uids: PacketUids::new(rand::random()),
            phases: HashMap::new(),
            deadlines: VecDeque::new(),
            known: HashMap::new(),
            asking: HashMap::new(),
            prompts: HashMap::new(),
            to_ask: Vec::new(),
            said: Vec::new(),
            closed: Vec::new(),
            taken: Vec::new(),
        }
    }

    /// A socket came; it is to authorise itself.
    pub fn enter(&mut self, conn: ConnId) {
        let until = self.deadline(conn);
        self.phases.insert(conn, Phase::Authorising { until });
    }

    fn deadline(&mut self, conn: ConnId) -> Moment {
        let until = self.feed.now().plus(LIVE_WORD_MS_MAX * 1_000);
        if self.deadlines.is_empty() {
            self.ear.news.notify_one();
        }
        self.deadlines.push_back((until, conn));
        until
    }

    /// A socket is gone.
    pub fn leave(&mut self, conn: ConnId) {
        if let Some(Phase::Streaming(uid)) = self.phases.remove(&conn)
            && let Some(prompt) = self.prompts.get_mut(&uid)
        {
            prompt.crowd.leave(conn);
            if prompt.crowd.is_empty() {
                self.prompts.remove(&uid);
            }
        }
    }

    /// A socket said something. Answers with a prompt that is to be looked up.
    pub fn hear(&mut self, conn: ConnId, incoming: Incoming<'_>) -> Option<String> {
        match self.phases.get(&conn)? {
            Phase::Authorising { .. } => match self.admit(incoming) {
                Ok(wish) => return self.seek(conn, wish),
                Err(fault) => self.refuse(conn, fault),
            },
            Phase::Waiting(_) => self.refuse(conn, Fault::Unprocessable("Wait for sync_request.".to_owned())),
            Phase::Synchronising { wish, duration_seconds, sent, .. } => match parse::sync_response(incoming) {
                Ok(receive_seconds) => {
                    let clock = Clock { receive_seconds, sent: *sent };
                    let listener = Listener { clock, window: wish.window, bandwidth: wish.bandwidth };
                    let (uid, duration_seconds) = (Arc::clone(&wish.uid), *duration_seconds);
                    self.listen(conn, uid, duration_seconds, listener);
                }
                Err(refusal) => self.refuse(conn, Fault::Unprocessable(refusal.message)),
            },
            // From here on the server alone speaks.
            Phase::Streaming(_) => self.close(conn),
        }
        None
    }

    fn admit(&self, incoming: Incoming<'_>) -> Result<Wish, Fault> {
        let wish = parse::authorize(self.dialect, incoming).map_err(|refusal| Fault::Unprocessable(refusal.message))?;
        self.tokens.check(Audience::Prompt(self.dialect), &wish.uid, &wish.jwt).map_err(|_| Fault::Forbidden)?;
        Ok(Wish { uid: wish.uid.into(), bandwidth: wish.bandwidth, window: wish.window })
    }

    /// Goes on where the prompt is known; else says that it is to be looked up, if nobody else has.
    fn seek(&mut self, conn: ConnId, wish: Wish) -> Option<String> {
        let now = self.feed.now();
        if let Some((duration_seconds, _)) = self.known.get(&wish.uid).filter(|(_, until)| *until > now) {
            let duration_seconds = *duration_seconds;
            self.phases.insert(conn, Phase::Waiting(wish.clone()));
            self.to_ask.push((conn, wish, duration_seconds));
            return None;
        }
        let uid = Arc::clone(&wish.uid);
        self.phases.insert(conn, Phase::Waiting(wish));
        let waiting = self.asking.entry(Arc::clone(&uid)).or_default();
        waiting.push(conn);
        (waiting.len() == 1).then(|| uid.to_string())
    }

    /// A prompt was looked up: `None`, it cannot be read now; `Some(None)`, there is none.
    pub fn found(&mut self, uid: &str, found: Option<Option<f64>>) {
        let waiting = self.asking.remove(uid).unwrap_or_default();
        if let Some(Some(duration_seconds)) = found {
            if self.known.len() >= LIVE_KNOWN_MAX {
                self.known.clear();
            }
            self.known.insert(uid.into(), (duration_seconds, self.feed.now().plus(LIVE_KNOWN_MS * 1_000)));
        }
        for conn in waiting {
            // It may have gone, or come back to say something else.
            let Some(Phase::Waiting(wish)) = self.phases.get(&conn) else { continue };
            match found {
                Some(Some(duration_seconds)) => self.to_ask.push((conn, wish.clone(), duration_seconds)),
                Some(None) => self.refuse(conn, Fault::NotFound),
                None => self.refuse(conn, Fault::Unavailable),
            }
        }
    }

    fn listen(&mut self, conn: ConnId, uid: Arc<str>, duration_seconds: f64, listener: Listener) {
        let frame = self.frame(&Packet::AuthResponse);
        self.said.push((conn, frame));
        self.phases.insert(conn, Phase::Streaming(Arc::clone(&uid)));
        let now = self.feed.now();
        let prompt = self
            .prompts
            .entry(uid)
            .or_insert_with(|| Audible { crowd: Crowd::new(duration_seconds), written: VecDeque::new() });
        prompt.crowd.join(conn, listener, now);
        self.ear.news.notify_one();
    }

    fn refuse(&mut self, conn: ConnId, fault: Fault) {
        let frame = self.frame(&Packet::Error(fault));
        self.said.push((conn, frame));
        self.close(conn);
    }

    fn close(&mut self, conn: ConnId) {
        self.closed.push(conn);
        self.leave(conn);
    }

    fn frame(&mut self, said: &Packet) -> Frame {
        Frame::text(&packet::packet(self.dialect, self.uids.draw(), said))
    }

    /// Hands over what is to be said. Whoever is asked for their time is asked now: what is written next is this.
    pub fn flush(&mut self) {
        if !self.to_ask.is_empty() {
            let frame = self.frame(&Packet::SyncRequest);
            for (conn, wish, duration_seconds) in std::mem::take(&mut self.to_ask) {
                if self.phases.contains_key(&conn) {
                    let until = self.deadline(conn);
                    let sent = self.feed.now();
                    self.phases.insert(conn, Phase::Synchronising { wish, duration_seconds, sent, until });
                    self.said.push((conn, frame.clone()));
                }
            }
        }
        self.deliver(Vec::new());
    }

    fn deliver(&mut self, volatile: Vec<(ConnId, Frame)>) {
        let said = std::mem::take(&mut self.said);
        let mut items = Vec::with_capacity(2 + self.closed.len());
        if !said.is_empty() {
            items.push(Item::Personal(said));
        }
        if !volatile.is_empty() {
            items.push(Item::Volatile(volatile));
        }
        items.extend(self.closed.drain(..).map(|conn| Item::Close(conn, CLOSE)));
        if !items.is_empty() {
            // A hub that is full closes these sockets itself, and they come back.
            let _ = self.link.sink.deliver(Delivery { room: self.link.room, items: items.into() });
        }
    }

    /// What has come and what time has brought, so much of it that others get their turn.
    pub fn turn(&mut self) -> Next {
        self.take_in();
        let now = self.feed.now();
        while let Some((until, conn)) = self.deadlines.front().copied().filter(|(until, _)| *until <= now) {
            self.deadlines.pop_front();
            let waits = match self.phases.get(&conn) {
                Some(Phase::Authorising { until: own } | Phase::Synchronising { until: own, .. }) => *own == until,
                Some(Phase::Waiting(_) | Phase::Streaming(_)) | None => false,
            };
            if waits {
                self.close(conn);
            }
        }
        let more = self.tell(now);
        if more {
            return Next::AtOnce;
        }
        let crowds = self.prompts.values().filter_map(|prompt| prompt.crowd.next());
        let deadline = self.deadlines.front().map(|(until, _)| *until);
        crowds.chain(deadline).min().map_or(Next::WithNews, Next::At)
    }

    /// Takes in what the feed has brought.
    fn take_in(&mut self) {
        let mut taken = std::mem::take(&mut self.taken);
        self.ear.take(&mut taken);
        for run in taken.chunk_by(|one, next| one.room == next.room) {
            if let Some(prompt) = self.prompts.get_mut(&run[0].room) {
                prompt.crowd.arrive(run.iter().map(|told| (Arc::clone(&told.event), told.event.at, told.arrived)));
            }
        }
        taken.clear();
        self.taken = taken;
    }

    /// Says what is due. `true`: there is more.
    fn tell(&mut self, now: Moment) -> bool {
        let (dialect, uids) = (self.dialect, &mut self.uids);
        let (mut volatile, mut ended, mut more) = (Vec::new(), Vec::new(), false);
        for prompt in self.prompts.values_mut() {
            let left = LIVE_SENDS_PER_TURN.saturating_sub(volatile.len());
            let Audible { crowd, written } = prompt;
            more |= crowd.due(now, left, |due, events, first| match due {
                Due::Latency { to, prompt_time } => {
                    let text = packet::packet(dialect, uids.draw(), &Packet::Latency { prompt_time });
                    volatile.push((to, Frame::text(&text)));
                }
                Due::Batch { to, events: numbers } => {
                    let known = written.iter().find(|(others, _)| **others == *numbers);
                    let frame = known.map(|(_, frame)| frame.clone()).unwrap_or_else(|| {
                        let event = |number: &u64| events.get((number - first) as usize);
                        let texts = numbers.iter().filter_map(event).map(|event| event.text(dialect));
                        let frame = Frame::text(&packet::batch(&uids.draw(), texts));
                        metrics::counter!("soiree_live_batches_written_total").increment(1);
                        written.truncate(BATCHES_KEPT - 1);
                        written.push_front((numbers.into(), frame.clone()));
                        frame
                    });
                    volatile.push((to, frame));
                }
                Due::End { to } => ended.push(to),
            });
        }
        for conn in ended {
            self.close(conn);
        }
        self.deliver(volatile);
        more
    }
}
