//! A consistent copy of the embedded database while it serves.

use std::path::Path;

use sea_orm::ConnectionTrait;

use super::{Db, DbKind};
use crate::kernel::{Error, Result};

impl Db {
    /// Copies an SQLite database as it stands at this moment into a new file. PostgreSQL is copied
    /// by its own tools.
    ///
    /// # Errors
    /// `Internal` on PostgreSQL, or where the file can't be written.
    pub async fn copy_to(&self, file: &Path) -> Result<()> {
        if self.kind() == DbKind::Postgres {
            return Err(Error::internal("PostgreSQL is copied by pg_dump"));
        }
        let name = file.display().to_string().replace('\'', "''");
        self.writer().execute_unprepared(&format!("VACUUM INTO '{name}'")).await?;
        Ok(())
    }
}
