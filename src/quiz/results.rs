//! Everything that became of a quiz, for its host's exports.

use serde::{Deserialize, Serialize};

use super::state::{Game, Position, Quiz};
use super::view;
use super::wire::{Category, Phase, Settings};
use crate::engine::{SeatNo, SecretKey};

/// A quiz with every participant, question, answer and points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Results {
    pub code: String,
    pub title: String,
    /// RFC 3339, UTC.
    pub created_at: String,
    pub phase: Phase,
    /// Time for an answer, so that the quiz can be run again as it was.
    pub timer_seconds: u32,
    pub settings: Settings,
    pub wines: Vec<ResultWine>,
    /// By rank.
    pub participants: Vec<ResultParticipant>,
}

/// A wine with its questions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResultWine {
    pub name: String,
    pub questions: Vec<ResultQuestion>,
}

/// A question with its correct answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResultQuestion {
    pub question_id: String,
    pub prompt: String,
    pub category: Category,
    /// In the order in which they were shown.
    pub options: Vec<String>,
    pub correct_answer: String,
    /// Whether it was asked and its answer revealed.
    pub revealed: bool,
}

/// A participant with all answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResultParticipant {
    pub pseudonym: String,
    pub rank: u32,
    pub total_score: u32,
    /// One for each revealed question, in the order of asking.
    pub answers: Vec<ResultAnswer>,
}

/// A participant's answer to a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResultAnswer {
    pub question_id: String,
    /// The chosen option's text; `null` without an answer.
    pub answer: Option<String>,
    pub correct: bool,
    pub points: u32,
}

impl Quiz {
    /// What became of the quiz so far; `None` where none exists. `code` is the room's.
    pub fn results(&self, code: &str) -> Option<Results> {
        let game = self.game.as_deref()?;
        let participants = game.seats.standing().iter().filter_map(|seat| game.participant(*seat)).collect();
        Some(Results {
            code: code.to_owned(),
            title: game.created.title.clone(),
            created_at: view::rfc3339(game.created.wall),
            phase: game.phase(),
            timer_seconds: u32::try_from(game.created.timer_ms / 1000).unwrap_or(u32::MAX),
            settings: Settings { scoring: game.created.scoring },
            wines: game.result_wines(),
            participants,
        })
    }

    /// Whether this is the host's secret of the quiz, compared in constant time.
    pub fn is_host(&self, key: &SecretKey, host_id: &str) -> bool {
        self.game.as_ref().is_some_and(|game| game.created.owner == key.hash("host", host_id))
    }
}

impl Game {
    fn result_wines(&self) -> Vec<ResultWine> {
        let rounds = (0u16..).zip(&self.created.wines);
        rounds
            .map(|(round, wine)| ResultWine {
                name: wine.name.clone(),
                questions: (0u16..)
                    .zip(&wine.questions)
                    .map(|(index, question)| {
                        let at = Position { round, question: index };
                        ResultQuestion {
                            question_id: view::question_id(at),
                            prompt: view::prompt(question),
                            category: question.category,
                            options: question.options.to_vec(),
                            correct_answer: question.correct_answer().to_owned(),
                            revealed: self.past.iter().any(|past| past.at == at),
                        }
                    })
                    .collect(),
            })
            .collect()
    }

    fn participant(&self, no: SeatNo) -> Option<ResultParticipant> {
        let seat = self.seats.get(no)?;
        let answers = self.past.iter().filter_map(|past| {
            let question = self.question(past.at)?;
            let choice = past.choice_of(no);
            Some(ResultAnswer {
                question_id: view::question_id(past.at),
                answer: choice.and_then(|option| question.options.get(usize::from(option))).cloned(),
                correct: choice == Some(question.correct),
                points: past.points_of(no),
            })
        });
        Some(ResultParticipant {
            pseudonym: seat.name.to_string(),
            rank: seat.rank,
            total_score: seat.score,
            answers: answers.collect(),
        })
    }
}
