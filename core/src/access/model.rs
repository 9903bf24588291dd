//! What signing in gives, and what the room needs to do its work.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, RwLock},
    time::Instant as Moment,
};

use uuid::Uuid;

use super::{password::Hasher, token::Signer};
use crate::{
    kernel::{Instant, PersonId},
    people::Person,
};

/// An account: the way one person signs in.
#[derive(Clone, Debug)]
pub struct Account {
    pub person: PersonId,
    pub password_hash: String,
    pub must_change: bool,
    /// Grows when every session ends; tokens of an older epoch are worth nothing.
    pub epoch: i32,
}

/// One sign-in on one device.
#[derive(Clone, Debug)]
pub struct Session {
    pub id: Uuid,
    pub person: PersonId,
    /// How often its refresh token was rotated.
    pub generation: i32,
    pub rotated_at: Instant,
    pub ends_at: Instant,
    pub revoked: bool,
}

/// What a successful sign-in or refresh hands out.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub access_token: String,
    pub expires_in: i64,
    pub refresh_token: String,
    pub refresh_ends_at: Instant,
    pub person: Person,
    pub must_change_password: bool,
}

#[derive(Clone, Debug)]
pub struct AccessSettings {
    /// At least 32 bytes.
    pub signing_key: Vec<u8>,
    /// Full cost, or the cheap one that only a test harness asks for.
    pub cheap_passwords: bool,
    pub cores: usize,
}

/// The room's own state in one process; all of it may be lost.
#[derive(Clone)]
pub struct Access {
    pub(super) signer: Signer,
    pub(super) hasher: Hasher,
    pub(super) revoked: Arc<Revoked>,
}

impl Access {
    #[must_use]
    pub fn new(settings: &AccessSettings) -> Self {
        Self {
            signer: Signer::new(&settings.signing_key),
            hasher: Hasher::new(settings.cores, settings.cheap_passwords),
            revoked: Arc::default(),
        }
    }
}

/// Sessions that ended while tokens of theirs may still be alive, as last read from the database.
#[derive(Default)]
pub(super) struct Revoked {
    pub(super) sessions: RwLock<HashSet<Uuid>>,
    pub(super) read_at: Mutex<Option<Moment>>,
}
