//! The visitors' wire: every event in both directions. The agents' is [`super::console`].
//!
//! Source: `seeds/004` (names, envelopes and payloads are binding) and `protocols/conversations.md`. What is
//! marked "Ours" is an addition that existing clients ignore or do not send. The schemas of
//! `/api/asyncapi.json` and the browser client's types are generated from these types.
//!
//! - `frame`: the envelope; `client`: what visitors send; `server`: what they are told.
//! - `transcript`: a conversation in both shapes of the source; `list`: a user's conversations.

mod client;
mod frame;
mod list;
mod server;
mod transcript;

pub use client::{
    ActionPayload, BasicInfo, ClientEvent, Content, ConversationRef, DeletePayload, EditPayload, MessagePayload,
    MetadataPayload, StartPayload, Target, TypingPayload, UserRef,
};
pub use frame::{ClientFrame, MESSAGE_CREATE, RECEIVE, SEND, ServerFrame, Told};
pub use list::{ConversationRow, ListFilter, ListPayload, Page, PageAsked};
pub use server::{ActionItem, AgentCard, BotCard, Holder, ServerEvent, Side, UpdateData, UpdateKind};
pub use transcript::{FlatAction, FlatContent, FlatFrom, FlatMessage, GroupedFrom, GroupedMessage, TranscriptGroup};
