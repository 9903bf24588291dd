//! A backup taken while the service runs comes back whole, on both databases.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use sea_orm_migration::sea_orm::{ConnectionTrait, Database};
use yuekao_tests::{World, postgres, story};

/// The binary that was built beside this test.
pub(crate) fn binary() -> PathBuf {
    let here = std::env::current_exe().expect("a path");
    here.parent().and_then(Path::parent).expect("the target folder").join("yuekao")
}

fn yuekao(url: &str, data: &Path, arguments: &[&str]) -> Output {
    let tools = std::env::var("TEST_POSTGRES_BIN").unwrap_or_default();
    let path = format!("{tools}:{}", std::env::var("PATH").unwrap_or_default());
    let mut command = Command::new(binary());
    command.args(arguments).env("DATABASE_URL", url).env("YUEKAO_DATA", data).env("PATH", path);
    command.output().expect("it runs")
}

fn succeeded(output: &Output) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

story! {
    async fn a_backup_comes_back_whole(world: World) {
        world.settle().await;
        let dir = tempfile::tempdir().expect("a folder");
        let (backup, empty) = (dir.path().join("backup"), dir.path().join("empty"));
        let backup_name = backup.to_str().expect("text");
        let source = world.app.settings.database_url.clone();
        succeeded(&yuekao(&source, &world.app.settings.data, &["backup", "--to", backup_name]));

        let target = match world.backend {
            yuekao_tests::Backend::Sqlite => format!("sqlite:{}", empty.join("yuekao.db").display()),
            yuekao_tests::Backend::Postgres => postgres::empty().await,
        };
        succeeded(&yuekao(&target, &empty, &["restore", "--from", backup_name]));
        let verified = yuekao(&target, &empty, &["verify-audit"]);
        succeeded(&verified);
        assert!(String::from_utf8_lossy(&verified.stdout).contains("the chain is whole"));

        let again = yuekao(&target, &empty, &["restore", "--from", backup_name]);
        assert!(!again.status.success(), "it never writes over what is there");
        if matches!(world.backend, yuekao_tests::Backend::Postgres) {
            // A database of a later version, whose migrations this binary does not know, is not empty.
            let later = Database::connect(&target).await.expect("connected");
            let migration = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000000_later', 0)";
            later.execute_unprepared(migration).await.expect("noted");
            later.close().await.expect("closed");
            let kept = yuekao(&target, &empty, &["restore", "--from", backup_name]);
            assert!(String::from_utf8_lossy(&kept.stderr).contains("not empty"));
        }
        let manifest = backup.join("manifest.json");
        std::fs::write(backup.join("extra"), "x").expect("written");
        assert!(manifest.exists());
        let spoiled = yuekao(&target, &empty, &["restore", "--from", backup_name]);
        assert!(String::from_utf8_lossy(&spoiled.stderr).contains("not as it was written"));
    }
}
