//! Where contents lie: an object store, which is a folder by default.

use std::{error::Error as StdError, io, path::Path, sync::Arc};

use object_store::{ObjectStore, ObjectStoreExt, PutPayload, local::LocalFileSystem, path::Path as Key};

use super::{
    model::{FileId, Ticket},
    rule,
};
use crate::kernel::{Error, Instant, Result, error::Busy, seal::Hash};

/// The contents of all files, and the key that signs tickets. Cloning it is cheap.
#[derive(Clone)]
pub struct Files {
    contents: Arc<dyn ObjectStore>,
    key: Hash,
}

impl Files {
    /// Contents in a folder, which is made if it is missing.
    ///
    /// # Errors
    /// `Internal` for a folder that can't be made, `Busy` on a full disk.
    pub fn in_folder(folder: &Path, key: Hash) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(Error::internal)?;
        let local = LocalFileSystem::new_with_prefix(folder).map_err(fault)?.with_fsync(true);
        Ok(Self { contents: Arc::new(local), key })
    }

    /// Leave to read a file, for an hour.
    #[must_use]
    pub fn ticket(&self, file: FileId, now: Instant) -> Ticket {
        rule::ticket(&self.key, file, now)
    }
    pub(super) fn opens(&self, ticket: &Ticket, now: Instant) -> bool {
        rule::opens(&self.key, ticket, now)
    }

    /// Stores a content, again if it is there already: its age is what the sweep goes by.
    pub(super) async fn put(&self, sha256: &str, bytes: Vec<u8>) -> Result<()> {
        self.contents.put(&key(sha256), PutPayload::from(bytes)).await.map_err(fault)?;
        Ok(())
    }
    pub(super) async fn get(&self, sha256: &str) -> Result<Vec<u8>> {
        let found = self.contents.get(&key(sha256)).await.map_err(fault)?;
        Ok(found.bytes().await.map_err(fault)?.into())
    }
    /// Deletes a content unless it was stored, or stored again, since `before`.
    pub(super) async fn delete_older(&self, sha256: &str, before: Instant) -> Result<()> {
        let key = key(sha256);
        let gone = async {
            let stored_at = self.contents.head(&key).await?.last_modified.timestamp_micros();
            if stored_at < before.micros() { self.contents.delete(&key).await } else { Ok(()) }
        };
        match gone.await {
            // A sweep of another process was faster, or the content never came.
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(other) => Err(fault(other)),
        }
    }
}

/// Two letters of the hash make a folder, so that none grows too large.
fn key(sha256: &str) -> Key {
    Key::from(format!("{}/{sha256}", sha256.get(..2).unwrap_or_default()))
}

fn fault(cause: object_store::Error) -> Error {
    if matches!(cause, object_store::Error::NotFound { .. }) {
        return Error::NotFound("file");
    }
    let mut source: Option<&(dyn StdError + 'static)> = Some(&cause);
    while let Some(error) = source {
        let full = error.downcast_ref::<io::Error>().is_some_and(|error| {
            matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
        });
        if full {
            return Error::Busy(Busy::Disk);
        }
        source = error.source();
    }
    Error::internal(cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_said_to_be_one() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        let cause = object_store::Error::Generic { store: "local", source: Box::new(full) };
        assert!(matches!(fault(cause), Error::Busy(Busy::Disk)));
        let broken = io::Error::from(io::ErrorKind::BrokenPipe);
        let cause = object_store::Error::Generic { store: "local", source: Box::new(broken) };
        assert!(matches!(fault(cause), Error::Internal(_)));
    }

    #[tokio::test]
    async fn a_content_stored_again_survives_the_sweep() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::in_folder(folder.path(), [0; 32]).unwrap();
        files.put("abcd", b"text".to_vec()).await.unwrap();
        files.delete_older("abcd", Instant(0)).await.unwrap();
        assert_eq!(files.get("abcd").await.unwrap(), b"text");
        files.delete_older("abcd", Instant(i64::MAX)).await.unwrap();
        assert!(matches!(files.get("abcd").await, Err(Error::NotFound(_))));
        files.delete_older("abcd", Instant(i64::MAX)).await.unwrap();
    }
}
