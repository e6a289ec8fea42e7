//! Two short answers that a hall hears by the thousand, as text: [`ServerMessage`](super::wire::ServerMessage) says
//! what they are, and a test holds both against each other. Their keys need no escaping each time.

use super::wire_reveal::value;

/// Appends `answer:accepted`.
pub fn answer_accepted(question_id: &str, option_id: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(br#"{"type":"answer:accepted","questionId":"#);
    value(question_id, out);
    out.extend_from_slice(br#","optionId":"#);
    value(option_id, out);
    out.push(b'}');
}

/// Appends `server:time`.
pub fn server_time(client_time: f64, server_time: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(br#"{"type":"server:time","clientTime":"#);
    value(&client_time, out);
    out.extend_from_slice(br#","serverTime":"#);
    value(&server_time, out);
    out.push(b'}');
}

#[cfg(test)]
mod tests {
    use crate::engine::Machine;
    use crate::quiz::Quiz;
    use crate::quiz::wire::ServerMessage;

    #[test]
    fn short_answers_are_those_of_the_wire() {
        let accepted = |question_id: &str, option_id: &str| ServerMessage::AnswerAccepted {
            question_id: question_id.to_owned(),
            option_id: option_id.to_owned(),
        };
        let time = |client_time, server_time| ServerMessage::ServerTime { client_time, server_time };
        for message in [
            accepted("r0q0", "r0q0-b"),
            accepted("\"\\\u{1}🍷", ""),
            time(1234.5, 1_767_290_400_000),
            time(-0.0, i64::MIN),
            time(1e300, 0),
            time(f64::NAN, -1),
        ] {
            let mut text = Vec::new();
            Quiz::encode(&message, &mut text);
            assert_eq!(String::from_utf8(text).expect("UTF-8"), serde_json::to_string(&message).expect("JSON"));
        }
    }
}
