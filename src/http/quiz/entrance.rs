//! Which websocket paths lead to rooms of the quiz.

use crate::http::codes::is_code;
use crate::room::door::{Denied, Handshake, Way};

/// `/parties/main/{code}`, as existing clients have it, and `/party/{code}`. Other parties there are none.
pub fn route(handshake: &Handshake) -> Option<Result<Way, Denied>> {
    let path = handshake.path.as_str();
    let code = match path.strip_prefix("/party/") {
        Some(code) => code,
        None => match path.strip_prefix("/parties/")?.split_once('/') {
            Some(("main", code)) => code,
            _ => return Some(Err(Denied { status: 404, detail: "There is no such party; quizzes are at main." })),
        },
    };
    Some(match is_code(code) {
        true => Ok(Way::to(code)),
        false => Err(Denied { status: 404, detail: "A room's code has 1–64 letters, digits, _ or -." }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &str) -> Option<Result<String, u16>> {
        let address = std::net::IpAddr::from([127, 0, 0, 1]);
        let handshake = Handshake { path: path.to_owned(), query: Vec::new(), address };
        route(&handshake).map(|way| way.map(|way| way.room).map_err(|denied| denied.status))
    }

    #[test]
    fn both_spellings_lead_to_the_room_and_nothing_else_does() {
        assert_eq!(at("/parties/main/4711"), Some(Ok("4711".to_owned())));
        assert_eq!(at("/party/AB-c_9"), Some(Ok("AB-c_9".to_owned())));
        for path in
            ["/parties/other/1", "/parties/main", "/parties/main/", "/parties/main/a/b", "/party/a b", "/party/"]
        {
            assert_eq!(at(path), Some(Err(404)), "{path}");
        }
        assert_eq!(at("/music/1"), None);
    }
}
