//! What anybody may know of a room who has its code: for the page on which one joins.

use serde::Serialize;

use super::state::Music;
use super::view;
use super::wire::Song;

/// A room from outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = MusicRoomInfo)]
pub struct Info {
    pub name: String,
    /// Whether it has no host: founded by its first message, not over HTTP.
    pub open: bool,
    /// Only hosts can add songs just now.
    pub locked: bool,
    /// It is over.
    pub closed: bool,
    /// What plays.
    pub playing: Option<Song>,
}

impl Music {
    /// The room from outside; `None` before it exists.
    pub fn info(&self) -> Option<Info> {
        let game = self.game.as_deref()?;
        Some(Info {
            name: game.founded.name.clone(),
            open: game.founded.open,
            locked: game.locked,
            closed: game.closed,
            playing: game.player.as_ref().map(|player| view::song(&player.song)),
        })
    }
}
