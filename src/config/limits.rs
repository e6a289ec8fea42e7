//! The limits among the settings. Defaults and their reasons are those of `crate::limits`.

use std::ops::RangeInclusive;

use clap::builder::RangedU64ValueParser;

use crate::limits;
use crate::store::kept::format::{FORMATS, by_ending};

/// Limits that an operator may change.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Limits")]
pub struct Limits {
    /// Messages a second that a connection may send for ever; 0: not limited.
    #[arg(long, env = "SOIREE_MESSAGES_PER_SECOND", default_value_t = limits::MESSAGES_PER_SECOND, value_parser = within::<u32>(0..=100_000))]
    pub messages_per_second: u32,
    /// Messages that a connection may send at once after a silence.
    #[arg(long, env = "SOIREE_MESSAGES_BURST", default_value_t = limits::MESSAGES_BURST, value_parser = within::<u32>(1..=100_000))]
    pub messages_burst: u32,
    /// Malformed or throttled messages after which a connection is closed; one a minute is forgiven.
    #[arg(long, env = "SOIREE_STRIKES_MAX", default_value_t = limits::STRIKES_MAX, value_parser = within::<u32>(1..=255))]
    pub strikes_max: u32,
    /// Bytes of one message over a websocket; not of one that founds a session.
    #[arg(long, env = "SOIREE_MESSAGE_BYTES_MAX", default_value_t = limits::MESSAGE_BYTES_MAX, value_parser = within::<usize>(1_024..=16_777_216))]
    pub message_bytes_max: usize,
    /// Bytes of a message that founds a session: a quiz of 50 wines is large.
    #[arg(long, env = "SOIREE_FOUNDING_MESSAGE_BYTES_MAX", default_value_t = limits::FOUNDING_MESSAGE_BYTES_MAX, value_parser = within::<usize>(1_024..=16_777_216))]
    pub founding_message_bytes_max: usize,
    /// Fragments of one message; more end the connection.
    #[arg(long, env = "SOIREE_FRAGMENTS_MAX", default_value_t = limits::FRAGMENTS_MAX, value_parser = within::<u32>(1..=1_024))]
    pub fragments_max: u32,
    /// Bytes of messages that have come in part only, all sockets of one worker together.
    #[arg(long, env = "SOIREE_PARTIAL_BYTES_MAX", default_value_t = limits::PARTIAL_BYTES_MAX, value_parser = within::<usize>(65_536..=17_179_869_184))]
    pub partial_bytes_max: usize,
    /// Milliseconds that one message may take to come whole.
    #[arg(long, env = "SOIREE_PARTIAL_MS_MAX", default_value_t = limits::PARTIAL_MS_MAX, value_parser = within::<u64>(1_000..=3_600_000))]
    pub partial_ms_max: u64,
    /// Websockets of one address; a venue is one address behind its router.
    #[arg(long, env = "SOIREE_CONNECTIONS_PER_ADDRESS_MAX", default_value_t = limits::CONNECTIONS_PER_ADDRESS_MAX, value_parser = within::<u32>(1..=1_000_000))]
    pub connections_per_address_max: u32,
    /// Frames that may wait for one socket before it is dropped; it comes back to a snapshot.
    #[arg(long, env = "SOIREE_OUTGOING_FRAMES_MAX", default_value_t = limits::OUTGOING_FRAMES_MAX, value_parser = within::<usize>(8..=65_536))]
    pub outgoing_frames_max: usize,
    /// Bytes that may wait for one socket before it is dropped.
    #[arg(long, env = "SOIREE_OUTGOING_BYTES_MAX", default_value_t = limits::OUTGOING_BYTES_MAX, value_parser = within::<usize>(16_384..=1_073_741_824))]
    pub outgoing_bytes_max: usize,
    /// Milliseconds after which a socket that takes nothing of what waits for it is dropped.
    #[arg(long, env = "SOIREE_STALLED_AFTER_MS", default_value_t = limits::STALLED_AFTER_MS, value_parser = within::<u64>(1_000..=3_600_000))]
    pub stalled_after_ms: u64,
    /// Milliseconds of silence after which a socket is pinged.
    #[arg(long, env = "SOIREE_PING_INTERVAL_MS", default_value_t = limits::PING_INTERVAL_MS, value_parser = within::<u64>(100..=3_600_000))]
    pub ping_interval_ms: u64,
    /// Milliseconds of silence after which a socket is dropped; more than the interval of pings.
    #[arg(long, env = "SOIREE_DEAD_AFTER_MS", default_value_t = limits::DEAD_AFTER_MS, value_parser = within::<u64>(200..=7_200_000))]
    pub dead_after_ms: u64,
    /// Milliseconds of silence after which a socket is pinged in a room where nobody has said anything for a
    /// minute [default: 240000; with --trusted-proxies 50000, since proxies cut silent connections].
    #[arg(long, env = "SOIREE_QUIET_PING_INTERVAL_MS", value_parser = within::<u64>(100..=3_600_000))]
    pub quiet_ping_interval_ms: Option<u64>,
    /// Bytes of a request's body over HTTP.
    #[arg(long, env = "SOIREE_BODY_BYTES_MAX", default_value_t = limits::BODY_BYTES_MAX, value_parser = within::<usize>(1_024..=16_777_216))]
    pub body_bytes_max: usize,
    /// Users that an address may make in an hour; a venue is one address behind its router.
    #[arg(long, env = "SOIREE_USERS_PER_ADDRESS_HOUR", default_value_t = limits::USERS_PER_ADDRESS_HOUR, value_parser = within::<u32>(1..=10_000_000))]
    pub users_per_address_hour: u32,
    /// Sessions that an address may found in an hour.
    #[arg(long, env = "SOIREE_FOUNDINGS_PER_ADDRESS_HOUR", default_value_t = limits::FOUNDINGS_PER_ADDRESS_HOUR, value_parser = within::<u32>(1..=1_000_000))]
    pub foundings_per_address_hour: u32,
    /// Wrong host secrets of an address in one room in 15 minutes.
    #[arg(long, env = "SOIREE_SECRET_FAILURES_MAX", default_value_t = limits::SECRET_FAILURES_MAX, value_parser = within::<u32>(1..=1_000))]
    pub secret_failures_max: u32,
    /// Failed look-ups (of codes, of keys) of an address in a minute, over HTTP.
    #[arg(long, env = "SOIREE_FAILED_LOOKUPS_PER_ADDRESS_MINUTE", default_value_t = limits::FAILED_LOOKUPS_PER_ADDRESS_MINUTE, value_parser = within::<u32>(1..=1_000_000))]
    pub failed_lookups_per_address_minute: u32,
    /// Failed look-ups of all addresses together in a minute; above it those that have failed already wait.
    #[arg(long, env = "SOIREE_FAILED_LOOKUPS_PER_MINUTE", default_value_t = limits::FAILED_LOOKUPS_PER_MINUTE, value_parser = within::<u32>(1..=10_000_000))]
    pub failed_lookups_per_minute: u32,
    /// Participants of one quiz, or guests of one music room, removed ones included.
    #[arg(long, env = "SOIREE_PARTICIPANTS_MAX", default_value_t = limits::PARTICIPANTS_MAX, value_parser = within::<u32>(1..=1_000_000))]
    pub participants_max: u32,
    /// Songs that may wait in one music room's queue.
    #[arg(long, env = "SOIREE_MUSIC_QUEUE_MAX", default_value_t = limits::MUSIC_QUEUE_MAX, value_parser = within::<usize>(1..=2_000))]
    pub music_queue_max: usize,
    /// Prompts and journeys together. They never end: each goes when it is deleted, or when nobody has come to it for
    /// the days of retention.
    #[arg(long, env = "SOIREE_PROMPTS_MAX", default_value_t = limits::PROMPTS_MAX, value_parser = within::<usize>(1..=limits::SESSIONS_LISTED_MAX as u64))]
    pub prompts_max: usize,
    /// Sessions of prompts and journeys that a user may open in an hour.
    #[arg(long, env = "SOIREE_PROMPT_SESSIONS_PER_USER_HOUR", default_value_t = limits::PROMPT_SESSIONS_PER_USER_HOUR, value_parser = within::<u32>(1..=1_000_000))]
    pub prompt_sessions_per_user_hour: u32,
    /// Sessions of prompts and journeys that an address may open in an hour, all its users together.
    #[arg(long, env = "SOIREE_PROMPT_SESSIONS_PER_ADDRESS_HOUR", default_value_t = limits::PROMPT_SESSIONS_PER_ADDRESS_HOUR, value_parser = within::<u32>(1..=10_000_000))]
    pub prompt_sessions_per_address_hour: u32,
    /// Hours after which an uploaded recording that no journey has taken is removed.
    #[arg(long, env = "SOIREE_RECORDING_UNUSED_HOURS", default_value_t = limits::RECORDING_UNUSED_HOURS, value_parser = within::<u32>(1..=8_760))]
    pub recording_unused_hours: u32,
    /// Milliseconds after a question's deadline in which answers that were sent in time still arrive.
    #[arg(long, env = "SOIREE_ANSWER_GRACE_MS", default_value_t = limits::ANSWER_GRACE_MS, value_parser = within::<u64>(0..=10_000))]
    pub answer_grace_ms: u64,
    /// Milliseconds that a question may last with all extensions.
    #[arg(long, env = "SOIREE_QUESTION_MS_MAX", default_value_t = limits::QUESTION_MS_MAX, value_parser = within::<u64>(120_000..=86_400_000))]
    pub question_ms_max: u64,
    /// Participants of a quiz up to whom everybody receives whole lists; above it only hosts do.
    #[arg(long, env = "SOIREE_WHOLE_LIST_MAX", default_value_t = limits::WHOLE_LIST_MAX, value_parser = within::<usize>(0..=1_000_000))]
    pub whole_list_max: usize,
    /// Rows of a list that was cut.
    #[arg(long, env = "SOIREE_CUT_LIST_ROWS", default_value_t = limits::CUT_LIST_ROWS, value_parser = within::<usize>(1..=10_000))]
    pub cut_list_rows: usize,
    /// Events of a room that may wait for the disk; above it commands are refused with SERVER_BUSY.
    #[arg(long, env = "SOIREE_ROOM_PENDING_EVENTS_MAX", default_value_t = limits::ROOM_PENDING_EVENTS_MAX, value_parser = within::<u64>(1..=10_000_000))]
    pub room_pending_events_max: u64,
    /// Milliseconds without any socket after which a room goes to sleep; it is read from the disk when it wakes.
    #[arg(long, env = "SOIREE_ROOM_IDLE_MS", default_value_t = limits::ROOM_IDLE_MS, value_parser = within::<u64>(100..=86_400_000))]
    pub room_idle_ms: u64,
    /// Events after which a room writes a snapshot of itself: fewer make it wake faster.
    #[arg(long, env = "SOIREE_SNAPSHOT_EVERY_EVENTS", default_value_t = limits::SNAPSHOT_EVERY_EVENTS, value_parser = within::<u64>(10..=1_000_000))]
    pub snapshot_every_events: u64,
    /// Writes that may wait for the disk, all rooms together; above it commands are refused with SERVER_BUSY.
    #[arg(long, env = "SOIREE_STORE_QUEUE_MAX", default_value_t = limits::STORE_QUEUE_MAX, value_parser = within::<usize>(1..=10_000_000))]
    pub store_queue_max: usize,
    /// Hours for which the code of an ended session is not given out again; 0: free once its room sleeps.
    #[arg(long, env = "SOIREE_CODE_REST_HOURS", default_value_t = limits::CODE_REST_HOURS, value_parser = within::<u32>(0..=87_600))]
    pub code_rest_hours: u32,
    /// Hours in which nothing happens after which a session is ended.
    #[arg(long, env = "SOIREE_ABANDONED_AFTER_HOURS", default_value_t = limits::ABANDONED_AFTER_HOURS, value_parser = within::<u32>(1..=87_600))]
    pub abandoned_after_hours: u32,
    /// Conversations that an agent has at a time, where the administrator says nothing else.
    #[arg(long, env = "SOIREE_AGENT_CAPACITY", default_value_t = limits::AGENT_CAPACITY, value_parser = within::<u32>(1..=100))]
    pub agent_capacity: u32,
    /// Milliseconds without a socket after which an agent is gone and conversations go to others.
    #[arg(long, env = "SOIREE_AGENT_ABSENCE_MS", default_value_t = limits::AGENT_ABSENCE_MS, value_parser = within::<u64>(500..=3_600_000))]
    pub agent_absence_ms: u64,
    /// Seconds after which the folder of songs is looked through again even if no change was told.
    #[arg(long, env = "SOIREE_MUSIC_RESCAN_SECONDS", default_value_t = limits::MUSIC_RESCAN_SECONDS, value_parser = within::<u64>(1..=86_400))]
    pub music_rescan_seconds: u64,
    /// Files that conversations take, by the endings of their names, separated by commas; what a file is, its bytes
    /// tell.
    #[arg(long, env = "SOIREE_CONVERSATION_FILE_TYPES", value_delimiter = ',', default_value = limits::FILE_ENDINGS, value_parser = file_type)]
    pub conversation_file_types: Vec<String>,
    /// Hours after which a file that was sent into a conversation and that no message holds is removed.
    #[arg(long, env = "SOIREE_CONVERSATION_FILE_UNSENT_HOURS", default_value_t = limits::FILE_UNSENT_HOURS, value_parser = within::<u32>(1..=8_760))]
    pub conversation_file_unsent_hours: u32,
    /// Bytes of one file in a conversation; 0: no files are taken.
    #[arg(long, env = "SOIREE_CONVERSATION_FILE_BYTES_MAX", default_value_t = limits::CONVERSATION_FILE_BYTES_MAX, value_parser = within::<usize>(0..=268_435_456))]
    pub conversation_file_bytes_max: usize,
    /// Files that are kept of one conversation.
    #[arg(long, env = "SOIREE_CONVERSATION_FILES_MAX", default_value_t = limits::FILES_PER_CONVERSATION_MAX, value_parser = within::<usize>(1..=1_000))]
    pub conversation_files_max: usize,
    /// Bytes of all files of one conversation.
    #[arg(long, env = "SOIREE_CONVERSATION_FILES_BYTES_MAX", default_value_t = limits::FILE_BYTES_PER_CONVERSATION_MAX, value_parser = within::<u64>(1_024..=1_099_511_627_776))]
    pub conversation_files_bytes_max: u64,
    /// Bytes of all files of all conversations.
    #[arg(long, env = "SOIREE_FILES_BYTES_MAX", default_value_t = limits::FILES_BYTES_MAX, value_parser = within::<u64>(1_024..=1_125_899_906_842_624))]
    pub files_bytes_max: u64,
}

impl Limits {
    /// Whether the limits fit together.
    ///
    /// # Errors
    /// A sentence that names the options that do not.
    pub(super) fn check(&self) -> Result<(), &'static str> {
        if self.dead_after_ms <= self.ping_interval_ms {
            return Err("--dead-after-ms must be more than --ping-interval-ms: nobody could answer a ping in time");
        }
        if self.founding_message_bytes_max < self.message_bytes_max {
            return Err("--founding-message-bytes-max must be at least --message-bytes-max");
        }
        if self.partial_bytes_max < self.founding_message_bytes_max {
            return Err("--partial-bytes-max must be at least --founding-message-bytes-max");
        }
        Ok(())
    }
}

/// Values of an option that is a whole number.
fn within<T: TryFrom<u64>>(range: RangeInclusive<u64>) -> RangedU64ValueParser<T> {
    RangedU64ValueParser::new().range(range)
}

/// A kind of file that is known here, by an ending; as that kind is usually called.
fn file_type(text: &str) -> Result<String, String> {
    let format = by_ending(text.trim().trim_start_matches('.'));
    format.map(|format| format.ending.to_owned()).ok_or_else(|| {
        let known: Vec<_> = FORMATS.iter().map(|format| format.ending).collect();
        format!("expected some of {}", known.join(","))
    })
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            messages_per_second: limits::MESSAGES_PER_SECOND,
            messages_burst: limits::MESSAGES_BURST,
            strikes_max: limits::STRIKES_MAX,
            message_bytes_max: limits::MESSAGE_BYTES_MAX,
            founding_message_bytes_max: limits::FOUNDING_MESSAGE_BYTES_MAX,
            fragments_max: limits::FRAGMENTS_MAX,
            partial_bytes_max: limits::PARTIAL_BYTES_MAX,
            partial_ms_max: limits::PARTIAL_MS_MAX,
            connections_per_address_max: limits::CONNECTIONS_PER_ADDRESS_MAX,
            outgoing_frames_max: limits::OUTGOING_FRAMES_MAX,
            outgoing_bytes_max: limits::OUTGOING_BYTES_MAX,
            stalled_after_ms: limits::STALLED_AFTER_MS,
            ping_interval_ms: limits::PING_INTERVAL_MS,
            dead_after_ms: limits::DEAD_AFTER_MS,
            quiet_ping_interval_ms: None,
            body_bytes_max: limits::BODY_BYTES_MAX,
            users_per_address_hour: limits::USERS_PER_ADDRESS_HOUR,
            foundings_per_address_hour: limits::FOUNDINGS_PER_ADDRESS_HOUR,
            secret_failures_max: limits::SECRET_FAILURES_MAX,
            failed_lookups_per_address_minute: limits::FAILED_LOOKUPS_PER_ADDRESS_MINUTE,
            failed_lookups_per_minute: limits::FAILED_LOOKUPS_PER_MINUTE,
            participants_max: limits::PARTICIPANTS_MAX,
            music_queue_max: limits::MUSIC_QUEUE_MAX,
            prompts_max: limits::PROMPTS_MAX,
            prompt_sessions_per_user_hour: limits::PROMPT_SESSIONS_PER_USER_HOUR,
            prompt_sessions_per_address_hour: limits::PROMPT_SESSIONS_PER_ADDRESS_HOUR,
            recording_unused_hours: limits::RECORDING_UNUSED_HOURS,
            answer_grace_ms: limits::ANSWER_GRACE_MS,
            question_ms_max: limits::QUESTION_MS_MAX,
            whole_list_max: limits::WHOLE_LIST_MAX,
            cut_list_rows: limits::CUT_LIST_ROWS,
            room_pending_events_max: limits::ROOM_PENDING_EVENTS_MAX,
            room_idle_ms: limits::ROOM_IDLE_MS,
            snapshot_every_events: limits::SNAPSHOT_EVERY_EVENTS,
            store_queue_max: limits::STORE_QUEUE_MAX,
            code_rest_hours: limits::CODE_REST_HOURS,
            abandoned_after_hours: limits::ABANDONED_AFTER_HOURS,
            agent_capacity: limits::AGENT_CAPACITY,
            agent_absence_ms: limits::AGENT_ABSENCE_MS,
            music_rescan_seconds: limits::MUSIC_RESCAN_SECONDS,
            conversation_file_types: limits::FILE_ENDINGS.split(',').map(str::to_owned).collect(),
            conversation_file_unsent_hours: limits::FILE_UNSENT_HOURS,
            conversation_file_bytes_max: limits::CONVERSATION_FILE_BYTES_MAX,
            conversation_files_max: limits::FILES_PER_CONVERSATION_MAX,
            conversation_files_bytes_max: limits::FILE_BYTES_PER_CONVERSATION_MAX,
            files_bytes_max: limits::FILES_BYTES_MAX,
        }
    }
}
