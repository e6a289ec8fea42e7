//! The browser's types are made from the wire's.

use ts_rs::TypeVisitor;

use crate::blessed::Declarations;
use crate::music::wire::{ClientMessage, ServerMessage};

#[test]
fn the_browsers_types_are_those_of_the_wire() {
    let mut declarations = Declarations::new();
    declarations.visit::<ClientMessage>();
    declarations.visit::<ServerMessage>();
    declarations.compare("music");
}
