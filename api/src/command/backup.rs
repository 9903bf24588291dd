//! A backup is a folder: the database (a file, or a dump of PostgreSQL's own), the stored files,
//! the signing key, and a manifest with the hash of each, written last.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use yuekao_api::config::Settings;
use yuekao_core::unit::DbKind;

use super::{Failure, app, say};

pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const SQLITE: &str = "database.db";
pub(super) const POSTGRES: &str = "database.dump";

/// What a backup holds: each file's SHA-256 by its path.
#[derive(Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) version: String,
    pub(super) files: BTreeMap<String, String>,
}

pub(super) async fn run(settings: Settings, to: &Path) -> Result<ExitCode, Failure> {
    if to.exists() {
        return Err(format!("{} is there already: name a new folder", to.display()).into());
    }
    fs::create_dir_all(to)?;
    let data = settings.data.clone();
    let url = settings.database().connection_url();
    let app = app(settings).await?;
    match app.db.kind() {
        DbKind::Sqlite => app.db.copy_to(&to.join(SQLITE)).await?,
        DbKind::Postgres => {
            let dump = to.join(POSTGRES);
            tool("pg_dump", &["--format=custom", "--no-owner", "--file", &dump.to_string_lossy(), &url])?;
        }
    }
    app.db.close().await;
    for name in ["signing.key", "files"] {
        copy(&data.join(name), &to.join(name))?;
    }
    let files = hashes(to)?;
    let count = files.len();
    let manifest = Manifest { version: env!("CARGO_PKG_VERSION").to_owned(), files };
    fs::write(to.join(MANIFEST), serde_json::to_vec_pretty(&manifest)?)?;
    say(&format!("{count} files in {}", to.display()))
}

/// Runs one of PostgreSQL's own tools.
pub(super) fn tool(name: &str, arguments: &[&str]) -> Result<(), Failure> {
    match Command::new(name).args(arguments).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{name} ended with {status}").into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(format!("{name} is not installed (Debian: apt install postgresql-client)").into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Copies a file or a folder; what isn't there is left out.
pub(super) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if from.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
    } else if from.is_file() {
        fs::copy(from, to)?;
    }
    Ok(())
}

/// The SHA-256 of every file below a folder, by its path there; the manifest itself is left out.
pub(super) fn hashes(folder: &Path) -> io::Result<BTreeMap<String, String>> {
    let mut hashes = BTreeMap::new();
    let mut rest: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(place) = rest.pop() {
        for entry in fs::read_dir(place)? {
            let path = entry?.path();
            let name = path.strip_prefix(folder).map_err(io::Error::other)?.to_string_lossy().into_owned();
            if path.is_dir() {
                rest.push(path);
            } else if name != MANIFEST {
                hashes.insert(name, hash(&path)?);
            }
        }
    }
    Ok(hashes)
}

fn hash(path: &Path) -> io::Result<String> {
    let mut hasher = Sha256::new();
    io::copy(&mut fs::File::open(path)?, &mut HashWriter(&mut hasher))?;
    Ok(hex::encode(hasher.finalize()))
}

struct HashWriter<'a>(&'a mut Sha256);

impl io::Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
