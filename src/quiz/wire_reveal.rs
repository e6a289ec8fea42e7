//! A participant's own part of `game:answer_revealed`, as text. The whole message is
//! [`AnswerRevealed::Participant`](super::wire::AnswerRevealed): what everybody may see, and behind it this. In
//! a hall of thousands the common part is written once; a test holds both against each other.

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
        // Cannot fail: a vector takes all.
        let _ = serde_json::to_writer(&mut *out, &self.option_id);
        number(br#","rank":"#, self.rank, out);
        number(br#","previousRank":"#, self.previous_rank, out);
        out.push(b'}');
    }
}

fn number(key: &[u8], value: u32, out: &mut Vec<u8>) {
    out.extend_from_slice(key);
    // Cannot fail either.
    let _ = serde_json::to_writer(out, &value);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Endings;
    use crate::quiz::wire::{AnswerRevealed, OptionCount};

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
