//! Results as rows of cells, for every kind of spreadsheet.

use std::collections::HashMap;

use crate::quiz::Results;
use crate::quiz::results::{ResultQuestion, ResultWine};

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    Number(u32),
}

impl Cell {
    fn text(text: &str) -> Cell {
        Cell::Text(safe(text))
    }
}

/// Text that no spreadsheet takes for a formula: one that starts like a formula gets an apostrophe.
pub fn safe(text: &str) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

/// The head of the ranking.
pub const RANKING_HEAD: [&str; 5] = ["rank", "pseudonym", "total score", "answered", "correct"];

/// One row for each participant, by rank.
pub fn ranking(results: &Results) -> impl Iterator<Item = Vec<Cell>> + '_ {
    results.participants.iter().map(|person| {
        let answered = person.answers.iter().filter(|answer| answer.answer.is_some()).count();
        let correct = person.answers.iter().filter(|answer| answer.correct).count();
        vec![
            Cell::Number(person.rank),
            Cell::text(&person.pseudonym),
            Cell::Number(person.total_score),
            Cell::Number(answered as u32),
            Cell::Number(correct as u32),
        ]
    })
}

/// The head of the answers.
pub const ANSWERS_HEAD: [&str; 13] = [
    "rank",
    "pseudonym",
    "total score",
    "round",
    "wine",
    "question",
    "category",
    "prompt",
    "answer",
    "correct answer",
    "correct",
    "points",
    "answered",
];

/// One row for each participant and revealed question.
pub fn answers(results: &Results) -> impl Iterator<Item = Vec<Cell>> + '_ {
    let questions = questions(results);
    results.participants.iter().flat_map(move |person| {
        let questions = questions.clone();
        person.answers.iter().filter_map(move |answer| {
            let (round, at, wine, question) = questions.get(answer.question_id.as_str())?;
            Some(vec![
                Cell::Number(person.rank),
                Cell::text(&person.pseudonym),
                Cell::Number(person.total_score),
                Cell::Number(*round),
                Cell::text(&wine.name),
                Cell::Number(*at),
                Cell::Text(category(question)),
                Cell::text(&question.prompt),
                Cell::text(answer.answer.as_deref().unwrap_or("")),
                Cell::text(&question.correct_answer),
                Cell::text(if answer.correct { "yes" } else { "no" }),
                Cell::Number(answer.points),
                Cell::text(if answer.answer.is_some() { "yes" } else { "no" }),
            ])
        })
    })
}

/// Questions by id, each with its round and place in it from 1, as people count.
type Questions<'a> = std::rc::Rc<HashMap<&'a str, (u32, u32, &'a ResultWine, &'a ResultQuestion)>>;

fn questions(results: &Results) -> Questions<'_> {
    let rounds = (1u32..).zip(&results.wines);
    let all = rounds.flat_map(|(round, wine)| {
        let questions = (1u32..).zip(&wine.questions);
        questions.map(move |(at, question)| (question.question_id.as_str(), (round, at, wine, question)))
    });
    std::rc::Rc::new(all.collect())
}

/// The category's word on the wire.
fn category(question: &ResultQuestion) -> String {
    let word = serde_json::to_value(question.category).ok();
    word.as_ref().and_then(serde_json::Value::as_str).unwrap_or("").to_owned()
}
