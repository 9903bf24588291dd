//! A small disk that can be filled.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;
use yuekao_tests::load::Failure;

pub(crate) struct Disk {
    mounted: TempDir,
}

impl Disk {
    /// None where this process may not mount anything.
    pub(crate) fn mount(megabytes: usize) -> Result<Option<Self>, Failure> {
        let mounted = tempfile::tempdir()?;
        let size = format!("size={megabytes}m");
        let mount =
            Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(mounted.path()).output();
        match mount {
            Ok(output) if output.status.success() => Ok(Some(Self { mounted })),
            _ => Ok(None),
        }
    }
    pub(crate) fn path(&self) -> &Path {
        self.mounted.path()
    }
    fn ballast(&self) -> PathBuf {
        self.path().join("ballast")
    }
    /// Leaves not one page free.
    pub(crate) fn fill(&self) -> Result<(), Failure> {
        let mut ballast = File::create(self.ballast())?;
        while ballast.write_all(&[0; 4096]).is_ok() {}
        Ok(())
    }
    pub(crate) fn make_room(&self) -> Result<(), Failure> {
        Ok(fs::remove_file(self.ballast())?)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Detached at once, gone when the last file on it is closed.
        if let Err(cause) = Command::new("umount").arg("-l").arg(self.path()).status() {
            eprintln!("{}: {cause}", self.path().display());
        }
    }
}
