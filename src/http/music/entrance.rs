//! Which websocket paths lead to music rooms.

use crate::engine::Secret;
use crate::http::codes::is_code;
use crate::limits::TOKEN_BYTES_MAX;
use crate::room::door::{Denied, Handshake, Way};

/// `/ws/session/{roomID}/`, with and without the last slash; `?token=` says who comes.
pub fn route(handshake: &Handshake) -> Option<Result<Way, Denied>> {
    let room = handshake.path.strip_prefix("/ws/session/")?;
    let room = room.strip_suffix('/').unwrap_or(room);
    if !is_code(room) {
        return Some(Err(Denied { status: 404, detail: "A room's id has 1–64 letters, digits, _ or -." }));
    }
    let token = handshake.query.iter().find(|(name, _)| name == "token").map(|(_, token)| token.as_str());
    match token.filter(|token| !token.is_empty()) {
        Some(token) if token.len() > TOKEN_BYTES_MAX => {
            Some(Err(Denied { status: 400, detail: "This is too long to be a token." }))
        }
        token => Some(Ok(Way { room: room.to_owned(), credential: token.map(Secret::new) })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &str, query: &[(&str, &str)]) -> Option<Result<Way, u16>> {
        let query = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let handshake = Handshake { path: path.to_owned(), query, address: std::net::IpAddr::from([127, 0, 0, 1]) };
        route(&handshake).map(|way| way.map_err(|denied| denied.status))
    }

    #[test]
    fn both_spellings_lead_to_the_room_and_nothing_else_does() {
        for path in ["/ws/session/K7WF/", "/ws/session/K7WF"] {
            assert_eq!(at(path, &[]), Some(Ok(Way::to("K7WF"))));
        }
        for path in ["/ws/session/", "/ws/session//", "/ws/session/a/b", "/ws/session/a b/", "/ws/session/a//"] {
            assert_eq!(at(path, &[]), Some(Err(404)), "{path}");
        }
        assert_eq!(at("/ws/sessions/K7WF/", &[]), None);
    }

    #[test]
    fn a_token_comes_along() {
        let way = at("/ws/session/K7WF/", &[("a", "b"), ("token", "secret")]).expect("ours").expect("a way");
        assert_eq!(way.credential, Some(Secret::new("secret")));
        assert_eq!(at("/ws/session/K7WF/", &[("token", "")]), Some(Ok(Way::to("K7WF"))));
        assert_eq!(at("/ws/session/K7WF/", &[("token", &"a".repeat(9_999))]), Some(Err(400)));
    }
}
