//! A shell for one room of any kind: virtual time, everything durable at once, everybody's words and all errands
//! kept.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{
    Audience, Caller, ConnId, Context, Decision, Effect, Entropy, Machine, Outbox, Refusal, Role, RoomTime, Roster,
    Say, Secret, SecretKey, WallTime,
};

/// The wall's time when an evening begins: 2026-01-01.
pub const BEGIN: i64 = 1_767_225_600_000;

/// A room.
pub struct Shell<M: Machine> {
    pub machine: M,
    pub name: String,
    pub roster: Roster,
    pub now: RoomTime,
    /// Every event with its moment, as the store would keep it.
    pub log: Vec<(RoomTime, M::Event)>,
    /// What was asked of the outside and not taken yet.
    pub errands: Vec<M::Errand>,
    pub heard: BTreeMap<ConnId, Vec<M::Message>>,
    /// Sockets that the room has let go, with the code.
    pub closed: Vec<(ConnId, u16)>,
    pub settings: M::Settings,
    dirty: BTreeSet<M::Topic>,
    due: Option<RoomTime>,
    turns: u64,
}

impl<M: Machine> Shell<M> {
    /// An empty room.
    pub fn new(name: &str, settings: M::Settings) -> Self {
        Shell {
            machine: M::default(),
            name: name.to_owned(),
            roster: Roster::default(),
            now: RoomTime(0),
            log: Vec::new(),
            errands: Vec::new(),
            heard: BTreeMap::new(),
            closed: Vec::new(),
            settings,
            dirty: BTreeSet::new(),
            due: None,
            turns: 0,
        }
    }

    pub fn enter(&mut self, conn: ConnId, credential: Option<&str>) {
        self.roster.enter(conn);
        if let Some(command) = M::enter(credential.map(Secret::new)) {
            self.say_to(conn, command).expect("a newcomer is not refused");
        }
        let mut out = Outbox::default();
        self.with_context(|machine, cx| machine.greet(cx, conn, &mut out));
        self.say(out);
    }

    pub fn leave(&mut self, conn: ConnId) {
        if let Some(Role::Seat(seat)) = self.roster.leave(conn)
            && self.roster.seat(seat).is_none()
        {
            let mut out = Outbox::default();
            self.with_context(|machine, cx| machine.seat_presence(cx, seat, false, &mut out));
            self.say(out);
        }
    }

    /// A command from a socket.
    pub fn say_to(&mut self, conn: ConnId, command: M::Command) -> Result<(), Refusal> {
        let caller = Caller { conn, role: self.roster.role(conn) };
        let decision = self.with_context(|machine, cx| machine.decide(cx, caller, command))?;
        self.carry_out(Some(conn), decision, Outbox::default());
        Ok(())
    }

    /// A command from the server itself; the answers.
    pub fn call(&mut self, command: M::Command) -> Result<Vec<M::Message>, Refusal> {
        let conn = ConnId { hub: ConnId::CALL, slot: 0, generation: 0 };
        self.say_to(conn, command)?;
        Ok(self.heard.remove(&conn).unwrap_or_default())
    }

    /// The next moment at which something falls due.
    pub fn next_due(&self) -> Option<RoomTime> {
        self.due.map(|due| due.max(self.now))
    }

    /// Lets time pass until `moment`, with everything that falls due.
    pub fn until(&mut self, moment: RoomTime) {
        // Bounded, so that a machine that goes in circles fails instead of hanging.
        for _ in 0..10_000 {
            let Some(due) = self.next_due().filter(|due| *due <= moment) else {
                self.now = self.now.max(moment);
                return;
            };
            self.now = due;
            let mut out = Outbox::default();
            let decision = self.with_context(|machine, cx| machine.expire(cx, &mut out));
            let idle = decision.events.is_empty();
            self.carry_out(None, decision, out);
            self.due = self.machine.deadline(self.now, &self.settings);
            assert!(!(idle && self.due.is_some_and(|due| due <= self.now)), "{} waits for nothing", M::KIND);
        }
        panic!("{} never comes to rest", M::KIND);
    }

    /// The machine as its stored events make it.
    pub fn replayed(&self) -> M {
        let mut machine = M::default();
        for (at, event) in &self.log {
            let stored = serde_json::to_string(event).expect("an event can be written");
            machine.evolve(*at, &serde_json::from_str(&stored).expect("an event can be read"));
        }
        machine
    }

    /// The server is killed and started again: only what is durable is left.
    pub fn crash(&mut self) {
        self.machine = self.replayed();
        self.roster = Roster::default();
        self.heard.clear();
        self.dirty.clear();
        self.errands = self.machine.outstanding();
        self.due = self.machine.deadline(self.now, &self.settings);
    }

    /// The wall's time.
    pub fn wall(&self) -> WallTime {
        WallTime(BEGIN + self.now.0 as i64)
    }

    fn with_context<R>(&mut self, ask: impl FnOnce(&M, &Context<'_, M::Settings>) -> R) -> R {
        self.turns += 1;
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&self.turns.to_le_bytes());
        let cx = Context {
            now: self.now,
            wall: self.wall(),
            entropy: Entropy(seed),
            key: &SecretKey::new([7; 32]),
            roster: &self.roster,
            room: &self.name,
            settings: &self.settings,
        };
        ask(&self.machine, &cx)
    }

    fn carry_out(&mut self, caller: Option<ConnId>, decision: Decision<M>, said: Outbox<M>) {
        for event in &decision.events {
            self.machine.evolve(self.now, event);
            self.log.push((self.now, event.clone()));
        }
        if !decision.events.is_empty() {
            self.due = self.machine.deadline(self.now, &self.settings);
        }
        let mut later = Vec::new();
        for effect in decision.effects {
            match effect {
                Effect::Bind { conn, role } => self.bind(conn, role),
                other => later.push(other),
            }
        }
        let mut out = Outbox::default();
        for message in decision.replies {
            out.reply(caller.expect("only callers are answered"), message);
        }
        if !decision.events.is_empty() {
            self.with_context(|machine, cx| machine.announce(cx, &decision.events, &mut out));
        }
        out.says.extend(said.says);
        out.touched.extend(said.touched);
        out.touched.extend(decision.touched);
        out.errands.extend(said.errands);
        self.say(out);
        for effect in later {
            match effect {
                Effect::Errand(errand) => self.errands.push(errand),
                Effect::Close { conn, code } => {
                    self.closed.push((conn, code));
                    self.roster.leave(conn);
                }
                Effect::Bind { .. } | Effect::ListSessions { .. } => {}
            }
        }
    }

    fn bind(&mut self, conn: ConnId, role: Role) {
        if self.roster.role(conn) == role {
            return;
        }
        let taken = matches!(role, Role::Seat(seat) if self.roster.seat(seat).is_some());
        self.roster.bind(conn, role, M::SEATS_SHARED);
        if let (Role::Seat(seat), false) = (role, taken) {
            let mut out = Outbox::default();
            self.with_context(|machine, cx| machine.seat_presence(cx, seat, true, &mut out));
            self.say(out);
        }
    }

    fn say(&mut self, out: Outbox<M>) {
        for say in out.says {
            match say {
                Say::To(Audience::Conn(conn), message) => self.heard.entry(conn).or_default().push(message),
                Say::To(Audience::Seat(seat), message) => {
                    for conn in self.roster.seat_conns(seat) {
                        self.heard.entry(conn).or_default().push(message.clone());
                    }
                }
                Say::To(Audience::Groups(groups), message) => {
                    for (conn, _) in self.roster.iter().filter(|(_, role)| role.group().meets(groups)) {
                        self.heard.entry(conn).or_default().push(message.clone());
                    }
                }
                Say::Text(..) | Say::Each(_) | Say::Endings(..) => unreachable!("neither kind says this"),
            }
        }
        self.errands.extend(out.errands);
        // Shown at once: how often is the real shell's concern.
        self.dirty.extend(out.touched);
        for topic in std::mem::take(&mut self.dirty) {
            let mut out = Outbox::default();
            self.with_context(|machine, cx| machine.show(cx, topic, &mut out));
            self.say(out);
        }
    }
}
