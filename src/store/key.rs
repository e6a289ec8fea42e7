//! The secrets that the server itself keeps, as files of their own beside the database: a copy of the
//! database alone proves nobody's identity.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::TryRng as _;

use super::lock::{DataFolder, OpenError};
use crate::engine::{Secret, SecretKey};

/// The file of the key under which secrets are hashed.
const KEY_FILE: &str = "key";
/// The file of the administrator's token.
const TOKEN_FILE: &str = "admin-token";
/// Bytes of either.
const SECRET_BYTES: usize = 32;

/// The administrator's token.
#[derive(Debug, Clone)]
pub struct AdminToken {
    pub token: Secret,
    /// Whether it was made just now: then its sign-in link is printed, this once.
    pub fresh: bool,
}

impl DataFolder {
    /// The key under which secrets are hashed; made at the first start.
    pub fn secret_key(&self) -> Result<SecretKey, OpenError> {
        let (bytes, _) = self.kept(KEY_FILE, || random().map(Vec::from))?;
        let key = <[u8; SECRET_BYTES]>::try_from(bytes.as_slice())
            .map_err(|_| OpenError::Key { file: self.path().join(KEY_FILE), expected: "32 bytes" })?;
        Ok(SecretKey::new(key))
    }

    /// The administrator's token; made at the first start.
    pub fn admin_token(&self) -> Result<AdminToken, OpenError> {
        let (bytes, fresh) = self.kept(TOKEN_FILE, || Ok((URL_SAFE_NO_PAD.encode(random()?) + "\n").into_bytes()))?;
        let text = String::from_utf8(bytes).unwrap_or_default();
        match text.trim() {
            "" => Err(OpenError::Key { file: self.path().join(TOKEN_FILE), expected: "a line of text" }),
            token => Ok(AdminToken { token: Secret::new(token), fresh }),
        }
    }

    /// What the file holds, and whether it had to be made.
    pub(super) fn kept(
        &self,
        name: &str,
        make: impl FnOnce() -> io::Result<Vec<u8>>,
    ) -> Result<(Vec<u8>, bool), OpenError> {
        let file = self.path().join(name);
        let found = match fs::read(&file) {
            // Whoever copied the folder may have widened the mode.
            Ok(bytes) => fs::set_permissions(&file, Permissions::from_mode(0o600)).map(|()| (bytes, false)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make().and_then(|bytes| keep(&file, &bytes).map(|()| (bytes, true)))
            }
            Err(error) => Err(error),
        };
        found.map_err(|error| OpenError::NotWritable {
            folder: self.path().to_path_buf(),
            detail: format!("{name}: {error}"),
        })
    }
}

/// Writes a file whole or not at all, whatever happens meanwhile.
pub(super) fn keep(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let half = file.with_extension("new");
    let mut writer = OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(&half)?;
    writer.write_all(bytes)?;
    writer.sync_all()?;
    fs::rename(&half, file)?;
    file.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// Randomness of the operating system.
pub(super) fn random() -> io::Result<[u8; SECRET_BYTES]> {
    let mut bytes = [0; SECRET_BYTES];
    rand::rngs::SysRng.try_fill_bytes(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes)
}
