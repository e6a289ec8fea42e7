//! Words: into the outbox, and out of it once what they tell of is durable.

use actix::{AsyncContext, Context, Handler, Message};

use super::Room;
use crate::engine::{Audience, ConnId, KeyedHash, Machine, Outbox, Say, SessionSummary};
use crate::room::fanout::{Frame, Item, Spliced};
use crate::room::outbox::{Out, Sorter};
use crate::store::SharedStore;

/// Bytes that the buffer for texts keeps between turns: a host's list of a hall is large and rare.
const SCRATCH_BYTES_KEPT: usize = 64 * 1024;

impl<M: Machine> Room<M> {
    pub(in crate::room) fn push(&mut self, out: Out<M::Message, M::Errand>) {
        self.waiting.push(self.seq, out);
    }

    pub(super) fn frame(&mut self, message: &M::Message) -> Frame {
        self.scratch.clear();
        M::encode(message, &mut self.scratch);
        Frame::text(&self.scratch)
    }

    /// Puts words into the outbox. What is for a seat is for the socket that owns it now, and what is for groups for
    /// those who are in them: one that comes while they wait for the disk has them in its snapshot.
    pub(super) fn say(&mut self, out: Outbox<M>) {
        for say in out.says {
            match say {
                Say::To(Audience::Conn(conn), message) if conn.hub == ConnId::CALL => {
                    self.push(Out::Reply(conn.slot, message));
                }
                Say::To(Audience::Groups(groups), _) | Say::Text(groups, _) if !self.roster.hears(groups) => {}
                Say::To(audience, message) => {
                    let out = match audience {
                        Audience::Groups(groups) => Out::Broadcast(groups, self.frame(&message)),
                        Audience::Conn(conn) => Out::Conn(conn, self.frame(&message)),
                        Audience::Seat(seat) => {
                            if self.roster.seat(seat).is_none() {
                                continue;
                            }
                            let frame = self.frame(&message);
                            Out::Each(self.roster.seat_conns(seat).map(|conn| (conn, frame.clone())).collect())
                        }
                    };
                    self.push(out);
                }
                Say::Text(groups, text) => self.push(Out::Broadcast(groups, Frame::around(text))),
                Say::Each(messages) => {
                    let frames = messages
                        .iter()
                        .filter(|(seat, _)| self.roster.seat(*seat).is_some())
                        .flat_map(|(seat, message)| {
                            self.scratch.clear();
                            M::encode(message, &mut self.scratch);
                            let frame = Frame::text(&self.scratch);
                            self.roster.seat_conns(*seat).map(move |conn| (conn, frame.clone()))
                        })
                        .collect();
                    self.push(Out::Each(frames));
                }
                Say::Endings(message, endings) => {
                    self.scratch.clear();
                    M::encode(&message, &mut self.scratch);
                    let spliced = Spliced::new(&self.scratch, endings, |seat| self.roster.seat_conns(seat));
                    self.push(Out::Spliced(spliced));
                }
            }
        }
        for topic in out.touched {
            self.topics.touch(topic);
        }
        for errand in out.errands {
            self.push(Out::Errand(errand));
        }
    }

    /// Says everything that is durable.
    pub(super) fn flush(&mut self, ctx: &mut Context<Self>) {
        let ready = self.waiting.take(self.durable);
        if ready.len() == 0 {
            return;
        }
        let mut sorter = Sorter::new(&self.hubs, &mut self.sorted);
        for out in ready {
            match out {
                Out::Broadcast(groups, frame) => sorter.all(&Item::Broadcast(groups, frame)),
                Out::CloseAll(code) => sorter.all(&Item::CloseAll(code)),
                Out::Conn(conn, frame) => sorter.personal(conn, frame),
                Out::Each(frames) => sorter.each(frames),
                Out::Spliced(spliced) => sorter.spliced(spliced),
                Out::Regroup(conn, groups) => sorter.one(conn, Item::Regroup(conn, groups)),
                Out::Close(conn, code) => sorter.one(conn, Item::Close(conn, code)),
                Out::ListSessions(conn, owner) if conn.hub != ConnId::CALL => {
                    list_sessions::<M>(&self.registry.store, conn, owner, ctx);
                }
                Out::ListSessions(..) => {}
                Out::Errand(errand) => self.registry.run(&self.name, errand),
                Out::Reply(slot, message) => {
                    if let Some((messages, _)) = self.calls.get_mut(&slot) {
                        messages.push(message);
                    }
                }
                Out::ReplyDone(slot) => {
                    if let Some((messages, reply)) = self.calls.remove(&slot) {
                        let _ = reply.send(Ok(messages));
                    }
                }
                Out::Seen(seen) => (seen.0)(),
            }
        }
        sorter.deliver();
        self.waiting.shrink();
        self.scratch.shrink_to(SCRATCH_BYTES_KEPT);
    }

    /// Last words to everybody at once, past the outbox.
    pub(in crate::room) fn close_sockets(&mut self, words: Option<Frame>, code: u16) {
        let mut sorter = Sorter::new(&self.hubs, &mut self.sorted);
        if let Some(frame) = words {
            sorter.all(&Item::Broadcast(crate::engine::Groups::EVERYONE, frame));
        }
        sorter.all(&Item::CloseAll(code));
        sorter.deliver();
    }
}

fn list_sessions<M: Machine>(store: &SharedStore, conn: ConnId, owner: KeyedHash, ctx: &Context<Room<M>>) {
    let addr = ctx.address();
    store.sessions_of(
        M::KIND,
        owner,
        Box::new(move |result| match result {
            Ok(rows) => addr.do_send(SessionsRead { conn, rows }),
            Err(error) => log::error!("the list of sessions cannot be read: {error}"),
        }),
    );
}

/// The store's list of an owner's sessions.
#[derive(Message)]
#[rtype(result = "()")]
struct SessionsRead {
    conn: ConnId,
    rows: Vec<(String, SessionSummary)>,
}

impl<M: Machine> Handler<SessionsRead> for Room<M> {
    type Result = ();

    fn handle(&mut self, read: SessionsRead, ctx: &mut Context<Self>) {
        self.begin_turn();
        let mut out = Outbox::default();
        self.machine.sessions(read.conn, &read.rows, &mut out);
        self.say(out);
        self.end_turn(ctx);
    }
}
