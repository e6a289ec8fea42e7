//! A moment of a prompt.

use serde::{Deserialize, Serialize};

/// Seconds since somebody's own start: finite, never negative. Kept as clients say it, to the last bit.
#[derive(Debug, Default, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PromptTime(f64);

impl PromptTime {
    /// A moment; `None` for what is none (negative, not finite).
    pub fn new(seconds: f64) -> Option<Self> {
        // Adding 0 makes -0 the 0 that it equals.
        (seconds.is_finite() && seconds >= 0.0).then_some(PromptTime(seconds + 0.0))
    }

    /// Its seconds.
    pub fn seconds(self) -> f64 {
        self.0
    }
}

impl Eq for PromptTime {}

impl Ord for PromptTime {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for PromptTime {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_finite_and_not_negative() {
        for wrong in [-0.001, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(PromptTime::new(wrong), None, "{wrong}");
        }
        let zero = PromptTime::new(-0.0).expect("0");
        assert_eq!(zero.cmp(&PromptTime::default()), std::cmp::Ordering::Equal);
        assert!(zero < PromptTime::new(0.1).expect("later"));
    }
}
