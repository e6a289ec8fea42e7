//! One hub's door to all conversations and to the desk. It reads each frame, finds the room that it is for, and
//! keeps a door to each room in which one of its sockets is.
//!
//! - `visitors`, `agents`: what their frames ask, and of whom.

mod agents;
mod visitors;

use std::collections::{HashMap, HashSet, VecDeque};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::directory::ChannelCard;
use super::hall::Hall;
use super::open::Talks;
use super::sockets::{REVOKED, SocketWay};
use super::switchboard::Ticket;
use crate::conversation::Conversation;
use crate::conversation::command::Command;
use crate::conversation::console::ConsoleMessage;
use crate::conversation::ids::{AgentNo, ConversationId};
use crate::conversation::wire::ServerEvent;
use crate::desk::{self, Desk};
use crate::engine::machine::RefusalKind;
use crate::engine::{ConnId, Incoming, Machine, Refusal, Secret};
use crate::limits::ATTACHED_MAX;
use crate::room::RoomDoor;
use crate::room::door::{Door, Verdict, Visitor};
use crate::room::fanout::{Delivery, Frame, HubLink, Item};

/// Between two looks at all rooms in which this hub has sockets.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// See the module.
pub struct SwitchDoor {
    talks: Talks,
    link: HubLink,
    sockets: HashMap<ConnId, Socket>,
    rooms: HashMap<ConversationId, Opened<Conversation>>,
    desk: Option<Opened<Desk>>,
    touched: HashSet<ConversationId>,
    /// When all rooms were looked at last.
    looked: Instant,
}

struct Socket {
    owner: Owner,
    address: IpAddr,
    /// Conversations that it is in, the longest first.
    attached: VecDeque<ConversationId>,
}

enum Owner {
    Visitor { card: Arc<ChannelCard>, socket_id: String },
    Agent(AgentNo),
}

/// A room that one of the sockets is in.
struct Opened<M: Machine> {
    door: RoomDoor<M>,
    hall: Arc<Hall>,
}

/// An event for one socket under an id of its own.
pub(super) fn frame(event: ServerEvent) -> Frame {
    let framed = event.framed(random_id());
    // Cannot fail: the wire's types have no map with keys that are no text.
    Frame::text(&serde_json::to_vec(&framed).unwrap_or_default())
}

fn random_id() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 12]>())
}

impl SwitchDoor {
    pub fn new(talks: Talks, link: HubLink) -> Self {
        let (sockets, rooms, touched) = (HashMap::new(), HashMap::new(), HashSet::new());
        SwitchDoor { talks, link, sockets, rooms, desk: None, touched, looked: Instant::now() }
    }

    fn items(&self, items: Vec<Item>) {
        // A hub that takes nothing more closes this room's sockets itself.
        let _ = self.link.sink.deliver(Delivery { room: self.link.room, items: items.into() });
    }

    fn tell(&self, conn: ConnId, event: ServerEvent) {
        self.items(vec![Item::Personal(vec![(conn, frame(event))])]);
    }

    fn tell_agent(&self, conn: ConnId, message: &ConsoleMessage) {
        let text = serde_json::to_vec(message).unwrap_or_default();
        self.items(vec![Item::Personal(vec![(conn, Frame::text(&text))])]);
    }

    // ---- rooms ----

    /// Brings a socket into a conversation's room; the room's door.
    fn attach(&mut self, conn: ConnId, id: &ConversationId) -> Option<&mut Opened<Conversation>> {
        // Whom the room has let go in the meantime, comes in anew.
        self.release(id);
        let socket = self.sockets.get_mut(&conn)?;
        let is_new = !socket.attached.contains(id);
        let (address, is_agents) = (socket.address, matches!(socket.owner, Owner::Agent(_)));
        if is_new {
            socket.attached.push_back(id.clone());
            if socket.attached.len() > ATTACHED_MAX
                && let Some(oldest) = socket.attached.pop_front()
            {
                self.leave_room(conn, &oldest);
            }
        }
        self.touched.insert(id.clone());
        let (talks, link) = (&self.talks, &self.link);
        let room = self.rooms.entry(id.clone()).or_insert_with(|| {
            let hall = Hall::new(link.clone(), Some(id.clone()));
            let door = RoomDoor::open(Arc::clone(&talks.conversations), id.as_str(), hall.link());
            Opened { door, hall }
        });
        if is_new {
            room.hall.enter(conn, is_agents);
            room.door.entered(Visitor { conn, address, credential: None });
        }
        Some(room)
    }

    fn command(&mut self, conn: ConnId, id: &ConversationId, command: Command) {
        if let Some(room) = self.attach(conn, id) {
            room.door.command(conn, command);
        }
    }

    /// Takes a socket out of a room; the last one closes the room's door.
    fn leave_room(&mut self, conn: ConnId, id: &ConversationId) {
        let Some(room) = self.rooms.get_mut(id) else { return };
        room.door.left(conn);
        match room.hall.leave(conn) {
            true => drop(self.rooms.remove(id)),
            false => drop(self.touched.insert(id.clone())),
        }
    }

    /// The room has let some sockets go.
    fn release(&mut self, id: &ConversationId) {
        let released = self.rooms.get(id).map(|room| room.hall.take_released()).unwrap_or_default();
        for conn in released {
            if let Some(socket) = self.sockets.get_mut(&conn) {
                socket.attached.retain(|attached| attached != id);
            }
            self.leave_room(conn, id);
        }
    }

    /// Now and then rooms are looked at in which nobody has said anything: those that have let sockets go, and those that
    /// ended just as a socket came, which would wait for an answer for ever.
    fn look_at_rooms(&mut self) {
        if self.looked.elapsed() < LOOK_EVERY {
            return;
        }
        self.looked = Instant::now();
        let has_news = |room: &Opened<Conversation>| room.hall.has_released() || !room.door.is_open();
        self.touched.extend(self.rooms.iter().filter(|(_, room)| has_news(room)).map(|(id, _)| id.clone()));
    }
}

fn verdict(refusal: &Refusal) -> Verdict {
    match refusal.kind {
        RefusalKind::Malformed => Verdict::Malformed,
        RefusalKind::Ordinary | RefusalKind::WrongSecret => Verdict::Accepted,
    }
}

impl Door for SwitchDoor {
    fn entered(&mut self, visitor: Visitor) {
        let Visitor { conn, address, credential } = visitor;
        let owner = match credential.as_ref().and_then(|ticket| Ticket::read(ticket.expose())) {
            Some(Ticket::Visitor(no)) => {
                self.talks.directory.channel(no).filter(|card| !card.is_revoked()).map(|card| {
                    let socket_id = random_id();
                    let way = SocketWay { conn, channel: no, link: self.link.clone() };
                    self.talks.sockets.add(socket_id.clone(), way);
                    self.tell(conn, ServerEvent::SocketConnected { socket_id: socket_id.clone() });
                    Owner::Visitor { card, socket_id }
                })
            }
            Some(Ticket::Agent(no)) => {
                let (talks, link) = (&self.talks, &self.link);
                let desk = self.desk.get_or_insert_with(|| {
                    let hall = Hall::new(link.clone(), None);
                    Opened { door: RoomDoor::open(Arc::clone(&talks.desk), desk::ROOM, hall.link()), hall }
                });
                desk.hall.enter(conn, true);
                let credential = Some(Secret::new(no.to_string()));
                desk.door.entered(Visitor { conn, address, credential });
                Some(Owner::Agent(no))
            }
            None => None,
        };
        match owner {
            Some(owner) => drop(self.sockets.insert(conn, Socket { owner, address, attached: VecDeque::new() })),
            // Revoked between the upgrade and here.
            None => self.items(vec![Item::Close(conn, REVOKED)]),
        }
    }

    fn message(&mut self, conn: ConnId, incoming: Incoming<'_>) -> Verdict {
        match self.sockets.get(&conn).map(|socket| &socket.owner) {
            Some(Owner::Visitor { card, .. }) => {
                let card = Arc::clone(card);
                self.hear_visitor(conn, &card, incoming)
            }
            Some(Owner::Agent(no)) => {
                let no = *no;
                self.hear_agent(conn, no, incoming)
            }
            None => Verdict::Accepted,
        }
    }

    fn round_trip(&mut self, _: ConnId, _: u32) {}

    fn left(&mut self, conn: ConnId) {
        let Some(socket) = self.sockets.remove(&conn) else { return };
        for id in socket.attached {
            self.leave_room(conn, &id);
        }
        match socket.owner {
            Owner::Visitor { socket_id, .. } => self.talks.sockets.remove(&socket_id),
            Owner::Agent(_) => {
                if let Some(desk) = &mut self.desk {
                    desk.door.left(conn);
                    if desk.hall.leave(conn) {
                        self.desk = None;
                    }
                }
            }
        }
    }

    fn flush(&mut self) -> bool {
        self.look_at_rooms();
        for id in self.touched.drain().collect::<Vec<_>>() {
            self.release(&id);
            let Some(room) = self.rooms.get_mut(&id) else { continue };
            if room.door.flush() {
                continue;
            }
            // The room is gone or cannot keep up; whoever is in it comes back and says where it stopped. A deleted
            // one has nobody to come back to it.
            let Some(room) = self.rooms.remove(&id) else { continue };
            let members = room.hall.all();
            for conn in &members {
                if let Some(socket) = self.sockets.get_mut(conn) {
                    socket.attached.retain(|attached| *attached != id);
                }
            }
            if !room.hall.is_deleted() {
                self.items(members.into_iter().map(|conn| Item::Close(conn, 1013)).collect());
            }
        }
        self.touched.clear();
        if let Some(desk) = &mut self.desk
            && !desk.door.flush()
        {
            let members = desk.hall.all();
            self.desk = None;
            self.items(members.into_iter().map(|conn| Item::Close(conn, 1013)).collect());
        }
        // One room's trouble is not the other sockets'.
        true
    }
}
