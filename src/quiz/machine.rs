//! The quiz as a machine: which part of it answers what.

use std::convert::Infallible;

use serde::{Deserialize, Serialize};

use super::command::Command;
use super::event::Event;
use super::parse;
use super::state::{Quiz, Step};
use super::view;
use super::wire::{RankingEntry, ServerMessage, SessionEntry};
use super::wire_short;
use crate::engine::{
    Caller, ConnId, Context, Decision, Incoming, Machine, Outbox, Refusal, RoomTime, SeatNo, SessionStatus,
    SessionSummary,
};
use crate::limits::{self, CUT_LIST_ROWS};

/// What the quiz may know when it decides.
pub type Cx<'a> = Context<'a, QuizSettings>;
/// The quiz's answer to a command.
pub type Decided = Decision<Quiz>;
/// What the quiz has to say.
pub type Words = Outbox<Quiz>;

/// The server's settings for quizzes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizSettings {
    /// Participants that one session takes.
    pub participants_max: u32,
    /// Bytes of a message that founds no session.
    pub message_bytes_max: usize,
    /// Milliseconds after a deadline in which answers that were sent in time still arrive.
    pub answer_grace_ms: u64,
    /// Milliseconds that a question may last with all extensions.
    pub question_ms_max: u64,
    /// Participants up to whom everybody receives whole lists; above it only hosts do.
    pub whole_list_max: usize,
    /// Rows of a list that was cut.
    pub cut_list_rows: usize,
}

impl Default for QuizSettings {
    fn default() -> Self {
        QuizSettings {
            participants_max: limits::PARTICIPANTS_MAX,
            message_bytes_max: limits::MESSAGE_BYTES_MAX,
            answer_grace_ms: limits::ANSWER_GRACE_MS,
            question_ms_max: limits::QUESTION_MS_MAX,
            whole_list_max: limits::WHOLE_LIST_MAX,
            cut_list_rows: limits::CUT_LIST_ROWS,
        }
    }
}

/// What is shown at most so often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Topic {
    /// Who is in the lobby.
    Lobby,
    /// How many have answered.
    Answers,
    /// Whose links are up, for hosts.
    Links,
}

impl Machine for Quiz {
    const KIND: &'static str = "quiz";
    const VERSION: u16 = 1;

    type Command = Command;
    type Event = Event;
    type Message = ServerMessage;
    type Topic = Topic;
    type Settings = QuizSettings;
    type Errand = Infallible;

    fn parse(incoming: Incoming<'_>, settings: &QuizSettings) -> Result<Command, Refusal> {
        parse::command(incoming, settings.message_bytes_max)
    }

    fn encode(message: &ServerMessage, out: &mut Vec<u8>) {
        if let ServerMessage::AnswerAccepted { question_id, option_id } = message {
            return wire_short::answer_accepted(question_id, option_id, out);
        }
        if let ServerMessage::ServerTime { client_time, server_time } = message {
            return wire_short::server_time(*client_time, *server_time, out);
        }
        // Cannot fail: the wire's types have no map with keys that are no text, and a vector takes all.
        let _ = serde_json::to_writer(out, message);
    }

    fn proves_secret(command: &Command) -> bool {
        // Creating tries a secret too: with the right one, it takes the session over.
        matches!(command, Command::RejoinHost { .. } | Command::Create(_))
    }

    fn refusal(refusal: &Refusal) -> ServerMessage {
        ServerMessage::Error {
            message: refusal.message.clone(),
            code: refusal.code.to_owned(),
            field: refusal.field.clone(),
        }
    }

    fn decide(&self, cx: &Cx<'_>, from: Caller, command: Command) -> Result<Decided, Refusal> {
        self.answer_to(cx, from, command)
    }

    fn evolve(&mut self, at: RoomTime, event: &Event) {
        self.apply(at, event);
    }

    fn announce(&self, cx: &Cx<'_>, events: &[Event], out: &mut Words) {
        for event in events {
            self.tell(cx, event, out);
        }
    }

    fn deadline(&self, now: RoomTime, settings: &QuizSettings) -> Option<RoomTime> {
        self.game.as_ref()?.clock().map(|clock| clock.next_due(now, settings.answer_grace_ms))
    }

    fn expire(&self, cx: &Cx<'_>, out: &mut Words) -> Decided {
        let Some(game) = self.game.as_deref() else { return Decision::default() };
        let Some(clock) = game.clock() else { return Decision::default() };
        if clock.is_over(cx.now, cx.settings.answer_grace_ms) {
            return Decision::of(vec![Event::Revealed]);
        }
        if clock.ticks(cx.now) {
            game.tell_tick(cx, clock.remaining_ms(cx.now), out);
        }
        Decision::default()
    }

    fn greet(&self, cx: &Cx<'_>, conn: ConnId, out: &mut Words) {
        out.reply(conn, view::greeting(self.game.as_deref(), cx));
    }

    fn host_presence(&self, _: &Cx<'_>, connected: bool, out: &mut Words) {
        if self.game.is_some() {
            out.broadcast(super::announce::GUESTS, ServerMessage::HostPresence { connected });
        }
    }

    fn seat_presence(&self, _: &Cx<'_>, _: SeatNo, _: bool, out: &mut Words) {
        out.touch(Topic::Links);
    }

    fn seat_moved(&self, _: &Cx<'_>, former: ConnId, out: &mut Words) {
        out.reply(former, ServerMessage::SeatMoved);
    }

    fn show(&self, cx: &Cx<'_>, topic: Topic, out: &mut Words) {
        self.show_topic(cx, topic, out);
    }

    fn interval_ms(topic: Topic) -> u64 {
        match topic {
            // Four in any second, counted from outside: what comes a little late must not make it five.
            Topic::Lobby | Topic::Answers => 270,
            Topic::Links => 2_000,
        }
    }

    fn sessions(&self, conn: ConnId, rows: &[(String, SessionSummary)], out: &mut Words) {
        // Before a session exists, only those who own others are shown a list.
        if rows.is_empty() && self.game.is_none() {
            return;
        }
        let sessions = rows.iter().map(|(code, summary)| session_entry(code, summary)).collect();
        out.reply(conn, ServerMessage::SessionsList { sessions });
    }

    fn summary(&self) -> Option<SessionSummary> {
        let game = self.game.as_deref()?;
        let status = match game.step {
            Step::Waiting => SessionStatus::Waiting,
            Step::Open { .. } | Step::Paused { .. } | Step::Revealed | Step::Leaderboard => SessionStatus::Active,
            Step::Ended => SessionStatus::Ended,
        };
        let outcome = match status {
            SessionStatus::Ended => serde_json::to_string(&game.rankings(CUT_LIST_ROWS)).ok(),
            SessionStatus::Waiting | SessionStatus::Active => None,
        };
        Some(SessionSummary {
            owner: game.created.owner,
            title: game.created.title.clone(),
            created: game.created.wall,
            status,
            participant_count: game.seats.count(),
            outcome,
        })
    }

    fn clock_runs(&self) -> bool {
        self.game.as_ref().is_some_and(|game| matches!(game.step, Step::Open { .. }))
    }

    fn abandoned() -> Option<Command> {
        Some(Command::End)
    }
}

/// A row of a host's list as clients see it; used by `sessions:list` and by the HTTP API.
pub fn session_entry(code: &str, summary: &SessionSummary) -> SessionEntry {
    let rankings = |outcome: &String| serde_json::from_str::<Vec<RankingEntry>>(outcome).ok();
    SessionEntry {
        code: code.to_owned(),
        title: summary.title.clone(),
        created_at: view::rfc3339(summary.created),
        status: summary.status,
        participant_count: summary.participant_count,
        final_rankings: summary.outcome.as_ref().and_then(rankings),
    }
}
