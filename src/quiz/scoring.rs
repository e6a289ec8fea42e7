//! Points for an answer.

use super::event::QuestionRecord;
use super::state::Pick;
use super::wire::Scoring;

/// Points for the correct option; with speed scoring, for the correct option at once.
pub const POINTS_MAX: u8 = 100;
/// Points for the correct option at the deadline, with speed scoring.
pub const POINTS_LATE: u8 = 50;

/// What a choice brings. `whole_ms` is the whole time for an answer, extensions included.
pub fn points(scoring: Scoring, question: &QuestionRecord, pick: Option<Pick>, whole_ms: u64) -> u8 {
    match pick {
        Some(pick) if pick.option == question.correct => match scoring {
            Scoring::Flat => POINTS_MAX,
            Scoring::Speed => speed(u64::from(pick.elapsed_ms), whole_ms),
        },
        Some(_) | None => 0,
    }
}

/// Falls linearly over the whole time, to the nearest point; within the grace it stays at its least.
fn speed(elapsed_ms: u64, whole_ms: u64) -> u8 {
    let span = u64::from(POINTS_MAX - POINTS_LATE);
    let left_ms = whole_ms.saturating_sub(elapsed_ms);
    let extra = (span * left_ms + whole_ms / 2).checked_div(whole_ms).unwrap_or(0);
    POINTS_LATE + u8::try_from(extra.min(span)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speed_falls_from_a_hundred_to_fifty_and_stays_there() {
        let at = |elapsed_ms| speed(elapsed_ms, 60_000);
        assert_eq!([at(0), at(30_000), at(60_000), at(60_400)], [100, 75, 50, 50]);
        assert_eq!(speed(0, 0), 50);
    }
}
