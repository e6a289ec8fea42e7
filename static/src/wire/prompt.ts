// Made from src/prompt/wire.rs by its tests. Do not edit: SOIREE_BLESS=1 cargo test.

/**
 * An error of `/api/1`.
 */
export type ApiError = { 
/**
 * A word for programs.
 */
type: string, 
/**
 * A sentence for a person.
 */
message: string, };

/**
 * What stands behind a prompt's link.
 */
export type Behind = { uid: string, 
/**
 * For half an hour.
 */
jwt: string, kind: Dialect, prompt: Question, duration_seconds: Seconds, 
/**
 * Under which `start_public` takes it.
 */
identifier: string, recording?: RecordingLink, };

/**
 * Which of both.
 */
export type Dialect = "interactive_prompt" | "journey";

/**
 * The direction of a sort; `_eq` includes the value of `after`.
 */
export type Direction = "asc" | "asc_eq" | "desc" | "desc_eq";

/**
 * What an event says beside its type.
 */
export type EventData = { name: string, } | { rating: number, } | { index: number, } | Record<symbol, never>;

/**
 * The type of an event.
 */
export type EventType = "join" | "leave" | "like" | "numeric_prompt_response" | "press_prompt_start_response" | "press_prompt_end_response" | "color_prompt_response" | "word_prompt_response";

/**
 * Somebody who is present.
 */
export type Face = { picture: Icon, };

/**
 * `profile_pictures`.
 */
export type FaceList = { items: Array<Face>, };

/**
 * A filter of `events/search`.
 */
export type Filter = { operator: Operator, 
/**
 * A text or a number; for `bt` and `bte` two numbers.
 */
value: string | number | [number, number], };

/**
 * A picture: `GET /api/1/image_files/playlist/{uid}?jwt=` resolves it to its files.
 */
export type Icon = { uid: string, jwt: string, };

/**
 * Client → server. A client speaks twice, then listens.
 */
export type JourneyClientMessage = { "type": "authorize", "data": { 
/**
 * 1–255 characters.
 */
journey_uid: string, 
/**
 * 2 characters or more.
 */
jwt: string, 
/**
 * 1–5000 events a second.
 */
bandwidth: number, 
/**
 * 0–10 seconds.
 */
lookback: number, 
/**
 * 0–10 seconds.
 */
lookahead: number, } } | { "type": "sync_response", "data": { receive_timestamp: number, transmit_timestamp: number, } };

/**
 * The body of `profile_pictures`.
 */
export type JourneyFaces = { uid: string, jwt: string, journey_time: number, 
/**
 * 1–10.
 */
limit: number, };

/**
 * An event of the history: `events/search`.
 */
export type JourneyItem = { uid: string, user_sub: string | null, session_uid: string | null, evtype: EventType, journey_time: number, data: EventData, 
/**
 * Seconds of Unix time.
 */
created_at: number, };

/**
 * An event on the socket.
 */
export type JourneyLiveEvent = { uid: string, user_sub: string | null, session_uid: string | null, evtype: EventType, journey_time: number, data: EventData, };

/**
 * The body of the calls that post an event.
 */
export type JourneyNewEvent = { journey_uid: string, 
/**
 * Without `bearer`.
 */
journey_jwt: string, session_uid: string, 
/**
 * Seconds since the user's own start, 0 to the duration.
 */
journey_time: number, 
/**
 * `{rating}`, `{index}` or `{}`.
 */
data: EventData, };

/**
 * A page of the history.
 */
export type JourneyPage = { items: Array<JourneyItem>, 
/**
 * The `sort` that asks for the next page; `null` where there is none, and for samples and random sorts.
 */
next_page_sort: Array<JourneySortItem> | null, };

/**
 * The answer to them.
 */
export type JourneyPosted = { uid: string, user_sub: string, session_uid: string, type: EventType, journey_time: number, data: EventData, };

/**
 * The body of `events/search`. Filters: `uid`, `user_sub`, `session_uid`, `journey_uid` (`eq`, `neq`), `evtype`
 * (`eq`, `neq`), `journey_time` and `created_at` (`eq`, `gt`, `gte`, `lt`, `lte`, `bt` both ends included, `bte` half
 * open), `dropout_for_total` (`eq`: a uniform sample of about so many).
 */
export type JourneySearch = { filters: { [key in string]: Filter }, 
/**
 * Absent: by `uid`, oldest first.
 */
sort?: Array<JourneySortItem>, 
/**
 * 1–5000; absent: 100.
 */
limit?: number, };

/**
 * Server → client.
 */
export type JourneyServerMessage = { 
/**
 * `false` for errors.
 */
success: boolean, 
/**
 * `oseh_packet_` and 22 characters of url-safe base64.
 */
uid: string, } & ({ "type": "sync_request", "data": Record<symbol, never> } | { "type": "auth_response", "data": Record<symbol, never> } | { "type": "latency_detection", "data": { expected_receive_journey_time: number, } } | { "type": "event_batch", "data": { events: Array<JourneyLiveEvent>, } } | { "type": "error", "data": { code: number, type: string, message: string, } });

/**
 * One key of a sort.
 */
export type JourneySortItem = { "key": "uid", dir: Direction, before: string | null, after: string | null, } | { "key": "journey_time", dir: Direction, before: number | null, after: number | null, } | { "key": "random", dir: Direction, before: number | null, after: number | null, };

/**
 * Sums over everything up to and including a bin; `null` where a sum does not apply to the prompt's kind.
 */
export type JourneyStatistics = { 
/**
 * Where the bin begins, in seconds.
 */
journey_time: number, bin_width: number, users: number, likes: number, 
/**
 * By rating.
 */
numeric_active: { [key in string]: number } | null, press_active: number | null, press: number | null, 
/**
 * By place.
 */
color_active: Array<number> | null, 
/**
 * By place.
 */
word_active: Array<number> | null, };

/**
 * A prompt as the administrator sees it.
 */
export type Made = { uid: string, 
/**
 * For half an hour.
 */
jwt: string, kind: Dialect, prompt: Question, duration_seconds: Seconds, 
/**
 * Under which `start_public` takes it.
 */
identifier: string, 
/**
 * RFC 3339.
 */
created_at: string, 
/**
 * Sessions that were opened.
 */
sessions: number, recording?: RecordingLink, };

/**
 * The administrator's: a new prompt or journey.
 */
export type NewPrompt = { kind: Dialect, prompt: Question, 
/**
 * 5–300 for prompts; for journeys the recording's length counts where the server can read it.
 */
duration_seconds: number, 
/**
 * 1–64 letters, digits, `_` or `-`; absent: the uid.
 */
identifier?: string, 
/**
 * A journey's: the name that `POST /api/v1/recordings` has answered with.
 */
recording?: string, };

/**
 * How a filter compares.
 */
export type Operator = "eq" | "neq" | "gt" | "gte" | "lt" | "lte" | "bt" | "bte";

/**
 * Client → server. A client speaks twice, then listens.
 */
export type PromptClientMessage = { "type": "authorize", "data": { 
/**
 * 1–255 characters.
 */
interactive_prompt_uid: string, 
/**
 * 2 characters or more.
 */
jwt: string, 
/**
 * 1–5000 events a second.
 */
bandwidth: number, 
/**
 * 0–10 seconds.
 */
lookback: number, 
/**
 * 0–10 seconds.
 */
lookahead: number, } } | { "type": "sync_response", "data": { receive_timestamp: number, transmit_timestamp: number, } };

/**
 * The body of `profile_pictures`.
 */
export type PromptFaces = { uid: string, jwt: string, prompt_time: number, 
/**
 * 1–10.
 */
limit: number, };

/**
 * An event of the history: `events/search`.
 */
export type PromptItem = { uid: string, user_sub: string | null, session_uid: string | null, evtype: EventType, prompt_time: number, 
/**
 * The user's picture.
 */
icon: Icon | null, data: EventData, 
/**
 * Seconds of Unix time.
 */
created_at: number, };

/**
 * All prompts and journeys, newest first.
 */
export type PromptList = { prompts: Array<Made>, };

/**
 * An event on the socket.
 */
export type PromptLiveEvent = { uid: string, user_sub: string | null, session_uid: string | null, evtype: EventType, prompt_time: number, 
/**
 * The user's picture.
 */
icon: Icon | null, data: EventData, };

/**
 * The body of the calls that post an event.
 */
export type PromptNewEvent = { interactive_prompt_uid: string, 
/**
 * Without `bearer`.
 */
interactive_prompt_jwt: string, session_uid: string, 
/**
 * Seconds since the user's own start, 0 to the duration.
 */
prompt_time: number, 
/**
 * `{rating}`, `{index}` or `{}`.
 */
data: EventData, };

/**
 * A page of the history.
 */
export type PromptPage = { items: Array<PromptItem>, 
/**
 * The `sort` that asks for the next page; `null` where there is none, and for samples and random sorts.
 */
next_page_sort: Array<PromptSortItem> | null, };

/**
 * The answer to them.
 */
export type PromptPosted = { uid: string, user_sub: string, session_uid: string, type: EventType, prompt_time: number, 
/**
 * The user's picture.
 */
icon: Icon | null, data: EventData, };

/**
 * The body of `events/search`. Filters: `uid`, `user_sub`, `session_uid`, `interactive_prompt_uid` (`eq`, `neq`), `evtype`
 * (`eq`, `neq`), `prompt_time` and `created_at` (`eq`, `gt`, `gte`, `lt`, `lte`, `bt` both ends included, `bte` half
 * open), `dropout_for_total` (`eq`: a uniform sample of about so many).
 */
export type PromptSearch = { filters: { [key in string]: Filter }, 
/**
 * Absent: by `uid`, oldest first.
 */
sort?: Array<PromptSortItem>, 
/**
 * 1–5000; absent: 100.
 */
limit?: number, };

/**
 * Server → client.
 */
export type PromptServerMessage = { 
/**
 * `false` for errors.
 */
success: boolean, 
/**
 * `oseh_packet_` and 22 characters of url-safe base64.
 */
uid: string, } & ({ "type": "sync_request", "data": Record<symbol, never> } | { "type": "auth_response", "data": Record<symbol, never> } | { "type": "latency_detection", "data": { expected_receive_prompt_time: number, } } | { "type": "event_batch", "data": { events: Array<PromptLiveEvent>, } } | { "type": "error", "data": { code: number, type: string, message: string, } });

/**
 * One key of a sort.
 */
export type PromptSortItem = { "key": "uid", dir: Direction, before: string | null, after: string | null, } | { "key": "prompt_time", dir: Direction, before: number | null, after: number | null, } | { "key": "random", dir: Direction, before: number | null, after: number | null, };

/**
 * Sums over everything up to and including a bin; `null` where a sum does not apply to the prompt's kind.
 */
export type PromptStatistics = { 
/**
 * Where the bin begins, in seconds.
 */
prompt_time: number, bin_width: number, users: number, likes: number, 
/**
 * By rating.
 */
numeric_active: { [key in string]: number } | null, press_active: number | null, press: number | null, 
/**
 * By place.
 */
color_active: Array<number> | null, 
/**
 * By place.
 */
word_active: Array<number> | null, };

/**
 * What is asked.
 */
export type Question = { "style": "numeric", 
/**
 * 1–75 characters.
 */
text: string, min: number, max: number, 
/**
 * 1.
 */
step: number, } | { "style": "press", text: string, } | { "style": "color", text: string, colors: Array<string>, } | { "style": "word", text: string, options: Array<string>, };

/**
 * Ours: where a journey's recording can be had, with range requests.
 */
export type RecordingLink = { url: string, media_type: string, };

/**
 * A duration in seconds; whole ones are written as clients know them: `60`, not `60.0`.
 */
export type Seconds = number;

/**
 * `dev_start_session`.
 */
export type SessionStarted = { session_uid: string, };

/**
 * `dev_show`: a journey without a session.
 */
export type Shown = { uid: string, jwt: string, duration_seconds: Seconds, fenwick_bin_width: number, prompt: Question, 
/**
 * Ours: the recording, where there is one.
 */
recording?: RecordingLink, };

/**
 * The body of `start_interactive_prompt`.
 */
export type StartJourney = { journey_uid: string, journey_jwt: string, };

/**
 * The body of `start_public`.
 */
export type StartPublic = { identifier: string, };

/**
 * A session that was opened, with all that one needs to take part.
 */
export type Started = { uid: string, jwt: string, session_uid: string, prompt: Question, duration_seconds: Seconds, };
