//! The catalogue of songs: what lies in the folder that the operator named.
//!
//! One thread of low priority goes through the folder, reads what is new and puts a finished index in the
//! place of the last one; whoever searches reads the index that is there and waits for nobody. A song is
//! known by its id alone: no path comes in from outside and none goes out. Every file is opened
//! through [`Folder`], which follows no link, so nothing outside of the folder can be reached.

mod cache;
mod cover;
mod covers;
mod cursor;
mod folder;
mod format;
mod index;
mod scale;
mod scan;
mod scanner;
mod song;
mod songs;
mod tags;
mod walk;

#[cfg(test)]
mod tests;

pub use cover::Picture;
pub use cursor::Cursor;
pub use folder::{Folder, FolderError};
pub use format::Format;
pub use index::{Index, Page};
pub use scale::CoverSize;
pub use scan::Progress;
pub use song::Song;
pub use songs::{Songs, SongsOptions};
