//! Connections to the database. A pool that has none to give says only that it waited in vain; this
//! one finds out whether there is too much to do or no database.

use std::{pin::pin, str::FromStr, time::Duration};

use sea_orm::{
    ConnAcquireErr, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    ExecResult, QueryResult, RuntimeErr, Statement, TransactionOptions, TransactionTrait,
    prelude::async_trait,
};
use sqlx::{ConnectOptions, Connection, postgres::PgConnectOptions};
use tokio::{
    sync::Mutex,
    time::{Instant, timeout},
};

use super::{DbKind, DbSettings, fault};
use crate::kernel::{Result, error::Busy};

/// What takes longer is looked into. A server that doesn't greet a newcomer within this is gone, and
/// what was found holds as long.
const GREETING: Duration = Duration::from_millis(500);

#[derive(Debug)]
pub(super) struct Pool {
    connections: DatabaseConnection,
    /// Where to knock; an embedded database is always there.
    server: Option<PgConnectOptions>,
    /// When somebody last knocked in vain or was let in.
    known: Mutex<Option<(Instant, bool)>>,
}

impl Pool {
    pub(super) async fn connect(settings: &DbSettings, options: sea_orm::ConnectOptions) -> Result<Self> {
        let server = match settings.kind() {
            DbKind::Sqlite => None,
            DbKind::Postgres => PgConnectOptions::from_str(&settings.url).ok(),
        };
        Ok(Self { connections: Database::connect(options).await?, server, known: Mutex::new(None) })
    }

    pub(super) async fn begin(&self, options: TransactionOptions) -> Result<DatabaseTransaction, DbErr> {
        self.explained(self.connections.begin_with_options(options)).await
    }
    pub(super) async fn ping(&self) -> Result<(), DbErr> {
        self.explained(self.connections.ping()).await
    }
    pub(super) async fn close(&self) {
        // Pools are shared; closing one twice is harmless.
        let _ = self.connections.close_by_ref().await;
    }

    /// What takes long is looked into while it is waited for: a database that was gone may be back
    /// when the wait is over.
    async fn explained<T>(&self, asked: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
        let Some(server) = &self.server else { return asked.await };
        let mut asked = pin!(asked);
        if let Ok(answered) = timeout(GREETING, &mut asked).await {
            return answered;
        }
        match tokio::join!(asked, self.is_gone(server)) {
            (Err(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)), true) => {
                let cause = std::io::Error::from(std::io::ErrorKind::NotConnected);
                Err(DbErr::Conn(RuntimeErr::SqlxError(sqlx::Error::Io(cause).into())))
            }
            (answered, _) => answered,
        }
    }

    /// One knocks for all who wait, so that a crowd doesn't add to what made it wait.
    async fn is_gone(&self, server: &PgConnectOptions) -> bool {
        let mut known = self.known.lock().await;
        match *known {
            Some((at, gone)) if at.elapsed() < GREETING => return gone,
            _ => {}
        }
        let gone = match timeout(GREETING, server.connect()).await {
            Ok(Ok(newcomer)) => {
                // It has told what it could; how it leaves does not matter.
                let _ = newcomer.close().await;
                false
            }
            Ok(Err(cause)) => fault::busy_by_driver(&cause) != Some(Busy::Load),
            Err(_) => true,
        };
        *known = Some((Instant::now(), gone));
        gone
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Pool {
    fn get_database_backend(&self) -> DbBackend {
        self.connections.get_database_backend()
    }
    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.explained(self.connections.execute_raw(statement)).await
    }
    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.explained(self.connections.execute_unprepared(sql)).await
    }
    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.explained(self.connections.query_one_raw(statement)).await
    }
    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.explained(self.connections.query_all_raw(statement)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{kernel::Error, unit::Db};

    #[tokio::test]
    async fn a_full_disk_is_said_and_the_next_transaction_begins() {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", dir.path().join("full.db").display());
        let db = Db::connect(&DbSettings::new(url)).await.unwrap();
        let run = async |sql: &str| db.unsigned(async |tx| Ok(tx.execute_unprepared(sql).await?)).await;
        run("CREATE TABLE filled (text TEXT)").await.unwrap();
        run("PRAGMA max_page_count = 4").await.unwrap();
        let full = run("INSERT INTO filled VALUES (hex(randomblob(50000)))").await;
        assert!(matches!(full, Err(Error::Busy(Busy::Disk))), "{full:?}");
        run("PRAGMA max_page_count = 1000").await.unwrap();
        run("INSERT INTO filled VALUES (hex(randomblob(50000)))").await.unwrap();
    }

    #[tokio::test]
    async fn a_server_that_is_not_there_is_told_from_one_with_too_much_to_do() {
        // Nothing listens on port 1, to which only the system may bind.
        let db = Db::connect(&DbSettings::new("postgres://yuekao@127.0.0.1:1/yuekao")).await.unwrap();
        let gone = db.ping().await;
        assert!(matches!(gone, Err(Error::Busy(Busy::Database))), "{gone:?}");
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", dir.path().join("busy.db").display());
        let db = Db::connect(&DbSettings::new(url)).await.unwrap();
        let busy = db.unsigned(async |_| Ok(db.unsigned(async |_| Ok(())).await)).await.unwrap();
        assert!(matches!(busy, Err(Error::Busy(Busy::Load))), "{busy:?}");
    }
}
