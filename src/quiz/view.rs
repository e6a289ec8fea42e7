//! What a viewer may see of the state. Secrets end here: before the reveal nothing for participants and
//! stages is made from a correct option's place or from a wine's name.

use std::sync::Arc;

use chrono::{DateTime, SecondsFormat};

use super::clock::Clock;
use super::event::QuestionRecord;
use super::machine::Cx;
use super::parse::default_title;
use super::state::{Game, Past, Position, Step};
use super::wire::{
    AnswerResult, Category, HostSnapshot, LinkQuality, OptionCount, ParticipantSnapshot, Phase, Question,
    QuestionOption, QuestionPayload, ReviewEntry, ServerMessage, Settings, StageSnapshot, Wine,
};
use crate::engine::{SeatNo, WallTime};
use crate::limits::{REVIEW_ENTRIES_MAX, STAGE_NAMES_MAX};

/// A date as lists show it: RFC 3339, UTC, milliseconds.
pub fn rfc3339(wall: WallTime) -> String {
    DateTime::from_timestamp_millis(wall.0).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// A question's id.
pub fn question_id(at: Position) -> String {
    format!("r{}q{}", at.round, at.question)
}

/// What the options' ids end with: their places on the screen, which tell nothing.
pub const OPTION_ENDS: [&str; 4] = ["-a", "-b", "-c", "-d"];

/// An option's id.
pub fn option_id(at: Position, option: u8) -> String {
    question_id(at) + OPTION_ENDS[usize::from(option.min(3))]
}

/// The ids of a question's options.
pub fn option_ids(at: Position) -> [String; 4] {
    let question = question_id(at);
    OPTION_ENDS.map(|end| [&question, end].concat())
}

/// What is asked: the host's own wording or the category's.
pub fn prompt(question: &QuestionRecord) -> String {
    let usual = match question.category {
        Category::Color => "What colour is this wine?",
        Category::Country => "Which country does this wine come from?",
        Category::GrapeVariety => "Which grape variety is this?",
        Category::VintageYear => "Which vintage is this?",
        Category::WineName => "Which wine is this?",
    };
    question.prompt.clone().unwrap_or_else(|| usual.to_owned())
}

/// The first words to every socket.
pub fn greeting(game: Option<&Game>, cx: &Cx<'_>) -> ServerMessage {
    ServerMessage::StateSnapshot {
        phase: game.map_or(Phase::Waiting, Game::phase),
        code: cx.room.to_owned(),
        exists: game.is_some(),
        title: game.and_then(Game::public_title).map(str::to_owned),
        server_time: cx.wall.0,
    }
}

/// What a stage shows; `None`: no quiz exists here yet.
pub fn stage(game: Option<&Game>, cx: &Cx<'_>) -> StageSnapshot {
    let timing = game.map_or_else(Timing::default, |game| game.timing(cx));
    StageSnapshot {
        code: cx.room.to_owned(),
        title: game.and_then(Game::public_title).unwrap_or_default().to_owned(),
        phase: game.map_or(Phase::Waiting, Game::phase),
        exists: game.is_some(),
        participants: game.map_or_else(Vec::new, |game| game.newest_names(STAGE_NAMES_MAX)),
        question: game.and_then(|game| game.question_payload(cx)),
        remaining_ms: timing.remaining_ms,
        deadline: timing.deadline,
        server_time: cx.wall.0,
        answered_count: game.map_or(0, |game| game.picks.answered()),
        total_count: game.map_or(0, |game| game.seats.count()),
        round_index: game.map_or(0, |game| game.at.round.into()),
        total_rounds: game.map_or(0, Game::total_rounds),
        host_connected: cx.roster.hosts() > 0,
        locked: game.is_some_and(|game| game.locked),
        correct_option_id: game.and_then(Game::correct_option_id),
        distribution: game.and_then(|game| game.last_shown().map(|_| game.distribution())),
        rankings: game.filter(|game| game.shows_rankings()).map(|game| game.rankings(cx.settings.cut_list_rows)),
    }
}

/// Time left and deadline of the present question.
#[derive(Debug, Default, Clone, Copy)]
pub struct Timing {
    pub remaining_ms: Option<u64>,
    /// Epoch milliseconds; `None` while the clock stands.
    pub deadline: Option<i64>,
}

impl Game {
    /// The title for guests. A quiz without a title bears its first wine's name, which may be an answer.
    pub(super) fn public_title(&self) -> Option<&str> {
        let title = self.created.title.as_str();
        let is_a_wine = self.created.wines.iter().any(|wine| default_title(&wine.name) == title);
        (!is_a_wine).then_some(title)
    }

    pub(super) fn total_rounds(&self) -> u32 {
        self.created.wines.len() as u32
    }

    pub(super) fn timing(&self, cx: &Cx<'_>) -> Timing {
        let clock = self.clock();
        Timing {
            remaining_ms: clock.map(|clock| clock.remaining_ms(cx.now)),
            deadline: clock.and_then(Clock::deadline).map(|moment| cx.wall_at(moment).0),
        }
    }

    /// The question that is on everybody's screen.
    pub(super) fn question_payload(&self, cx: &Cx<'_>) -> Option<QuestionPayload> {
        let question = self.current()?;
        let wine = self.created.wines.get(usize::from(self.at.round))?;
        Some(QuestionPayload {
            question_id: question_id(self.at),
            prompt: prompt(question),
            category: question.category,
            options: option_ids(self.at)
                .into_iter()
                .zip(&question.options)
                .map(|(id, text)| QuestionOption { id, text: text.clone() })
                .collect(),
            round_index: self.at.round.into(),
            question_index: self.at.question.into(),
            total_questions: wine.questions.len() as u32,
            total_rounds: self.total_rounds(),
            timer_ms: self.clock().map_or(self.created.timer_ms, |clock| clock.whole_ms),
            deadline: self.timing(cx).deadline,
            server_time: cx.wall.0,
        })
    }

    /// How many chose each option of the present question.
    pub(super) fn distribution(&self) -> Vec<OptionCount> {
        let options = option_ids(self.at).into_iter().zip(self.picks.counts);
        options.map(|(option_id, count)| OptionCount { option_id, count }).collect()
    }

    /// The revealed question, as long as it is on the screens.
    pub(super) fn last_shown(&self) -> Option<&Past> {
        match self.step {
            Step::Revealed => self.last_revealed(),
            Step::Waiting | Step::Open { .. } | Step::Paused { .. } | Step::Leaderboard | Step::Ended => None,
        }
    }

    /// Once revealed.
    pub(super) fn correct_option_id(&self) -> Option<String> {
        self.last_shown()?;
        self.current().map(|question| option_id(self.at, question.correct))
    }

    pub(super) fn shows_rankings(&self) -> bool {
        matches!(self.step, Step::Leaderboard | Step::Ended)
    }

    /// The rows that guests receive: all, or the first where there are many.
    pub(super) fn guest_rankings_max(&self, cx: &Cx<'_>) -> usize {
        match self.cuts_lists(cx) {
            true => cx.settings.cut_list_rows,
            false => usize::MAX,
        }
    }

    /// Whether there are so many participants that only hosts receive whole lists.
    pub(super) fn cuts_lists(&self, cx: &Cx<'_>) -> bool {
        self.seats.count() as usize > cx.settings.whole_list_max
    }

    /// All names in order of joining.
    pub(super) fn names(&self) -> Vec<String> {
        self.seats.present().map(|(_, seat)| seat.name.to_string()).collect()
    }

    /// The newest names, in order of joining.
    pub(super) fn newest_names(&self, most: usize) -> Vec<String> {
        let mut names: Vec<String> =
            self.seats.present().rev().take(most).map(|(_, seat)| seat.name.to_string()).collect();
        names.reverse();
        names
    }

    /// Who has answered the present question; nobody where there are too many to list.
    pub(super) fn answered_names(&self, cx: &Cx<'_>) -> Vec<String> {
        if self.cuts_lists(cx) {
            return Vec::new();
        }
        let answered = self.seats.present().filter(|(no, _)| self.pick(*no).is_some());
        answered.map(|(_, seat)| seat.name.to_string()).collect()
    }

    /// Links of the first participants.
    pub(super) fn links(&self, cx: &Cx<'_>) -> Vec<LinkQuality> {
        let first = self.seats.present().take(cx.settings.whole_list_max);
        first
            .map(|(no, seat)| LinkQuality {
                pseudonym: seat.name.to_string(),
                connected: cx.roster.seat(no).is_some(),
                rtt_ms: cx.roster.round_trip_ms(no),
            })
            .collect()
    }

    /// What the last reveal brought to each participant.
    pub(super) fn answer_results(&self, past: &Past) -> Vec<AnswerResult> {
        let options = option_ids(past.at).map(Arc::<str>::from);
        let present = self.seats.present();
        present
            .map(|(no, seat)| AnswerResult {
                pseudonym: seat.name.clone(),
                points: past.points_of(no),
                total_score: seat.score,
                option_id: past.choice_of(no).and_then(|option| options.get(usize::from(option))).cloned(),
            })
            .collect()
    }

    /// Everything a host's page needs. `host_id` comes from the host itself: it is not stored in clear.
    pub(super) fn host_snapshot(&self, cx: &Cx<'_>, host_id: &str) -> HostSnapshot {
        let timing = self.timing(cx);
        HostSnapshot {
            code: cx.room.to_owned(),
            host_id: host_id.to_owned(),
            phase: self.phase(),
            participants: self.names(),
            question: self.question_payload(cx),
            rankings: self.rankings(usize::MAX),
            title: self.created.title.clone(),
            wines: self.wines(),
            timer_seconds: (self.created.timer_ms / 1000) as u32,
            current_round: self.at.round.into(),
            current_question: self.at.question.into(),
            remaining_ms: timing.remaining_ms,
            deadline: timing.deadline,
            server_time: cx.wall.0,
            answered_count: self.picks.answered(),
            total_count: self.seats.count(),
            answered: self.answered_names(cx),
            distribution: self.current().map_or_else(Vec::new, |_| self.distribution()),
            correct_option_id: self.correct_option_id(),
            results: self.last_shown().map(|past| self.answer_results(past)),
            settings: Settings { scoring: self.created.scoring },
            locked: self.locked,
            links: self.links(cx),
        }
    }

    /// The quiz as its host made it; wrong options in the order in which they are shown.
    fn wines(&self) -> Vec<Wine> {
        let question = |question: &QuestionRecord| Question {
            category: question.category,
            prompt: question.prompt.clone(),
            correct_answer: question.correct_answer().to_owned(),
            distractors: question.distractors(),
        };
        let wines = self.created.wines.iter();
        wines
            .map(|wine| Wine { name: wine.name.clone(), questions: wine.questions.iter().map(question).collect() })
            .collect()
    }

    /// Everything a participant's page needs; `None` for a seat that does not exist.
    pub(super) fn participant_snapshot(&self, cx: &Cx<'_>, no: SeatNo) -> Option<ParticipantSnapshot> {
        let seat = self.seats.get(no)?;
        let timing = self.timing(cx);
        let shown = self.last_shown();
        let ranked = self.shows_rankings();
        let pick = self.current().and_then(|_| self.pick(no));
        Some(ParticipantSnapshot {
            pseudonym: seat.name.to_string(),
            phase: self.phase(),
            question: self.question_payload(cx),
            code: cx.room.to_owned(),
            title: self.public_title().unwrap_or_default().to_owned(),
            selected_option_id: pick.map(|pick| option_id(self.at, pick.option)),
            remaining_ms: timing.remaining_ms,
            deadline: timing.deadline,
            server_time: cx.wall.0,
            score: seat.score,
            rank: seat.rank,
            round_index: self.at.round.into(),
            total_rounds: self.total_rounds(),
            answered_count: self.picks.answered(),
            total_count: self.seats.count(),
            host_connected: cx.roster.hosts() > 0,
            rankings: ranked.then(|| self.rankings(self.guest_rankings_max(cx))),
            own_rank: (ranked && !seat.kicked).then(|| self.own_rank(seat)),
            correct_option_id: self.correct_option_id(),
            my_points: shown.map(|past| past.points_of(no)),
            my_total_score: shown.map(|_| seat.score),
            previous_rank: shown.map(|_| seat.rank_before),
            distribution: shown.map(|_| self.distribution()),
            review: matches!(self.step, Step::Ended).then(|| self.review(no)),
        })
    }

    /// A participant's own answers, with the correct ones.
    pub(super) fn review(&self, no: SeatNo) -> Vec<ReviewEntry> {
        let entry = |past: &Past| {
            let question = self.question(past.at)?;
            let wine = self.created.wines.get(usize::from(past.at.round))?;
            let answer = past.choice_of(no).and_then(|option| question.options.get(usize::from(option)));
            Some(ReviewEntry {
                round_index: past.at.round.into(),
                question_index: past.at.question.into(),
                wine_name: wine.name.clone(),
                prompt: prompt(question),
                category: question.category,
                correct_answer: question.correct_answer().to_owned(),
                my_answer: answer.cloned(),
                points: past.points_of(no),
            })
        };
        self.past.iter().take(REVIEW_ENTRIES_MAX).filter_map(entry).collect()
    }
}
