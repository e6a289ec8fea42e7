//! Random command sequences: what a whole room of people might do, sensible or not.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::kit::{Evening, HOST, quiz};
use crate::engine::ConnId;

/// One thing that somebody does. Numbers choose among whoever is there.
#[derive(Debug, Clone)]
pub enum Op {
    Connect,
    Join(usize),
    RejoinSeat(usize, usize),
    RejoinHost(usize, bool),
    Found(usize),
    Watch(usize),
    Host(&'static str),
    Extend(u32),
    Lock(bool),
    Kick(usize),
    Answer(usize, char),
    AnswerAnything(usize, u8, u8),
    Wait(u64),
    Leave(usize),
    End,
}

/// Scripts of up to `most` steps.
pub fn script(most: usize) -> impl Strategy<Value = Vec<Op>> {
    let control = prop::sample::select(vec!["start", "pause", "resume", "reveal", "next", "next", "reveal"]);
    let op = prop_oneof![
        2 => Just(Op::Connect),
        4 => (0usize..12).prop_map(Op::Join),
        2 => (0usize..12, 0usize..6).prop_map(|(conn, seat)| Op::RejoinSeat(conn, seat)),
        1 => (0usize..12, any::<bool>()).prop_map(|(conn, right)| Op::RejoinHost(conn, right)),
        1 => (0usize..12).prop_map(Op::Found),
        1 => (0usize..12).prop_map(Op::Watch),
        10 => control.prop_map(Op::Host),
        1 => (5u32..=60).prop_map(Op::Extend),
        1 => any::<bool>().prop_map(Op::Lock),
        1 => (0usize..6).prop_map(Op::Kick),
        12 => (0usize..12, prop::char::range('a', 'd')).prop_map(|(conn, option)| Op::Answer(conn, option)),
        1 => (0usize..12, 0u8..4, 0u8..4).prop_map(|(conn, round, question)| Op::AnswerAnything(conn, round, question)),
        4 => prop_oneof![0u64..2_000, 0u64..130_000].prop_map(Op::Wait),
        2 => (0usize..12).prop_map(Op::Leave),
    ];
    prop::collection::vec(op, 0..most)
}

/// Plays a script.
pub struct Player {
    pub evening: Evening,
    pub host: ConnId,
    pub conns: Vec<ConnId>,
    /// Everything that was heard by anybody but hosts, by connection.
    pub guests_heard: Vec<(ConnId, Value)>,
    tokens: Vec<Value>,
    names: Vec<Value>,
}

impl Player {
    /// A founded room with two participants.
    pub fn begin(speed: bool) -> Self {
        let mut quiz = quiz();
        quiz["settings"] = json!({"scoring": if speed { "speed" } else { "flat" }});
        let mut evening = Evening::begin();
        let host = evening.connect();
        evening.ok(host, quiz);
        Player::in_room(evening, host)
    }

    /// Two participants come to a room that is founded.
    pub fn in_room(evening: Evening, host: ConnId) -> Self {
        let mut player = Player {
            evening,
            host,
            conns: Vec::new(),
            guests_heard: Vec::new(),
            tokens: Vec::new(),
            names: Vec::new(),
        };
        for _ in 0..2 {
            player.play(&Op::Connect);
            player.play(&Op::Join(player.conns.len() - 1));
        }
        player
    }

    /// Does one step; refusals are part of the game.
    pub fn play(&mut self, op: &Op) {
        let conn = |at: &usize| self.conns[at % self.conns.len().max(1)];
        let chosen = |list: &[Value], at: &usize| list.get(at % list.len().max(1)).cloned().unwrap_or_default();
        let host = self.host;
        let (from, message) = match op {
            Op::Connect => {
                let conn = self.evening.connect();
                self.conns.push(conn);
                return self.listen();
            }
            Op::Wait(ms) => {
                self.evening.wait(*ms);
                return self.listen();
            }
            Op::Leave(at) => {
                // The last one stays, so that there is always somebody to choose.
                if self.conns.len() > 1 {
                    let conn = self.conns.remove(at % self.conns.len());
                    self.evening.leave(conn);
                }
                return self.listen();
            }
            Op::Answer(at, option) => {
                let conn = conn(at);
                let _ = self.evening.answer(conn, *option);
                return self.listen();
            }
            Op::Join(at) => (conn(at), json!({"type": "join_session", "code": ""})),
            Op::RejoinSeat(at, seat) => {
                (conn(at), json!({"type": "rejoin_session", "rejoinToken": chosen(&self.tokens, seat)}))
            }
            Op::RejoinHost(at, true) => (conn(at), json!({"type": "rejoin_host", "hostId": HOST})),
            Op::RejoinHost(at, false) => (conn(at), json!({"type": "rejoin_host", "hostId": "OAKY-OTTER"})),
            Op::Found(at) => (conn(at), quiz()),
            Op::Watch(at) => (conn(at), json!({"type": "watch_stage"})),
            Op::Host(kind) => (host, json!({"type": format!("host:{kind}")})),
            Op::End => (host, json!({"type": "host:end"})),
            Op::Extend(seconds) => (host, json!({"type": "host:extend", "seconds": seconds})),
            Op::Lock(locked) => (host, json!({"type": "host:lock", "locked": locked})),
            Op::Kick(at) => (host, json!({"type": "host:kick", "pseudonym": chosen(&self.names, at)})),
            Op::AnswerAnything(at, round, question) => {
                let id = format!("r{round}q{question}");
                let option = format!("{id}-a");
                (conn(at), json!({"type": "submit_answer", "questionId": id, "optionId": option}))
            }
        };
        let _ = self.evening.send(from, message);
        self.listen();
    }

    /// Keeps what guests hear, and the tokens and names that are given out.
    fn listen(&mut self) {
        for conn in self.conns.clone() {
            for frame in self.evening.frames(conn) {
                if frame["type"] == "participant:joined" {
                    self.tokens.push(frame["rejoinToken"].clone());
                    self.names.push(frame["pseudonym"].clone());
                }
                self.guests_heard.push((conn, frame));
            }
        }
        self.evening.heard(self.host);
    }
}
