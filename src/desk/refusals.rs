//! Every refusal of the desk in one place: a code for programs, a sentence for a person.

use crate::engine::Refusal;

pub fn unknown_channel() -> Refusal {
    Refusal::wrong_secret("UNKNOWN_CHANNEL", "There is no such channel.")
}

pub fn unknown_agent() -> Refusal {
    Refusal::wrong_secret("UNKNOWN_AGENT", "There is no such agent.")
}

pub fn unknown_conversation() -> Refusal {
    Refusal::new("UNKNOWN_CONVERSATION", "There is no such conversation.")
}

pub fn too_many(what: &str, most: usize) -> Refusal {
    Refusal::new("TOO_MANY", format!("There can be {most} {what}; remove one first."))
}

pub fn taken() -> Refusal {
    Refusal::new("TAKEN", "Another agent has this conversation.")
}

pub fn not_yours() -> Refusal {
    Refusal::new("NOT_YOURS", "You do not have this conversation.")
}

pub fn not_there() -> Refusal {
    Refusal::new("NOT_THERE", "This agent is not there now.")
}

pub fn nobody_else() -> Refusal {
    Refusal::new("NOBODY_ELSE", "No other agent is free; the conversation would come right back to you.")
}
