//! How a file comes into a conversation: what is asked before it, what it turns out to be, and who is told.

use std::io;
use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::web::{self, Data};

use super::cabinet::Coming;
use super::files::{Who, refused, taken};
use crate::conversation::command::Command;
use crate::conversation::files::{FileId, KeptFile};
use crate::conversation::ids::ConversationId;
use crate::http::Shared;
use crate::http::intake::{Bounds, blocking, take_in};
use crate::http::problem::Problem;
use crate::http::settings;
use crate::limits::{FILE_PIXELS_MAX, FILE_SECONDS_MAX};
use crate::net::address::AddressKey;
use crate::room::CallError;
use crate::store::kept::Half;
use crate::store::kept::format::{self, Format, Kind};
use crate::store::kept::name::{ending_of, harmless};

/// A file that is sent.
pub(super) struct Sent<'a> {
    pub request: &'a HttpRequest,
    pub shared: &'a Data<Shared>,
    pub who: &'a Who,
    pub id: &'a ConversationId,
    /// What its sender calls it.
    pub name: &'a str,
}

impl Sent<'_> {
    /// Takes it in, and tells its conversation of it.
    pub async fn take_in(&self, payload: web::Payload) -> Result<KeptFile, Problem> {
        let coming = self.admitted().await?;
        let (half, coming) = self.arrived(payload, coming).await?;
        let (format, bytes) = (self.format(&half)?, half.bytes());
        let id = self.kept(half, coming, format).await?;
        let file = KeptFile {
            id,
            kind: format.kind.word().to_owned(),
            mimetype: format.media_type.to_owned(),
            name: harmless(self.name, format.ending, |ending| format.has_ending(ending)),
            bytes,
            by: None,
        };
        self.told(file).await
    }

    /// Asks, before anything of it is read, whether it may come.
    async fn admitted(&self) -> Result<Coming, Problem> {
        if self.bytes_max() == 0 {
            return Err(Problem::new(409, "NO_FILES", "This server takes no files."));
        }
        let said: Option<u64> = self.header(header::CONTENT_LENGTH).and_then(|value| value.parse().ok());
        if said.is_some_and(|bytes| bytes > self.bytes_max()) {
            return Err(self.too_large());
        }
        let (by, rules) = (self.who.bringer(), settings::conversation(&self.shared.settings.limits));
        let expected = said.unwrap_or(1);
        self.who
            .look(self.shared, self.id, move |talk| talk.may_keep(&rules, &by, expected))
            .await?
            .map_err(refused)?;
        let too_many = || Problem::too_many("Many files come already; send this one when they have come.", 2);
        let address = AddressKey::of(self.shared.address(self.request));
        self.shared.kinds.talks.cabinet.admit(address).ok_or_else(too_many)
    }

    /// Lets all of it come.
    async fn arrived(&self, payload: web::Payload, mut coming: Coming) -> Result<(Half, Coming), Problem> {
        let (cabinet, id) = (Arc::clone(&self.shared.kinds.talks.cabinet), self.id.clone());
        let half = blocking(move || cabinet.begin(&id)).await?;
        let too_large = || self.too_large();
        let bounds = Bounds { bytes_max: self.bytes_max(), seconds_max: FILE_SECONDS_MAX, too_large: &too_large };
        let full = || Problem::new(507, "STORAGE_FULL", "The server keeps as many files as it may; tell its operator.");
        let room = |bytes| coming.has_room(bytes).then_some(()).ok_or_else(full);
        let half = take_in(payload, half, &bounds, room).await?;
        match half.bytes() {
            0 => Err(Problem::new(422, "EMPTY", "The file is empty.")),
            _ => Ok((half, coming)),
        }
    }

    /// What it is: by its beginning, and by what is said of it.
    fn format(&self, half: &Half) -> Result<&'static Format, Problem> {
        let said = format::media_type_of(self.header(header::CONTENT_TYPE).unwrap_or(""));
        let format = format::tell(taken(self.shared), half.head(), &said, ending_of(self.name));
        format.ok_or_else(|| not_taken(self.shared))
    }

    /// Keeps it, if it is to its end what it seems to be.
    async fn kept(&self, half: Half, coming: Coming, format: &'static Format) -> Result<FileId, Problem> {
        let cabinet = Arc::clone(&self.shared.kinds.talks.cabinet);
        let kept = blocking(move || match is_sound(format, &half)? {
            // Where a photograph was taken is nobody's business.
            true => cabinet.keep(half.without_notes(format.media_type)?, coming).map(Some),
            false => Ok(None),
        });
        kept.await?.ok_or_else(|| not_taken(self.shared))
    }

    /// Tells the conversation, which may refuse it even now: then it goes again.
    async fn told(&self, file: KeptFile) -> Result<KeptFile, Problem> {
        let keep = Command::Keep { by: self.who.bringer(), file: Box::new(file.clone()) };
        match self.shared.kinds.talks.conversations.call(self.id.as_str(), keep).await {
            Ok(_) => Ok(file),
            Err(CallError::Refused(refusal)) => {
                let (cabinet, id) = (Arc::clone(&self.shared.kinds.talks.cabinet), self.id.clone());
                blocking(move || cabinet.remove(&id, &file.id)).await?;
                Err(refused(refusal))
            }
            // It may be stored all the same: a round will tell.
            Err(error) => Err(error.into()),
        }
    }

    fn bytes_max(&self) -> u64 {
        self.shared.settings.limits.conversation_file_bytes_max as u64
    }

    fn too_large(&self) -> Problem {
        let bytes_max = self.bytes_max();
        let detail = format!("A file may have {bytes_max} bytes ({:.1} MiB).", bytes_max as f64 / 1_048_576.0);
        Problem::new(413, "TOO_LARGE", detail)
    }

    fn header(&self, name: header::HeaderName) -> Option<&str> {
        self.request.headers().get(name).and_then(|value| value.to_str().ok())
    }
}

/// What the beginning does not tell: whether a text is one to its end, and whether a picture has a size to be shown in.
fn is_sound(format: &Format, half: &Half) -> io::Result<bool> {
    if format.is_text() {
        return format::is_text_throughout(half.path());
    }
    if format.kind != Kind::Image {
        return Ok(true);
    }
    let sides = 1..=FILE_PIXELS_MAX as usize;
    Ok(imagesize::size(half.path()).is_ok_and(|size| sides.contains(&size.width) && sides.contains(&size.height)))
}

fn not_taken(shared: &Shared) -> Problem {
    let endings = shared.settings.limits.conversation_file_types.join(", ");
    Problem::new(415, "NOT_TAKEN", format!("Expected a file that is what its type says, one of: {endings}."))
}
