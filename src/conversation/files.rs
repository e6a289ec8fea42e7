//! Files that were sent in a conversation. The bytes lie elsewhere: here is what is known of them, and the rules
//! about how many there may be. What a message says of such a file counts nothing; only which it is.

use serde::{Deserialize, Serialize};

use super::event::{AgentFacts, Event};
use super::ids::{AgentNo, ChannelNo};
use super::machine::Cx;
use super::parts::{File, Part};
use super::refusals;
use super::state::Talk;
use crate::engine::Refusal;

/// Where the files of a visitor's message stand in its frame.
pub const FILES_PATH: &str = "event.event_payload.content.files";
/// Letters of a file's id.
const ID_CHARS: usize = 22;

/// A file's id: 128 random bits. Its name on the disk, too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileId(String);

impl FileId {
    /// Reads an id; `None` where it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        (text.len() == ID_CHARS && text.bytes().all(plain)).then(|| FileId(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is known of a file, all of it found out from its bytes but the name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFile {
    pub id: FileId,
    /// `image`, `audio`, `video` or `file`.
    pub kind: String,
    pub mimetype: String,
    /// What people call it, made harmless; its ending is that of its type.
    pub name: String,
    pub bytes: u64,
    /// Who sent it; absent: the visitor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<AgentNo>,
}

/// Who brings a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bringer {
    /// Somebody who has this channel's key and knows the conversation's id.
    Visitor(ChannelNo),
    Agent(AgentFacts),
}

/// Where a file can be had.
pub fn link(room: &str, id: &FileId) -> String {
    format!("/api/v1/conversations/{room}/files/{}", id.as_str())
}

/// Whether an address is one of those, of whatever conversation.
fn is_ours(url: &str) -> bool {
    url.starts_with("/api/v1/conversations/")
}

impl Talk {
    /// Whether this many bytes more may be kept for somebody.
    ///
    /// # Errors
    /// That this is not theirs, or that there is too much already.
    pub fn may_keep(&self, settings: &super::ConversationSettings, by: &Bringer, bytes: u64) -> Result<(), Refusal> {
        match by {
            Bringer::Visitor(channel) if *channel != self.started.channel.no => return Err(refusals::unknown()),
            Bringer::Agent(agent) if !self.stage.is_with(agent.no) => return Err(refusals::not_yours()),
            Bringer::Visitor(_) | Bringer::Agent(_) => {}
        }
        if !self.rules().files {
            return Err(refusals::no_files());
        }
        let kept: u64 = self.files.values().map(|file| file.bytes).sum();
        if self.files.len() >= settings.files_max || kept.saturating_add(bytes) > settings.files_bytes_max {
            return Err(refusals::too_many_files(settings.files_max, settings.files_bytes_max));
        }
        Ok(())
    }

    pub(super) fn keep(&self, cx: &Cx<'_>, by: &Bringer, mut file: KeptFile) -> Result<Event, Refusal> {
        self.may_keep(cx.settings, by, file.bytes)?;
        file.by = match by {
            Bringer::Visitor(_) => None,
            Bringer::Agent(agent) => Some(agent.no),
        };
        Ok(Event::FileKept { at: cx.wall, file })
    }

    /// Files of these that no message holds.
    pub(super) fn drop_unsent(&self, room: &str, mut files: Vec<FileId>) -> Vec<Event> {
        let sent = |url: &str| {
            let of = |part: &Part| matches!(part, Part::Files { files } if files.iter().any(|file| file.url == url));
            self.entries().any(|entry| entry.body.parts().iter().any(of))
        };
        files.retain(|id| self.files.contains_key(id) && !sent(&link(room, id)));
        if files.is_empty() { Vec::new() } else { vec![Event::FilesDropped { files }] }
    }

    /// The parts of a message with what is known of its files in place of what was claimed; `path` is where the
    /// files stand in the frame.
    ///
    /// # Errors
    /// That there is no such file in this conversation.
    pub fn with_own_files(&self, room: &str, mut parts: Vec<Part>, path: &str) -> Result<Vec<Part>, Refusal> {
        for part in &mut parts {
            let Part::Files { files } = part else { continue };
            for (at, file) in files.iter_mut().enumerate().filter(|(_, file)| is_ours(&file.url)) {
                let kept = self.files.values().find(|kept| link(room, &kept.id) == file.url);
                let kept = kept.ok_or_else(|| {
                    Refusal::field(format!("{path}[{at}].url"), "a file that was sent in this conversation before")
                })?;
                *file = kept.part(room);
            }
        }
        Ok(parts)
    }
}

impl KeptFile {
    /// The file as messages hold it.
    pub fn part(&self, room: &str) -> File {
        File {
            kind: self.kind.clone(),
            url: link(room, &self.id),
            mimetype: Some(self.mimetype.clone()),
            filename: Some(self.name.clone()),
            size: Some(self.bytes),
        }
    }
}
