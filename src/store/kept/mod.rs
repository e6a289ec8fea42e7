//! Files that people send: recordings of journeys, what goes to and fro in conversations. They lie in the data folder
//! under random names, are whole and on disk before anybody hears of them, and are what their first bytes say.
//!
//! - `half`: a file while it comes. [`format`]: what may come, told by its bytes. [`name`]: names that people gave.
//! - [`notes`]: what cameras write beside a picture or film. [`quota`]: how many bytes there may be.

pub mod format;
mod half;
pub mod name;
pub mod notes;
pub mod quota;
#[cfg(test)]
mod tests;

pub use half::Half;

use std::fs::{self, DirEntry};
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Letters of a random name: 128 bits in base64.
const NAME_CHARS: usize = 22;
/// What the names of files end in that have not come whole.
const PART: &str = "part";

/// Whether a text can be a random name of ours. Nothing else ever becomes a path.
pub fn is_name(text: &str) -> bool {
    text.len() == NAME_CHARS && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

/// What lies in a folder; nothing where there is none.
///
/// # Errors
/// Where the folder cannot be read.
pub fn list(folder: &Path) -> io::Result<Vec<DirEntry>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Whether a file is older than this, by when it was written last.
pub fn is_older(entry: &DirEntry, than: Duration) -> bool {
    let modified = entry.metadata().and_then(|data| data.modified()).ok();
    modified.and_then(|at| SystemTime::now().duration_since(at).ok()).is_some_and(|age| age > than)
}

/// Whether it is the rest of a file that has not come whole.
pub fn is_part(entry: &DirEntry) -> bool {
    Path::new(&entry.file_name()).extension().is_some_and(|ending| ending == PART)
}

/// Removes what is older than this and in use by nobody. Answers with how many these were.
///
/// # Errors
/// Where the folder cannot be read or a file cannot be removed.
pub fn sweep(folder: &Path, is_used: impl Fn(&str) -> bool, unused: Duration) -> io::Result<usize> {
    let mut count = 0;
    for entry in list(folder)? {
        let used = entry.file_name().to_str().is_some_and(&is_used);
        if !used && is_older(&entry, unused) {
            fs::remove_file(entry.path())?;
            count += 1;
        }
    }
    Ok(count)
}
