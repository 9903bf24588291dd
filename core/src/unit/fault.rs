//! What a database's error means to a caller.

use sea_orm::{DbErr, RuntimeErr};

use crate::kernel::{Error, error::Busy};

/// PostgreSQL's classes: connection trouble, shutting down, starting up.
const GONE: &[&str] = &["08", "57P"];
/// Serialisation failure, deadlock, lock or connection slots not to be had.
const LOADED: &[&str] = &["40001", "40P01", "55P03", "53300"];
const DISK_FULL: &[&str] = &["53100", "13"];
/// SQLite's busy and locked, with their extended codes.
const SQLITE_BUSY: &[&str] = &["5", "6", "261", "262", "517"];

impl From<DbErr> for Error {
    fn from(cause: DbErr) -> Self {
        match busy(&cause) {
            Some(busy) => {
                tracing::warn!(%cause, "the database can't serve this now");
                Self::Busy(busy)
            }
            None => Self::internal(cause),
        }
    }
}

fn busy(cause: &DbErr) -> Option<Busy> {
    match cause {
        DbErr::ConnectionAcquire(_) => Some(Busy::Load),
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => busy_by_driver(cause),
        _ => None,
    }
}

fn busy_by_driver(cause: &sqlx::Error) -> Option<Busy> {
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
