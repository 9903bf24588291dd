//! A durable PostgreSQL of a test's own: these tests stop it.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

use yuekao_tests::load::Failure;

static NEXT: AtomicU32 = AtomicU32::new(0);

pub(crate) struct Cluster {
    home: PathBuf,
    pub(crate) url: String,
}

impl Cluster {
    pub(crate) fn start() -> Result<Self, Failure> {
        let no = NEXT.fetch_add(1, Ordering::Relaxed);
        let home = std::env::temp_dir().join(format!("yuekao-kill-{}-{no}", std::process::id()));
        let exports = script(&home, &["start", "--durable"])?;
        let address = exports.lines().find_map(|line| line.strip_prefix("export TEST_POSTGRES="));
        let url = format!("{}/postgres", address.ok_or("the cluster gave no address")?);
        Ok(Self { home, url })
    }
    /// Ends it as a crash would: nothing is tidied up.
    pub(crate) fn crash(&self) -> Result<(), Failure> {
        script(&self.home, &["crash"]).map(drop)
    }
    /// Starts it again in place.
    pub(crate) fn start_again(&self) -> Result<(), Failure> {
        script(&self.home, &["again"]).map(drop)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(cause) = script(&self.home, &["stop"]) {
            eprintln!("{}: {cause}", self.home.display());
        }
    }
}

fn script(home: &Path, arguments: &[&str]) -> Result<String, Failure> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("postgres.sh");
    let output = Command::new(script).args(arguments).env("TEST_POSTGRES_HOME", home).output()?;
    if output.status.success() {
        Ok(String::from_utf8(output.stdout)?)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
    }
}
