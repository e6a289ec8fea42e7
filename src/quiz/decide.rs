//! The rules: what a command brings, or why not. Changes nothing.

use super::command::{Command, NewQuestion, NewQuiz};
use super::event::{Created, Event, QuestionRecord, WineRecord};
use super::machine::{Cx, Decided, Topic};
use super::parse::option_index;
use super::state::{Game, Position, Quiz, Step};
use super::wire::ServerMessage;
use super::{pseudonym, refusals, view};
use crate::engine::{Caller, Decision, Effect, KeyedHash, Machine, Refusal, Role, SeatNo, Secret};

type Answer = Result<Decided, Refusal>;

impl Quiz {
    pub(super) fn answer_to(&self, cx: &Cx<'_>, from: Caller, command: Command) -> Answer {
        match command {
            Command::Create(quiz) => self.create(cx, from, *quiz),
            Command::RejoinHost { host_id } => self.rejoin_host(cx, from, &host_id),
            Command::WatchStage => Ok(self.watch(cx, from)),
            Command::Time { client_time } => {
                Ok(reply(ServerMessage::ServerTime { client_time, server_time: cx.wall.0 }))
            }
            Command::Join { code } => {
                let code = code.trim();
                if !code.is_empty() && !code.eq_ignore_ascii_case(cx.room) {
                    return Err(refusals::other_code(cx.room));
                }
                self.game.as_deref().ok_or_else(refusals::no_session)?.join(cx, from)
            }
            Command::RejoinSeat { token } => {
                self.game.as_deref().ok_or_else(refusals::invalid_token)?.rejoin_seat(cx, from, &token)
            }
            Command::Answer { question_id, option_id } => {
                self.game.as_deref().ok_or_else(refusals::not_a_participant)?.answer_from(from, question_id, option_id)
            }
            Command::Start
            | Command::Pause
            | Command::Resume
            | Command::Reveal
            | Command::Next
            | Command::End
            | Command::Extend { .. }
            | Command::Lock { .. }
            | Command::Kick { .. } => match (from.role, self.game.as_deref()) {
                (Role::Host, Some(game)) => game.control(cx, command),
                (Role::Host | Role::Visitor | Role::Stage | Role::Seat(_), _) => Err(refusals::not_host()),
            },
        }
    }

    fn create(&self, cx: &Cx<'_>, from: Caller, quiz: NewQuiz) -> Answer {
        let owner = host_hash(cx, &quiz.host_id);
        let host_id = quiz.host_id.expose().to_owned();
        let created = ServerMessage::SessionCreated { code: cx.room.to_owned(), host_id: host_id.clone() };
        let mut decision = attach(from, owner);
        decision.replies.push(created);
        match self.game.as_deref() {
            None => decision.events.push(Event::Created(Box::new(found(cx, owner, quiz)))),
            Some(game) if game.created.owner == owner => {
                let snapshot = game.host_snapshot(cx, &host_id);
                decision.replies.push(ServerMessage::HostStateSnapshot(Box::new(snapshot)));
                decision.replies.push(game.lobby());
            }
            Some(_) => return Err(refusals::code_taken()),
        }
        Ok(decision)
    }

    fn rejoin_host(&self, cx: &Cx<'_>, from: Caller, host_id: &Secret) -> Answer {
        let owner = host_hash(cx, host_id);
        match self.game.as_deref() {
            Some(game) if game.created.owner == owner => {
                let snapshot = game.host_snapshot(cx, host_id.expose());
                let mut decision = attach(from, owner);
                decision.replies.push(ServerMessage::HostStateSnapshot(Box::new(snapshot)));
                Ok(decision)
            }
            Some(_) => Err(refusals::invalid_host()),
            // Existing hosts ask before they create; what else they own is told all the same.
            None => Ok(Decision {
                replies: vec![Quiz::refusal(&refusals::no_session())],
                effects: vec![Effect::ListSessions { conn: from.conn, owner }],
                ..Decision::default()
            }),
        }
    }

    fn watch(&self, cx: &Cx<'_>, from: Caller) -> Decided {
        let snapshot = view::stage(self.game.as_deref(), cx);
        let mut decision = reply(ServerMessage::StageStateSnapshot(Box::new(snapshot)));
        // A host or a participant may look without losing what they are.
        if matches!(from.role, Role::Visitor | Role::Stage) {
            decision.effects.push(Effect::Bind { conn: from.conn, role: Role::Stage });
        }
        decision
    }
}

impl Game {
    fn join(&self, cx: &Cx<'_>, from: Caller) -> Answer {
        match from.role {
            Role::Seat(no) => return self.same_seat(cx, no),
            Role::Host => return Err(refusals::host_cannot_join()),
            Role::Visitor | Role::Stage => {}
        }
        match self.step {
            Step::Waiting => {}
            Step::Ended => return Err(refusals::game_over()),
            Step::Open { .. } | Step::Paused { .. } | Step::Revealed | Step::Leaderboard => {
                return Err(refusals::game_started());
            }
        }
        let seat = self.seats.taken();
        if seat >= cx.settings.participants_max {
            return Err(refusals::session_full(cx.settings.participants_max));
        }
        if self.locked {
            return Err(refusals::lobby_locked());
        }
        let token = self.token(cx, seat);
        let name = self.free_name(seat);
        Ok(Decision {
            events: vec![Event::Joined { name: name.clone(), token: seat_hash(cx, &token) }],
            replies: vec![joined(&name, &token)],
            effects: vec![Effect::Bind { conn: from.conn, role: Role::Seat(seat) }],
            ..Decision::default()
        })
    }

    /// A second join on the same connection gets the same answer.
    fn same_seat(&self, cx: &Cx<'_>, no: SeatNo) -> Answer {
        match self.seats.get(no) {
            Some(seat) if !seat.kicked => Ok(reply(joined(&seat.name, &self.token(cx, no)))),
            Some(_) => Err(refusals::kicked()),
            None => Err(refusals::no_session()),
        }
    }

    /// A seat's token: drawn from the server's key, so that a repeated join can be given it again although
    /// only its hash is stored.
    fn token(&self, cx: &Cx<'_>, seat: SeatNo) -> Secret {
        let source = format!("{}/{}/{}/{seat}", cx.room, self.created.wall.0, self.created.salt);
        Secret::new(&cx.key.hash("rejoin-token", &source).to_hex()[..32])
    }

    /// The name for a new seat. A vocabulary that has changed since the session began may meet a name that
    /// is taken; then the next one serves.
    fn free_name(&self, seat: SeatNo) -> String {
        let mut names = (seat..).map(|n| pseudonym::nth(self.created.salt, n));
        names.find(|name| !self.seats.name_is_taken(name)).unwrap_or_default()
    }

    fn rejoin_seat(&self, cx: &Cx<'_>, from: Caller, token: &Secret) -> Answer {
        let (no, seat) = self.seats.by_token(&seat_hash(cx, token)).ok_or_else(refusals::invalid_token)?;
        if seat.kicked {
            return Err(refusals::kicked());
        }
        let snapshot = self.participant_snapshot(cx, no).ok_or_else(refusals::invalid_token)?;
        let mut decision = reply(ServerMessage::ParticipantStateSnapshot(Box::new(snapshot)));
        // The snapshot holds no names: a phone reloaded in the lobby would stand there alone.
        if matches!(self.step, Step::Waiting) {
            decision.replies.push(self.guests_lobby(cx));
        }
        decision.effects.push(Effect::Bind { conn: from.conn, role: Role::Seat(no) });
        Ok(decision)
    }

    fn answer_from(&self, from: Caller, question_id: String, option_id: String) -> Answer {
        let Role::Seat(seat) = from.role else { return Err(refusals::not_a_participant()) };
        if self.seats.get(seat).is_none_or(|seat| seat.kicked) {
            return Err(refusals::not_a_participant());
        }
        let at = Position::from_id(&question_id).ok_or_else(refusals::unknown_question)?;
        if !self.was_asked(at) || self.question(at).is_none() {
            return Err(refusals::unknown_question());
        }
        let option = option_index(at, &option_id).ok_or_else(refusals::unknown_option)?;
        match self.step {
            Step::Open { .. } if at == self.at => {}
            Step::Paused { .. } if at == self.at => return Err(refusals::question_paused()),
            Step::Waiting
            | Step::Open { .. }
            | Step::Paused { .. }
            | Step::Revealed
            | Step::Leaderboard
            | Step::Ended => return Err(refusals::question_closed()),
        }
        if self.pick(seat).is_some_and(|pick| pick.option == option) {
            // The choice stands already, with the time at which it was made first.
            return Ok(reply(ServerMessage::AnswerAccepted { question_id, option_id }));
        }
        Ok(Decision::of(vec![Event::Answered { seat, option }]))
    }

    /// What a host commands.
    fn control(&self, cx: &Cx<'_>, command: Command) -> Answer {
        let event = match command {
            Command::Start => self.start()?,
            Command::Pause => {
                let open = matches!(self.step, Step::Open { .. });
                allowed(open, "while a question is open", Event::Paused)?
            }
            Command::Resume => {
                let paused = matches!(self.step, Step::Paused { .. });
                allowed(paused, "while a question is paused", Event::Resumed)?
            }
            Command::Reveal => allowed(self.clock().is_some(), ASKED, Event::Revealed)?,
            Command::Next => self.next()?,
            Command::End => allowed(!self.is_over(), BEFORE_THE_END, Event::Ended)?,
            Command::Extend { seconds } => {
                let clock = self.clock().ok_or_else(|| refusals::wrong_phase(ASKED))?;
                let room_ms = cx.settings.question_ms_max.saturating_sub(clock.whole_ms);
                Event::Extended { ms: (u64::from(seconds) * 1000).min(room_ms) }
            }
            Command::Lock { locked } if locked == self.locked && !self.is_over() => {
                return Ok(reply(ServerMessage::LobbyLocked { locked }));
            }
            Command::Lock { locked } => allowed(!self.is_over(), BEFORE_THE_END, Event::Locked { on: locked })?,
            Command::Kick { pseudonym } => self.kick(&pseudonym)?,
            Command::Create(_)
            | Command::Join { .. }
            | Command::RejoinHost { .. }
            | Command::RejoinSeat { .. }
            | Command::WatchStage
            | Command::Answer { .. }
            | Command::Time { .. } => return Err(refusals::not_host()),
        };
        Ok(Decision::of(vec![event]))
    }

    fn is_over(&self) -> bool {
        matches!(self.step, Step::Ended)
    }

    fn start(&self) -> Result<Event, Refusal> {
        let waiting = matches!(self.step, Step::Waiting);
        let event = allowed(waiting, "before the first question", asked(Position::default()))?;
        if self.seats.count() == 0 {
            return Err(refusals::nobody_here());
        }
        Ok(event)
    }

    fn next(&self) -> Result<Event, Refusal> {
        match self.step {
            Step::Revealed => Ok(self.next_in_round().map_or(Event::Ranked, asked)),
            Step::Leaderboard => Ok(self.next_round().map_or(Event::Ended, asked)),
            Step::Waiting | Step::Open { .. } | Step::Paused { .. } | Step::Ended => {
                Err(refusals::wrong_phase("after a reveal or at a leaderboard"))
            }
        }
    }

    /// The removed connection keeps its dead seat: it is told `KICKED` when it joins again.
    fn kick(&self, pseudonym: &str) -> Result<Event, Refusal> {
        if self.is_over() {
            return Err(refusals::wrong_phase(BEFORE_THE_END));
        }
        self.seats.by_name(pseudonym).map(|seat| Event::Kicked { seat }).ok_or_else(refusals::unknown_participant)
    }
}

const ASKED: &str = "while a question is open or paused";
const BEFORE_THE_END: &str = "before the end";

/// The event where the phase allows it, otherwise the refusal that says when it would.
fn allowed(now: bool, wanted: &str, event: Event) -> Result<Event, Refusal> {
    if now { Ok(event) } else { Err(refusals::wrong_phase(wanted)) }
}

fn asked(at: Position) -> Event {
    Event::Asked { round: at.round, question: at.question }
}

fn reply(message: ServerMessage) -> Decided {
    Decision { replies: vec![message], ..Decision::default() }
}

fn joined(name: &str, token: &Secret) -> ServerMessage {
    ServerMessage::ParticipantJoined { pseudonym: name.to_owned(), rejoin_token: token.expose().to_owned() }
}

/// Makes the caller a host and shows what else the host owns.
fn attach(from: Caller, owner: KeyedHash) -> Decided {
    Decision {
        effects: vec![
            Effect::Bind { conn: from.conn, role: Role::Host },
            Effect::ListSessions { conn: from.conn, owner },
        ],
        touched: vec![Topic::Links],
        ..Decision::default()
    }
}

fn host_hash(cx: &Cx<'_>, host_id: &Secret) -> KeyedHash {
    cx.key.hash("host", host_id.expose())
}

fn seat_hash(cx: &Cx<'_>, token: &Secret) -> KeyedHash {
    cx.key.hash("seat", token.expose())
}

/// The quiz with its options shuffled: once, for everybody.
fn found(cx: &Cx<'_>, owner: KeyedHash, quiz: NewQuiz) -> Created {
    let mut numbers = cx.entropy.numbers("options");
    let mut shuffled = |question: NewQuestion| {
        let [b, c, d] = question.distractors;
        let mut options = [(true, question.correct_answer), (false, b), (false, c), (false, d)];
        numbers.shuffle(&mut options);
        let correct = options.iter().position(|(correct, _)| *correct).unwrap_or(0);
        QuestionRecord {
            category: question.category,
            prompt: question.prompt,
            options: options.map(|(_, text)| text),
            correct: correct as u8,
        }
    };
    let wines = quiz
        .wines
        .into_iter()
        .map(|wine| WineRecord { name: wine.name, questions: wine.questions.into_iter().map(&mut shuffled).collect() });
    Created {
        title: quiz.title,
        owner,
        wall: cx.wall,
        salt: cx.entropy.numbers("salt").number(),
        timer_ms: u64::from(quiz.timer_seconds) * 1000,
        scoring: quiz.scoring,
        wines: wines.collect(),
    }
}
