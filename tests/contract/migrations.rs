//! Migrations go up and down on both databases and leave the same tables and columns.

use std::collections::BTreeSet;

use sea_orm_migration::{
    MigratorTrait,
    sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement},
};
use yuekao_migration::Migrator;
use yuekao_tests::postgres;

async fn columns(db: &DatabaseConnection, sql: &str) -> BTreeSet<String> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.expect("columns");
    rows.iter().map(|row| row.try_get::<String>("", "name").expect("a name")).collect()
}

const SQLITE: &str = "SELECT m.name || '.' || c.name AS name FROM sqlite_master m
    JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'";
const POSTGRES: &str =
    "SELECT (table_name || '.' || column_name)::text AS name FROM information_schema.columns
    WHERE table_schema = 'public'";

#[actix_web::test]
async fn both_databases_get_the_same_schema_and_lose_it_again() {
    let dir = tempfile::tempdir().expect("a folder");
    let sqlite = Database::connect(format!("sqlite://{}?mode=rwc", dir.path().join("a.db").display()));
    let sqlite = sqlite.await.expect("opens");
    let postgres = Database::connect(postgres::empty().await).await.expect("opens");
    let mut schemas = Vec::new();
    for (db, sql) in [(&sqlite, SQLITE), (&postgres, POSTGRES)] {
        Migrator::up(db, None).await.expect("up");
        let up = columns(db, sql).await;
        Migrator::down(db, None).await.expect("down");
        let down = columns(db, sql).await;
        assert!(down.iter().all(|name| name.starts_with("seaql_migrations.")), "left behind: {down:?}");
        Migrator::up(db, None).await.expect("up again");
        assert_eq!(up, columns(db, sql).await);
        schemas.push(up);
    }
    // Full-text tables are each database's own.
    let own = |name: &&String| !name.contains("_fts");
    let [sqlite, postgres] =
        [0, 1].map(|at| schemas[at].iter().filter(own).cloned().collect::<BTreeSet<_>>());
    assert_eq!(sqlite, postgres);
    assert!(sqlite.contains("audit.sealed"));
}
