//! The operator's settings as each part of the server takes them.

use std::sync::Arc;
use std::time::Duration;

use crate::config::{Limits, Serve};
use crate::connectors::music::{Songs, SongsOptions};
use crate::conversation::ConversationSettings;
use crate::desk::DeskSettings;
use crate::limits;
use crate::music::{Catalogue, MusicSettings};
use crate::net;
use crate::quiz::QuizSettings;
use crate::room::RoomLimits;
use crate::store::StoreOptions;

/// For the store.
pub fn store(settings: &Serve) -> StoreOptions {
    StoreOptions {
        retention_days: settings.retention_days,
        queue_max: settings.limits.store_queue_max,
        code_rest_hours: settings.limits.code_rest_hours,
        abandoned_after_hours: settings.limits.abandoned_after_hours,
    }
}

/// For the catalogue of songs.
pub fn songs(limits: &Limits) -> SongsOptions {
    SongsOptions { rescan: Duration::from_secs(limits.music_rescan_seconds), ..SongsOptions::default() }
}

/// For rooms of every kind.
pub fn room(limits: &Limits) -> RoomLimits {
    RoomLimits {
        pending_events_max: limits.room_pending_events_max,
        idle_ms: limits.room_idle_ms,
        secret_failures_max: limits.secret_failures_max,
        snapshot_every_events: limits.snapshot_every_events,
    }
}

/// For conversations.
pub fn conversation(limits: &Limits) -> ConversationSettings {
    ConversationSettings {
        message_bytes_max: limits.message_bytes_max,
        files_max: limits.conversation_files_max,
        files_bytes_max: limits.conversation_files_bytes_max,
        ..ConversationSettings::default()
    }
}

/// For the desk.
pub fn desk(limits: &Limits) -> DeskSettings {
    DeskSettings { agent_capacity: limits.agent_capacity, agent_absence_ms: limits.agent_absence_ms }
}

/// For the wine quiz.
pub fn quiz(limits: &Limits) -> QuizSettings {
    QuizSettings {
        participants_max: limits.participants_max,
        message_bytes_max: limits.message_bytes_max,
        answer_grace_ms: limits.answer_grace_ms,
        question_ms_max: limits.question_ms_max,
        whole_list_max: limits.whole_list_max,
        cut_list_rows: limits.cut_list_rows,
    }
}

/// For music rooms. Without a folder of songs, clients bring their own.
pub fn music(limits: &Limits, songs: &Arc<Songs>) -> MusicSettings {
    let catalogue = songs.has_folder().then(|| Arc::clone(songs) as Arc<dyn Catalogue>);
    MusicSettings {
        catalogue,
        guests_max: limits.participants_max,
        queue_max: limits.music_queue_max,
        message_bytes_max: limits.message_bytes_max,
        whole_list_max: limits.whole_list_max,
        cut_list_rows: limits.cut_list_rows,
    }
}

/// Origins whose pages are as good as the server's own: those that its operator names, and its public one.
pub fn origins(settings: &Serve) -> Vec<String> {
    settings.allowed_origins.iter().cloned().chain(own_origin(settings)).collect()
}

/// For the connection layer.
pub fn net(settings: &Serve) -> net::Settings {
    let limits = &settings.limits;
    net::Settings {
        workers: settings.workers,
        origins: origins(settings),
        trusted_proxies: settings.trusted_proxies.clone(),
        connections_per_address_max: settings.address_limits.is_on().then_some(limits.connections_per_address_max),
        message_bytes_max: limits.founding_message_bytes_max,
        frame_bytes_max: net::Settings::frame_bytes_max(limits.founding_message_bytes_max),
        fragments_max: limits.fragments_max,
        partial_bytes_max: limits.partial_bytes_max,
        partial_ms_max: limits.partial_ms_max,
        messages_per_second: limits.messages_per_second,
        messages_burst: limits.messages_burst,
        strikes_max: limits.strikes_max,
        outgoing_frames_max: limits.outgoing_frames_max,
        outgoing_bytes_max: limits.outgoing_bytes_max,
        stalled_after_ms: limits.stalled_after_ms,
        untaken_ms_max: limits::UNTAKEN_MS_MAX,
        ping_interval_ms: limits.ping_interval_ms,
        dead_after_ms: limits.dead_after_ms,
        quiet_after_ms: limits::QUIET_AFTER_MS,
        quiet_ping_interval_ms: quiet_ping_interval_ms(settings),
    }
}

/// Never more often than in a room where something happens.
fn quiet_ping_interval_ms(settings: &Serve) -> u64 {
    let usual = match settings.trusted_proxies.is_empty() {
        true => limits::QUIET_PING_INTERVAL_MS,
        false => limits::QUIET_PING_INTERVAL_PROXY_MS,
    };
    settings.limits.quiet_ping_interval_ms.unwrap_or(usual).max(settings.limits.ping_interval_ms)
}

/// The origin of the address that guests open, where it is set.
fn own_origin(settings: &Serve) -> Option<String> {
    let url = settings.public_url.as_deref()?;
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url[host..].find('/').map_or(url.len(), |at| host + at);
    Some(url[..end].to_ascii_lowercase())
}
