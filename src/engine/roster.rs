//! Who is connected to a room, as what. It is rebuilt by the clients themselves after a restart: the
//! roster is never stored.

use super::numbering::Numbered;

/// Number of a participant's seat in its session, in order of joining, from 0.
pub type SeatNo = u32;

/// One socket: the hub that owns it, its place there, and a generation that tells it from an earlier
/// socket at the same place. `hub` [`ConnId::CALL`] marks a call over HTTP that waits for its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConnId {
    pub hub: u16,
    pub slot: u32,
    pub generation: u32,
}

impl ConnId {
    /// The `hub` of connections that are calls over HTTP.
    pub const CALL: u16 = u16::MAX;
}

/// What a connection is to its session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Connected, nothing more.
    Visitor,
    /// A public screen.
    Stage,
    /// Controls the session.
    Host,
    /// Owns a participant's seat.
    Seat(SeatNo),
}

impl Role {
    /// The one group that connections of this role belong to.
    pub fn group(self) -> Groups {
        match self {
            Role::Visitor => Groups::VISITORS,
            Role::Stage => Groups::STAGES,
            Role::Host => Groups::HOSTS,
            Role::Seat(_) => Groups::SEATS,
        }
    }
}

/// A set of groups of connections: whom a broadcast is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Groups(pub u8);

impl Groups {
    pub const VISITORS: Groups = Groups(1);
    pub const STAGES: Groups = Groups(2);
    pub const HOSTS: Groups = Groups(4);
    pub const SEATS: Groups = Groups(8);
    pub const EVERYONE: Groups = Groups(15);

    /// Both sets together.
    pub const fn and(self, other: Groups) -> Groups {
        Groups(self.0 | other.0)
    }

    /// Whether the sets share a group.
    pub const fn meets(self, other: Groups) -> bool {
        self.0 & other.0 != 0
    }
}

/// Whom one message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// All connections of these groups; encoded once.
    Groups(Groups),
    /// One connection.
    Conn(ConnId),
    /// The connection that owns the seat when the message is said; nobody, where none does.
    Seat(SeatNo),
}

/// Everybody who is connected. The newest connection owns a seat, or all of its connections do where the kind
/// of session lets them share it.
#[derive(Debug, Default, Clone)]
pub struct Roster {
    roles: Numbered<ConnId, Role>,
    seats: Owners,
    /// How many connections each group has, in the order of their bits.
    counts: [usize; 4],
    round_trips_ms: Numbered<ConnId, u32>,
}

/// Where a group is counted.
fn place(group: Groups) -> usize {
    group.0.trailing_zeros() as usize
}

/// The connections that own seats.
#[derive(Debug, Default, Clone)]
struct Owners {
    /// The newest of each seat, by its number: a reveal looks all of them up, one after the other.
    newest: Vec<Option<ConnId>>,
    /// Those of seats that have more, the oldest first.
    others: Numbered<SeatNo, Vec<ConnId>>,
    /// Seats that have any.
    taken: usize,
}

impl Owners {
    fn newest(&self, seat: SeatNo) -> Option<ConnId> {
        self.newest.get(seat as usize).copied().flatten()
    }

    /// All of a seat, the newest last.
    fn of(&self, seat: SeatNo) -> impl Iterator<Item = ConnId> + '_ {
        self.others.get(&seat).into_iter().flatten().copied().chain(self.newest(seat))
    }

    /// Adds an owner, who takes the seat from the former ones unless it is `shared`. The newest of them is returned
    /// then.
    fn add(&mut self, seat: SeatNo, conn: ConnId, shared: bool) -> Option<ConnId> {
        let place = seat as usize;
        if self.newest.len() <= place {
            self.newest.resize(place + 1, None);
        }
        let Some(former) = self.newest[place].replace(conn) else {
            self.taken += 1;
            return None;
        };
        if shared {
            self.others.entry(seat).or_default().push(former);
            return None;
        }
        Some(former)
    }

    /// Removes an owner; the seat is the newest other's then, or nobody's.
    fn remove(&mut self, seat: SeatNo, conn: ConnId) {
        let Some(newest) = self.newest.get_mut(seat as usize) else { return };
        let others = self.others.get_mut(&seat);
        if *newest == Some(conn) {
            *newest = others.and_then(Vec::pop);
            self.taken -= usize::from(newest.is_none());
        } else if let Some(others) = others {
            others.retain(|other| *other != conn);
        }
        if self.others.get(&seat).is_some_and(Vec::is_empty) {
            self.others.remove(&seat);
        }
    }
}

impl Roster {
    /// Adds a connection as a visitor.
    pub fn enter(&mut self, conn: ConnId) {
        self.unbind(conn);
        self.put(conn, Some(Role::Visitor));
    }

    /// Writes down what a connection is now, and answers with what it was.
    fn put(&mut self, conn: ConnId, role: Option<Role>) -> Option<Role> {
        let was = match role {
            Some(role) => self.roles.insert(conn, role),
            None => self.roles.remove(&conn),
        };
        if let Some(was) = was {
            self.counts[place(was.group())] -= 1;
        }
        if let Some(role) = role {
            self.counts[place(role.group())] += 1;
        }
        was
    }

    /// Removes a connection and says what it was; `None` if it was not here.
    pub fn leave(&mut self, conn: ConnId) -> Option<Role> {
        self.unbind(conn);
        self.round_trips_ms.remove(&conn);
        self.put(conn, None)
    }

    /// Gives a connection a role. Another connection that owned the seat becomes a visitor and is returned,
    /// unless seats are `shared`.
    pub fn bind(&mut self, conn: ConnId, role: Role, shared: bool) -> Option<ConnId> {
        self.roles.get(&conn)?;
        self.unbind(conn);
        self.put(conn, Some(role));
        let Role::Seat(seat) = role else { return None };
        let former = self.seats.add(seat, conn, shared)?;
        self.put(former, Some(Role::Visitor));
        Some(former)
    }

    fn unbind(&mut self, conn: ConnId) {
        if let Some(Role::Seat(seat)) = self.roles.get(&conn) {
            self.seats.remove(*seat, conn);
        }
    }

    /// The role of a connection; a stranger is a visitor.
    pub fn role(&self, conn: ConnId) -> Role {
        self.roles.get(&conn).copied().unwrap_or(Role::Visitor)
    }

    /// Whether this connection is here.
    pub fn contains(&self, conn: ConnId) -> bool {
        self.roles.contains_key(&conn)
    }

    /// The connection that owns a seat, the newest where several do.
    pub fn seat(&self, seat: SeatNo) -> Option<ConnId> {
        self.seats.newest(seat)
    }

    /// All connections that own a seat.
    pub fn seat_conns(&self, seat: SeatNo) -> impl Iterator<Item = ConnId> + '_ {
        self.seats.of(seat)
    }

    /// A round trip to a connection was measured.
    pub fn measured(&mut self, conn: ConnId, rtt_ms: u32) {
        if self.roles.contains_key(&conn) {
            self.round_trips_ms.insert(conn, rtt_ms);
        }
    }

    /// The last measured round trip to a seat's connection, in milliseconds.
    pub fn round_trip_ms(&self, seat: SeatNo) -> Option<u32> {
        self.round_trips_ms.get(&self.seat(seat)?).copied()
    }

    /// How many hosts are connected.
    pub fn hosts(&self) -> usize {
        self.counts[place(Groups::HOSTS)]
    }

    /// Whether anybody is in one of these groups.
    pub fn hears(&self, groups: Groups) -> bool {
        self.counts.iter().enumerate().any(|(place, count)| *count > 0 && groups.meets(Groups(1 << place)))
    }

    /// How many seats have a connection.
    pub fn seats_connected(&self) -> usize {
        self.seats.taken
    }

    /// All connections with their roles, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (ConnId, Role)> + '_ {
        self.roles.iter().map(|(conn, role)| (*conn, *role))
    }

    /// How many connections there are.
    pub fn len(&self) -> usize {
        self.roles.len()
    }

    /// Whether nobody is connected.
    pub fn is_empty(&self) -> bool {
        self.roles.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conn(slot: u32) -> ConnId {
        ConnId { hub: 0, slot, generation: 0 }
    }

    #[test]
    fn the_newest_connection_owns_the_seat() {
        let mut roster = Roster::default();
        roster.enter(conn(1));
        roster.enter(conn(2));
        assert_eq!(roster.bind(conn(1), Role::Seat(0), false), None);
        assert_eq!(roster.bind(conn(2), Role::Seat(0), false), Some(conn(1)));
        // A late close of the older socket must not evict the newer one.
        assert_eq!(roster.leave(conn(1)), Some(Role::Visitor));
        assert_eq!(roster.seat(0), Some(conn(2)));
    }

    #[test]
    fn a_shared_seat_belongs_to_all_of_its_connections_until_the_last_one_goes() {
        let mut roster = Roster::default();
        for slot in [1, 2, 3] {
            roster.enter(conn(slot));
            assert_eq!(roster.bind(conn(slot), Role::Seat(7), true), None);
        }
        assert_eq!(roster.seat_conns(7).collect::<Vec<_>>(), [conn(1), conn(2), conn(3)]);
        roster.leave(conn(3));
        roster.leave(conn(1));
        assert_eq!((roster.seat(7), roster.seats_connected()), (Some(conn(2)), 1));
        roster.leave(conn(2));
        assert_eq!((roster.seat(7), roster.seats_connected()), (None, 0));
    }

    proptest::proptest! {
        /// Whoever comes, sits down and goes: a seat's owners are those who sat down on it and are still there.
        #[test]
        fn owners_are_those_who_took_the_seat_and_have_not_left(
            steps in proptest::collection::vec((0..6u32, 0..5u32, proptest::bool::ANY), 0..40),
            shared: bool,
        ) {
            let (mut roster, mut owners) = (Roster::default(), Vec::<(u32, u32)>::new());
            for (slot, seat, leaves) in steps {
                owners.retain(|(owner, _)| *owner != slot);
                if leaves {
                    roster.leave(conn(slot));
                } else {
                    if !roster.contains(conn(slot)) {
                        roster.enter(conn(slot));
                    }
                    owners.retain(|(_, of)| shared || *of != seat);
                    owners.push((slot, seat));
                    roster.bind(conn(slot), Role::Seat(seat), shared);
                }
                for seat in 0..5 {
                    let expected: Vec<_> =
                        owners.iter().filter(|(_, of)| *of == seat).map(|(slot, _)| conn(*slot)).collect();
                    proptest::prop_assert_eq!(roster.seat(seat), expected.last().copied());
                    proptest::prop_assert_eq!(roster.seat_conns(seat).collect::<Vec<_>>(), expected);
                }
                let taken = (0..5).filter(|seat| owners.iter().any(|(_, of)| of == seat)).count();
                proptest::prop_assert_eq!(roster.seats_connected(), taken);
                for group in [Groups::VISITORS, Groups::STAGES, Groups::HOSTS, Groups::SEATS] {
                    let heard = roster.iter().any(|(_, role)| role.group() == group);
                    proptest::prop_assert_eq!(roster.hears(group), heard);
                }
            }
        }
    }

    #[test]
    fn hosts_are_counted_through_every_change_of_role() {
        let mut roster = Roster::default();
        roster.enter(conn(1));
        roster.bind(conn(1), Role::Host, false);
        roster.bind(conn(1), Role::Host, false);
        assert_eq!(roster.hosts(), 1);
        roster.bind(conn(1), Role::Stage, false);
        assert_eq!(roster.hosts(), 0);
        assert!(roster.hears(Groups::STAGES) && !roster.hears(Groups::HOSTS.and(Groups::VISITORS)));
    }
}
