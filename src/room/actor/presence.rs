//! Who is here: connections come, take roles and go.

use std::net::IpAddr;

use super::{Room, cx};
use crate::engine::{ConnId, Machine, Outbox, Refusal, Role, Secret};
use crate::room::actor::context;
use crate::room::outbox::Out;

impl<M: Machine> Room<M> {
    /// A socket has come, with what its address brought along.
    pub(super) fn entered(&mut self, conn: ConnId, address: IpAddr, credential: Option<Secret>) {
        if self.is_broken() {
            let refusal = Refusal::new("INTERNAL", "This session's records cannot be read; its keeper has to look.");
            let frame = self.frame(&M::refusal(&refusal));
            self.push(Out::Conn(conn, frame));
            self.push(Out::Close(conn, 1011));
            return;
        }
        self.roster.enter(conn);
        self.addresses.insert(conn, address);
        self.entering = Some(conn);
        if let Some(command) = M::enter(credential) {
            self.said(conn, Ok(command));
        }
        let mut out = Outbox::default();
        self.machine.greet(cx!(self), conn, &mut out);
        self.say(out);
        // Only now: a broadcast must not reach a socket before its greeting.
        self.entering = None;
        self.push(Out::Regroup(conn, self.roster.role(conn).group()));
    }

    pub(super) fn bind(&mut self, conn: ConnId, role: Role) {
        if !self.roster.contains(conn) {
            return;
        }
        let (hosts_before, was) = (self.roster.hosts(), self.roster.role(conn));
        if was == role {
            return;
        }
        let taken = matches!(role, Role::Seat(seat) if self.roster.seat(seat).is_some());
        let former = self.roster.bind(conn, role, M::SEATS_SHARED);
        if self.entering != Some(conn) {
            self.push(Out::Regroup(conn, role.group()));
        }
        let mut out = Outbox::default();
        if let Some(former) = former {
            self.push(Out::Regroup(former, Role::Visitor.group()));
            self.machine.seat_moved(cx!(self), former, &mut out);
        }
        self.presence(hosts_before, was, &mut out);
        if let Role::Seat(seat) = role
            && !taken
        {
            self.machine.seat_presence(cx!(self), seat, true, &mut out);
        }
        self.say(out);
    }

    pub(super) fn left(&mut self, conn: ConnId) {
        let hosts_before = self.roster.hosts();
        self.addresses.remove(&conn);
        if let Some(was) = self.roster.leave(conn) {
            let mut out = Outbox::default();
            self.presence(hosts_before, was, &mut out);
            self.say(out);
        }
    }

    /// A hub has closed its door. A door that was overrun could not say who of its people left.
    pub(super) fn hub_left(&mut self, hub: u16, room: u32) {
        self.hubs.retain(|link| (link.hub, link.room) != (hub, room));
        if self.hubs.iter().all(|link| link.hub != hub) {
            let stranded: Vec<_> = self.roster.iter().map(|(conn, _)| conn).filter(|conn| conn.hub == hub).collect();
            stranded.into_iter().for_each(|conn| self.left(conn));
        }
    }

    /// Tells the machine what the change of one connection's role means for hosts and its former seat.
    pub(super) fn presence(&mut self, hosts_before: usize, was: Role, out: &mut Outbox<M>) {
        match (hosts_before, self.roster.hosts()) {
            (0, 1..) => self.machine.host_presence(cx!(self), true, out),
            (1.., 0) => self.machine.host_presence(cx!(self), false, out),
            _ => {}
        }
        if let Role::Seat(seat) = was
            && self.roster.seat(seat).is_none()
        {
            self.machine.seat_presence(cx!(self), seat, false, out);
        }
    }
}
