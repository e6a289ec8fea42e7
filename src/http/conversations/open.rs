//! Everything that conversations need, opened together: two kinds of rooms that send each other errands.

use std::sync::Arc;
use std::time::Duration;

use actix_web::web;

use super::cabinet::Cabinet;
use super::directory::Directory;
use super::errands::{ConversationErrands, DeskErrands, Outside};
use super::house;
use super::search::Search;
use super::sockets::Sockets;
use super::switchboard::Switchboard;
use crate::connectors::bots::Bots;
use crate::connectors::bots::webhook::Webhooks;
use crate::conversation::Conversation;
use crate::conversation::ids::tag;
use crate::desk::command::Command as DeskCommand;
use crate::desk::{self, Desk};
use crate::engine::{Machine, SecretKey};
use crate::room::door::Entrance;
use crate::room::{CallError, Errands, Registry};
use crate::store::{SharedStore, asked};

/// Conversations, the desk, and what lies around them.
#[derive(Clone)]
pub struct Talks {
    pub conversations: Arc<Registry<Conversation>>,
    pub desk: Arc<Registry<Desk>>,
    pub directory: Arc<Directory>,
    pub sockets: Arc<Sockets>,
    pub search: Search,
    pub(super) cabinet: Arc<Cabinet>,
    pub(super) store: SharedStore,
    pub(super) key: SecretKey,
    pub(super) message_bytes_max: usize,
    /// How long a file waits for its message.
    unsent: Duration,
    retention_days: u32,
}

/// What opens the rooms of one kind, given who carries out their errands.
type Opener<'a, M> = &'a dyn Fn(Arc<dyn Errands<M>>) -> Arc<Registry<M>>;

impl Talks {
    /// Opens both kinds.
    pub fn open(
        conversations: Opener<'_, Conversation>,
        desk: Opener<'_, Desk>,
        store: SharedStore,
        key: SecretKey,
        settings: &crate::config::Serve,
    ) -> Talks {
        let bots = Webhooks::new(settings.private_webhooks.is_on()).map(Bots::new);
        if let Err(error) = &bots {
            log::error!("webhooks cannot be asked: {error}; their visitors get the fallback");
        }
        let directory = Arc::new(Directory::new(key.clone(), &settings.data));
        let outside = Outside::new(Arc::clone(&directory), bots.ok());
        let talks = Talks {
            conversations: conversations(Arc::new(ConversationErrands(Arc::clone(&outside)))),
            desk: desk(Arc::new(DeskErrands(Arc::clone(&outside)))),
            directory,
            sockets: Arc::default(),
            search: Search::open(&settings.data, Arc::clone(&store)),
            cabinet: Cabinet::new(&settings.data, settings.limits.files_bytes_max, settings.address_limits.is_on()),
            unsent: Duration::from_secs(u64::from(settings.limits.conversation_file_unsent_hours) * 3_600),
            retention_days: settings.retention_days,
            store,
            key,
            message_bytes_max: settings.limits.message_bytes_max,
        };
        outside.connect(&talks.conversations, &talks.desk);
        talks
    }

    /// The entrance for visitors' and agents' sockets.
    pub fn entrance(&self) -> Arc<dyn Entrance> {
        Arc::new(Switchboard::new(self.clone()))
    }

    /// Opens the desk and reads who may come in. To be done before the first socket comes.
    ///
    /// # Errors
    /// That the desk cannot be read.
    pub async fn prepare(&self) -> Result<(), CallError> {
        // Says once per start that the desk is still in use, so that it is never too old to be kept.
        if let Err(error) = self.desk.call(desk::ROOM, DeskCommand::Open).await {
            log::warn!("the desk cannot be written: {error}");
        }
        let cabinet = Arc::clone(&self.cabinet);
        match web::block(move || cabinet.open()).await {
            Ok(Ok(())) | Err(_) => {}
            Ok(Err(error)) => log::error!("the files of conversations cannot be counted: {error}"),
        }
        self.refresh().await
    }

    /// Reads from the desk who may come in, and shows those out who may not any more.
    ///
    /// # Errors
    /// That the desk cannot be read.
    pub async fn refresh(&self) -> Result<(), CallError> {
        self.directory.refresh(&self.desk).await?;
        self.sockets.revoke(|no| self.directory.channel(no).is_none_or(|card| card.is_revoked()));
        Ok(())
    }

    /// What the server does unasked, for as long as it lives.
    pub fn keep_house(&self) {
        self.wake();
        house::start(self.clone(), self.unsent, self.retention_days);
    }

    /// Wakes the conversations in which something was under way when the server stopped: bots' turns are asked
    /// again, clocks go on. Those that wait for a human or talk to one, the desk wakes itself.
    fn wake(&self) {
        let talks = self.clone();
        actix_web::rt::spawn(async move {
            let codes = match asked(|done| talks.store.playing(Conversation::KIND, done)).await {
                Ok(codes) => codes,
                Err(error) => return log::warn!("conversations under way cannot be listed: {error}"),
            };
            for code in codes {
                if let Err(error) = talks.conversations.peek(&code, |_| ()).await {
                    log::warn!("conversation {} cannot be woken: {error}", tag(&code));
                }
            }
        });
    }

    /// From now on no room stores anything new.
    pub fn stop(&self) {
        self.conversations.stop();
        self.desk.stop();
    }
}
