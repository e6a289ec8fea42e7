// Made from src/conversation/wire.rs by its tests. Do not edit: SOIREE_BLESS=1 cargo test.

/**
 * One action.
 */
export type ActionItem = { id: string, data: unknown, };

/**
 * An action of the visitor's page.
 */
export type ActionPayload = { type: string, 
/**
 * `escalateToHuman` is reserved: it asks for a human.
 */
id: string, data: unknown, conversation_id: string, };

/**
 * An agent as visitors see one.
 */
export type AgentCard = { name: string, picture: string | null, };

/**
 * Agent → server. Each may carry `request`, a text of the page's own: the error that it causes carries it back.
 */
export type AgentMessage = { "type": "presence", state: Presence, } | { "type": "take", conversation_id: string, } | { "type": "transfer", conversation_id: string, agent_id: string | null, } | { "type": "search", query: string, } | { "type": "set_canned", shortcut: string, text: string | null, } | { "type": "open", conversation_id: string, after?: number, } | { "type": "close", conversation_id: string, } | { "type": "send", conversation_id: string, client_msg_id: string, text: string, files?: Array<File>, } | { "type": "edit", conversation_id: string, message_id: string, text: string, } | { "type": "typing", conversation_id: string, typing: boolean, } | { "type": "read", conversation_id: string, } | { "type": "note", conversation_id: string, client_msg_id: string, text: string, } | { "type": "end", conversation_id: string, };

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
 * Who the visitor says to be. Further fields pass through.
 */
export type BasicInfo = { firstName?: string, lastName?: string, email?: string, phone?: string, };

/**
 * The bot that speaks.
 */
export type BotCard = { name?: string, };

/**
 * Options to choose from.
 */
export type Buttons = { title: string, options: Array<Choice>, };

/**
 * A text that agents send often.
 */
export type Canned = { 
/**
 * Without the slash: 1–32 letters, digits, `-` or `_`.
 */
shortcut: string, text: string, };

/**
 * A card.
 */
export type Card = { text: string, description?: string, image_url?: string, link?: string, };

/**
 * One option: what is shown, and what is sent as a message when it is chosen.
 */
export type Choice = { label: string, value: string, };

/**
 * Client → server. The parser checks more than these types say and names the field.
 *
 * Each of them that has a `conversation_id` attaches the socket to that conversation. Ours: each may carry
 * `last_event_id` (or `since`): what was said after that event is sent again first.
 */
export type ClientEvent = { "event_type": "conversation_start", "event_payload": StartPayload } | { "event_type": "user_message", "event_payload": MessagePayload } | { "event_type": "metadata", "event_payload": MetadataPayload } | { "event_type": "action", "event_payload": ActionPayload } | { "event_type": "conversation_transcript_request", "event_payload": ConversationRef } | { "event_type": "metadata_request", "event_payload": ConversationRef } | { "event_type": "get_user_conversations", "event_payload": UserRef } | { "event_type": "get_user_conversations_v2", "event_payload": ListPayload } | { "event_type": "get_conversations", "event_payload": UserRef } | { "event_type": "delete_conversation", "event_payload": DeletePayload } | { "event_type": "edit_message", "event_payload": EditPayload } | { "event_type": "conversation_resume", "event_payload": ConversationRef } | { "event_type": "typing", "event_payload": TypingPayload } | { "event_type": "message_read", "event_payload": ConversationRef };

/**
 * A frame from the client.
 */
export type ClientFrame = { 
/**
 * `sendMessage`.
 */
action: string, event: ClientEvent, };

/**
 * Server → agent.
 */
export type ConsoleMessage = { "type": "welcome", agent_id: string, agents: Array<AgentRow>, 
/**
 * Every open conversation, the oldest first.
 */
inbox: Array<InboxRow>, canned: Array<Canned>, 
/**
 * Epoch milliseconds.
 */
server_time: number, } | { "type": "inbox_changed", rows: Array<InboxRow>, removed: Array<string>, } | { "type": "agents_changed", agents: Array<AgentRow>, removed: Array<string>, } | { "type": "canned_changed", canned: Array<Canned>, } | { "type": "search_result", query: string, rows: Array<InboxRow>, hits: Array<SearchHit>, } | { "type": "conversation" } & ConversationView | { "type": "entry", conversation_id: string, entry: EntryView, } | { "type": "entry_changed", conversation_id: string, entry: EntryView, } | { "type": "status", conversation_id: string, status: StatusView, } | { "type": "visitor_changed", conversation_id: string, visitor: VisitorView, } | { "type": "typing", conversation_id: string, from: EntryFrom, typing: boolean, } | { "type": "read", conversation_id: string, from: EntryFrom, up_to: number, } | { "type": "closed", conversation_id: string, } | { "type": "error", 
/**
 * An upper-case word for programs.
 */
code: string, 
/**
 * A sentence for a person.
 */
message: string, field?: string, conversation_id?: string, request?: string, };

/**
 * What a visitor says: a text, perhaps with files, or a bare string.
 */
export type Content = string | { 
/**
 * `text`.
 */
type: string, text: string, files?: Array<File>, };

/**
 * Names a conversation.
 */
export type ConversationRef = { conversation_id: string, 
/**
 * Ours: the last event that the client has seen.
 */
last_event_id?: string, };

/**
 * A conversation in its user's list.
 */
export type ConversationRow = { conversation_id: string, 
/**
 * RFC 3339.
 */
created_at: string, 
/**
 * RFC 3339: the last message.
 */
updated_at: string, status: Holder, last_message: string, message_count: number, };

/**
 * An opened conversation.
 */
export type ConversationView = { conversation_id: string, channel_id: string, channel_name: string, bot_name: string, 
/**
 * Epoch milliseconds.
 */
started_at: number, status: StatusView, visitor: VisitorView, 
/**
 * In the order in which it happened, the bot's turns included.
 */
entries: Array<EntryView>, 
/**
 * Whether older entries are left out: those that are known already, or what does not fit into one frame.
 */
is_partial: boolean, 
/**
 * The last entry that the visitor is known to have read; 0: none.
 */
visitor_read: number, };

/**
 * Something that is to be done by the other side: `escalateToHuman`, or what a site has agreed upon.
 */
export type Deed = { id: string, data: unknown, 
/**
 * `normal`, unless a site uses it for something.
 */
type: string, };

/**
 * Names what is to be deleted: one of the two.
 */
export type DeletePayload = { conversation_id?: string, userId?: string, };

/**
 * A new wording of an own message.
 */
export type EditPayload = { conversation_id: string, 
/**
 * The message's `client_msg_id`, or the id that the server gave it.
 */
message_id: string, content: Content, };

/**
 * Whose an entry is.
 */
export type EntryFrom = "visitor" | "bot" | "agent" | "system";

/**
 * What an entry is.
 */
export type EntryKind = "message" | "action" | "note" | "escalated" | "assignment_failed" | "agent_joined" | "agent_left";

/**
 * One thing that was said or has happened.
 */
export type EntryView = { 
/**
 * From 1, ascending.
 */
no: number, 
/**
 * Epoch milliseconds.
 */
at: number, kind: EntryKind, from: EntryFrom, 
/**
 * The agent whom it is about.
 */
agent_id: string | null, agent_name: string | null, parts: Array<Part>, actions: Array<Deed>, message_id: string, 
/**
 * As its sender has named it.
 */
client_msg_id: string | null, is_edited: boolean, 
/**
 * Why an agent left or none came: `ended`, `silent`, `gone`, `transferred`, `nobody_available`, `timed_out`,
 * `closed`.
 */
reason: string | null, };

/**
 * A file, by its address. One that was sent here has a path of this server as its `url`
 * (`/api/v1/conversations/{conversation_id}/files/{file_id}`) and is fetched with the header `x-api-key`, or by an
 * agent with `Authorization: Bearer`; such a link alone opens nothing.
 */
export type File = { 
/**
 * `image`, `file`, …
 */
type: string, url: string, mimetype: string | null, filename: string | null, 
/**
 * Ours: bytes, where it is kept here.
 */
size?: number, };

/**
 * An action in a transcript.
 */
export type FlatAction = { type: string, title: string, };

/**
 * A visitor's parts as they are; those of the other side with what belongs to them.
 */
export type FlatContent = { idChat: string, messages: Array<Part>, actions: Array<FlatAction>, } | Array<Part>;

/**
 * Whose a flat message is.
 */
export type FlatFrom = "user" | "bot" | "agent";

/**
 * A message of the flat transcript.
 */
export type FlatMessage = { from: FlatFrom, messages: FlatContent, actions?: Array<FlatAction>, channelName: string, chatbotName: string, 
/**
 * Ours: RFC 3339.
 */
timestamp: string, };

/**
 * Whose a grouped message is.
 */
export type GroupedFrom = "user" | "chatbot" | "livechat";

/**
 * A message among those of an event.
 */
export type GroupedMessage = { actions: Array<FlatAction>, files: Array<File>, from: GroupedFrom, chatbotName: string, channelName: string, livechatName: string, messages: Array<Part>, 
/**
 * Ours: RFC 3339.
 */
timestamp: string, 
/**
 * Ours.
 */
message_id: string, };

/**
 * Who has a conversation.
 */
export type Holder = "bot" | "queue" | "agent";

/**
 * A conversation in the inbox.
 */
export type InboxRow = { conversation_id: string, channel_id: string, channel_name: string, 
/**
 * The visitor's name, else the user's id.
 */
visitor: string, user_id: string, holder: Holder, 
/**
 * Whose it is, while an agent has it.
 */
agent_id: string | null, 
/**
 * Whether it is closed: an agent has ended it and nothing has come since.
 */
is_done: boolean, 
/**
 * Epoch milliseconds: since when it waits for a human; `null` while it does not.
 */
waiting_since: number | null, 
/**
 * Epoch milliseconds.
 */
started_at: number, 
/**
 * Epoch milliseconds: the last message.
 */
last_at: number, last_from: EntryFrom, 
/**
 * The beginning of the last message.
 */
last_text: string, 
/**
 * The visitor's messages that no agent has read.
 */
unread: number, };

/**
 * Which conversations are wanted.
 */
export type ListFilter = { status?: Holder, };

/**
 * Asks for some of a user's conversations.
 */
export type ListPayload = { userId: string, filter?: ListFilter, 
/**
 * A text that the last message or the id contains, whatever its case.
 */
search?: string, pagination?: PageAsked, };

/**
 * A visitor's message.
 */
export type MessagePayload = { 
/**
 * `message_create`.
 */
type: string, 
/**
 * Makes a repeat harmless: the same id is the same message within the conversation.
 */
client_msg_id?: string, conversation_id: string, content: Content, 
/**
 * Ours: asks for `message_received`.
 */
ack?: boolean, 
/**
 * Ours: `live` leaves it for humans to read later, and the bot is not asked; others change nothing.
 */
target?: Target, };

/**
 * Metadata to be merged, key by key.
 */
export type MetadataPayload = { metadata: Record<string, unknown>, target: Target, client_msg_id?: string, conversation_id: string, };

/**
 * Which page of how many.
 */
export type Page = { page: number, limit: number, total: number, total_pages: number, };

/**
 * A page, from 1.
 */
export type PageAsked = { page: number, limit: number, };

/**
 * One part of a message.
 */
export type Part = { "type": "text", text: string, } | { "type": "button", buttons: Buttons, } | { "type": "cards", cards: Array<Card>, } | { "type": "files", files: Array<File>, } | { "type": "pause", time: number, };

/**
 * Whether an agent takes conversations.
 */
export type Presence = "online" | "away" | "offline";

/**
 * Where a text was found.
 */
export type SearchHit = { conversation_id: string, 
/**
 * The entry's number.
 */
entry: number, 
/**
 * Epoch milliseconds.
 */
at: number, 
/**
 * The words around it.
 */
excerpt: string, };

/**
 * A frame from the server.
 */
export type ServerFrame = { 
/**
 * `receiveMessage`.
 */
action: string, event: Told, };

/**
 * Whose a message is.
 */
export type Side = "user" | "bot" | "livechat";

/**
 * What a conversation begins with; everything is optional.
 */
export type StartPayload = { 
/**
 * Absent: `anon`.
 */
userId?: string, userBasicInfo?: BasicInfo, 
/**
 * Understood as `userData` and `metadata` too.
 */
userMetadata?: Record<string, unknown>, 
/**
 * Ours: the visitor's language, `de` or `en`.
 */
locale?: string, };

/**
 * Who has a conversation.
 */
export type StatusView = { holder: Holder, agent_id: string | null, agent_name: string | null, 
/**
 * Epoch milliseconds: since when it waits for a human.
 */
waiting_since: number | null, 
/**
 * Whether a socket of the visitor is there.
 */
visitor_here: boolean, };

/**
 * Who sees metadata.
 */
export type Target = "default" | "bot" | "live" | "bot_live";

/**
 * The event in a server's frame.
 */
export type Told = { 
/**
 * Opaque. Within a conversation they ascend: the last one that a client has seen tells what it missed.
 */
event_id: string, 
/**
 * Always false.
 */
accepts_response_payload: boolean, } & ({ "event_type": "socket_connected", "event_payload": { socket_id: string, } } | { "event_type": "conversation_start_success", "event_payload": { conversation_id: string, } } | { "event_type": "bot_message", "event_payload": { 
/**
 * `message_create`.
 */
type: string, ch_msg_id: string, conversation_id: string, bot: BotCard, content: Array<Part>, } } | { "event_type": "livechat_message", "event_payload": { 
/**
 * `message_create`.
 */
type: string, conversation_id: string, content: Array<Part>, 
/**
 * Ours.
 */
ch_msg_id: string, 
/**
 * Ours: who writes; absent where it is the desk itself.
 */
agent?: AgentCard, } } | { "event_type": "action", "event_payload": { type: string, id: string, data: unknown, conversation_id: string, 
/**
 * The same once more, in the form that other clients read.
 */
actions: Array<ActionItem>, } } | { "event_type": "conversation_update", "event_payload": { type: UpdateKind, conversation_id: string, data: UpdateData, } } | { "event_type": "conversation_transcript", "event_payload": { conversation_id: string, transcript: Array<TranscriptGroup>, messages: Array<FlatMessage>, } } | { "event_type": "conversation_metadata", "event_payload": { conversation_id: string, content: Record<string, unknown>, } } | { "event_type": "metadata_update_success", "event_payload": { conversation_id: string, } } | { "event_type": "user_conversations", "event_payload": { conversations: Array<ConversationRow>, pagination?: Page, } } | { "event_type": "delete_conversation_success", "event_payload": DeletePayload } | { "event_type": "message_edited_success", "event_payload": { conversation_id: string, message_id: string, } } | { "event_type": "general_error", "event_payload": { 
/**
 * As it was sent; empty where there was none.
 */
conversation_id: string, 
/**
 * 400: no such conversation; 422: a field is wrong; others as in HTTP.
 */
error_code: number, error_desc: string, 
/**
 * Ours: the field that is to blame.
 */
field?: string, } } | { "event_type": "user_message", "event_payload": { type: string, conversation_id: string, message_id: string, client_msg_id?: string, content: Array<Part>, } } | { "event_type": "message_received", "event_payload": { conversation_id: string, message_id: string, client_msg_id?: string, } } | { "event_type": "message_edited", "event_payload": { conversation_id: string, message_id: string, 
/**
 * Of the visitor's own.
 */
client_msg_id?: string, content: Array<Part>, } } | { "event_type": "conversation_status", "event_payload": { conversation_id: string, holder: Holder, agent?: AgentCard, } } | { "event_type": "typing", "event_payload": { conversation_id: string, from: Side, typing: boolean, } } | { "event_type": "message_read", "event_payload": { conversation_id: string, from: Side, message_id: string, } });

/**
 * Everything that one event said.
 */
export type TranscriptGroup = { event_id: string, messages: Array<GroupedMessage>, };

/**
 * Somebody is writing, or has stopped. Ours.
 */
export type TypingPayload = { conversation_id: string, typing: boolean, };

/**
 * The data of an update: the agent, in both places where clients look.
 */
export type UpdateData = { agentInfo?: AgentCard, name?: string, picture?: string, 
/**
 * Why: `nobody_available`, `timed_out`, `closed`; `ended`, `silent`, `gone`, `transferred`.
 */
reason?: string, 
/**
 * Ours, with `closed`: RFC 3339, when humans are there again.
 */
opens_at?: string, };

/**
 * What has changed about who answers.
 */
export type UpdateKind = "failedAgentAssignment" | "livechatAgentConnected" | "livechatAgentDisconnected";

/**
 * Names a user.
 */
export type UserRef = { userId: string, };

/**
 * The visitor, as agents may see one.
 */
export type VisitorView = { user_id: string, info: BasicInfo, 
/**
 * Metadata that is meant for agents.
 */
metadata: Record<string, unknown>, locale: string | null, };
