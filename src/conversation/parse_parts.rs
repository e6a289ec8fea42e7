//! Reads what messages are made of: texts and files, of visitors and agents.

use serde_json::Value;

use super::parts::{File, Part};
use crate::engine::Refusal;
use crate::engine::reading::Fields;
use crate::limits::{CONVERSATION_FILES_MAX, CONVERSATION_ID_CHARS_MAX, CONVERSATION_TEXT_CHARS_MAX, URL_CHARS_MAX};

/// What is said: `{type: "text", text, files?}` or a bare string. Nothing where it is empty.
pub(super) fn content(payload: Fields<'_>) -> Result<Vec<Part>, Refusal> {
    let value = payload.get("content").ok_or_else(|| payload.refuse("content", "an object or a text"))?;
    let path = payload.path("content");
    let (text, mut files) = match value {
        Value::String(text) => (text.as_str(), Vec::new()),
        Value::Object(_) => {
            let object = Fields::at(&path, value)?;
            let text = match object.get("text") {
                None => "",
                Some(Value::String(text)) => text,
                Some(_) => return Err(object.refuse("text", "a text")),
            };
            (text, files(object)?)
        }
        _ => return Err(payload.refuse("content", "an object or a text")),
    };
    files.extend(self::files(payload)?);
    if files.len() > CONVERSATION_FILES_MAX {
        return Err(payload.refuse("content.files", &format!("at most {CONVERSATION_FILES_MAX} files")));
    }
    message(text, files).ok_or_else(|| {
        payload.refuse("content.text", &format!("a text of at most {CONVERSATION_TEXT_CHARS_MAX} characters"))
    })
}

/// The parts of a message of a person; `None` where the text is too long.
pub fn message(text: &str, files: Vec<File>) -> Option<Vec<Part>> {
    if text.chars().count() > CONVERSATION_TEXT_CHARS_MAX {
        return None;
    }
    let mut parts = Vec::new();
    // Line breaks and tabs are part of a text; other control characters are nobody's intention.
    let clean: String = text.chars().filter(|char| !char.is_control() || matches!(char, '\n' | '\t')).collect();
    if !clean.trim().is_empty() {
        parts.push(Part::text(clean.trim_end()));
    }
    if !files.is_empty() {
        parts.push(Part::Files { files });
    }
    Some(parts)
}

/// Files by their addresses, of a message in either direction.
pub fn files(object: Fields<'_>) -> Result<Vec<File>, Refusal> {
    if object.get("files").is_none() {
        return Ok(Vec::new());
    }
    let file = |(at, value): (usize, &Value)| {
        let path = format!("{}[{at}]", object.path("files"));
        let fields = Fields::at(&path, value)?;
        let url = fields.text("url", 1, URL_CHARS_MAX)?;
        if !is_link(&url) {
            return Err(fields.refuse("url", "an address of http or https, or a path of this server"));
        }
        let short = |name| fields.text_or_none(name, 0, CONVERSATION_ID_CHARS_MAX);
        Ok(File {
            kind: short("type")?.unwrap_or_else(|| "file".to_owned()),
            url,
            mimetype: short("mimetype")?,
            filename: short("filename")?,
            size: None,
        })
    };
    object.array("files", 0, CONVERSATION_FILES_MAX)?.iter().enumerate().map(file).collect()
}

/// Whether a page may make a link of it: no script, no data.
pub fn is_link(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    lower.starts_with("https://")
        || lower.starts_with("http://")
        || (lower.starts_with('/') && !lower.starts_with("//") && !lower.contains('\\'))
}
