//! Frames of whatever form: parsers refuse and never stumble.

use proptest::prelude::*;
use serde_json::Value;

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn no_frame_of_anybody_makes_the_parsers_stumble(
        kind in "[a-z_]{1,20}|user_message|metadata|action|conversation_start|edit_message|get_user_conversations_v2|delete_conversation",
        payload in payload(),
    ) {
        use crate::conversation::{parse, parse_agent};
        use crate::engine::Incoming;
        let visitor = serde_json::json!({"action": "sendMessage", "event": {"event_type": kind, "event_payload": payload}});
        let _ = parse::visitor(Incoming::Text(&visitor.to_string()), 65_536);
        let mut agent = payload;
        if let Value::Object(object) = &mut agent {
            object.insert("type".to_owned(), kind.into());
        }
        let _ = parse_agent::agent(Incoming::Text(&agent.to_string()), 65_536);
    }
}

/// An object with the fields' names and all sorts of values.
fn payload() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    let name = prop_oneof![
        Just("conversation_id"),
        Just("content"),
        Just("text"),
        Just("files"),
        Just("url"),
        Just("userId"),
        Just("metadata"),
        Just("target"),
        Just("id"),
        Just("data"),
        Just("type"),
        Just("pagination"),
        Just("page"),
        Just("filter"),
        Just("status"),
        Just("search"),
        Just("client_msg_id"),
        Just("message_id"),
        Just("agent_id"),
        Just("userBasicInfo"),
        Just("last_event_id"),
        Just("shortcut"),
        Just("query"),
        Just("after"),
    ];
    let object = leaf.prop_recursive(3, 24, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(name.clone().prop_map(str::to_owned), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    });
    object.prop_filter("an object", Value::is_object)
}
