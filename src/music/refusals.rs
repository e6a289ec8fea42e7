//! Every refusal of the music room in one place: a code for programs, a sentence for a person.

use crate::engine::Refusal;

pub fn no_room() -> Refusal {
    Refusal::new("ROOM_NOT_FOUND", "There is no room with this code. Check the code.")
}

pub fn code_taken() -> Refusal {
    Refusal::new("CODE_TAKEN", "There is a room with this code already.")
}

pub fn room_closed() -> Refusal {
    Refusal::new("ROOM_CLOSED", "This room is closed.")
}

pub fn room_full(most: u32) -> Refusal {
    Refusal::new("ROOM_FULL", format!("The room is full: {most} have been here."))
}

pub fn invalid_token() -> Refusal {
    // Not counted as a guess: 128 bits are beyond guessing, and a whole venue with tokens of an evening
    // long gone comes from one address.
    Refusal::new("INVALID_TOKEN", "This token is not known in this room. Join again with the code.")
}

pub fn already_joined() -> Refusal {
    Refusal::new("ALREADY_JOINED", "This connection has a seat in the room already.")
}

pub fn removed() -> Refusal {
    Refusal::new("REMOVED", "The host has removed you from this room.")
}

pub fn not_host() -> Refusal {
    Refusal::new("NOT_HOST", "Only the host can do this.")
}

pub fn unknown_song() -> Refusal {
    Refusal::new("UNKNOWN_SONG", "There is no such song in the catalogue.")
}

pub fn unknown_listed_song(at: usize) -> Refusal {
    let field = format!("song_ids[{at}]");
    Refusal {
        message: format!("{field}: expected a song of the catalogue"),
        field: Some(field),
        ..Refusal::new("UNKNOWN_SONG", "")
    }
}

pub fn already_queued() -> Refusal {
    Refusal::new("ALREADY_QUEUED", "This song waits in the queue already. Vote for it.")
}

pub fn now_playing() -> Refusal {
    Refusal::new("NOW_PLAYING", "This song is playing right now.")
}

pub fn queue_limit(most: u32) -> Refusal {
    Refusal::new("QUEUE_LIMIT", format!("{most} songs of yours wait already. Add more when one has played."))
}

pub fn queue_full(most: usize) -> Refusal {
    Refusal::new("QUEUE_FULL", format!("The queue is full: {most} songs wait."))
}

pub fn queue_locked() -> Refusal {
    Refusal::new("QUEUE_LOCKED", "The host has locked the queue.")
}

pub fn too_fast() -> Refusal {
    Refusal::new("SLOW_MODE", "You have added many songs in the last minute. Wait a little.")
}

pub fn not_queued() -> Refusal {
    Refusal::new("NOT_QUEUED", "This song does not wait in the queue.")
}

pub fn not_removed() -> Refusal {
    Refusal::new("NOT_REMOVED", "This song is not among the last that were removed.")
}

pub fn not_yours() -> Refusal {
    Refusal::new("NOT_YOURS", "Somebody else has added this song; only the host can remove it.")
}

pub fn muted() -> Refusal {
    Refusal::new("MUTED", "The host has muted you.")
}

pub fn slow_mode(wait_ms: u64) -> Refusal {
    Refusal::new("SLOW_MODE", format!("Slow mode: you can write again in {} seconds.", wait_ms.div_ceil(1_000).max(1)))
}

pub fn chat_busy() -> Refusal {
    Refusal::new("SLOW_MODE", "Very many are writing just now. Try again in a second.")
}

pub fn skip_off() -> Refusal {
    Refusal::new("SKIP_OFF", "The host has switched votes to skip off.")
}

pub fn nothing_plays() -> Refusal {
    Refusal::new("NOTHING_PLAYS", "Nothing is playing.")
}

pub fn other_player() -> Refusal {
    Refusal::new("OTHER_PLAYER", "The music plays on another page by now.")
}

pub fn nothing_waits() -> Refusal {
    Refusal::new("NOTHING_WAITS", "No song waits, and the fallback list is empty.")
}

pub fn unknown_guest() -> Refusal {
    Refusal::new("UNKNOWN_GUEST", "There is no such guest in this room.")
}
