//! The kinds of sessions that this server holds: the one list of them.
//!
//! A new kind is a registry here, opened with its settings, and a line in each of the four functions below.

use std::sync::Arc;

use super::conversations::Talks;
use super::music;
use super::problem::Problem;
use super::prompts::live::{Feed, Live};
use super::quiz::entrance;
use super::rooms;
use super::settings;
use super::start::housekeeping;
use super::trust::Trust;
use crate::config::Serve;
use crate::connectors::music::Songs;
use crate::conversation::Conversation;
use crate::desk::Desk;
use crate::engine::Machine;
use crate::limits::CONVERSATIONS_PER_ADDRESS_HOUR;
use crate::music::Music;
use crate::prompt::Prompt;
use crate::quiz::Quiz;
use crate::room::door::{Denied, Entrance, Entrances, Handshake, Way};
use crate::room::registry::Porch;
use crate::room::{Errands, Foundings, NoErrands, Registry, RegistryOptions};
use crate::store::SharedStore;

/// The rooms of all kinds.
pub struct Kinds {
    /// The wine quiz.
    pub quiz: Arc<Registry<Quiz>>,
    /// Music rooms.
    pub music: Arc<Registry<Music>>,
    /// Interactive prompts and journeys.
    pub prompt: Arc<Registry<Prompt>>,
    /// Who tells live sockets of what happens in prompts.
    live: Arc<Live>,
    /// Conversations, and the desk that gives them to agents.
    pub talks: Talks,
}

/// What every kind is opened with.
pub struct Ground<'a> {
    pub settings: &'a Serve,
    pub trust: &'a Trust,
    pub store: &'a SharedStore,
    /// New sessions by address: all kinds count together.
    pub foundings: &'a Arc<Foundings>,
    /// The catalogue that music rooms ask.
    pub songs: &'a Arc<Songs>,
}

impl Ground<'_> {
    fn open<M: Machine>(
        &self,
        settings: M::Settings,
        route: fn(&Handshake) -> Option<Result<Way, Denied>>,
        errands: Arc<dyn Errands<M>>,
    ) -> Arc<Registry<M>> {
        self.open_counting(settings, route, errands, self.foundings)
    }

    fn open_counting<M: Machine>(
        &self,
        settings: M::Settings,
        route: fn(&Handshake) -> Option<Result<Way, Denied>>,
        errands: Arc<dyn Errands<M>>,
        foundings: &Arc<Foundings>,
    ) -> Arc<Registry<M>> {
        let options = RegistryOptions {
            key: self.trust.key.clone(),
            settings,
            limits: settings::room(&self.settings.limits),
            address_limits: self.settings.address_limits.is_on(),
            foundings: Arc::clone(foundings),
            route,
            errands,
        };
        Registry::new(Arc::clone(self.store), options)
    }
}

impl Kinds {
    /// The kinds' names in the store and in metrics.
    pub const NAMES: [&'static str; 5] = [Quiz::KIND, Music::KIND, Prompt::KIND, Conversation::KIND, Desk::KIND];
    /// Those whose rooms are joined by a code that people type.
    pub const WITH_CODES: [&'static str; 2] = [Quiz::KIND, Music::KIND];

    /// All kinds, without any room awake.
    pub fn open(ground: &Ground<'_>) -> Kinds {
        let limits = &ground.settings.limits;
        let feed = Arc::new(Feed::new(Arc::clone(&ground.trust.tokens)));
        // No socket enters a prompt's room: live ones are told by whoever carries out its errands.
        let prompt = ground.open((), |_| None, Arc::clone(&feed) as Arc<dyn Errands<Prompt>>);
        let (registry, tokens) = (Arc::clone(&prompt), Arc::clone(&ground.trust.tokens));
        Kinds {
            quiz: ground.open(settings::quiz(limits), entrance::route, Arc::new(NoErrands)),
            music: ground.open(settings::music(limits, ground.songs), music::entrance::route, Arc::new(NoErrands)),
            prompt,
            live: Arc::new(Live { registry, feed, tokens }),
            talks: Kinds::talks(ground),
        }
    }

    /// Visitors begin conversations far more often than hosts found sessions: they are counted apart.
    fn talks(ground: &Ground<'_>) -> Talks {
        let serve = ground.settings;
        let per_hour = serve.address_limits.is_on().then_some(CONVERSATIONS_PER_ADDRESS_HOUR);
        let begun = Arc::new(Foundings::new(per_hour));
        Talks::open(
            &|errands| ground.open_counting(settings::conversation(&serve.limits), |_| None, errands, &begun),
            &|errands| ground.open_counting(settings::desk(&serve.limits), |_| None, errands, &begun),
            Arc::clone(ground.store),
            ground.trust.key.clone(),
            serve,
        )
    }

    /// Every kind's entrance for sockets.
    pub fn entrances(&self) -> Entrances {
        let doors: Vec<Arc<dyn Entrance>> = vec![
            Arc::new(Porch(Arc::clone(&self.quiz))),
            Arc::new(Porch(Arc::clone(&self.music))),
            Arc::clone(&self.live) as Arc<dyn Entrance>,
            self.talks.entrance(),
        ];
        Entrances::from(doors)
    }

    /// The kind whose session has this code and is not over.
    ///
    /// # Errors
    /// 503 where the storage or a room cannot be read now.
    pub async fn kind_of(&self, store: &SharedStore, code: &str) -> Result<Option<&'static str>, Problem> {
        if rooms::is_open(store, &self.quiz, code).await? {
            return Ok(Some(Quiz::KIND));
        }
        if rooms::is_open(store, &self.music, code).await? {
            return Ok(Some(Music::KIND));
        }
        Ok(None)
    }

    /// From now on no room stores anything new: the server is stopping.
    pub fn stop(&self) {
        self.quiz.stop();
        self.music.stop();
        self.prompt.stop();
        self.talks.stop();
    }

    /// What the server does unasked, for as long as it lives.
    pub fn keep_house(&self, store: &SharedStore, abandoned_after_hours: u32) {
        housekeeping::start(store, &self.quiz, abandoned_after_hours);
        housekeeping::start(store, &self.music, abandoned_after_hours);
        self.talks.keep_house();
    }
}
