//! The browser's types are made from the wires'.

use ts_rs::TypeVisitor;

use crate::blessed::Declarations;
use crate::conversation::console::{AgentMessage, ConsoleMessage};
use crate::conversation::wire::{ClientFrame, ServerFrame};
use crate::desk::channel::{BotChoice, ChannelSettings};

#[test]
fn the_browsers_types_are_those_of_the_wires() {
    let mut declarations = Declarations::new();
    declarations.visit::<ClientFrame>();
    declarations.visit::<ServerFrame>();
    declarations.visit::<AgentMessage>();
    declarations.visit::<ConsoleMessage>();
    declarations.visit::<BotChoice>();
    declarations.visit::<ChannelSettings>();
    declarations.compare("conversation");
}
