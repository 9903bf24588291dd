//! The run's PostgreSQL, which one test crashes while no other needs it.

use std::{path::Path, process::Command};

use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

static CLUSTER: RwLock<()> = RwLock::const_new(());

pub(crate) async fn keep_running() -> RwLockReadGuard<'static, ()> {
    CLUSTER.read().await
}
pub(crate) async fn let_crash() -> RwLockWriteGuard<'static, ()> {
    CLUSTER.write().await
}

fn script(verb: &str) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("postgres.sh");
    let done = Command::new(script).arg(verb).status().expect("the script runs");
    assert!(done.success(), "postgres.sh {verb}");
}

/// All its processes end at once, as by a power cut.
pub(crate) fn crash() {
    script("crash");
}

/// It starts on what it left behind.
pub(crate) fn come_back() {
    script("again");
}
