use std::{fs, path::Path, process::ExitCode};

use sea_orm_migration::{SchemaManager, sea_orm::Database};
use yuekao_api::config::Settings;
use yuekao_core::unit::DbKind;

use super::{
    Failure,
    backup::{MANIFEST, Manifest, POSTGRES, SQLITE, copy, hashes, tool},
    say,
};

/// Checks the backup whole before anything is touched, and never writes over what is there.
pub(super) async fn run(settings: &Settings, from: &Path) -> Result<ExitCode, Failure> {
    let manifest: Manifest = serde_json::from_slice(&fs::read(from.join(MANIFEST))?)?;
    if hashes(from)? != manifest.files {
        return Err(
            format!("{} is not as it was written: a file is missing or changed", from.display()).into()
        );
    }
    let database = settings.database();
    let wanted = if database.kind() == DbKind::Sqlite { SQLITE } else { POSTGRES };
    if !manifest.files.contains_key(wanted) {
        return Err("this backup is of the other kind of database".into());
    }
    match database.sqlite_path() {
        Some(path) => {
            if path.exists() {
                return Err(format!("{} is there already: move it away first", path.display()).into());
            }
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            copy(&from.join(SQLITE), &path)?;
        }
        None => {
            let url = database.connection_url();
            let db = Database::connect(&url).await?;
            // Asked of the database itself: a list of migrations that this binary can't read is not an empty one.
            let used = SchemaManager::new(&db).has_table("seaql_migrations").await?;
            db.close().await?;
            if used {
                return Err("the database is not empty: name a new one in DATABASE_URL".into());
            }
            let dump = from.join(POSTGRES);
            let options = ["--no-owner", "--clean", "--if-exists", "--exit-on-error", "--single-transaction"];
            let mut arguments = options.to_vec();
            let dump = dump.to_string_lossy();
            arguments.extend(["--dbname", &url, &dump]);
            tool("pg_restore", &arguments)?;
        }
    }
    fs::create_dir_all(&settings.data)?;
    for name in ["signing.key", "files"] {
        copy(&from.join(name), &settings.data.join(name))?;
    }
    say(&format!("{} files restored", manifest.files.len()))
}
