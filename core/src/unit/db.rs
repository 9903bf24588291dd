//! The two databases behind one face.

use std::{path::PathBuf, sync::Arc, time::Duration};

use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseTransaction, DbBackend, SqliteTransactionMode, Statement,
    TransactionOptions,
};
use sqlx::{
    Connection,
    sqlite::{SqliteJournalMode, SqliteSynchronous},
};

use super::{
    fault::is_suspect,
    pool::Pool,
    unit::{Unit, run},
};
use crate::{
    audit::model::Deed,
    kernel::{Context, Error, Result},
};

/// Waiting longer than this for the one writer of SQLite, or for a connection, is `Busy`.
const WAIT: Duration = Duration::from_secs(2);

/// A connection idle for longer may have been cut by whoever stands between.
const LONG_IDLE: Duration = Duration::from_secs(5);

tokio::task_local! {
    /// Set while a unit runs: one that begins another would wait for itself.
    static INSIDE: ();
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DbKind {
    Sqlite,
    Postgres,
}

#[derive(Clone, Debug)]
pub struct DbSettings {
    /// `sqlite:PATH` or `postgres://…`.
    pub url: String,
    pub readers: u32,
    /// Writing connections on PostgreSQL; SQLite always has one.
    pub writers: u32,
    /// Wait for the disk on each commit. Only tests of behaviour turn it off.
    pub durable: bool,
}

impl DbSettings {
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), readers: 8, writers: 8, durable: true }
    }
    #[must_use]
    pub fn kind(&self) -> DbKind {
        if self.url.starts_with("postgres") { DbKind::Postgres } else { DbKind::Sqlite }
    }
    /// The address as the driver wants it; an SQLite file is made if it isn't there.
    #[must_use]
    pub fn connection_url(&self) -> String {
        match self.sqlite_path() {
            Some(path) => format!("sqlite://{}?mode=rwc", path.display()),
            None => self.url.clone(),
        }
    }
    /// The file of an SQLite database.
    #[must_use]
    pub fn sqlite_path(&self) -> Option<PathBuf> {
        self.url.strip_prefix("sqlite:").map(|path| PathBuf::from(path.trim_start_matches("//")))
    }
}

#[derive(Debug)]
struct Inner {
    kind: DbKind,
    reader: Pool,
    writer: Pool,
}

/// The database. Cloning it is cheap.
#[derive(Clone, Debug)]
pub struct Db(Arc<Inner>);

impl Db {
    /// Connects lazily: a database that is gone at start is tried again by the first call.
    ///
    /// # Errors
    /// `Internal` for an address that can't be understood.
    pub async fn connect(settings: &DbSettings) -> Result<Self> {
        let kind = settings.kind();
        let reader = Pool::connect(settings, options(settings, false)).await?;
        let writer = Pool::connect(settings, options(settings, true)).await?;
        Ok(Self(Arc::new(Inner { kind, reader, writer })))
    }

    #[must_use]
    pub fn kind(&self) -> DbKind {
        self.0.kind
    }

    /// A connection that the database itself holds read-only.
    #[must_use]
    pub fn read(&self) -> &impl ConnectionTrait {
        &self.0.reader
    }

    /// One unit of work: begins, runs, writes the audit row, commits; an error rolls all back.
    /// It never retries itself.
    ///
    /// # Errors
    /// What `work` gives, or `Busy` and `Internal` of the database, or `Already` where the
    /// request's idempotency key has done its deed before.
    pub async fn unit<T>(
        &self,
        cx: &Context,
        deed: Deed,
        work: impl AsyncFnOnce(&Unit) -> Result<T>,
    ) -> Result<T> {
        if cfg!(debug_assertions) && INSIDE.try_with(|()| ()).is_ok() {
            return Err(Error::internal(format!("{} began inside another unit", deed.name)));
        }
        INSIDE.scope((), async { run(self.begin().await?, self.0.kind, cx, deed, work).await }).await
    }

    /// A transaction without an audit row, for the journal's writer, the marks' writer and the
    /// service's own housekeeping: what they write is its own signature.
    pub(crate) async fn unsigned<T>(
        &self,
        work: impl AsyncFnOnce(&DatabaseTransaction) -> Result<T>,
    ) -> Result<T> {
        let tx = self.begin().await?;
        let made = work(&tx).await?;
        tx.commit().await?;
        Ok(made)
    }

    /// Like [`Self::unsigned`] for work that only one process may do at a time; `None` if another
    /// holds `lock` now.
    pub(crate) async fn alone<T>(
        &self,
        lock: i64,
        work: impl AsyncFnOnce(&DatabaseTransaction) -> Result<T>,
    ) -> Result<Option<T>> {
        self.unsigned(async |tx| {
            // SQLite has one writer, who is alone already.
            if self.0.kind == DbKind::Postgres {
                let ask = Statement::from_sql_and_values(
                    DbBackend::Postgres,
                    "SELECT pg_try_advisory_xact_lock($1) AS mine",
                    [lock.into()],
                );
                let mine = match tx.query_one_raw(ask).await? {
                    Some(row) => row.try_get::<bool>("", "mine")?,
                    None => false,
                };
                if !mine {
                    return Ok(None);
                }
            }
            work(tx).await.map(Some)
        })
        .await
    }

    pub(super) fn writer(&self) -> &impl ConnectionTrait {
        &self.0.writer
    }

    async fn begin(&self) -> Result<DatabaseTransaction> {
        let options = TransactionOptions {
            sqlite_transaction_mode: (self.0.kind == DbKind::Sqlite)
                .then_some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        Ok(self.0.writer.begin(options).await?)
    }

    /// Whether the database answers a question.
    ///
    /// # Errors
    /// `Busy` or `Internal` if it doesn't.
    pub async fn ping(&self) -> Result<()> {
        self.0.reader.ping().await.map_err(Error::from)
    }

    /// The database's own clock, against which a replica checks its own.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn clock(&self) -> Result<Option<crate::kernel::Instant>> {
        if self.0.kind == DbKind::Sqlite {
            return Ok(None);
        }
        let ask = Statement::from_string(
            DbBackend::Postgres,
            "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS now",
        );
        match self.0.reader.query_one_raw(ask).await? {
            Some(row) => Ok(Some(crate::kernel::Instant(row.try_get("", "now")?))),
            None => Ok(None),
        }
    }

    /// Lets go of every connection.
    pub async fn close(&self) {
        self.0.writer.close().await;
        self.0.reader.close().await;
    }
}

fn options(settings: &DbSettings, writes: bool) -> ConnectOptions {
    let durable = settings.durable;
    let mut options = ConnectOptions::new(settings.connection_url());
    options.sqlx_logging(false).acquire_timeout(WAIT).connect_timeout(WAIT).connect_lazy(true);
    let connections = match (settings.kind(), writes) {
        (DbKind::Sqlite, true) => 1,
        (_, true) => settings.writers,
        (_, false) => settings.readers,
    };
    options.max_connections(connections).min_connections(0).test_before_acquire(false);
    // To ask each connection whether it lives before each use costs as much as most uses: only one
    // that lay idle for long is asked, or since before the database was found gone.
    options.map_sqlx_postgres_pool_opts(|pool| {
        pool.before_acquire(|connection, about| {
            Box::pin(async move {
                if about.idle_for > LONG_IDLE || is_suspect(about.idle_for) {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
    });
    options.map_sqlx_sqlite_opts(move |sqlite| {
        sqlite
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(if durable { SqliteSynchronous::Full } else { SqliteSynchronous::Off })
            .foreign_keys(true)
            .busy_timeout(WAIT)
            .pragma("query_only", if writes { "OFF" } else { "ON" })
            .pragma("temp_store", "memory")
    });
    // A commit that finds the disk full ends the transaction by itself. The driver believes it open
    // for ever after and begins no other: such a connection is not used again.
    options.map_sqlx_sqlite_pool_opts(|pool| {
        pool.before_acquire(|connection, _| Box::pin(async { Ok(!connection.is_in_transaction()) }))
    });
    options.map_sqlx_postgres_opts(move |postgres| {
        let postgres = postgres.application_name("yuekao").options([("statement_timeout", "30s")]);
        if writes { postgres } else { postgres.options([("default_transaction_read_only", "on")]) }
    });
    options
}
