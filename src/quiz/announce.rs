//! What is said because of facts, on the state that contains them already.

use super::event::Event;
use super::machine::{Cx, Topic, Words};
use super::state::{Game, Past, Quiz};
use super::view;
use super::wire::{AnswerRevealed, ServerMessage};
use super::wire_reveal::{self, Choices, HostRow, OWN_BYTES, OwnReveal};
use crate::engine::{Endings, Groups, SeatNo};
use crate::limits::REVIEW_ENTRIES_ALL_MAX;

/// Everybody but hosts.
pub const GUESTS: Groups = Groups::SEATS.and(Groups::STAGES).and(Groups::VISITORS);

impl Quiz {
    pub(super) fn tell(&self, cx: &Cx<'_>, event: &Event, out: &mut Words) {
        let Some(game) = self.game.as_deref() else { return };
        match event {
            Event::Created(_) => {
                // Who came early learns that the session exists now.
                out.broadcast(Groups::VISITORS, view::greeting(Some(game), cx));
                let stage = view::stage(Some(game), cx);
                out.broadcast(Groups::STAGES, ServerMessage::StageStateSnapshot(Box::new(stage)));
                out.touch(Topic::Lobby);
            }
            Event::Joined { .. } => out.touch(Topic::Lobby),
            Event::Kicked { seat } => {
                out.seat(*seat, ServerMessage::SeatRemoved);
                out.touch(Topic::Lobby);
                out.touch(Topic::Links);
                if game.clock().is_some() {
                    out.touch(Topic::Answers);
                }
            }
            Event::Locked { on } => out.broadcast(Groups::EVERYONE, ServerMessage::LobbyLocked { locked: *on }),
            Event::Asked { .. } => {
                if let Some(question) = game.question_payload(cx) {
                    out.broadcast(Groups::EVERYONE, ServerMessage::GameQuestion(question));
                }
                if game.cuts_lists(cx) {
                    game.tell_progress(out);
                }
                out.touch(Topic::Answers);
            }
            Event::Paused | Event::Resumed | Event::Extended { .. } => game.tell_clock(cx, event, out),
            Event::Answered { seat, option } => {
                let accepted = ServerMessage::AnswerAccepted {
                    question_id: view::question_id(game.at),
                    option_id: view::option_id(game.at, *option),
                };
                out.seat(*seat, accepted);
                out.touch(Topic::Answers);
            }
            Event::Revealed => game.tell_reveal(out),
            Event::Ranked => game.tell_round(cx, out),
            Event::Ended => game.tell_end(cx, out),
        }
    }

    pub(super) fn show_topic(&self, cx: &Cx<'_>, topic: Topic, out: &mut Words) {
        let Some(game) = self.game.as_deref() else { return };
        match topic {
            Topic::Lobby => game.show_lobby(cx, out),
            Topic::Answers => game.show_answers(cx, out),
            Topic::Links => {
                out.broadcast(Groups::HOSTS, ServerMessage::HostLinks { links: game.links(cx) });
            }
        }
    }
}

impl Game {
    /// The whole lobby.
    pub(super) fn lobby(&self) -> ServerMessage {
        ServerMessage::LobbyUpdated { participants: self.names(), count: self.seats.count() }
    }

    fn show_lobby(&self, cx: &Cx<'_>, out: &mut Words) {
        if self.cuts_lists(cx) {
            out.broadcast(Groups::HOSTS, self.lobby());
            out.broadcast(GUESTS, self.guests_lobby(cx));
        } else {
            out.broadcast(Groups::EVERYONE, self.lobby());
        }
    }

    /// The lobby as participants and stages see it: in a large room the newest names only.
    pub(super) fn guests_lobby(&self, cx: &Cx<'_>) -> ServerMessage {
        if !self.cuts_lists(cx) {
            return self.lobby();
        }
        let participants = self.newest_names(cx.settings.cut_list_rows);
        ServerMessage::LobbyUpdated { participants, count: self.seats.count() }
    }

    fn show_answers(&self, cx: &Cx<'_>, out: &mut Words) {
        if self.current().is_none() {
            return;
        }
        let progress = self.progress();
        let (answered_count, total_count) = (self.picks.answered(), self.seats.count());
        let for_hosts = ServerMessage::ParticipantAnswered {
            answered_count,
            total_count,
            answered: self.answered_names(cx),
            distribution: self.distribution(),
        };
        out.broadcast(Groups::HOSTS, for_hosts);
        // In a large room phones hear it with each tick instead.
        out.broadcast(if self.cuts_lists(cx) { Groups::STAGES } else { GUESTS }, progress);
    }

    fn progress(&self) -> ServerMessage {
        ServerMessage::Progress { answered_count: self.picks.answered(), total_count: self.seats.count() }
    }

    /// Tells the phones of a large room how many have answered: once a second, in the write that brings them
    /// something else.
    fn tell_progress(&self, out: &mut Words) {
        out.broadcast(Groups::SEATS.and(Groups::VISITORS), self.progress());
    }

    /// What a second's end brings.
    pub(super) fn tell_tick(&self, cx: &Cx<'_>, remaining_ms: u64, out: &mut Words) {
        out.broadcast(Groups::EVERYONE, ServerMessage::TimerTick { remaining_ms });
        if self.cuts_lists(cx) {
            self.tell_progress(out);
        }
    }

    fn tell_clock(&self, cx: &Cx<'_>, event: &Event, out: &mut Words) {
        let (Some(clock), timing) = (self.clock(), self.timing(cx)) else { return };
        let remaining_ms = clock.remaining_ms(cx.now);
        let server_time = cx.wall.0;
        let message = match (event, timing.deadline) {
            (Event::Extended { .. }, deadline) => {
                ServerMessage::TimerExtended { remaining_ms, timer_ms: clock.whole_ms, deadline, server_time }
            }
            (_, Some(deadline)) => ServerMessage::TimerResumed { remaining_ms, deadline, server_time },
            (_, None) => ServerMessage::TimerPaused { remaining_ms },
        };
        out.broadcast(Groups::EVERYONE, message);
    }

    fn tell_reveal(&self, out: &mut Words) {
        let (Some(past), Some(correct_option_id)) = (self.last_shown(), self.correct_option_id()) else { return };
        let (distribution, choices) = (self.distribution(), Choices::new(past.at));
        let rows = self.seats.present().map(|(no, seat)| HostRow {
            quoted: &seat.quoted,
            points: past.points_of(no),
            total_score: seat.score,
            choice: choices.text(past.choice_of(no)),
        });
        out.text(Groups::HOSTS, wire_reveal::host(&correct_option_id, rows, &distribution));
        let public = ServerMessage::AnswerRevealed(AnswerRevealed::Public { correct_option_id, distribution });
        out.broadcast(Groups::STAGES.and(Groups::VISITORS), public.clone());
        out.endings(public, self.own_reveals(past, &choices));
    }

    /// What each participant hears behind what everybody may see: the own points. A removed one who still
    /// looks on hears no more than everybody.
    fn own_reveals(&self, past: &Past, choices: &Choices) -> Endings {
        let seats = self.seats.taken() as usize;
        let mut endings = Endings::with_capacity(seats, seats * OWN_BYTES);
        for (no, seat) in self.seats.all() {
            let own = OwnReveal {
                points: past.points_of(no),
                total_score: seat.score,
                choice: choices.text(past.choice_of(no)),
                rank: seat.rank,
                previous_rank: seat.rank_before,
            };
            endings.add(no, |text| if seat.kicked { text.push(b'}') } else { own.end(text) });
        }
        endings
    }

    fn tell_round(&self, cx: &Cx<'_>, out: &mut Words) {
        let message = |most| ServerMessage::RoundLeaderboard {
            rankings: self.rankings(most),
            round_index: self.at.round.into(),
            total_rounds: self.total_rounds(),
            total_count: self.seats.count(),
        };
        self.broadcast_cut(cx, message, out);
        self.tell_own_ranks(out);
    }

    fn tell_end(&self, cx: &Cx<'_>, out: &mut Words) {
        let message =
            |most| ServerMessage::FinalLeaderboard { rankings: self.rankings(most), total_count: self.seats.count() };
        self.broadcast_cut(cx, message, out);
        self.tell_own_ranks(out);
        if self.past.len() * self.seats.standing().len() <= REVIEW_ENTRIES_ALL_MAX {
            let review = |no| ServerMessage::Review { answers: self.review(no) };
            out.each(self.seats.standing().iter().map(|no| (*no, review(*no))).collect());
        }
        out.broadcast(Groups::EVERYONE, ServerMessage::SessionEnded);
    }

    /// Says a list whole to hosts and cut to guests; once, where that is the same.
    fn broadcast_cut(&self, cx: &Cx<'_>, message: impl Fn(usize) -> ServerMessage, out: &mut Words) {
        if !self.cuts_lists(cx) {
            out.broadcast(Groups::EVERYONE, message(usize::MAX));
        } else {
            out.broadcast(Groups::HOSTS, message(usize::MAX));
            out.broadcast(GUESTS, message(self.guest_rankings_max(cx)));
        }
    }

    fn tell_own_ranks(&self, out: &mut Words) {
        let own = |no: &SeatNo| Some((*no, ServerMessage::OwnRank(self.own_rank(self.seats.get(*no)?))));
        out.each(self.seats.standing().iter().filter_map(own).collect());
    }
}
