//! Databases of their own on the test run's PostgreSQL: each is copied from a migrated template.

use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm_migration::{
    MigratorTrait,
    sea_orm::{ConnectionTrait, Database, DatabaseConnection},
};
use yuekao_migration::Migrator;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// Where the run's cluster listens, without a database's name.
fn cluster() -> String {
    std::env::var("TEST_POSTGRES").expect(
        "TEST_POSTGRES is not set: run `make test`, or `eval \"$(tests/postgres.sh start)\"` before cargo test",
    )
}

async fn admin() -> DatabaseConnection {
    Database::connect(format!("{}/postgres", cluster())).await.expect("the test cluster answers")
}

/// A new database with the schema; gives its address.
pub async fn fresh() -> String {
    let admin = admin().await;
    let template = format!("template_{}", Migrator::migrations().len());
    // Whoever is first makes the template, also where each test is a process.
    admin.execute_unprepared("SELECT pg_advisory_lock(7)").await.expect("lock");
    let made = admin
        .query_one_raw(sea_orm_migration::sea_orm::Statement::from_string(
            sea_orm_migration::sea_orm::DbBackend::Postgres,
            format!("SELECT 1 AS one FROM pg_database WHERE datname = '{template}'"),
        ))
        .await
        .expect("databases are listed");
    if made.is_none() {
        let building = format!("{template}_building");
        admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {building}")).await.expect("drop");
        admin.execute_unprepared(&format!("CREATE DATABASE {building}")).await.expect("create");
        let db = Database::connect(format!("{}/{building}", cluster())).await.expect("connect");
        Migrator::up(&db, None).await.expect("the migrations run");
        db.close().await.expect("close");
        admin
            .execute_unprepared(&format!("ALTER DATABASE {building} RENAME TO {template}"))
            .await
            .expect("the template is named");
    }
    admin.execute_unprepared("SELECT pg_advisory_unlock(7)").await.expect("unlock");
    let name = format!("t_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.expect("drop");
    admin.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await.expect("copy");
    admin.close().await.expect("close");
    format!("{}/{name}", cluster())
}

/// An empty database, for tests of the migrations themselves.
pub async fn empty() -> String {
    let admin = admin().await;
    let name = format!("e_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.expect("drop");
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("create");
    admin.close().await.expect("close");
    format!("{}/{name}", cluster())
}
