//! `game:answer_revealed` where it is large, as text: [`AnswerRevealed`](super::wire::AnswerRevealed) says what it
//! is, and tests hold both against each other.
//!
//! A participant's message is what everybody may see, and behind it the own part: in a hall of thousands the
//! common part is written once. A host's has a row for each participant, whose keys need no escaping each time.

use serde::Serialize;

use super::wire::{AnswerResult, OptionCount};

/// What one participant alone is told at the reveal.
#[derive(Debug, Clone, Copy)]
pub struct OwnReveal<'a> {
    pub points: u32,
    pub total_score: u32,
    /// `None` without an answer.
    pub option_id: Option<&'a str>,
    pub rank: u32,
    pub previous_rank: u32,
}

impl OwnReveal<'_> {
    /// Appends the members behind those that everybody hears, and the closing brace.
    pub fn end(&self, out: &mut Vec<u8>) {
        number(br#","myPoints":"#, self.points, out);
        number(br#","myTotalScore":"#, self.total_score, out);
        out.extend_from_slice(br#","myOptionId":"#);
        value(&self.option_id, out);
        number(br#","rank":"#, self.rank, out);
        number(br#","previousRank":"#, self.previous_rank, out);
        out.push(b'}');
    }
}

/// Appends a host's whole message.
pub fn host(correct_option_id: &str, results: &[AnswerResult], distribution: &[OptionCount], out: &mut Vec<u8>) {
    out.reserve(results.len() * ROW_BYTES);
    out.extend_from_slice(br#"{"type":"game:answer_revealed","correctOptionId":"#);
    value(correct_option_id, out);
    out.extend_from_slice(br#","results":["#);
    for (place, row) in results.iter().enumerate() {
        out.extend_from_slice(if place == 0 { br#"{"pseudonym":"# } else { br#",{"pseudonym":"# });
        value(&*row.pseudonym, out);
        number(br#","points":"#, row.points, out);
        number(br#","totalScore":"#, row.total_score, out);
        out.extend_from_slice(br#","optionId":"#);
        value(&row.option_id, out);
        out.push(b'}');
    }
    out.extend_from_slice(br#"],"distribution":"#);
    value(distribution, out);
    out.push(b'}');
}

/// Bytes of a usual row.
const ROW_BYTES: usize = 96;

fn number(key: &[u8], number: u32, out: &mut Vec<u8>) {
    out.extend_from_slice(key);
    value(&number, out);
}

/// Appends a value as JSON.
pub fn value<T: Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) {
    // Cannot fail: a vector takes all, and there are no maps here.
    let _ = serde_json::to_writer(out, value);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Endings;
    use crate::quiz::wire::{AnswerRevealed, ServerMessage};

    #[test]
    fn a_hosts_message_is_that_of_the_wire() {
        let row = |pseudonym: &str, option_id: Option<&str>| AnswerResult {
            pseudonym: pseudonym.into(),
            points: 100,
            total_score: 4_294_967_295,
            option_id: option_id.map(Into::into),
        };
        let rows = [row("Zoë \"the nose\" \\", Some("r0q1-a")), row("Silent Syrah\u{1f377}", None)];
        let distribution = vec![OptionCount { option_id: "r0q1-a".to_owned(), count: 2 }];
        for results in [&rows[..], &rows[..1], &[]] {
            let mut text = Vec::new();
            host("r0q1-a", results, &distribution, &mut text);
            let message = ServerMessage::AnswerRevealed(AnswerRevealed::Host {
                correct_option_id: "r0q1-a".to_owned(),
                results: results.to_vec(),
                distribution: distribution.clone(),
            });
            assert_eq!(String::from_utf8(text).expect("UTF-8"), serde_json::to_string(&message).expect("JSON"));
        }
    }

    #[test]
    fn both_parts_together_are_the_message_of_the_wire() {
        let distribution = vec![OptionCount { option_id: "r0q1-a".to_owned(), count: 2 }];
        let correct_option_id = "r0q1-a".to_owned();
        for (points, option_id) in [(100, Some("r0q1-a")), (0, None)] {
            let own = OwnReveal { points, total_score: 4_294_967_295, option_id, rank: 19_000, previous_rank: 1 };
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
