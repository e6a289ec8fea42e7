//! What is written into the read model's file: what was said since, what was said otherwise, what is forgotten.

use rusqlite::{OptionalExtension, Transaction, params};

use super::index::{Known, known, side_word};
use super::texts::{self, Meaning};
use super::{About, Last};
use crate::conversation::console::EntryFrom;
use crate::engine::fold::fold;
use crate::store::{Changed, SessionId};

/// Changes under way.
pub struct Changes<'a>(pub(super) Transaction<'a>);

impl Changes<'_> {
    /// Adds what has happened in a conversation since it was looked at. `events` are its next ones, with their
    /// numbers; what is not an event of a conversation means nothing.
    pub fn add<'e>(
        &self,
        of: &Changed,
        events: impl Iterator<Item = (u64, Option<&'e crate::conversation::event::Event>)>,
    ) -> rusqlite::Result<()> {
        let mut known = match known(&self.0, of.session)? {
            Some(known) => known,
            None => self.begun(of)?,
        };
        let mut last = None;
        for (seq, event) in events {
            if seq <= known.seq {
                continue;
            }
            known.seq = seq;
            match event.map_or(Meaning::Nothing, texts::meaning) {
                Meaning::Begun(about, names) => {
                    self.describe(known.number, &about)?;
                    self.put(known.number, 0, about.started_at, &names)?;
                }
                Meaning::Said { at, from, text } => {
                    known.entries += 1;
                    self.put(known.number, known.entries, at, &text)?;
                    last = Some((known.entries, texts::last(at, from, &text)));
                }
                Meaning::Noted { at, text } => {
                    known.entries += 1;
                    self.put(known.number, known.entries, at, &text)?;
                }
                Meaning::Counted => known.entries += 1,
                Meaning::Changed { entry, text } => {
                    if let Some((_, last)) = last.as_mut().filter(|(said, _)| *said == entry) {
                        *last = texts::last(last.at, last.from, &text);
                    }
                    self.change(known.number, entry, &text)?;
                }
                Meaning::Nothing => {}
            }
        }
        if let Some((_, last)) = last {
            self.said(known.number, &last)?;
        }
        self.0
            .prepare_cached("UPDATE talks SET seq = ?2, entries = ?3 WHERE number = ?1")?
            .execute(params![known.number, known.seq as i64, known.entries])
            .map(drop)
    }

    fn begun(&self, of: &Changed) -> rusqlite::Result<Known> {
        self.0
            .prepare_cached(
                "INSERT INTO talks (session, code, seq, entries, channel, channel_name, user, visitor, started, \
                 last_at, last_from, last_text) VALUES (?1, ?2, 0, 0, '', '', '', '', 0, 0, 'visitor', '')",
            )?
            .execute(params![of.session.as_bytes().as_slice(), of.code])?;
        Ok(Known { number: self.0.last_insert_rowid(), seq: 0, entries: 0 })
    }

    fn describe(&self, talk: i64, about: &About) -> rusqlite::Result<()> {
        self.0
            .prepare_cached(
                "UPDATE talks SET channel = ?2, channel_name = ?3, user = ?4, visitor = ?5, started = ?6, \
                 last_at = ?6 WHERE number = ?1",
            )?
            .execute(params![
                talk,
                about.channel_id,
                about.channel_name,
                about.user_id,
                about.visitor,
                about.started_at
            ])
            .map(drop)
    }

    fn said(&self, talk: i64, last: &Last) -> rusqlite::Result<()> {
        self.0
            .prepare_cached("UPDATE talks SET last_at = ?2, last_from = ?3, last_text = ?4 WHERE number = ?1")?
            .execute(params![talk, last.at, side_word(last.from), last.text])
            .map(drop)
    }

    fn put(&self, talk: i64, entry: u32, at: i64, text: &str) -> rusqlite::Result<()> {
        let folded = fold(text);
        if folded.is_empty() {
            return Ok(());
        }
        self.0
            .prepare_cached("INSERT INTO texts (talk, entry, at, text) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![talk, entry, at, text])?;
        let number = self.0.last_insert_rowid();
        self.0
            .prepare_cached("INSERT INTO words (rowid, folded) VALUES (?1, ?2)")?
            .execute(params![number, folded])
            .map(drop)
    }

    fn change(&self, talk: i64, entry: u32, text: &str) -> rusqlite::Result<()> {
        let old = self
            .0
            .prepare_cached("SELECT number, at, text FROM texts WHERE talk = ?1 AND entry = ?2")?
            .query_row(params![talk, entry], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?)))
            .optional()?;
        let Some((number, at, old)) = old else {
            // There was nothing in it that could be searched.
            let last_at = "SELECT last_at FROM talks WHERE number = ?1";
            let at = self.0.prepare_cached(last_at)?.query_row([talk], |row| row.get(0))?;
            return self.put(talk, entry, at, text);
        };
        self.take_out(number, &old)?;
        self.put(talk, entry, at, text)?;
        // What lists show as the last words is taken back, too.
        let shown = |text: &str| texts::last(at, EntryFrom::Visitor, text).text;
        self.0
            .prepare_cached("UPDATE talks SET last_text = ?4 WHERE number = ?1 AND last_at = ?2 AND last_text = ?3")?
            .execute(params![talk, at, shown(&old), shown(text)])
            .map(drop)
    }

    fn take_out(&self, number: i64, text: &str) -> rusqlite::Result<()> {
        // Without contents of its own the index has to be told what stood there.
        self.0
            .prepare_cached("INSERT INTO words (words, rowid, folded) VALUES ('delete', ?1, ?2)")?
            .execute(params![number, fold(text)])?;
        self.0.prepare_cached("DELETE FROM texts WHERE number = ?1")?.execute([number]).map(drop)
    }

    /// Forgets a conversation and all that was said in it. Whether it was known.
    pub fn forget(&self, session: SessionId) -> rusqlite::Result<bool> {
        let Some(known) = known(&self.0, session)? else { return Ok(false) };
        let texts: Vec<(i64, String)> = self
            .0
            .prepare_cached("SELECT number, text FROM texts WHERE talk = ?1")?
            .query_map([known.number], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (number, text) in texts {
            self.take_out(number, &text)?;
        }
        self.0.prepare_cached("DELETE FROM talks WHERE number = ?1")?.execute([known.number])?;
        Ok(true)
    }

    /// Makes them count.
    pub fn commit(self) -> rusqlite::Result<()> {
        self.0.commit()
    }
}
