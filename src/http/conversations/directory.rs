//! Which keys and tokens count, in memory: a websocket's upgrade cannot wait for a room. The desk's state is the
//! truth; this is read from it at the start and after each change.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use serde_json::Value;

use crate::connectors::bots::Bot;
use crate::connectors::bots::scripted::{FLOW_BYTES_MAX, Flow, WINE_BAR};
use crate::connectors::bots::webhook::signature;
use crate::conversation::event::{AgentFacts, ChannelFacts, Rules};
use crate::conversation::ids::{AgentNo, ChannelNo};
use crate::desk::channel::{BotChoice, ChannelSettings};
use crate::desk::state::Channel;
use crate::desk::{Desk, ROOM};
use crate::engine::{KeyedHash, SecretKey};
use crate::room::{CallError, Registry};

/// A channel, ready for use.
#[derive(Debug)]
pub struct ChannelCard {
    pub facts: ChannelFacts,
    pub bot: Bot,
    pub greeting: Option<String>,
    /// Sites whose pages may talk here; empty: any.
    pub origins: Vec<String>,
    revoked: AtomicBool,
}

impl ChannelCard {
    /// Whether its key counts no more.
    pub fn is_revoked(&self) -> bool {
        self.revoked.load(Ordering::Relaxed)
    }

    /// Whether a page of this origin may talk here.
    pub fn admits(&self, origin: &str) -> bool {
        self.origins.is_empty() || self.origins.iter().any(|allowed| allowed.eq_ignore_ascii_case(origin))
    }
}

/// All channels and agents.
pub struct Directory {
    key: SecretKey,
    /// Where files of flows lie.
    flows: PathBuf,
    tables: RwLock<Tables>,
    /// Held while the tables are read anew: what was read first must not be written last.
    refreshing: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Tables {
    keys: HashMap<KeyedHash, Arc<ChannelCard>>,
    channels: HashMap<ChannelNo, Arc<ChannelCard>>,
    tokens: HashMap<KeyedHash, AgentNo>,
    agents: HashMap<AgentNo, AgentFacts>,
}

impl Directory {
    /// An empty one; `data` is the data folder.
    pub fn new(key: SecretKey, data: &std::path::Path) -> Self {
        Directory {
            key,
            flows: data.join("bots"),
            tables: RwLock::default(),
            refreshing: tokio::sync::Mutex::default(),
        }
    }

    /// The channel whose key this is.
    pub fn channel_by_key(&self, key: &str) -> Option<Arc<ChannelCard>> {
        self.read(|tables| tables.keys.get(&self.key.hash("channel", key)).cloned())
    }

    /// A channel, revoked ones included: their conversations may still be under way.
    pub fn channel(&self, no: ChannelNo) -> Option<Arc<ChannelCard>> {
        self.read(|tables| tables.channels.get(&no).cloned())
    }

    /// An agent by number.
    pub fn agent(&self, no: AgentNo) -> Option<AgentFacts> {
        self.read(|tables| tables.agents.get(&no).cloned())
    }

    /// The agent whose token this is.
    pub fn agent_by_token(&self, token: &str) -> Option<AgentFacts> {
        self.read(|tables| {
            let no = tables.tokens.get(&self.key.hash("agent", token))?;
            tables.agents.get(no).cloned()
        })
    }

    fn read<R>(&self, look: impl FnOnce(&Tables) -> R) -> R {
        // A panic while the tables were locked leaves tables that are still whole.
        look(&self.tables.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads everything anew from the desk.
    ///
    /// # Errors
    /// That the desk cannot be reached.
    pub async fn refresh(&self, desk: &Arc<Registry<Desk>>) -> Result<(), CallError> {
        let _turn = self.refreshing.lock().await;
        let (channels, agents) = desk
            .read(ROOM, |desk| {
                let agents: Vec<_> = desk.agents.iter().filter(|(_, agent)| !agent.is_revoked).collect();
                let agents: Vec<(KeyedHash, AgentFacts)> =
                    agents.into_iter().filter_map(|(no, agent)| Some((agent.token, desk.facts(*no)?))).collect();
                (desk.channels.clone(), agents)
            })
            .await?;
        let mut new = Tables::default();
        for (token, agent) in agents {
            new.tokens.insert(token, agent.no);
            new.agents.insert(agent.no, agent);
        }
        for (no, channel) in channels {
            let card = Arc::new(self.card(no, &channel));
            if !channel.is_revoked {
                new.keys.insert(channel.key, Arc::clone(&card));
            }
            new.channels.insert(no, card);
        }
        let mut tables = self.tables.write().unwrap_or_else(PoisonError::into_inner);
        // Sockets that are open hold the cards of before.
        for (no, old) in &tables.channels {
            let gone = new.channels.get(no).is_none_or(|card| card.is_revoked());
            old.revoked.store(gone, Ordering::Relaxed);
        }
        *tables = new;
        Ok(())
    }

    fn card(&self, no: ChannelNo, channel: &Channel) -> ChannelCard {
        let bot = self.bot(no, &channel.bot).unwrap_or_else(|why| {
            log::error!("the bot of channel {no} cannot be used: {why}");
            Bot::Broken
        });
        let settings = &channel.settings;
        let own_name = settings.bot_name.clone();
        let script_name = match &bot {
            Bot::Scripted(flow) => Some(flow.name.clone()).filter(|name| !name.is_empty()),
            Bot::Webhook { .. } | Bot::Broken => None,
        };
        let facts = ChannelFacts {
            no,
            name: channel.name.clone(),
            bot_name: own_name.or(script_name).unwrap_or_else(|| channel.name.clone()),
            rules: rules(settings),
        };
        ChannelCard {
            facts,
            bot,
            greeting: settings.greeting.clone(),
            origins: settings.allowed_origins.clone(),
            revoked: AtomicBool::new(channel.is_revoked),
        }
    }

    /// The bot that a choice means.
    ///
    /// # Errors
    /// Why there is none, as a sentence.
    pub fn bot(&self, no: ChannelNo, choice: &BotChoice) -> Result<Bot, String> {
        match choice {
            BotChoice::Webhook { url } => {
                Ok(Bot::Webhook { url: url.clone(), secret: signature::secret(&self.key, no.0) })
            }
            BotChoice::Scripted { script } => self.flow(script.as_ref()).map(|flow| Bot::Scripted(Arc::new(flow))),
        }
    }

    fn flow(&self, script: Option<&Value>) -> Result<Flow, String> {
        match script {
            None => Flow::read(&Value::from(WINE_BAR)),
            Some(Value::String(name)) if is_name(name) => {
                let file = self.flows.join(format!("{name}.toml"));
                let size = std::fs::metadata(&file).map_err(|error| format!("bots/{name}.toml: {error}"))?.len();
                if size > FLOW_BYTES_MAX as u64 {
                    return Err(format!("bots/{name}.toml: a flow may have {FLOW_BYTES_MAX} bytes"));
                }
                let text = std::fs::read_to_string(&file).map_err(|error| format!("bots/{name}.toml: {error}"))?;
                Flow::read(&Value::from(text)).map_err(|why| format!("bots/{name}.toml: {why}"))
            }
            Some(script) => Flow::read(script),
        }
    }
}

/// Whether a text is the name of a flow's file, not the flow itself.
fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

fn rules(settings: &ChannelSettings) -> Rules {
    let usual = Rules::default();
    let ms = |seconds: Option<u32>, usual| seconds.map_or(usual, |seconds| u64::from(seconds) * 1_000);
    Rules {
        queue_ms: ms(settings.queue_seconds, usual.queue_ms),
        silence_ms: ms(settings.silence_seconds, usual.silence_ms),
        turn_ms: ms(settings.bot_seconds, usual.turn_ms),
        busy_text: settings.busy_text.clone(),
        fallback_text: settings.fallback_text.clone(),
        closed_text: settings.closed_text.clone(),
        files: settings.files.unwrap_or(true),
        locale: settings.locale.clone(),
    }
}
