//! Bots that follow a flow: a greeting, intents by words and by button, forms, a human on request. Understood
//! here and now: no network, no clock, no chance.

mod flow;
#[cfg(test)]
mod tests;
mod words;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use self::flow::{Buttons, Field, FieldKind, Form, Intent, Text, Turn};
pub use self::flow::{FLOW_BYTES_MAX, Flow};
use self::words::{matches, tokens};
use crate::conversation::bot::{BotAnswer, BotCause, BotRequest};
use crate::conversation::parts::{self, Deed, ESCALATE, Part};

/// The flow that comes with the server.
pub const WINE_BAR: &str = include_str!("wine-bar.toml");

/// What the bot keeps in mind from turn to turn.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Memory {
    /// The language that the visitor was understood in.
    locale: Option<String>,
    /// The form under way, and which of its fields was asked for.
    form: Option<String>,
    field: usize,
    values: Map<String, Value>,
    /// How often in a row nothing was understood.
    misses: u32,
}

impl Flow {
    /// The answer to one turn.
    pub fn answer(&self, request: &BotRequest) -> BotAnswer {
        let memory = serde_json::from_value(request.memory.clone()).unwrap_or_default();
        let mut speaker = Speaker { flow: self, memory, locale: request.locale.clone(), answer: BotAnswer::default() };
        if let Some(locale) = &speaker.memory.locale {
            speaker.locale.clone_from(locale);
        }
        match &request.cause {
            BotCause::Start => speaker.perform(&self.greeting),
            BotCause::Said { text, files } => speaker.hear(text, !files.is_empty()),
            BotCause::Acted(deed) => {
                // Pages' own actions may mean an intent; others are none of the bot's business.
                if let Some(intent) = self.intent(&deed.id) {
                    speaker.perform(&intent.turn());
                }
            }
        }
        speaker.finish()
    }

    fn intent(&self, id: &str) -> Option<&Intent> {
        self.intents.iter().find(|intent| intent.id == id)
    }

    /// The intent that a button's label means, with the label's language where it has one.
    fn pressed(&self, text: &str) -> Option<(&Intent, Option<&str>)> {
        let again = self.fallback.again.iter().filter_map(|turn| turn.buttons.as_ref());
        let of_intents = self.intents.iter().filter_map(|intent| intent.buttons.as_ref());
        let done = self.forms.values().filter_map(|form| form.done.buttons.as_ref());
        let all = self.greeting.buttons.iter().chain(&self.fallback.buttons).chain(again).chain(of_intents).chain(done);
        let choice = all.flat_map(|buttons: &Buttons| &buttons.options);
        let text = text.trim();
        let (pressed, language) =
            choice.into_iter().find_map(|choice| Some((choice, choice.label.language_of(text)?)))?;
        Some((self.intent(&pressed.go)?, language))
    }

    /// The intent that a text means, and the language of the words that told so: the longest phrase counts.
    fn understood(&self, text: &str) -> Option<(&Intent, &str)> {
        let heard = tokens(text);
        let mut best: Option<(usize, &Intent, &str)> = None;
        for intent in &self.intents {
            for (locale, phrases) in &intent.words {
                let length = phrases.iter().filter_map(|phrase| matches(&heard, phrase)).max().unwrap_or(0);
                if length > best.map_or(0, |(longest, ..)| longest) {
                    best = Some((length, intent, locale));
                }
            }
        }
        best.map(|(_, intent, locale)| (intent, locale))
    }
}

/// One answer in the making.
struct Speaker<'a> {
    flow: &'a Flow,
    memory: Memory,
    locale: String,
    answer: BotAnswer,
}

impl Speaker<'_> {
    fn hear(&mut self, text: &str, has_files: bool) {
        let flow = self.flow;
        if let Some(form) = self.memory.form.clone().and_then(|name| Some((flow.forms.get(&name)?, name))) {
            return self.fill(form.0, &form.1, text);
        }
        if let Some((intent, locale)) = flow.pressed(text) {
            if let Some(locale) = locale {
                self.speak(locale);
            }
            return self.perform_understood(&intent.turn());
        }
        if let Some((intent, locale)) = flow.understood(text) {
            self.speak(locale);
            return self.perform_understood(&intent.turn());
        }
        if has_files && text.is_empty() {
            return;
        }
        self.memory.misses += 1;
        match &flow.fallback.again {
            Some(again) if self.memory.misses > 1 => self.perform(again),
            _ => {
                self.say(&flow.fallback.say);
                self.buttons(flow.fallback.buttons.as_ref());
            }
        }
    }

    /// Whoever writes German is answered in German.
    fn speak(&mut self, locale: &str) {
        self.locale = locale.to_owned();
        self.memory.locale = Some(locale.to_owned());
    }

    fn perform_understood(&mut self, turn: &Turn) {
        self.memory.misses = 0;
        self.perform(turn);
    }

    fn perform(&mut self, turn: &Turn) {
        self.say(&turn.say);
        let cards = turn.cards.iter().map(|card| parts::Card {
            text: self.text(&card.text),
            description: card.description.as_ref().map(|text| self.text(text)),
            image_url: card.image_url.clone(),
            link: card.link.clone(),
        });
        let cards: Vec<_> = cards.collect();
        if !cards.is_empty() {
            self.answer.parts.push(Part::Cards { cards });
        }
        self.buttons(turn.buttons.as_ref());
        if let Some(id) = &turn.action {
            let data = Value::Object(self.memory.values.clone());
            self.answer.deeds.push(Deed { id: id.clone(), data, kind: parts::normal() });
        }
        if turn.escalate {
            self.answer.deeds.push(Deed { id: ESCALATE.to_owned(), data: Value::Null, kind: parts::normal() });
        }
        if let Some(name) = &turn.form
            && let Some(form) = self.flow.forms.get(name)
        {
            self.memory.form = Some(name.clone());
            (self.memory.field, self.memory.values) = (0, Map::new());
            self.ask(form);
        }
    }

    fn say(&mut self, texts: &[Text]) {
        for text in texts {
            let text = self.text(text);
            self.answer.parts.push(Part::text(text));
        }
    }

    fn buttons(&mut self, buttons: Option<&Buttons>) {
        let Some(buttons) = buttons else { return };
        let labels: Vec<String> = buttons.options.iter().map(|option| self.text(&option.label)).collect();
        let options = labels.into_iter().map(|label| (label.clone(), label));
        let part = Part::buttons(self.text(&buttons.title), options);
        self.answer.parts.push(part);
    }

    /// A text in the visitor's language, `{field}` replaced by what was answered.
    fn text(&self, text: &Text) -> String {
        let mut text = text.in_language(&self.locale).to_owned();
        for (field, value) in &self.memory.values {
            text = text.replace(&format!("{{{field}}}"), value.as_str().unwrap_or_default());
        }
        text
    }

    // ---- forms ----

    fn ask(&mut self, form: &Form) {
        let Some(field) = form.fields.get(self.memory.field) else { return };
        let ask = self.text(&field.ask);
        if field.kind == FieldKind::Choice {
            let labels: Vec<String> = field.options.iter().map(|option| self.text(option)).collect();
            let options = labels.into_iter().map(|label| (label.clone(), label));
            self.answer.parts.push(Part::buttons(ask, options));
        } else {
            self.answer.parts.push(Part::text(ask));
        }
    }

    fn fill(&mut self, form: &Form, name: &str, text: &str) {
        let heard = tokens(text);
        let breaks_off = form.cancel.values().flatten().any(|phrase| matches(&heard, phrase) == Some(heard.len()));
        if breaks_off {
            self.memory.form = None;
            self.memory.values.clear();
            return self.say(&form.cancelled);
        }
        // A human can be asked for in the middle of a form, too.
        if let Some((intent, _)) = self.flow.understood(text).filter(|(intent, _)| intent.escalate) {
            self.memory.form = None;
            return self.perform_understood(&intent.turn());
        }
        let Some(field) = form.fields.get(self.memory.field) else {
            // The flow has changed since it was asked.
            self.memory.form = None;
            return;
        };
        let Some(value) = self.read(field, text) else {
            if let Some(wrong) = &field.wrong {
                let wrong = self.text(wrong);
                self.answer.parts.push(Part::text(wrong));
            }
            return self.ask(form);
        };
        self.memory.values.insert(field.id.clone(), Value::String(value));
        self.memory.field += 1;
        if self.memory.field < form.fields.len() {
            return self.ask(form);
        }
        log::debug!("the form {name} is filled in");
        self.memory.form = None;
        let done = form.done.clone();
        self.perform(&done);
        self.memory.values.clear();
    }

    /// What a visitor has answered, in the form in which it is kept; `None`: that is no answer.
    fn read(&self, field: &Field, text: &str) -> Option<String> {
        let text = text.trim();
        let fits = match field.kind {
            FieldKind::Text => !text.is_empty(),
            FieldKind::When => text.chars().any(|char| char.is_ascii_digit()) || words::is_day(text),
            FieldKind::Number => {
                let digits: String = text.chars().filter(char::is_ascii_digit).take(9).collect();
                let number: Option<i64> = digits.parse().ok().or_else(|| words::number(text));
                let within = |number: &i64| {
                    field.min.is_none_or(|min| *number >= min) && field.max.is_none_or(|max| *number <= max)
                };
                return number.filter(within).map(|number| number.to_string());
            }
            FieldKind::Email => {
                text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
                    && !text.contains(char::is_whitespace)
            }
            FieldKind::Phone => text.chars().filter(char::is_ascii_digit).count() >= 6,
            FieldKind::Choice => {
                let mut options = field.options.iter();
                let chosen = options.find(|option| option.all().iter().any(|label| words::same(label, text)));
                return chosen.map(|option| self.text(option));
            }
        };
        fits.then(|| text.chars().take(200).collect())
    }

    fn finish(mut self) -> BotAnswer {
        self.answer.memory = match self.memory == Memory::default() {
            true => Value::Null,
            false => serde_json::to_value(&self.memory).unwrap_or_default(),
        };
        self.answer
    }
}
