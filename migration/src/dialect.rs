//! One SQL text for both databases: the few words in which they differ are written as `{uuid}`,
//! `{bytes}`, `{text}` and `{bool}`, and statements are separated by a line with `;;` alone.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, Statement};

/// Runs each statement of `sql`.
pub(crate) async fn run(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    let backend = manager.get_database_backend();
    let [uuid, bytes, text, bool] = match backend {
        // Text sorts and compares by bytes on both databases.
        DbBackend::Postgres => ["UUID", "BYTEA", "TEXT COLLATE \"C\"", "BOOLEAN"],
        _ => ["BLOB", "BLOB", "TEXT", "BOOLEAN"],
    };
    let sql =
        sql.replace("{uuid}", uuid).replace("{bytes}", bytes).replace("{text}", text).replace("{bool}", bool);
    for statement in sql.split("\n;;\n").map(str::trim).filter(|statement| !statement.is_empty()) {
        manager.get_connection().execute_raw(Statement::from_string(backend, statement)).await?;
    }
    Ok(())
}

/// Runs what only one of the two databases needs.
pub(crate) async fn run_where(
    manager: &SchemaManager<'_>,
    postgres: &str,
    sqlite: &str,
) -> Result<(), DbErr> {
    match manager.get_database_backend() {
        DbBackend::Postgres => run(manager, postgres).await,
        _ => run(manager, sqlite).await,
    }
}

/// Drops tables in the order given.
pub(crate) async fn drop(manager: &SchemaManager<'_>, tables: &[&str]) -> Result<(), DbErr> {
    for table in tables {
        run(manager, &format!("DROP TABLE {table}")).await?;
    }
    Ok(())
}

/// Declares a step: its name, what it runs and which tables it drops when it is taken back.
#[macro_export]
macro_rules! step {
    ($name:literal, up: $up:expr, drops: $drops:expr) => {
        pub(crate) struct Step;
        impl sea_orm_migration::prelude::MigrationName for Step {
            fn name(&self) -> &'static str {
                $name
            }
        }
        #[async_trait::async_trait]
        impl sea_orm_migration::prelude::MigrationTrait for Step {
            async fn up(
                &self,
                manager: &sea_orm_migration::prelude::SchemaManager,
            ) -> Result<(), sea_orm_migration::prelude::DbErr> {
                $crate::dialect::run(manager, $up).await
            }
            async fn down(
                &self,
                manager: &sea_orm_migration::prelude::SchemaManager,
            ) -> Result<(), sea_orm_migration::prelude::DbErr> {
                $crate::dialect::drop(manager, $drops).await
            }
        }
    };
}
