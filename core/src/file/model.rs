//! A stored file and the ticket that opens it.

use crate::kernel::Instant;

crate::define_id!(FileId);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    pub id: FileId,
    /// Of the content, in hex: its name in the object store.
    pub sha256: String,
    /// What the person who brought it called it, without folders.
    pub name: String,
    /// Told from the name's ending by us, never taken from the sender.
    pub media_type: String,
    pub size: i64,
    pub created_at: Instant,
}

/// Leave to read one file until it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    pub file: FileId,
    /// Seconds since 1970, UTC.
    pub ends: i64,
    /// HMAC-SHA-256 over both, in hex.
    pub signature: String,
}
