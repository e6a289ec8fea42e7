//! The folder of songs, and the one way to open a file in it.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Component, Path, PathBuf};

use rustix::fs::{CWD, Mode, OFlags, openat};
use rustix::io::Errno;

/// Why a folder of songs cannot be used; each is one line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    #[error("the folder of songs {} (--music) does not exist", folder.display())]
    Missing { folder: PathBuf },
    #[error("{} (--music) is not a folder", folder.display())]
    NoFolder { folder: PathBuf },
    #[error("the folder of songs {} (--music) cannot be read: {source}", folder.display())]
    Unreadable { folder: PathBuf, source: io::Error },
}

/// A folder that exists and could be read when it was named.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Looks whether the folder can be read. It may itself be a link: the operator named it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn open(path: &Path) -> Result<Folder, FolderError> {
        let folder = path.to_path_buf();
        let root = match path.canonicalize() {
            Ok(root) => root,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(FolderError::Missing { folder }),
            Err(source) => return Err(FolderError::Unreadable { folder, source }),
        };
        if !root.is_dir() {
            return Err(FolderError::NoFolder { folder });
        }
        match fs::read_dir(&root) {
            Ok(_) => Ok(Folder { root }),
            Err(source) => Err(FolderError::Unreadable { folder, source }),
        }
    }

    /// Where it lies.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Opens a file by its path below the folder, one name after the other and never through a link: what
    /// somebody puts in a file's place meanwhile cannot lead out of the folder either.
    ///
    /// # Errors
    /// It is gone, behind a link, no plain file, or may not be read.
    pub fn file(&self, path: &Path) -> io::Result<File> {
        let mut names = Vec::new();
        for component in path.components() {
            match component {
                Component::Normal(name) => names.push(name),
                Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => {
                    return Err(io::Error::from(io::ErrorKind::NotFound));
                }
            }
        }
        let Some((name, folders)) = names.split_last() else {
            return Err(io::Error::from(io::ErrorKind::NotFound));
        };
        let mut at = openat(CWD, &self.root, OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
        for folder in folders {
            at = below(&at, folder, OFlags::DIRECTORY)?;
        }
        // NONBLOCK: somebody's pipe must not hold up who opens it; plain files do not know the flag.
        let file = File::from(below(&at, name, OFlags::NONBLOCK)?);
        match file.metadata()?.is_file() {
            true => Ok(file),
            false => Err(io::Error::from(io::ErrorKind::NotFound)),
        }
    }
}

fn below(at: &impl AsFd, name: &OsStr, more: OFlags) -> io::Result<OwnedFd> {
    openat(at, name, OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | more, Mode::empty()).map_err(|error| {
        match error {
            // A link, or a file where a folder was: what was looked for is not there.
            Errno::LOOP | Errno::NOTDIR => io::ErrorKind::NotFound.into(),
            error => error.into(),
        }
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn nothing_outside_of_the_folder_can_be_opened() {
        let outside = tempfile::tempdir().expect("a folder");
        fs::write(outside.path().join("secret.mp3"), "secret").expect("written");
        let place = tempfile::tempdir().expect("a folder");
        let root = place.path().join("music");
        fs::create_dir_all(root.join("album")).expect("made");
        fs::write(root.join("album/song.mp3"), "song").expect("written");
        symlink(outside.path().join("secret.mp3"), root.join("link.mp3")).expect("linked");
        symlink(outside.path(), root.join("folder")).expect("linked");
        symlink("album/song.mp3", root.join("inside.mp3")).expect("linked");
        let folder = Folder::open(&root).expect("a folder");
        assert!(folder.file(Path::new("album/song.mp3")).is_ok());
        let outside = outside.path().join("secret.mp3");
        for path in ["link.mp3", "folder/secret.mp3", "inside.mp3", "../music/album/song.mp3", "album", "", "none.mp3"]
        {
            assert!(folder.file(Path::new(path)).is_err(), "{path}");
        }
        assert!(folder.file(&outside).is_err());
    }

    #[test]
    fn the_folder_itself_may_be_a_link_and_must_be_a_folder() {
        let place = tempfile::tempdir().expect("a folder");
        fs::create_dir(place.path().join("music")).expect("made");
        fs::write(place.path().join("music/song.mp3"), "song").expect("written");
        symlink("music", place.path().join("link")).expect("linked");
        assert!(Folder::open(&place.path().join("link")).expect("a folder").file(Path::new("song.mp3")).is_ok());
        let told = |name: &str| Folder::open(&place.path().join(name)).expect_err("no folder").to_string();
        assert!(told("none").contains("none (--music) does not exist"));
        assert!(told("music/song.mp3").contains("is not a folder"));
    }
}
