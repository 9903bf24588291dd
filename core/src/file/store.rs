//! The only queries on the rows of files.

use std::collections::BTreeSet;

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::{
    model::{FileId, StoredFile},
    table::{ActiveModel, Column, Entity, Model},
};
use crate::kernel::{Instant, PersonId, Result};

impl From<Model> for StoredFile {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            sha256: row.sha256,
            name: row.name,
            media_type: row.media_type,
            size: row.size,
            created_at: row.created_at,
        }
    }
}

/// Writes a row that nothing uses yet.
pub(super) async fn insert(tx: &impl ConnectionTrait, file: StoredFile, by: Option<PersonId>) -> Result<()> {
    let row = ActiveModel {
        id: Set(file.id),
        sha256: Set(file.sha256),
        name: Set(file.name),
        media_type: Set(file.media_type),
        size: Set(file.size),
        by_person: Set(by),
        created_at: Set(file.created_at),
        used: Set(false),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

pub(super) async fn find(db: &impl ConnectionTrait, id: FileId) -> Result<Option<StoredFile>> {
    Ok(Entity::find_by_id(id).one(db).await?.map(StoredFile::from))
}

/// False if there is no such row: it was swept.
pub(super) async fn mark_used(tx: &impl ConnectionTrait, id: FileId) -> Result<bool> {
    let update = Entity::update_many().set(ActiveModel { used: Set(true), ..Default::default() });
    Ok(update.filter(Column::Id.eq(id)).exec(tx).await?.rows_affected == 1)
}

/// Deletes rows older than `before` that nothing came to use, and tells which contents no row names
/// any more.
pub(super) async fn delete_unused(
    tx: &impl ConnectionTrait,
    before: Instant,
    limit: u64,
) -> Result<BTreeSet<String>> {
    let old = Entity::find()
        .filter(Column::Used.eq(false))
        .filter(Column::CreatedAt.lt(before))
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(tx)
        .await?;
    let ids: Vec<FileId> = old.iter().map(|row| row.id).collect();
    // A unit may have come to use one since it was read.
    Entity::delete_many().filter(Column::Id.is_in(ids)).filter(Column::Used.eq(false)).exec(tx).await?;
    let mut contents: BTreeSet<String> = old.into_iter().map(|row| row.sha256).collect();
    let named: Vec<String> = Entity::find()
        .select_only()
        .column(Column::Sha256)
        .filter(Column::Sha256.is_in(contents.iter().cloned()))
        .into_tuple()
        .all(tx)
        .await?;
    for sha256 in named {
        contents.remove(&sha256);
    }
    Ok(contents)
}
