//! Every limit of the server, with its unit and its reason, in one file. What depends on the machine, the
//! network or the evening is the default of a setting (`config::Limits`); what the protocols promise to clients
//! (texts, wines, timers, secrets) and the sizes of internal buffers, tables and queues are constants.

use std::ops::RangeInclusive;

/// Bytes of one message of an ordinary kind, put together from its fragments (OWASP: at most 64 KiB).
pub const MESSAGE_BYTES_MAX: usize = 64 * 1024;
/// Bytes of a message that founds a session: a quiz of 50 wines is large.
pub const FOUNDING_MESSAGE_BYTES_MAX: usize = 256 * 1024;
/// Fragments of one message.
pub const FRAGMENTS_MAX: u32 = 16;
/// Messages a second that a connection may send for ever.
pub const MESSAGES_PER_SECOND: u32 = 20;
/// Messages that a connection may send at once after a silence.
pub const MESSAGES_BURST: u32 = 40;
/// Malformed or throttled messages after which a connection is closed with 1008. They are forgiven one a
/// minute, so that a client with one bad habit lives. A host who corrects a long quiz field by field is no
/// abuser either.
pub const STRIKES_MAX: u32 = 30;
/// Connections of one address; a venue is ONE address behind its router.
pub const CONNECTIONS_PER_ADDRESS_MAX: u32 = 512;
/// Sessions an address may found in an hour.
pub const FOUNDINGS_PER_ADDRESS_HOUR: u32 = 10;
/// Failed host secrets per address and room in 15 minutes.
pub const SECRET_FAILURES_MAX: u32 = 5;
/// Frames that may wait for one socket before it is dropped.
pub const OUTGOING_FRAMES_MAX: usize = 64;
/// Bytes that may wait for one socket before it is dropped.
pub const OUTGOING_BYTES_MAX: usize = 256 * 1024;
/// Milliseconds between pings to a silent socket.
pub const PING_INTERVAL_MS: u64 = 10_000;
/// Milliseconds of silence after which a peer is dead: it has missed two pings.
pub const DEAD_AFTER_MS: u64 = 25_000;
/// Milliseconds in which nobody in a room says or hears anything after which it is quiet: its sockets are
/// pinged less often.
pub const QUIET_AFTER_MS: u64 = 60_000;
/// Milliseconds between pings to a silent socket in a quiet room. One ping with its pong costs some
/// 8 microseconds, nearly all of it the kernel's; hosts that are gone are found by [`KEEPALIVE_IDLE_S`] meanwhile.
pub const QUIET_PING_INTERVAL_MS: u64 = 240_000;
/// The same behind a proxy: nginx cuts a connection that is silent for 60 seconds, and the kernel's probes
/// reach the proxy only.
pub const QUIET_PING_INTERVAL_PROXY_MS: u64 = 50_000;
/// Seconds of silence after which the kernel asks a peer's kernel whether it still has the connection. They
/// differ from socket to socket: the kernel asks all whose time falls into the same 2 s at one moment, and the
/// queue of an interface takes a thousand packets. Were the times the same, thousands of sockets that were
/// silent together would be asked together, most of them in vain, and be given up together.
pub const KEEPALIVE_IDLE_S: RangeInclusive<u64> = 20..=90;
/// Seconds between such questions while none is answered.
pub const KEEPALIVE_INTERVAL_S: u64 = 3;
/// Such questions without an answer after which a peer is gone.
pub const KEEPALIVE_PROBES: u32 = 5;
/// Participants of one quiz.
pub const PARTICIPANTS_MAX: u32 = 20_000;
/// Events of a room that may wait for the disk; above it commands are refused with `SERVER_BUSY`.
pub const ROOM_PENDING_EVENTS_MAX: u64 = 65_536;
/// Events after which a room writes a snapshot, so that opening it stays under 100 ms.
pub const SNAPSHOT_EVERY_EVENTS: u64 = 2_000;
/// Appends that may wait in the store's queue, all rooms together.
pub const STORE_QUEUE_MAX: usize = 16_384;
/// Events of a session that is deleted in one transaction; a longer one goes in pieces.
pub const STORE_DELETED_WHOLE: u64 = 10_000;
/// Rows of such a piece at most.
pub const STORE_DELETED_PIECE: usize = 2_000;
/// Milliseconds that a piece is to take: longer ones get smaller. Others' writes wait for one.
pub const STORE_DELETED_PIECE_MS: u64 = 5;
/// Reads that may wait in the store's queue, and searches in theirs.
pub const STORE_READS_MAX: usize = 1_024;
/// Threads that read from the store: one that reads a long session must not hold up all others.
pub const STORE_READERS: usize = 2;
/// Threads that search timelines: whoever asks for much is not to keep rooms from being loaded.
pub const STORE_SEARCHERS: usize = 2;
/// Milliseconds that one search of a timeline may take: without a range of time it may look at millions of rows.
pub const STORE_SEARCH_MS_MAX: u64 = 2_000;
/// Sessions whose last sequence number the writer keeps in memory.
pub const STORE_SESSIONS_KNOWN_MAX: usize = 16_384;
/// Sessions in a list: the newest of an owner, the longest abandoned.
pub const SESSIONS_LISTED_MAX: usize = 1_000;
/// Records in a list of all of a kind.
pub const RECORDS_LISTED_MAX: usize = 1_000;
/// Hours for which the code of an ended session is not given out again: who comes back to it late must not
/// land in a stranger's evening.
pub const CODE_REST_HOURS: u32 = 24;
/// Hours in which nothing happens after which a session is ended: its host never came back.
pub const ABANDONED_AFTER_HOURS: u32 = 24;
/// Deliveries that may wait for one hub.
pub const HUB_QUEUE_MAX: usize = 4_096;
/// Commands from one hub that a room may not have taken in yet; above it the hub closes the room's
/// sockets with 1013.
pub const ROOM_PENDING_COMMANDS_MAX: usize = 65_536;
/// Milliseconds after which a room without sockets goes to sleep.
pub const ROOM_IDLE_MS: u64 = 60_000;

/// Milliseconds within which clients come back by themselves: the longest delay of existing ones.
pub const RETURN_MS_MAX: u64 = 10_000;

/// Milliseconds after a quiz question's deadline in which answers that were sent in time still arrive. The
/// protocol allows 500 until everybody hears the reveal; the rest is for the disk and the way.
pub const ANSWER_GRACE_MS: u64 = 300;
/// Seconds for a quiz question: least, most, and where the host does not say.
pub const TIMER_SECONDS: (f64, f64, u32) = (15.0, 120.0, 60);
/// Seconds by which a host may extend a question at once.
pub const EXTENSION_SECONDS: (u32, u32) = (5, 60);
/// Milliseconds that a question may last with all extensions: nobody waits longer for a glass of wine.
pub const QUESTION_MS_MAX: u64 = 15 * 60 * 1000;
/// Characters of a session's title.
pub const TITLE_CHARS_MAX: usize = 120;
/// Characters of a wine's name, a prompt, an option.
pub const QUIZ_TEXT_CHARS_MAX: usize = 200;
/// Wines of a quiz, and questions of a wine.
pub const ROUNDS_MAX: usize = 50;
/// Characters of a host's secret: existing clients choose two words, ours carry 80 random bits.
pub const HOST_ID_CHARS: (usize, usize) = (3, 64);
/// Names up to which everybody receives whole lists; above it only hosts do.
pub const WHOLE_LIST_MAX: usize = 200;
/// Rows of a list that was cut.
pub const CUT_LIST_ROWS: usize = 100;
/// Names on a stage: more cannot be read there.
pub const STAGE_NAMES_MAX: usize = 60;
/// Own answers in one review: its frame must fit into a socket's queue.
pub const REVIEW_ENTRIES_MAX: usize = 500;
/// Own answers in all reviews of one session together that are sent unasked at its end; above it they are
/// in the snapshot that a phone gets when it comes back.
pub const REVIEW_ENTRIES_ALL_MAX: usize = 250_000;
/// Bytes of messages that have come in part only, all sockets of one hub together: what many slow senders
/// can make it keep.
pub const PARTIAL_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Milliseconds after which a socket that takes nothing of what waits for it is dropped.
pub const STALLED_AFTER_MS: u64 = 15_000;
/// Milliseconds for which a client may leave untaken what it has asked for over HTTP, before it is dropped: each holds
/// one of the open files. A player that pauses asks again for the rest.
pub const UNTAKEN_MS_MAX: u64 = 120_000;
/// Bytes of the kernel's send buffer of a connection over HTTP (the kernel doubles it). By itself it lets megabytes wait
/// for each that does not read, and a worker that fills those of hundreds has no time for its websockets.
pub const HTTP_SEND_BUFFER_BYTES: usize = 256 * 1024;
/// Milliseconds for which a closed socket's last words may travel before it is cut.
pub const LINGER_MS: u64 = 2_000;
/// Bytes of the kernel's send buffer of a websocket (the kernel doubles it): what a peer that stops reading
/// can hold there, besides [`OUTGOING_BYTES_MAX`].
pub const SOCKET_SEND_BUFFER_BYTES: usize = 128 * 1024;
/// Bytes that are read from one socket at a time; the hub has one buffer for all of them.
pub const READ_BUFFER_BYTES: usize = 64 * 1024;
/// Bytes that count as one more message when a connection's rate is measured: large ones cost more.
pub const BYTES_PER_MESSAGE: usize = 16 * 1024;
/// Bytes of a request's body over HTTP: the same quizzes come this way.
pub const BODY_BYTES_MAX: usize = 256 * 1024;
/// Days for which sessions and their participants' answers are kept.
pub const RETENTION_DAYS: u32 = 365;
/// Failed look-ups (of codes, of keys) of an address in a minute; a code is a locator, no secret.
pub const FAILED_LOOKUPS_PER_ADDRESS_MINUTE: u32 = 10;
/// Failed look-ups of all addresses together in a minute: many addresses must not share out the guessing.
pub const FAILED_LOOKUPS_PER_MINUTE: u32 = 600;
/// Addresses of which failures are remembered at once; the whole table is small at this size.
pub const FAILING_ADDRESSES_MAX: usize = 65_536;
/// Letters of a code that the server makes, until many of that length are taken.
pub const CODE_LETTERS_MIN: usize = 4;
/// Letters of the longest code that the server makes: 31⁸ are never all taken.
pub const CODE_LETTERS_MAX: usize = 8;
/// Codes of one length that are tried before a longer one is taken.
pub const CODE_TRIES: usize = 4;
/// Connections that the kernel keeps for us until a worker takes them: a whole hall scans the code at once.
pub const LISTEN_BACKLOG: i32 = 4_096;
/// Milliseconds that one message may take to come whole: 256 KiB through the slowest uplink of a phone.
pub const PARTIAL_MS_MAX: u64 = 60_000;
/// Characters of a song's id: existing clients bring their own.
pub const SONG_ID_CHARS_MAX: usize = 200;
/// Characters of a song's title, artist and album in a room.
pub const SONG_TEXT_CHARS_MAX: usize = 120;
/// Bytes of the same: a whole queue has to fit into what may wait for one socket.
pub const SONG_TEXT_BYTES_MAX: usize = 240;
/// Characters by which a page that plays the music names itself.
pub const PLAYER_ID_CHARS_MAX: usize = 40;
/// Songs that may wait in one room's queue.
pub const MUSIC_QUEUE_MAX: usize = 300;
/// Songs of one guest that may wait at once: least and most that a host can choose.
pub const MUSIC_QUEUE_LIMIT: (u32, u32) = (1, 50);
/// Seconds of slow mode: least and most.
pub const MUSIC_SLOW_MODE_SECONDS: (u32, u32) = (0, 300);
/// Characters of a chat message.
pub const CHAT_CHARS_MAX: usize = 500;
/// Chat messages that are kept for those who come later.
pub const CHAT_KEPT: usize = 100;
/// Characters of a guest's name.
pub const GUEST_NAME_CHARS_MAX: usize = 40;
/// Songs of a host's own fallback list.
pub const MUSIC_FALLBACK_MAX: usize = 500;
/// Songs of the catalogue; what lies in the folder beyond them is left out.
pub const CATALOGUE_SONGS_MAX: usize = 200_000;
/// Folders within folders that the catalogue goes down.
pub const CATALOGUE_DEPTH_MAX: usize = 32;
/// Bytes of the file in which the catalogue keeps what it has read: some 250 a song.
pub const CATALOGUE_CACHE_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Files of one scan that are named in the log because they cannot be read; the rest is counted.
pub const UNREADABLE_LOGGED_MAX: usize = 100;
/// Seconds after which the folder of songs is looked through again even if nothing was told: network drives
/// tell nothing.
pub const MUSIC_RESCAN_SECONDS: u64 = 600;
/// Characters of a song's title, artist or album: what a tag has beyond them is cut.
pub const TAG_CHARS_MAX: usize = 200;
/// Bytes of a cover: larger pictures are not shown.
pub const COVER_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Pixels of a cover's longer edge as it is sent: in a list, and where it plays.
pub const COVER_EDGES_PX: (u32, u32) = (320, 1_024);
/// Bytes up to which a cover that is small enough on the screen is sent as it is.
pub const COVER_PLAIN_BYTES_MAX: usize = 48 * 1024;
/// Pixels of the longer edge of a cover that is scaled; larger ones are sent as they are.
pub const COVER_EDGE_PX_MAX: u32 = 6_000;
/// Bytes that scaling one cover may take; no more are scaled at once than [`COVER_READERS_MAX`].
pub const COVER_DECODED_BYTES_MAX: u64 = 96 * 1024 * 1024;
/// Bytes of covers that are kept in memory, all songs together.
pub const COVERS_KEPT_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Covers that are read from the disk at once: each may take its file's tags apart.
pub const COVER_READERS_MAX: usize = 2;
/// Characters of a search for songs.
pub const SONG_QUERY_CHARS_MAX: usize = 100;
/// Songs in one page of a search: most, and where nothing is said.
pub const SONGS_PAGE: (usize, usize) = (200, 50);

/// Characters of a user's id that become part of a conversation's id.
pub const CONVERSATION_USER_ID_CHARS_MAX: usize = 64;
/// Milliseconds that a visitor waits for a human before being told that nobody is free.
pub const QUEUE_MS_MAX: u64 = 5 * 60 * 1000;
/// Milliseconds in which neither visitor nor agent says anything after which the agent is free again.
pub const AGENT_SILENCE_MS_MAX: u64 = 10 * 60 * 1000;
/// Milliseconds that a bot may take for one turn with all retries: longer nobody looks at three dots.
pub const BOT_TURN_MS_MAX: u64 = 20_000;
/// Characters of a text in a conversation: ten pages nobody types.
pub const CONVERSATION_TEXT_CHARS_MAX: usize = 8_000;
/// Characters of names and ids that clients choose.
pub const CONVERSATION_ID_CHARS_MAX: usize = 200;
/// Files of one message.
pub const CONVERSATION_FILES_MAX: usize = 10;
/// Characters of an address.
pub const URL_CHARS_MAX: usize = 2_048;
/// Bytes of a visitor's metadata, all together; of an action's data.
pub const CONVERSATION_METADATA_BYTES_MAX: usize = 16 * 1024;
/// Conversations on one page of a user's list.
pub const LIST_PAGE_MAX: u32 = 100;
/// Characters of a canned reply's shortcut.
pub const CANNED_SHORTCUT_CHARS_MAX: usize = 32;
/// Sessions of prompts that a user may open in an hour: nobody is to fill a prompt alone.
pub const PROMPT_SESSIONS_PER_USER_HOUR: u32 = 120;
/// Sessions of prompts that an address may open in an hour, all users together; a venue is ONE address.
pub const PROMPT_SESSIONS_PER_ADDRESS_HOUR: u32 = 10_000;
/// Sessions of one prompt.
pub const PROMPT_SESSIONS_MAX: u32 = 500_000;
/// Events of one prompt: some hundred megabytes on disk.
pub const PROMPT_EVENTS_MAX: u64 = 10_000_000;
/// Events of one session: nobody has more to say in a few minutes, and nobody is to fill a prompt alone.
pub const PROMPT_SESSION_EVENTS_MAX: u32 = 20_000;
/// Sessions that are looked at for the faces of one moment: people without a picture and people who are there
/// several times are passed over.
pub const FACES_LOOKED_AT_MAX: usize = 10_000;
/// Bytes of the longest token or key that a request may carry.
pub const TOKEN_BYTES_MAX: usize = 2_048;
/// Seconds for which a signed token is good: existing clients count on half an hour.
pub const TOKEN_SECONDS: i64 = 1_800;
/// Users that an address may make in an hour; a venue is ONE address behind its router.
pub const USERS_PER_ADDRESS_HOUR: u32 = 1_000;
/// Characters of a user's name.
pub const USER_NAME_CHARS_MAX: usize = 60;
/// Users who are kept in memory, about 300 bytes each; all others are read when they come.
pub const USERS_CACHED_MAX: usize = 65_536;
/// Milliseconds after which a user who is of use is noted as such: retention counts days.
pub const USER_TOUCHED_EVERY_MS: u64 = 24 * 60 * 60 * 1_000;
/// Bytes of an uploaded picture of a user; as faces they are shown small.
pub const PICTURE_BYTES_MAX: usize = 192 * 1024;
/// Pixels of a picture's side: a small file can claim to be large enough to stop a browser.
pub const PICTURE_PIXELS_MAX: u32 = 4_096;
/// Milliseconds after a song's end in which the host's player may say what comes next; then the room goes on by
/// itself, so that nobody sits in silence.
pub const MUSIC_ADVANCE_GRACE_MS: u64 = 5_000;
/// Milliseconds between two looks at who has left a music room.
pub const MUSIC_CHECK_MS: u64 = 15_000;
/// Milliseconds without a host after which the music stands: nobody's player is sounding any more.
pub const MUSIC_UNATTENDED_MS: u64 = 60_000;
/// Milliseconds without a word of the page that was chosen to play after which it is not heard any more: it speaks
/// every ten seconds while it plays.
pub const MUSIC_UNHEARD_MS: u64 = 45_000;
/// Milliseconds in which a second order to play the same song is the first one's echo: two tabs of a host notice
/// a song's end at once.
pub const MUSIC_ECHO_MS: u64 = 3_000;
/// Receipts in a second, in one room, of what guests say one by one. Above it votes are heard in the next
/// `queue_changed` alone, and chat messages are refused.
pub const MUSIC_RECEIPTS_PER_SECOND_MAX: usize = 20_000;
/// Chat messages of a guest without slow mode: so many within so many milliseconds.
pub const CHAT_BURST: (u32, u64) = (5, 5_000);
/// Milliseconds over which the songs that a guest adds are counted: twice the limit of waiting ones and four more.
pub const MUSIC_ADDS_MS: u64 = 60_000;
/// Bytes of the chat's history in the first words to a socket: with a full queue they have to fit into what may
/// wait for it.
pub const CHAT_HISTORY_BYTES_MAX: usize = 64 * 1024;
/// Songs of the fallback list that are shown ahead: so few bring more, up to so many.
pub const MUSIC_FALLBACK_AHEAD: (usize, usize) = (3, 5);
/// Removed songs that a host can put back.
pub const MUSIC_REMOVED_KEPT: usize = 5;
/// Songs played last, which the fallback list leaves out if it can.
pub const MUSIC_RECENT_KEPT: usize = 20;
/// Guests of one music room.
pub const MUSIC_GUESTS_MAX: u32 = 20_000;
/// Rows of the list of people that hosts see.
pub const MUSIC_HOST_PEOPLE_ROWS: usize = 500;
/// Entries of one conversation that are kept; the oldest go first.
pub const CONVERSATION_ENTRIES_MAX: usize = 5_000;
/// Messages of one visitor that may wait for the bot's answer.
pub const BOT_TURNS_WAITING_MAX: usize = 40;
/// Bytes of one answer of a bot, as it goes to the visitor.
pub const BOT_ANSWER_BYTES_MAX: usize = 96 * 1024;
/// Bytes of all entries of one conversation that are kept; the oldest go first. Months of an ordinary one.
pub const CONVERSATION_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Bytes of a transcript, of an opened conversation, of an inbox in one frame: it must fit into a socket's queue.
pub const LONG_FRAME_BYTES_MAX: usize = 180 * 1024;
/// Milliseconds between the word that a conversation has begun and the bot's greeting; clients need 30 to attach
/// their listeners.
pub const GREETING_PAUSE_MS: u64 = 40;
/// Conversations that the desk keeps in its list; those that only the bot has go first.
pub const DESK_ROWS_MAX: usize = 10_000;
/// Users of whom the desk remembers which agent they talked to last.
pub const DESK_USERS_MAX: usize = 10_000;
/// Conversations that an agent is shown on coming; the list must fit into a socket's queue.
pub const INBOX_ROWS_MAX: usize = 400;
/// Milliseconds without a socket after which an agent is gone: a laptop that changes its network is back sooner.
pub const AGENT_ABSENCE_MS: u64 = 30_000;
/// Conversations that an agent has at a time.
pub const AGENT_CAPACITY: u32 = 5;
/// Agents of one server.
pub const AGENTS_MAX: usize = 200;
/// Channels of one server.
pub const CHANNELS_MAX: usize = 200;
/// Canned replies of all agents together: all of them are in an agent's first message.
pub const CANNED_MAX: usize = 100;
/// Characters of one.
pub const CANNED_TEXT_CHARS_MAX: usize = 500;
/// Characters of what a prompt asks.
pub const PROMPT_TEXT_CHARS_MAX: usize = 75;
/// Colours or words that one can choose from: least and most.
pub const PROMPT_CHOICES: (usize, usize) = (2, 8);
/// Characters of a word that one can choose.
pub const PROMPT_WORD_CHARS_MAX: usize = 45;
/// Numbers that one can choose from.
pub const PROMPT_NUMBERS_MAX: i64 = 11;
/// Seconds of an interactive prompt: least and most.
pub const PROMPT_SECONDS: (f64, f64) = (5.0, 300.0);
/// Seconds of a journey: the sums of a longer one would make every snapshot large.
pub const JOURNEY_SECONDS_MAX: f64 = 4.0 * 3_600.0;
/// Characters of the name under which a prompt is started publicly.
pub const IDENTIFIER_CHARS_MAX: usize = 64;
/// Prompts and journeys of one server: all of them are in the administrator's list.
pub const PROMPTS_MAX: usize = 500;
/// Faces of those who are present at one moment.
pub const FACES_MAX: usize = 10;
/// Events in one page of the history: where the client does not say, and at most.
pub const SEARCH_ITEMS: usize = 100;
pub const SEARCH_ITEMS_MAX: usize = 5_000;
/// Bytes of a body of `/api/1`: a question with its tokens is small.
pub const API_BODY_BYTES_MAX: usize = 32 * 1024;
/// Bytes of a journey's recording: an hour of sound, or some minutes of video.
pub const RECORDING_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Recordings that wait for their journey, beside one for each prompt.
pub const RECORDINGS_WAITING_MAX: usize = 100;
/// Hours after which a recording that no journey has taken, or the rest of an upload that broke off, is removed.
pub const RECORDING_UNUSED_HOURS: u32 = 24;
/// Seconds in which nothing of a file comes after which its upload is given up.
pub const UPLOAD_SILENCE_SECONDS_MAX: u64 = 30;
/// Seconds that an upload may take: a recording over a slow line.
pub const UPLOAD_SECONDS_MAX: u64 = 60 * 60;
/// Seconds that a file may take to come into a conversation.
pub const FILE_SECONDS_MAX: u64 = 10 * 60;
/// Files that come into conversations at once: each has a megabyte in memory.
pub const FILES_COMING_MAX: usize = 128;
/// Of them from one address.
pub const FILES_COMING_PER_ADDRESS_MAX: u32 = 16;
/// Hours after which a file that no message holds is removed.
pub const FILE_UNSENT_HOURS: u32 = 24;
/// The endings of files that conversations take.
pub const FILE_ENDINGS: &str =
    "png,jpg,gif,webp,heic,pdf,txt,csv,docx,xlsx,pptx,odt,ods,odp,mp3,m4a,ogg,wav,weba,mp4,mov,webm";
/// Milliseconds in which a live socket of a prompt is to authorise itself, and to answer for its time.
pub const LIVE_WORD_MS_MAX: u64 = 5_000;
/// Sockets that one turn of a hub tells something live: a turn takes about a millisecond, so that clocks stay right.
pub const LIVE_SENDS_PER_TURN: usize = 128;
/// Events that may wait for the live sockets of one hub; above it they are lost to them: best effort.
pub const LIVE_FEED_EVENTS_MAX: usize = 8_192;
/// Milliseconds for which a prompt that was looked up for a live socket is known to exist.
pub const LIVE_KNOWN_MS: u64 = 1_000;
/// Prompts that are known so at once.
pub const LIVE_KNOWN_MAX: usize = 1_024;
/// Days that statistics of conversations reach back.
pub const STATISTICS_DAYS_MAX: usize = 400;
/// Sums by day, channel and agent that statistics are made of; the oldest days go first.
pub const STATISTICS_CELLS_MAX: usize = 20_000;
/// Files that are kept of one conversation.
pub const FILES_PER_CONVERSATION_MAX: usize = 100;
/// Bytes of all files of one conversation.
pub const FILE_BYTES_PER_CONVERSATION_MAX: u64 = 100 * 1024 * 1024;
/// Bytes of one file in a conversation: a photograph, a menu as PDF, half a minute of video.
pub const CONVERSATION_FILE_BYTES_MAX: usize = 10 * 1024 * 1024;
/// Bytes of all files of all conversations: a disk is shared with everything else.
pub const FILES_BYTES_MAX: u64 = 10 * 1024 * 1024 * 1024;
/// Pixels of a side of a picture in a conversation, as large cameras make them.
pub const FILE_PIXELS_MAX: u32 = 16_384;
/// Characters of a file's name.
pub const FILE_NAME_CHARS_MAX: usize = 120;
/// Times of opening of one channel: four on each day.
pub const CHANNEL_OPENINGS_MAX: usize = 28;
/// Days off of one channel: a year's.
pub const CHANNEL_DAYS_OFF_MAX: usize = 366;
/// Characters of what a channel says in its own words.
pub const CHANNEL_TEXT_CHARS_MAX: usize = 1_000;
/// Searches of agents that may wait for the read model; beyond them a search is refused.
pub const SEARCHES_WAITING_MAX: usize = 64;
/// Words of a search; further ones are not looked for.
pub const SEARCH_WORDS_MAX: usize = 8;
/// Conversations that a search finds at most.
pub const SEARCH_ROWS_MAX: usize = 50;
/// Hits that are shown of one conversation.
pub const SEARCH_HITS_PER_CONVERSATION_MAX: usize = 3;
/// Hits that are looked at, the newest first: one conversation that is full of a word must not hide all others.
pub const SEARCH_ROWS_LOOKED_AT_MAX: usize = 5_000;
/// Sockets that a visitor may have in one conversation at once: what is said there is told to each of them. Nobody
/// has more tabs; those of sleeping laptops are gone within minutes.
pub const VISITOR_SOCKETS_MAX: usize = 64;
/// Conversations that one socket is in at once; the longest one gives way.
pub const ATTACHED_MAX: usize = 64;
/// Conversations that an address may begin in an hour: a whole office or venue is one address.
pub const CONVERSATIONS_PER_ADDRESS_HOUR: u32 = 600;
