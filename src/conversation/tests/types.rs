//! The browser's types are made from the wires'.

use ts_rs::TypeVisitor;

use crate::blessed::Declarations;
use crate::conversation::console::{AgentMessage, ConsoleMessage};
use crate::conversation::wire::{ClientFrame, ServerFrame};
use crate::desk::wire::{AgentBody, Agents, ChannelBody, Channels, MadeAgent, MadeChannel, Statistics, WebhookSecret};

#[test]
fn the_browsers_types_are_those_of_the_wires() {
    let mut declarations = Declarations::new();
    declarations.visit::<ClientFrame>();
    declarations.visit::<ServerFrame>();
    declarations.visit::<AgentMessage>();
    declarations.visit::<ConsoleMessage>();
    declarations.compare("conversation");
}

#[test]
fn the_administrators_types_are_those_of_the_calls() {
    let mut declarations = Declarations::new();
    declarations.visit::<ChannelBody>();
    declarations.visit::<MadeChannel>();
    declarations.visit::<WebhookSecret>();
    declarations.visit::<Channels>();
    declarations.visit::<AgentBody>();
    declarations.visit::<MadeAgent>();
    declarations.visit::<Agents>();
    declarations.visit::<Statistics>();
    declarations.compare("desk");
}
