//! Start only: reads the settings and hands over to the library.

fn main() {}
