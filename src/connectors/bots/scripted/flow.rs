//! A flow: what a scripted bot says, as it stands in its file. See `wine-bar.toml` for one with everything.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

/// Intents, forms and fields of one flow.
const ITEMS_MAX: usize = 500;
/// Bytes of a flow.
pub const FLOW_BYTES_MAX: usize = 256 * 1024;

/// A whole flow.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// The bot's name.
    #[serde(default)]
    pub name: String,
    /// The language where neither visitor nor channel names one.
    #[serde(default)]
    pub locale: Option<String>,
    pub greeting: Turn,
    #[serde(default)]
    pub intents: Vec<Intent>,
    #[serde(default)]
    pub forms: BTreeMap<String, Form>,
    pub fallback: Fallback,
}

/// A text, in one language or in several.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Text {
    Same(String),
    By(BTreeMap<String, String>),
}

/// What the bot says and does.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Turn {
    /// One text after the other.
    pub say: Vec<Text>,
    pub cards: Vec<Card>,
    pub buttons: Option<Buttons>,
    /// Begins this form behind what is said.
    pub form: Option<String>,
    /// An action for the visitor's page.
    pub action: Option<String>,
    /// Asks for a human.
    pub escalate: bool,
}

/// A card.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    pub text: Text,
    #[serde(default)]
    pub description: Option<Text>,
    #[serde(default)]
    pub image_url: Option<String>,
    #[serde(default)]
    pub link: Option<String>,
}

/// Options to choose from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Buttons {
    pub title: Text,
    pub options: Vec<Choice>,
}

/// One option. Its label is what comes back as a message.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub label: Text,
    /// The intent that it means.
    pub go: String,
}

/// What a visitor may mean, and what the bot does then.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intent {
    pub id: String,
    /// Words and phrases by language; a word that ends in `*` stands for all that begin so.
    #[serde(default)]
    pub words: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub say: Vec<Text>,
    #[serde(default)]
    pub cards: Vec<Card>,
    #[serde(default)]
    pub buttons: Option<Buttons>,
    #[serde(default)]
    pub form: Option<String>,
    #[serde(default)]
    pub action: Option<String>,
    #[serde(default)]
    pub escalate: bool,
}

impl Intent {
    /// What the bot says and does.
    pub fn turn(&self) -> Turn {
        Turn {
            say: self.say.clone(),
            cards: self.cards.clone(),
            buttons: self.buttons.clone(),
            form: self.form.clone(),
            action: self.action.clone(),
            escalate: self.escalate,
        }
    }
}

/// Questions one after the other.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    pub fields: Vec<Field>,
    /// Said at the end; `{field}` stands for what was answered.
    pub done: Turn,
    /// Said where the visitor breaks off.
    pub cancelled: Vec<Text>,
    /// Words that break off, by language.
    pub cancel: BTreeMap<String, Vec<String>>,
}

/// One question.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub id: String,
    pub ask: Text,
    #[serde(default)]
    pub kind: FieldKind,
    /// Of a number.
    #[serde(default)]
    pub min: Option<i64>,
    #[serde(default)]
    pub max: Option<i64>,
    /// Of a choice.
    #[serde(default)]
    pub options: Vec<Text>,
    /// Said where the answer is none.
    #[serde(default)]
    pub wrong: Option<Text>,
}

/// What an answer has to be.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    #[default]
    Text,
    /// A day or an hour, in whichever words: something with a digit, or a day's name.
    When,
    Number,
    Email,
    Phone,
    Choice,
}

/// What the bot does where it understands nothing.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fallback {
    pub say: Vec<Text>,
    #[serde(default)]
    pub buttons: Option<Buttons>,
    /// Said instead from the second time in a row on.
    #[serde(default)]
    pub again: Option<Turn>,
}

impl Text {
    /// The text in a language; where it has none in it, in any.
    pub fn in_language(&self, locale: &str) -> &str {
        match self {
            Text::Same(text) => text,
            Text::By(all) => {
                all.get(locale).or_else(|| all.get("en")).or_else(|| all.values().next()).map_or("", |t| t)
            }
        }
    }

    /// Whether this is the text, and in which language, where it differs.
    pub fn language_of(&self, text: &str) -> Option<Option<&str>> {
        match self {
            Text::Same(own) => (own.trim() == text).then_some(None),
            Text::By(all) => {
                let found = all.iter().find(|(_, own)| own.trim() == text);
                found.map(|(language, _)| Some(language.as_str()))
            }
        }
    }

    /// The text in all its languages.
    pub fn all(&self) -> Vec<&str> {
        match self {
            Text::Same(text) => vec![text],
            Text::By(all) => all.values().map(String::as_str).collect(),
        }
    }
}

impl Flow {
    /// Reads a flow as it came with a channel: TOML in a text, or JSON.
    ///
    /// # Errors
    /// A sentence that says where it is wrong.
    pub fn read(script: &Value) -> Result<Flow, String> {
        let flow: Flow = match script {
            Value::String(text) if text.len() > FLOW_BYTES_MAX => {
                return Err(format!("a flow may have {FLOW_BYTES_MAX} bytes"));
            }
            Value::String(text) => toml::from_str(text).map_err(|error| error.to_string())?,
            value => serde_json::from_value(value.clone()).map_err(|error| error.to_string())?,
        };
        flow.check()?;
        Ok(flow)
    }

    /// Everything that is named exists.
    fn check(&self) -> Result<(), String> {
        let fields: usize = self.forms.values().map(|form| form.fields.len()).sum();
        if self.intents.len() + self.forms.len() + fields > ITEMS_MAX {
            return Err(format!("a flow may have {ITEMS_MAX} intents, forms and fields"));
        }
        let ids: BTreeSet<&str> = self.intents.iter().map(|intent| intent.id.as_str()).collect();
        if ids.len() < self.intents.len() {
            return Err("two intents have the same id".to_owned());
        }
        let again = self.fallback.again.iter();
        let turns = self.intents.iter().map(Intent::turn).collect::<Vec<_>>();
        let done = self.forms.values().map(|form| &form.done);
        for turn in [&self.greeting].into_iter().chain(turns.iter()).chain(again).chain(done) {
            if let Some(form) = turn.form.as_ref().filter(|form| !self.forms.contains_key(*form)) {
                return Err(format!("there is no form {form}"));
            }
            check_buttons(turn.buttons.as_ref(), &ids)?;
        }
        check_buttons(self.fallback.buttons.as_ref(), &ids)?;
        for (name, form) in &self.forms {
            if form.fields.is_empty() {
                return Err(format!("forms.{name}.fields: expected at least one field"));
            }
            let mut choices = form.fields.iter().filter(|field| field.kind == FieldKind::Choice);
            if let Some(field) = choices.find(|field| field.options.is_empty()) {
                return Err(format!("forms.{name}: the choice {} has no options", field.id));
            }
        }
        Ok(())
    }
}

fn check_buttons(buttons: Option<&Buttons>, ids: &BTreeSet<&str>) -> Result<(), String> {
    let options = buttons.into_iter().flat_map(|buttons| &buttons.options);
    match options.map(|option| &option.go).find(|go| !ids.contains(go.as_str())) {
        Some(go) => Err(format!("a button leads to {go}, but there is no such intent")),
        None => Ok(()),
    }
}
