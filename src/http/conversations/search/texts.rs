//! What of an event can be searched.

use super::{About, Last};
use crate::conversation::console::EntryFrom;
use crate::conversation::event::{Event, Started};
use crate::conversation::makes_entry;
use crate::conversation::parts::Part;
use crate::engine::WallTime;

/// Characters of the last message that lists show.
const PREVIEW_CHARS: usize = 120;

/// What an event means to the read model. An entry's number is the caller's to count.
#[derive(Debug, PartialEq)]
pub enum Meaning {
    /// The conversation: its visitor's names stand as entry 0.
    Begun(About, String),
    /// An entry that says something.
    Said {
        at: i64,
        from: EntryFrom,
        text: String,
    },
    /// The same, among agents: no list shows it.
    Noted {
        at: i64,
        text: String,
    },
    /// An entry of which nothing can be searched.
    Counted,
    /// An entry's text is another one now.
    Changed {
        entry: u32,
        text: String,
    },
    Nothing,
}

/// The meaning of an event.
pub fn meaning(event: &Event) -> Meaning {
    let said = |at: &WallTime, from, parts: &[Part]| Meaning::Said { at: at.0, from, text: text_of(parts) };
    match event {
        Event::Started(started) => Meaning::Begun(about(started), names(started)),
        Event::UserSaid { at, parts, .. } => said(at, EntryFrom::Visitor, parts),
        Event::BotAnswered { at, parts, .. } => said(at, EntryFrom::Bot, parts),
        Event::AgentSaid { at, parts, .. } => said(at, EntryFrom::Agent, parts),
        Event::Noted { at, text, .. } => Meaning::Noted { at: at.0, text: text.clone() },
        Event::Edited { entry, parts } => Meaning::Changed { entry: *entry, text: text_of(parts) },
        // The fallback and the busy text are the same everywhere: finding them finds nothing.
        event if makes_entry(event) => Meaning::Counted,
        _ => Meaning::Nothing,
    }
}

/// What a list shows of the last message.
pub fn last(at: i64, from: EntryFrom, text: &str) -> Last {
    Last { at, from, text: text.chars().take(PREVIEW_CHARS).collect() }
}

fn about(started: &Started) -> About {
    About {
        channel_id: started.channel.no.to_string(),
        channel_name: started.channel.name.clone(),
        user_id: started.user_id.clone(),
        visitor: started.visitor_name(),
        started_at: started.at.0,
    }
}

fn names(started: &Started) -> String {
    let info = &started.info;
    let names = [info.first_name.as_deref(), info.last_name.as_deref(), info.email.as_deref()];
    let all = names.into_iter().flatten().chain([started.user_id.as_str(), started.id.as_str()]);
    all.collect::<Vec<_>>().join(" ")
}

fn text_of(parts: &[Part]) -> String {
    let mut texts: Vec<&str> = Vec::new();
    for part in parts {
        match part {
            Part::Text { text } => texts.push(text),
            Part::Buttons { buttons } => {
                texts.push(&buttons.title);
                texts.extend(buttons.options.iter().map(|option| option.label.as_str()));
            }
            Part::Cards { cards } => {
                for card in cards {
                    texts.push(&card.text);
                    texts.extend(card.description.as_deref());
                }
            }
            Part::Files { files } => texts.extend(files.iter().filter_map(|file| file.filename.as_deref())),
            Part::Pause { .. } | Part::Other(_) => {}
        }
    }
    texts.join(" ")
}
