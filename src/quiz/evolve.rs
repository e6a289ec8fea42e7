//! Facts' consequences. Nothing here refuses or fails, and each does the same for ever.

use super::clock::Clock;
use super::event::Event;
use super::scoring;
use super::state::{Game, Past, Pick, Picks, Position, Quiz, Step};
use crate::engine::{RoomTime, SeatNo};

impl Quiz {
    pub(super) fn apply(&mut self, at: RoomTime, event: &Event) {
        match (event, self.game.as_deref_mut()) {
            (Event::Created(created), None) => self.game = Some(Box::new(Game::new((**created).clone()))),
            (event, Some(game)) => game.apply(at, event),
            // Nothing happens in a quiz that does not exist.
            (_, None) => {}
        }
    }
}

impl Game {
    fn apply(&mut self, now: RoomTime, event: &Event) {
        match event {
            // A quiz is founded once.
            Event::Created(_) => {}
            Event::Joined { name, token } => self.seats.add(name, *token),
            Event::Kicked { seat } => {
                self.seats.kick(*seat);
                if self.pick(*seat).is_some() {
                    self.picks.put(*seat, None);
                }
            }
            Event::Locked { on } => self.locked = *on,
            Event::Asked { round, question } => {
                self.at = Position { round: *round, question: *question };
                self.picks = Picks::default();
                self.step = Step::Open { clock: Clock::start(now, self.created.timer_ms) };
            }
            Event::Paused => self.with_clock(|mut clock| {
                clock.pause(now);
                Step::Paused { clock }
            }),
            Event::Resumed => self.with_clock(|mut clock| {
                clock.resume(now);
                Step::Open { clock }
            }),
            Event::Extended { ms } => {
                if let Step::Open { clock } | Step::Paused { clock } = &mut self.step {
                    clock.extend(*ms);
                }
            }
            Event::Answered { seat, option } => self.answer(now, *seat, *option),
            Event::Revealed => self.reveal(),
            Event::Ranked => {
                self.seats.keep_board();
                self.step = Step::Leaderboard;
            }
            Event::Ended => {
                self.seats.keep_board();
                self.step = Step::Ended;
            }
        }
    }

    fn with_clock(&mut self, step: impl FnOnce(Clock) -> Step) {
        if let Some(clock) = self.clock().cloned() {
            self.step = step(clock);
        }
    }

    fn answer(&mut self, now: RoomTime, seat: SeatNo, option: u8) {
        let (Some(clock), Some(_)) = (self.clock(), self.seats.get(seat)) else { return };
        let elapsed_ms = u32::try_from(clock.elapsed_ms(now)).unwrap_or(u32::MAX);
        self.picks.put(seat, Some(Pick { option, elapsed_ms }));
    }

    fn reveal(&mut self) {
        let whole_ms = self.clock().map_or(self.created.timer_ms, |clock| clock.whole_ms);
        let Some(question) = self.question(self.at) else { return };
        let seats = self.seats.taken();
        let picks = || (0..seats).map(|seat| self.pick(seat));
        let scoring = self.created.scoring;
        let points: Vec<u8> = picks().map(|pick| scoring::points(scoring, question, pick, whole_ms)).collect();
        let choices = picks().map(|pick| pick.map(|pick| pick.option)).collect();
        self.seats.score(&points);
        self.past.push(Past { at: self.at, choices, points });
        self.step = Step::Revealed;
    }
}
