//! What HTTP asks of a room: a command with its durable answers, a look at the state, deletion.

use actix::{AsyncContext, Context, Handler, Message};
use tokio::sync::oneshot;

use super::actor::Room;
use super::outbox::{Out, Seen};
use super::registry::CallError;
use crate::engine::{Caller, ConnId, Machine, Role};

/// A command from a virtual connection that waits for its answers.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Call<M: Machine> {
    pub role: Role,
    pub command: M::Command,
    pub reply: oneshot::Sender<Result<Vec<M::Message>, CallError>>,
}

/// A look at the machine.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Read<M: Machine> {
    pub look: Box<dyn FnOnce(&M) -> Seen + Send>,
    /// Whether what is seen may be told before it is durable.
    pub at_once: bool,
}

/// Removes the session.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Delete {
    pub reply: oneshot::Sender<Result<(), CallError>>,
}

/// The store's word on a deletion.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Deleted {
    pub result: Result<(), CallError>,
    pub reply: oneshot::Sender<Result<(), CallError>>,
}

impl<M: Machine> Handler<Call<M>> for Room<M> {
    type Result = ();

    fn handle(&mut self, call: Call<M>, ctx: &mut Context<Self>) {
        if self.is_broken() {
            let _ = call.reply.send(Err(CallError::Unavailable("its records cannot be read".to_owned())));
            return;
        }
        self.begin_turn();
        let slot = self.next_call();
        let caller = Caller { conn: ConnId { hub: ConnId::CALL, slot, generation: 0 }, role: call.role };
        match self.decide(caller, call.command) {
            Ok(decision) => {
                self.calls.insert(slot, (Vec::new(), call.reply));
                self.carry_out(Some(caller), decision, Default::default());
                self.push(Out::ReplyDone(slot));
            }
            Err(refusal) => {
                // Whoever asked may have gone; then nobody needs the answer.
                let _ = call.reply.send(Err(CallError::Refused(refusal)));
            }
        }
        self.end_turn(ctx);
    }
}

impl<M: Machine> Handler<Read<M>> for Room<M> {
    type Result = ();

    fn handle(&mut self, read: Read<M>, ctx: &mut Context<Self>) {
        if !self.is_broken() {
            let seen = (read.look)(self.machine());
            match read.at_once {
                true => (seen.0)(),
                false => self.push(Out::Seen(seen)),
            }
        }
        self.begin_turn();
        self.end_turn(ctx);
    }
}

impl<M: Machine> Handler<Delete> for Room<M> {
    type Result = ();

    fn handle(&mut self, delete: Delete, ctx: &mut Context<Self>) {
        let Some(session) = self.close_for_deletion() else {
            let _ = delete.reply.send(Ok(()));
            return;
        };
        let addr = ctx.address();
        self.store().delete(
            session,
            Box::new(move |result| {
                let result = result.map_err(|error| CallError::Unavailable(error.to_string()));
                addr.do_send(Deleted { result, reply: delete.reply });
            }),
        );
    }
}

impl<M: Machine> Handler<Deleted> for Room<M> {
    type Result = ();

    fn handle(&mut self, deleted: Deleted, ctx: &mut Context<Self>) {
        // Deleted or not, the room starts anew from what is durable; its sockets come back to that.
        // Whoever asked is told last: the next call for this code must not meet the old room.
        self.close_sockets(None, 1012);
        self.retire(ctx);
        let _ = deleted.reply.send(deleted.result);
    }
}
