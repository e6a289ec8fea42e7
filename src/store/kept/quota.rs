//! How many bytes there may be, of files that lie on the disk and of those that are just coming.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The bytes of all files together.
#[derive(Debug)]
pub struct Quota {
    most: u64,
    used: AtomicU64,
}

impl Quota {
    /// Nothing is used yet.
    pub fn new(most: u64) -> Arc<Self> {
        Arc::new(Quota { most, used: AtomicU64::new(0) })
    }

    /// So much was there when the server started, whatever it may have now.
    pub fn found(&self, bytes: u64) {
        self.used.fetch_add(bytes, Ordering::Relaxed);
    }

    /// So much has been removed.
    pub fn freed(&self, bytes: u64) {
        let less = |used: u64| Some(used.saturating_sub(bytes));
        // Cannot fail: there is always a new value.
        let _ = self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
    }

    /// How much there is.
    pub fn used(&self) -> u64 {
        self.used.load(Ordering::Relaxed)
    }

    /// Room for a file that comes; none yet.
    pub fn hold(self: &Arc<Self>) -> Held {
        Held { quota: Arc::clone(self), bytes: 0 }
    }

    fn take(&self, bytes: u64) -> bool {
        let more = |used: u64| used.checked_add(bytes).filter(|sum| *sum <= self.most);
        self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).is_ok()
    }
}

/// Room for one file. Dropped, it is free again.
#[derive(Debug)]
pub struct Held {
    quota: Arc<Quota>,
    bytes: u64,
}

impl Held {
    /// Makes it so large at least; `false` where there is no room for that.
    pub fn grow(&mut self, bytes: u64) -> bool {
        let more = bytes.saturating_sub(self.bytes);
        if !self.quota.take(more) {
            return false;
        }
        self.bytes += more;
        true
    }

    /// The file is there, so large: the rest is free again.
    pub fn keep(mut self, bytes: u64) {
        self.bytes = self.bytes.saturating_sub(bytes);
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.quota.freed(self.bytes);
    }
}
