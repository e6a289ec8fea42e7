//! The statistics: sums by bin of the prompt's time, in Fenwick trees, so that both posting and reading take as
//! many steps as the number of bins has binary digits, however many events there are.

use serde::{Deserialize, Serialize};

use super::PromptTime;
use super::event::Done;
use super::wire::Question;

/// Sums up to and including an index, and additions at one.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
struct Fenwick(Vec<i32>);

impl Fenwick {
    fn add(&mut self, index: usize, amount: i32) {
        let mut at = index + 1;
        while let Some(node) = self.0.get_mut(at - 1) {
            *node = node.saturating_add(amount);
            at += at & at.wrapping_neg();
        }
    }

    fn up_to(&self, index: usize) -> i64 {
        let (mut sum, mut at) = (0, (index + 1).min(self.0.len()));
        while at > 0 {
            sum += i64::from(self.0[at - 1]);
            at &= at - 1;
        }
        sum
    }
}

/// How many bins a prompt of this length has: 2^⌈log2 d⌉ − 1, which fill a Fenwick tree.
pub fn bins(duration_seconds: f64) -> usize {
    match duration_seconds <= 1.0 {
        true => 1,
        false => (1usize << duration_seconds.log2().ceil() as u32) - 1,
    }
}

/// The sums of one prompt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sums {
    duration_seconds: f64,
    users: Fenwick,
    likes: Fenwick,
    answers: Answers,
}

/// The sums that depend on what is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answers {
    /// By rating, from the least one.
    Numeric {
        least: i32,
        active: Vec<Fenwick>,
    },
    Press {
        active: Fenwick,
        presses: Fenwick,
    },
    Color {
        active: Vec<Fenwick>,
    },
    Word {
        active: Vec<Fenwick>,
    },
}

/// The sums up to and including one bin.
#[derive(Debug, Clone, PartialEq)]
pub struct SumsAt {
    /// Where the bin begins.
    pub begins_seconds: f64,
    pub bin_width: f64,
    pub users: i64,
    pub likes: i64,
    pub answers: AnswersAt,
}

/// The same of what is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswersAt {
    /// Rating and how many have it.
    Numeric(Vec<(i32, i64)>),
    Press {
        active: i64,
        presses: i64,
    },
    Color(Vec<i64>),
    Word(Vec<i64>),
}

impl Sums {
    /// Nothing has happened yet.
    pub fn new(question: &Question, duration_seconds: f64) -> Self {
        let tree = || Fenwick(vec![0; bins(duration_seconds)]);
        let trees = |count: usize| (0..count).map(|_| tree()).collect();
        let answers = match question {
            Question::Numeric { min, max, .. } => {
                let count = i64::from(*max) - i64::from(*min) + 1;
                Answers::Numeric { least: *min, active: trees(usize::try_from(count).unwrap_or(0)) }
            }
            Question::Press { .. } => Answers::Press { active: tree(), presses: tree() },
            Question::Color { colors, .. } => Answers::Color { active: trees(colors.len()) },
            Question::Word { options, .. } => Answers::Word { active: trees(options.len()) },
        };
        Sums { duration_seconds, users: tree(), likes: tree(), answers }
    }

    /// How many bins there are.
    pub fn bins(&self) -> usize {
        self.users.0.len()
    }

    /// How long a bin is.
    pub fn bin_width(&self) -> f64 {
        self.duration_seconds / self.bins() as f64
    }

    /// The bin of a moment; the end belongs to the last one.
    pub fn bin(&self, at: PromptTime) -> usize {
        ((at.seconds() / self.bin_width()) as usize).min(self.bins() - 1)
    }

    /// Counts what was done at a moment. `former` is the session's answer until then, which it takes back.
    pub(super) fn count(&mut self, at: PromptTime, done: &Done, former: Option<i32>) {
        let bin = self.bin(at);
        match (done, &mut self.answers) {
            (Done::Join { .. }, _) => self.users.add(bin, 1),
            (Done::Leave, _) => self.users.add(bin, -1),
            (Done::Like, _) => self.likes.add(bin, 1),
            (Done::Numeric(rating), Answers::Numeric { least, active }) => {
                let place = |rating: i32| usize::try_from(i64::from(rating) - i64::from(*least)).ok();
                replace(active, bin, place(*rating), former.and_then(place));
            }
            (Done::PressStart, Answers::Press { active, presses }) => {
                active.add(bin, 1);
                presses.add(bin, 1);
            }
            (Done::PressEnd, Answers::Press { active, .. }) => active.add(bin, -1),
            (Done::Color(index), Answers::Color { active }) | (Done::Word(index), Answers::Word { active }) => {
                let former = former.and_then(|former| usize::try_from(former).ok());
                replace(active, bin, Some(usize::from(*index)), former);
            }
            // What does not belong to the prompt was refused when it was posted.
            (Done::Numeric(_) | Done::PressStart | Done::PressEnd | Done::Color(_) | Done::Word(_), _) => {}
        }
    }

    /// The sums up to and including a bin; `None` where there is no such bin.
    pub fn at(&self, bin: usize) -> Option<SumsAt> {
        if bin >= self.bins() {
            return None;
        }
        let all = |trees: &[Fenwick]| trees.iter().map(|tree| tree.up_to(bin)).collect();
        let answers = match &self.answers {
            Answers::Numeric { least, active } => {
                AnswersAt::Numeric((*least..).zip(active.iter().map(|tree| tree.up_to(bin))).collect())
            }
            Answers::Press { active, presses } => {
                AnswersAt::Press { active: active.up_to(bin), presses: presses.up_to(bin) }
            }
            Answers::Color { active } => AnswersAt::Color(all(active)),
            Answers::Word { active } => AnswersAt::Word(all(active)),
        };
        Some(SumsAt {
            begins_seconds: bin as f64 * self.bin_width(),
            bin_width: self.bin_width(),
            users: self.users.up_to(bin),
            likes: self.likes.up_to(bin),
            answers,
        })
    }
}

/// One more for the new answer, one less for the former: both at the new one's bin.
fn replace(trees: &mut [Fenwick], bin: usize, new: Option<usize>, former: Option<usize>) {
    for (place, amount) in [(new, 1), (former, -1)] {
        if let Some(tree) = place.and_then(|place| trees.get_mut(place)) {
            tree.add(bin, amount);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_fill_a_tree() {
        let table =
            [(0.5, 1), (1.0, 1), (1.5, 1), (2.0, 1), (2.5, 3), (5.0, 7), (8.0, 7), (8.1, 15), (60.0, 63), (300.0, 511)];
        for (duration, expected) in table {
            assert_eq!(bins(duration), expected, "{duration} s");
        }
    }

    #[test]
    fn a_tree_sums_what_a_list_would() {
        for length in [1, 3, 7, 63] {
            let (mut tree, mut list) = (Fenwick(vec![0; length]), vec![0i64; length]);
            for step in 0..200usize {
                let (index, amount) = (step * 37 % length, (step % 7) as i32 - 3);
                tree.add(index, amount);
                list[index] += i64::from(amount);
                for end in 0..length {
                    assert_eq!(tree.up_to(end), list[..=end].iter().sum::<i64>());
                }
            }
        }
    }
}
