//! Every refusal of the quiz in one place: a code for programs, a sentence for a person.

use crate::engine::Refusal;

pub fn no_session() -> Refusal {
    Refusal::new("SESSION_NOT_FOUND", "There is no session with this code yet. Check the code, 0 and O look alike.")
}

pub fn other_code(room: &str) -> Refusal {
    Refusal {
        field: Some("code".to_owned()),
        ..Refusal::new("INVALID_FIELD", format!("code: expected {room}, the code of this address, or an empty text"))
    }
}

pub fn code_taken() -> Refusal {
    Refusal::wrong_secret("CODE_TAKEN", "Another host has a session with this code. Choose another code.")
}

pub fn invalid_host() -> Refusal {
    Refusal::wrong_secret("INVALID_HOST", "This is not the host's secret of this session.")
}

pub fn invalid_token() -> Refusal {
    // Not counted as a guess: 128 bits are beyond guessing, and a whole venue with tokens of an evening
    // long gone comes from one address.
    Refusal::new("INVALID_TOKEN", "This seat is not known here. Join again with the code.")
}

pub fn not_host() -> Refusal {
    Refusal::new("NOT_HOST", "Only the host can do this.")
}

pub fn wrong_phase(wanted: &str) -> Refusal {
    Refusal::new("WRONG_PHASE", format!("This is not possible now, only {wanted}."))
}

pub fn nobody_here() -> Refusal {
    Refusal::new("NO_PARTICIPANTS", "Nobody has joined yet.")
}

pub fn host_cannot_join() -> Refusal {
    Refusal::new("NOT_A_PARTICIPANT", "This connection is the host's. Join from another page.")
}

pub fn not_a_participant() -> Refusal {
    Refusal::new("NOT_A_PARTICIPANT", "Only participants can answer. Join first.")
}

pub fn game_started() -> Refusal {
    Refusal::new("GAME_STARTED", "The game has started already; nobody can join any more.")
}

pub fn game_over() -> Refusal {
    Refusal::new("GAME_STARTED", "The game is over; nobody can join any more.")
}

pub fn session_full(most: u32) -> Refusal {
    Refusal::new("SESSION_FULL", format!("The session is full: {most} have joined."))
}

pub fn lobby_locked() -> Refusal {
    Refusal::new("LOBBY_LOCKED", "The host has locked the lobby. Ask to have it opened.")
}

pub fn kicked() -> Refusal {
    Refusal::new("KICKED", "The host has removed you from this session.")
}

pub fn unknown_participant() -> Refusal {
    Refusal::new("UNKNOWN_PARTICIPANT", "Nobody of this name is in the session.")
}

pub fn unknown_question() -> Refusal {
    Refusal::new("UNKNOWN_QUESTION", "No such question has been asked.")
}

pub fn unknown_option() -> Refusal {
    Refusal::new("UNKNOWN_OPTION", "The question has no such option.")
}

pub fn question_paused() -> Refusal {
    Refusal::new("QUESTION_PAUSED", "The host has paused the question. Answer when it goes on.")
}

pub fn question_closed() -> Refusal {
    Refusal::new("QUESTION_CLOSED", "The question is closed; the answer came too late.")
}
