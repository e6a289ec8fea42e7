//! Reads JSON objects field by field, so that every refusal names the field and what was expected.
//!
//! All wires use it. A path is built only when something is refused; reading itself allocates nothing
//! but the values.

use serde_json::{Map, Value};

use super::{Incoming, Refusal};

/// Arrays and objects inside each other that a message may have.
pub const JSON_DEPTH_MAX: usize = 32;

/// Parses a text frame that must hold one JSON object.
pub fn object(incoming: Incoming<'_>) -> Result<Map<String, Value>, Refusal> {
    let text = match incoming {
        Incoming::Text(text) => text,
        Incoming::Binary(_) => {
            return Err(Refusal::malformed(
                "NOT_TEXT",
                "Expected one JSON object in a text frame, not a binary frame.",
            ));
        }
        Incoming::Oversized { limit_bytes } => {
            return Err(Refusal::malformed("TOO_LARGE", format!("The message is larger than {limit_bytes} bytes.")));
        }
        Incoming::Throttled => {
            return Err(Refusal::new("RATE_LIMITED", "Too many messages; this one was not read. Wait a second."));
        }
    };
    if depth(text) > JSON_DEPTH_MAX {
        return Err(Refusal::malformed("TOO_DEEP", format!("JSON may be nested {JSON_DEPTH_MAX} deep at most.")));
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Refusal::malformed("NOT_AN_OBJECT", "Expected one JSON object with a type field.")),
        Err(_) => Err(Refusal::malformed("NOT_JSON", "Expected one JSON object; this is not JSON.")),
    }
}

/// The deepest nesting in a JSON text, strings skipped. Counts without building anything.
fn depth(text: &str) -> usize {
    let (mut deepest, mut now, mut in_string, mut escaped) = (0usize, 0usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                now += 1;
                deepest = deepest.max(now);
            }
            b'}' | b']' if !in_string => now = now.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// An object that is read field by field; `path` leads to it from the message's root.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    object: &'a Map<String, Value>,
    path: &'a str,
}

impl<'a> Fields<'a> {
    /// The message itself.
    pub fn root(object: &'a Map<String, Value>) -> Self {
        Fields { object, path: "" }
    }

    /// An object inside the message; refuses anything else.
    pub fn at(path: &'a str, value: &'a Value) -> Result<Self, Refusal> {
        match value {
            Value::Object(object) => Ok(Fields { object, path }),
            _ => Err(Refusal::field(path, "an object")),
        }
    }

    /// The full path of a field.
    pub fn path(&self, name: &str) -> String {
        match self.path {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        }
    }

    /// A refusal of a field of this object.
    pub fn refuse(&self, name: &str, expectation: &str) -> Refusal {
        Refusal::field(self.path(name), expectation)
    }

    /// The raw value; `None` where it is absent or `null`.
    pub fn get(&self, name: &str) -> Option<&'a Value> {
        self.object.get(name).filter(|value| !value.is_null())
    }

    /// A text as it was sent.
    pub fn string(&self, name: &str) -> Result<&'a str, Refusal> {
        self.get(name).and_then(Value::as_str).ok_or_else(|| self.refuse(name, "a text"))
    }

    /// A text of `min` to `max` characters after trimming, without control characters.
    pub fn text(&self, name: &str, min: usize, max: usize) -> Result<String, Refusal> {
        let refusal = || self.refuse(name, &format!("a text of {min}–{max} characters"));
        let value = self.get(name).ok_or_else(refusal)?;
        text_value(value, min, max).ok_or_else(refusal)
    }

    /// A text like [`Fields::text`], or nothing where it is absent or `null`.
    pub fn text_or_none(&self, name: &str, min: usize, max: usize) -> Result<Option<String>, Refusal> {
        match self.get(name) {
            None => Ok(None),
            Some(_) => self.text(name, min, max).map(Some),
        }
    }

    /// `true` or `false`.
    pub fn boolean(&self, name: &str) -> Result<bool, Refusal> {
        self.get(name).and_then(Value::as_bool).ok_or_else(|| self.refuse(name, "true or false"))
    }

    /// A finite number.
    pub fn number(&self, name: &str) -> Result<f64, Refusal> {
        self.get(name).and_then(Value::as_f64).ok_or_else(|| self.refuse(name, "a number"))
    }

    /// An array of `min` to `max` items.
    pub fn array(&self, name: &str, min: usize, max: usize) -> Result<&'a [Value], Refusal> {
        self.get(name)
            .and_then(Value::as_array)
            .filter(|items| (min..=max).contains(&items.len()))
            .map(Vec::as_slice)
            .ok_or_else(|| self.refuse(name, &format!("an array of {min}–{max} items")))
    }
}

/// A JSON value as a text of `min` to `max` characters after trimming; `None` if it is not one.
pub fn text_value(value: &Value, min: usize, max: usize) -> Option<String> {
    let text = value.as_str()?.trim();
    let fits = (min..=max).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_is_counted_outside_strings_only() {
        assert_eq!(depth(r#"{"a":"[[[[\"[[","b":[{}]}"#), 3);
        assert_eq!(depth("]]]]"), 0);
    }

    #[test]
    fn a_refusal_names_the_field_and_what_was_expected() {
        let object = object(Incoming::Text(r#"{"name":"  "}"#)).expect("an object");
        let refusal = Fields::root(&object).text("name", 1, 9).expect_err("a blank name");
        assert_eq!(refusal.field.as_deref(), Some("name"));
        assert_eq!(refusal.message, "name: expected a text of 1–9 characters");
    }
}
