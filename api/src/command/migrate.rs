use std::process::ExitCode;

use sea_orm_migration::{MigratorTrait, sea_orm::Database};
use yuekao_api::config::Settings;
use yuekao_migration::Migrator;

use super::{Failure, say};

pub(super) async fn run(settings: &Settings) -> Result<ExitCode, Failure> {
    let before = settings.database();
    if let Some(folder) = before.sqlite_path().as_deref().and_then(std::path::Path::parent) {
        std::fs::create_dir_all(folder)?;
    }
    let db = Database::connect(before.connection_url()).await?;
    let pending = Migrator::get_pending_migrations(&db).await?.len();
    Migrator::up(&db, None).await?;
    db.close().await?;
    say(&format!("{pending} migrations applied"))
}
