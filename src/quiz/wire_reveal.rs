//! `game:answer_revealed` where it is large, as text: [`AnswerRevealed`](super::wire::AnswerRevealed) says what it
//! is, and tests hold both against each other.
//!
//! A participant's message is what everybody may see, and behind it the own part: in a hall of thousands the
//! common part is written once. A host's has a row for each participant, whose keys need no escaping each time.

use serde::Serialize;

use super::state::Position;
use super::view::option_ids;
use super::wire::OptionCount;

/// Bytes of a usual row of a host.
const ROW_BYTES: usize = 96;
/// Bytes of a participant's usual own part.
pub const OWN_BYTES: usize = 96;

/// What can be chosen at a question, as JSON: written once, not once for each participant.
#[derive(Debug)]
pub struct Choices([Box<str>; 4]);

impl Choices {
    /// The choices of the question there.
    pub fn new(at: Position) -> Choices {
        Choices(option_ids(at).map(|id| quoted(&id)))
    }

    /// A choice; `null` without one.
    pub fn text(&self, choice: Option<u8>) -> &str {
        choice.and_then(|option| self.0.get(usize::from(option))).map_or("null", AsRef::as_ref)
    }
}

/// What one participant alone is told at the reveal.
#[derive(Debug, Clone, Copy)]
pub struct OwnReveal<'a> {
    pub points: u32,
    pub total_score: u32,
    /// One of the [`Choices`].
    pub choice: &'a str,
    pub rank: u32,
    pub previous_rank: u32,
}

impl OwnReveal<'_> {
    /// Appends the members behind those that everybody hears, and the closing brace.
    pub fn end(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(br#","myPoints":"#);
        number(self.points, out);
        out.extend_from_slice(br#","myTotalScore":"#);
        number(self.total_score, out);
        out.extend_from_slice(br#","myOptionId":"#);
        out.extend_from_slice(self.choice.as_bytes());
        out.extend_from_slice(br#","rank":"#);
        number(self.rank, out);
        out.extend_from_slice(br#","previousRank":"#);
        number(self.previous_rank, out);
        out.push(b'}');
    }
}

/// What a host is told of one participant.
#[derive(Debug, Clone, Copy)]
pub struct HostRow<'a> {
    /// The pseudonym as JSON.
    pub quoted: &'a str,
    pub points: u32,
    pub total_score: u32,
    /// One of the [`Choices`].
    pub choice: &'a str,
}

/// A host's whole message.
pub fn host<'a>(
    correct_option_id: &str,
    rows: impl Iterator<Item = HostRow<'a>>,
    distribution: &[OptionCount],
) -> Vec<u8> {
    let mut out = Vec::with_capacity(ROW_BYTES * (rows.size_hint().1.unwrap_or_default() + 4));
    out.extend_from_slice(br#"{"type":"game:answer_revealed","correctOptionId":"#);
    value(correct_option_id, &mut out);
    out.extend_from_slice(br#","results":["#);
    for row in rows {
        out.extend_from_slice(br#"{"pseudonym":"#);
        out.extend_from_slice(row.quoted.as_bytes());
        out.extend_from_slice(br#","points":"#);
        number(row.points, &mut out);
        out.extend_from_slice(br#","totalScore":"#);
        number(row.total_score, &mut out);
        out.extend_from_slice(br#","optionId":"#);
        out.extend_from_slice(row.choice.as_bytes());
        out.extend_from_slice(b"},");
    }
    if out.ends_with(b",") {
        out.pop();
    }
    out.extend_from_slice(br#"],"distribution":"#);
    value(distribution, &mut out);
    out.push(b'}');
    out
}

/// Appends a number in decimal digits.
fn number(number: u32, out: &mut Vec<u8>) {
    let digit = |place: u32| b'0' + (number / place % 10) as u8;
    // Nearly all have so few digits; six numbers are written for each participant.
    match number {
        0..=9 => out.push(digit(1)),
        10..=99 => out.extend_from_slice(&[digit(10), digit(1)]),
        100..=999 => out.extend_from_slice(&[digit(100), digit(10), digit(1)]),
        1_000..=9_999 => out.extend_from_slice(&[digit(1_000), digit(100), digit(10), digit(1)]),
        _ => value(&number, out),
    }
}

/// Appends a value as JSON.
pub fn value<T: Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) {
    // Cannot fail: a vector takes all, and there are no maps here.
    let _ = serde_json::to_writer(out, value);
}

/// A text as JSON.
pub fn quoted(text: &str) -> Box<str> {
    // Cannot fail: it is a text.
    serde_json::to_string(text).unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Endings;
    use crate::quiz::wire::{AnswerResult, AnswerRevealed, ServerMessage};

    const AT: Position = Position { round: 0, question: 1 };

    #[test]
    fn a_hosts_message_is_that_of_the_wire() {
        let row = |pseudonym: &str, option_id: Option<&str>| AnswerResult {
            pseudonym: pseudonym.into(),
            points: 100,
            total_score: 4_294_967_295,
            option_id: option_id.map(Into::into),
        };
        let rows = [row("Zoë \"the nose\" \\", Some("r0q1-a")), row("Silent Syrah\u{1f377}", None)];
        let names: Vec<_> = rows.iter().map(|row| quoted(&row.pseudonym)).collect();
        let choices = Choices::new(AT);
        let distribution = vec![OptionCount { option_id: "r0q1-a".to_owned(), count: 2 }];
        for results in [&rows[..], &rows[..1], &[]] {
            let rows = results.iter().zip(&names).map(|(row, quoted)| HostRow {
                quoted,
                points: row.points,
                total_score: row.total_score,
                choice: choices.text(row.option_id.as_ref().map(|_| 0)),
            });
            let text = host("r0q1-a", rows, &distribution);
            let message = ServerMessage::AnswerRevealed(AnswerRevealed::Host {
                correct_option_id: "r0q1-a".to_owned(),
                results: results.to_vec(),
                distribution: distribution.clone(),
            });
            assert_eq!(String::from_utf8(text).expect("UTF-8"), serde_json::to_string(&message).expect("JSON"));
        }
    }

    #[test]
    fn numbers_are_those_of_json() {
        for edge in [0, 9, 10, 99, 100, 999, 1_000, 1_234, 9_999, 10_000, 19_000, u32::MAX] {
            let mut text = Vec::new();
            number(edge, &mut text);
            assert_eq!(String::from_utf8(text).expect("UTF-8"), edge.to_string());
        }
    }

    #[test]
    fn both_parts_together_are_the_message_of_the_wire() {
        let distribution = vec![OptionCount { option_id: "r0q1-a".to_owned(), count: 2 }];
        let correct_option_id = "r0q1-a".to_owned();
        let choices = Choices::new(AT);
        for (points, choice, option_id) in [(100, Some(3), Some("r0q1-d")), (0, None, None)] {
            let choice = choices.text(choice);
            let own = OwnReveal { points, total_score: 4_294_967_295, choice, rank: 19_000, previous_rank: 1 };
            let whole = AnswerRevealed::Participant {
                correct_option_id: correct_option_id.clone(),
                distribution: distribution.clone(),
                my_points: points,
                my_total_score: own.total_score,
                my_option_id: option_id.map(str::to_owned),
                rank: own.rank,
                previous_rank: own.previous_rank,
            };
            let common = AnswerRevealed::Public {
                correct_option_id: correct_option_id.clone(),
                distribution: distribution.clone(),
            };
            let mut endings = Endings::default();
            endings.add(0, |text| own.end(text));
            let common = serde_json::to_vec(&common).expect("JSON");
            let spliced: Vec<_> = endings.whole(&common).collect();
            assert_eq!(spliced, [(0, serde_json::to_vec(&whole).expect("JSON"))]);
        }
    }
}
