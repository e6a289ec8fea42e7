//! Checks of a message's documented fields.

use serde_json::Value;

/// Checks that `json` has the fields of `spec`, each with its type: `name:type` with `s` text, `n` number,
/// `u` whole number from 0, `b` boolean, `a` array, `o` object; `?` behind it allows `null` and absence.
#[track_caller]
pub fn shape(json: &Value, spec: &str) {
    for field in spec.split_whitespace() {
        let (name, kind) = field.split_once(':').expect("name:type");
        let value = &json[name];
        let fits = match kind.chars().next() {
            _ if kind.ends_with('?') && value.is_null() => true,
            Some('s') => value.is_string(),
            Some('n') => value.is_number(),
            Some('u') => value.is_u64(),
            Some('b') => value.is_boolean(),
            Some('a') => value.is_array(),
            Some('o') => value.is_object(),
            _ => panic!("no such type: {kind}"),
        };
        assert!(fits, "{name} must be {kind} in {json}");
    }
}

/// The names of an object's fields, sorted.
pub fn keys(json: &Value) -> Vec<String> {
    let mut keys: Vec<String> = json.as_object().expect("an object").keys().cloned().collect();
    keys.sort();
    keys
}
