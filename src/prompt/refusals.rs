//! Every refusal, in both dialects' common words; what is named after the dialect gets its name on the wire.

use crate::engine::Refusal;

/// The codes. `impossible_time` becomes `impossible_prompt_time` or `impossible_journey_time`.
pub const NOT_FOUND: &str = "not_found";
pub const IMPOSSIBLE_TIME: &str = "impossible_time";
pub const SESSION_NOT_FOUND: &str = "session_not_found";
pub const SESSION_FAILED_TO_START: &str = "session_failed_to_start";
pub const PROMPT_FULL: &str = "prompt_full";

pub fn exists() -> Refusal {
    Refusal::new("exists", "A prompt with this uid exists already.")
}

pub fn not_found() -> Refusal {
    Refusal::new(NOT_FOUND, "There is no such prompt; it may have been deleted.")
}

pub fn sessions_full(most: u32) -> Refusal {
    Refusal::new(SESSION_FAILED_TO_START, format!("The prompt takes no more than {most} sessions."))
}

pub fn events_full(most: u64) -> Refusal {
    Refusal::new(PROMPT_FULL, format!("The prompt takes no more than {most} events."))
}

pub fn session_full(most: u32) -> Refusal {
    Refusal::new(PROMPT_FULL, format!("A session takes no more than {most} events, beside its leave."))
}

pub fn before_the_start() -> Refusal {
    Refusal::new(IMPOSSIBLE_TIME, "The time is negative: it counts from the user's own start.")
}

pub fn past_the_end() -> Refusal {
    Refusal::new(IMPOSSIBLE_TIME, "The time is past the end.")
}

pub fn session_not_found() -> Refusal {
    Refusal::new(SESSION_NOT_FOUND, "There is no such session, or it is another user's or prompt's.")
}

pub fn already_started() -> Refusal {
    Refusal::new("session_already_started", "The session has been started already, by a join.")
}

pub fn not_started() -> Refusal {
    Refusal::new("session_not_started", "The session has not been started: join first.")
}

pub fn already_ended() -> Refusal {
    Refusal::new("session_already_ended", "The session has ended already, by a leave.")
}

pub fn later_event() -> Refusal {
    Refusal::new("session_has_later_event", "The session has an event with a later time already.")
}

pub fn same_event() -> Refusal {
    Refusal::new("session_has_same_event_at_same_time", "The session has an event of this type at this time already.")
}

pub fn impossible_event(wanted: &str) -> Refusal {
    Refusal::new("impossible_event", format!("This is possible in a {wanted} prompt only."))
}

pub fn impossible_data(why: impl Into<String>) -> Refusal {
    Refusal::new("impossible_event_data", why)
}
