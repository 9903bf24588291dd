//! What a database's error means to a caller.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant as Moment},
};

use sea_orm::{DbErr, RuntimeErr};

use crate::kernel::{
    Error, Issue,
    error::{Busy, TextIssue},
};

/// PostgreSQL's classes: connection trouble, shutting down, starting up.
const GONE: &[&str] = &["08", "57P"];
/// Serialisation failure, deadlock, lock or connection slots not to be had.
const LOADED: &[&str] = &["40001", "40P01", "55P03", "53300"];
/// PostgreSQL's, SQLite's, and SQLite's where the index of its journal can't grow.
const DISK_FULL: &[&str] = &["53100", "13", "4874"];
/// SQLite's busy and locked, with their extended codes.
const SQLITE_BUSY: &[&str] = &["5", "6", "261", "262", "517"];

/// PostgreSQL's, for text with a NUL sign: all other text that reaches it is sound.
const NUL_SIGN: &str = "22021";

/// When the database was last found gone.
static GONE_AT: Mutex<Option<Moment>> = Mutex::new(None);

/// Whether a connection that lay idle this long may be one that a gone database left behind: it
/// has not been used since the database was found gone.
pub(super) fn is_suspect(idle: Duration) -> bool {
    let gone_at = *GONE_AT.lock().unwrap_or_else(PoisonError::into_inner);
    gone_at.is_some_and(|at| at.elapsed() < idle)
}

impl From<DbErr> for Error {
    fn from(cause: DbErr) -> Self {
        match busy(&cause) {
            Some(busy) => {
                if busy == Busy::Database {
                    *GONE_AT.lock().unwrap_or_else(PoisonError::into_inner) = Some(Moment::now());
                }
                tracing::warn!(%cause, "the database can't serve this now");
                Self::Busy(busy)
            }
            None if holds_nul(&cause) => Self::invalid(Issue::new("", TextIssue::NulSign)),
            None => Self::internal(cause),
        }
    }
}

fn busy(cause: &DbErr) -> Option<Busy> {
    match cause {
        DbErr::ConnectionAcquire(_) => Some(Busy::Load),
        _ => driver(cause).and_then(busy_by_driver),
    }
}

fn driver(cause: &DbErr) -> Option<&sqlx::Error> {
    match cause {
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => Some(cause),
        _ => None,
    }
}

fn holds_nul(cause: &DbErr) -> bool {
    let database = driver(cause).and_then(sqlx::Error::as_database_error);
    database.and_then(sqlx::error::DatabaseError::code).is_some_and(|code| code == NUL_SIGN)
}

pub(super) fn busy_by_driver(cause: &sqlx::Error) -> Option<Busy> {
    match cause {
        sqlx::Error::PoolTimedOut => Some(Busy::Load),
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
            Some(Busy::Database)
        }
        sqlx::Error::Database(database) => {
            let code = database.code()?;
            let starts = |codes: &[&str]| codes.iter().any(|known| code.starts_with(known));
            let is = |codes: &[&str]| codes.contains(&code.as_ref());
            if is(DISK_FULL) {
                Some(Busy::Disk)
            } else if is(LOADED) || is(SQLITE_BUSY) {
                Some(Busy::Load)
            } else if code.len() == 5 && starts(GONE) {
                Some(Busy::Database)
            } else {
                None
            }
        }
        _ => None,
    }
}
