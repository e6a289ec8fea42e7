// Made from src/desk/wire.rs by its tests. Do not edit: SOIREE_BLESS=1 cargo test.

/**
 * An agent as it is asked for.
 */
export type AgentBody = { 
/**
 * 1–40 characters.
 */
name: string, 
/**
 * An address of a picture.
 */
picture?: string, 
/**
 * Conversations at a time, 1–100; absent: the server's setting.
 */
capacity?: number, };

/**
 * An agent's part. Nobody is asked for or missed by name: these two are 0.
 */
export type AgentFigures = { agent_id: string, name: string, presence: Presence, 
/**
 * Conversations that the agent has now.
 */
load: number, figures: Figures, };

/**
 * An agent, as colleagues see one.
 */
export type AgentRow = { agent_id: string, name: string, picture: string | null, presence: Presence, 
/**
 * Conversations that the agent has.
 */
load: number, 
/**
 * Conversations that are given to the agent at most.
 */
capacity: number, };

/**
 * All agents.
 */
export type Agents = { agents: Array<AgentRow>, };

/**
 * Which bot answers in a channel.
 */
export type BotChoice = { "kind": "scripted", script?: string | Record<string, unknown>, } | { "kind": "webhook", url: string, };

/**
 * A channel as it is asked for.
 */
export type ChannelBody = { 
/**
 * 1–120 characters.
 */
name: string, 
/**
 * Absent: the flow that comes with the server.
 */
bot?: BotChoice, settings?: ChannelSettings, };

/**
 * A channel's part.
 */
export type ChannelFigures = { channel_id: string, name: string, now: Now, figures: Figures, };

/**
 * A channel in the list.
 */
export type ChannelRow = { channel_id: string, name: string, bot: BotChoice, settings: ChannelSettings, 
/**
 * RFC 3339.
 */
created_at: string, 
/**
 * Whether it is open now; always, where it has no hours.
 */
is_open: boolean, };

/**
 * How a channel behaves; what is absent is as usual.
 */
export type ChannelSettings = { 
/**
 * The bot's name, as visitors see it.
 */
bot_name?: string, 
/**
 * Said instead of the bot's own greeting.
 */
greeting?: string, 
/**
 * Said where no human is free.
 */
busy_text?: string, 
/**
 * Said where the bot does not answer.
 */
fallback_text?: string, 
/**
 * The language of visitors who name none: `de` or `en`.
 */
locale?: string, 
/**
 * Seconds that a visitor waits for a human at most.
 */
queue_seconds?: number, 
/**
 * Seconds of silence after which an agent's part is over.
 */
silence_seconds?: number, 
/**
 * Seconds that the bot may take for one turn, 1–60, retries included; then the fallback is said.
 */
bot_seconds?: number, 
/**
 * When humans are there; absent: always. Outside of it nobody is asked, and the visitor is told at once.
 */
hours?: Hours, 
/**
 * Said where a human is asked for outside the hours.
 */
closed_text?: string, 
/**
 * Whether visitors and agents may send files; absent: they may.
 */
files?: boolean, 
/**
 * Sites whose pages may talk here: `https://wine.example`; empty: any.
 */
allowed_origins?: Array<string>, };

/**
 * All channels.
 */
export type Channels = { channels: Array<ChannelRow>, };

/**
 * A day of the week.
 */
export type Day = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

/**
 * A day's part.
 */
export type DayFigures = { 
/**
 * In UTC: `2026-11-01`.
 */
day: string, figures: Figures, };

/**
 * What has happened in a period.
 */
export type Figures = { 
/**
 * Times that a human was asked for, or took over.
 */
asked: number, 
/**
 * Times that no human came.
 */
missed: number, 
/**
 * Times that a human answered.
 */
answered: number, 
/**
 * Times that a human has ended it, or silence has.
 */
resolved: number, 
/**
 * From being asked for to the human's first word; `null`: there was none.
 */
first_response: Spread | null, 
/**
 * From being asked for to the end.
 */
resolution: Spread | null, };

/**
 * Opening times.
 */
export type Hours = { 
/**
 * Its name in the IANA database: `Europe/Berlin`.
 */
time_zone: string, 
/**
 * Times of the week; a day without any is closed.
 */
week: Array<Opening>, 
/**
 * Days on which no opening begins: `2026-12-24`.
 */
closed?: Array<string>, };

/**
 * An agent that was made, or given another token. Token and link are shown this once.
 */
export type MadeAgent = { agent_id: string, token: string, 
/**
 * Signs in; the token stands behind the `#` and so in no server's log.
 */
console_url: string, };

/**
 * A channel that was made, or given another key. The key is shown this once.
 */
export type MadeChannel = { key: string, name: string, channel_id: string, 
/**
 * What the requests to the channel's webhook are signed with.
 */
webhook_secret?: string, };

/**
 * What is the case now.
 */
export type Now = { 
/**
 * Conversations that wait for a human.
 */
waiting: number, 
/**
 * Seconds that the longest of them has waited; `null`: none waits.
 */
longest_wait_seconds: number | null, 
/**
 * Conversations that an agent has.
 */
with_agents: number, };

/**
 * One time of opening on each of some days.
 */
export type Opening = { days: Array<Day>, 
/**
 * `18:00`
 */
from: string, 
/**
 * `23:30`; `24:00` is the end of the day; one that is not after `from` is on the next day.
 */
to: string, };

/**
 * Whether an agent takes conversations.
 */
export type Presence = "online" | "away" | "offline";

/**
 * How long something took, in seconds. Median and 90th percentile are right to 7 %.
 */
export type Spread = { mean_seconds: number, median_seconds: number, p90_seconds: number, max_seconds: number, };

/**
 * What humans have done in a period, and what is the case now.
 */
export type Statistics = { 
/**
 * The first day, in UTC: `2026-11-01`.
 */
from: string, 
/**
 * The last day, it too.
 */
to: string, now: Now, total: Figures, channels: Array<ChannelFigures>, agents: Array<AgentFigures>, 
/**
 * Days on which something happened.
 */
days: Array<DayFigures>, };

/**
 * What the requests to a channel's webhook are signed with.
 */
export type WebhookSecret = { webhook_secret: string, };
