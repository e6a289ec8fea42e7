//! What a webhook answers: a list of objects, `[{text | buttons | image | custom}]`, the de-facto REST form of bots.

use serde_json::Value;

use super::address::URL_CHARS_MAX;
use crate::conversation::bot::{BotAnswer, BotFault};
use crate::conversation::parts::{Choice, Deed, File, Part, normal};

/// Parts of one answer.
pub const PARTS_MAX: usize = 20;
/// Characters of one text.
pub const TEXT_CHARS_MAX: usize = 8_000;
/// Options of one choice.
const OPTIONS_MAX: usize = 20;
/// Cards of one part.
const CARDS_MAX: usize = 20;

/// Reads an answer.
///
/// # Errors
/// [`BotFault::Garbage`] where it is not of the form; nothing of it is shown then.
pub fn read(body: &[u8]) -> Result<BotAnswer, BotFault> {
    let Ok(Value::Array(items)) = serde_json::from_slice(body) else { return Err(BotFault::Garbage) };
    if items.len() > PARTS_MAX {
        return Err(BotFault::Garbage);
    }
    let mut answer = BotAnswer::default();
    for item in &items {
        add(item, &mut answer)?;
    }
    match answer.parts.len() {
        0..=PARTS_MAX => Ok(answer),
        _ => Err(BotFault::Garbage),
    }
}

fn add(item: &Value, answer: &mut BotAnswer) -> Result<(), BotFault> {
    let item = item.as_object().ok_or(BotFault::Garbage)?;
    let before = answer.parts.len() + answer.deeds.len();
    let text = item.get("text").filter(|text| !text.is_null()).map(text_of).transpose()?;
    match item.get("buttons").and_then(Value::as_array).filter(|buttons| !buttons.is_empty()) {
        Some(buttons) => answer.parts.push(choice(text.unwrap_or_default(), buttons)?),
        None => answer.parts.extend(text.filter(|text| !text.is_empty()).map(Part::text)),
    }
    if let Some(image) = item.get("image").or_else(|| item.get("attachment")).filter(|image| !image.is_null()) {
        let url = image.as_str().filter(|url| is_link(url)).ok_or(BotFault::Garbage)?;
        let kind = if item.get("image").is_some_and(Value::is_string) { "image" } else { "file" };
        let file = File { kind: kind.to_owned(), url: url.to_owned(), mimetype: None, filename: None, size: None };
        answer.parts.push(Part::Files { files: vec![file] });
    }
    if let Some(custom) = item.get("custom").or_else(|| item.get("json_message")).filter(|custom| !custom.is_null()) {
        add_custom(custom, answer)?;
    }
    match answer.parts.len() + answer.deeds.len() > before {
        true => Ok(()),
        false => Err(BotFault::Garbage),
    }
}

/// `custom` is one of our own parts, or names what is to be done: `{"action": "escalateToHuman"}`,
/// `{"actions": [{"id", "data"}]}`. Anything else passes through to the visitor's page.
fn add_custom(custom: &Value, answer: &mut BotAnswer) -> Result<(), BotFault> {
    if let Some(id) = custom.get("action").and_then(Value::as_str) {
        let data = custom.get("data").cloned().unwrap_or(Value::Null);
        answer.deeds.push(Deed { id: id.to_owned(), data, kind: normal() });
        return Ok(());
    }
    if let Some(actions) = custom.get("actions") {
        let deeds = serde_json::from_value::<Vec<Deed>>(actions.clone()).map_err(|_| BotFault::Garbage)?;
        answer.deeds.extend(deeds);
        return Ok(());
    }
    let part = Part::read(custom.clone());
    match is_fit(&part) {
        true => answer.parts.push(part),
        false => return Err(BotFault::Garbage),
    }
    Ok(())
}

fn text_of(text: &Value) -> Result<String, BotFault> {
    text.as_str().filter(|text| is_short(text)).map(str::to_owned).ok_or(BotFault::Garbage)
}

fn choice(title: String, buttons: &[Value]) -> Result<Part, BotFault> {
    let option = |button: &Value| {
        let field =
            |names: [&str; 2]| names.iter().find_map(|name| button.get(*name)?.as_str()).filter(|text| is_short(text));
        let label = field(["title", "label"])?;
        Some(Choice { label: label.to_owned(), value: field(["payload", "value"]).unwrap_or(label).to_owned() })
    };
    let options: Option<Vec<Choice>> = buttons.iter().map(option).collect();
    match options {
        Some(options) if options.len() <= OPTIONS_MAX => {
            Ok(Part::buttons(title, options.into_iter().map(|option| (option.label, option.value))))
        }
        _ => Err(BotFault::Garbage),
    }
}

/// Whether a part may be shown: no end of text, and no link that is a program.
fn is_fit(part: &Part) -> bool {
    match part {
        Part::Text { text } => is_short(text),
        Part::Buttons { buttons } => {
            let options = &buttons.options;
            is_short(&buttons.title)
                && (1..=OPTIONS_MAX).contains(&options.len())
                && options.iter().all(|option| is_short(&option.label) && is_short(&option.value))
        }
        Part::Cards { cards } => {
            cards.len() <= CARDS_MAX
                && cards.iter().all(|card| {
                    is_short(&card.text) && [&card.image_url, &card.link].into_iter().flatten().all(|url| is_link(url))
                })
        }
        Part::Files { files } => files.len() <= CARDS_MAX && files.iter().all(|file| is_link(&file.url)),
        Part::Pause { .. } => true,
        // What has one of our names and is none of ours after all would be taken for one by pages.
        Part::Other(value) => !value["type"].as_str().is_some_and(|kind| Part::KINDS.contains(&kind)),
    }
}

fn is_short(text: &str) -> bool {
    text.len() <= TEXT_CHARS_MAX
}

fn is_link(url: &str) -> bool {
    let plain = url.starts_with("https://") || url.starts_with("http://");
    plain && url.len() <= URL_CHARS_MAX
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::conversation::parts::ESCALATE;

    fn answer(items: Value) -> Result<BotAnswer, BotFault> {
        read(&serde_json::to_vec(&items).expect("JSON"))
    }

    #[test]
    fn each_form_becomes_a_part() {
        let answer = answer(json!([
            {"recipient_id": "u", "text": "Hello"},
            {"recipient_id": "u", "text": "Which?", "buttons": [{"title": "Red", "payload": "/red"}, {"label": "White"}]},
            {"recipient_id": "u", "image": "https://wine.example/a.png"},
            {"recipient_id": "u", "custom": {"type": "pause", "time": 500}},
            {"recipient_id": "u", "custom": {"action": "escalateToHuman", "data": {"why": "asked"}}},
        ]))
        .expect("an answer");
        let image = File {
            kind: "image".into(),
            url: "https://wine.example/a.png".into(),
            mimetype: None,
            filename: None,
            size: None,
        };
        assert_eq!(
            answer.parts,
            [
                Part::text("Hello"),
                Part::buttons("Which?", [("Red", "/red"), ("White", "White")]),
                Part::Files { files: vec![image] },
                Part::Pause { time: 500 },
            ]
        );
        assert_eq!(answer.deeds.iter().map(|deed| deed.id.as_str()).collect::<Vec<_>>(), [ESCALATE]);
    }

    #[test]
    fn what_is_not_of_the_form_is_garbage_as_a_whole() {
        for garbage in [
            json!({"text": "no list"}),
            json!(["text"]),
            json!([{}]),
            json!([{"text": 5}]),
            json!([{"text": "x".repeat(TEXT_CHARS_MAX + 1)}]),
            json!([{"image": "javascript:alert(1)"}]),
            json!([{"text": "a", "buttons": [{"payload": "no title"}]}]),
            json!([{"custom": {"type": "cards", "cards": [{"text": "a", "link": "javascript:alert(1)"}]}}]),
            json!([{"custom": {"type": "cards", "cards": [{"text": 5, "link": "javascript:alert(1)"}]}}]),
            json!([{"custom": {"type": "buttons", "buttons": {"title": "a", "options": []}}}]),
            json!([{"custom": {"type": "buttons", "buttons": ["a"]}}]),
            json!(vec![json!({"text": "a"}); PARTS_MAX + 1]),
        ] {
            assert_eq!(answer(garbage.clone()), Err(BotFault::Garbage), "{garbage}");
        }
        assert_eq!(read(b"<html>"), Err(BotFault::Garbage));
        assert_eq!(answer(json!([])).map(|answer| answer.parts.len()), Ok(0), "a bot may stay silent");
    }
}
