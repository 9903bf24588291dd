//! The only queries on the log.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationDef,
};
use uuid::Uuid;

use super::{
    model::{AuditRow, Head},
    table::{link, row},
};
use crate::kernel::{Instant, Page, PageRequest, Result, page::Cursor, seal::Hash, seal::stored_hash};

impl From<row::Model> for AuditRow {
    fn from(row: row::Model) -> Self {
        Self {
            id: row.id,
            at: row.at,
            person: row.person,
            by: row.by_part,
            deed: row.deed,
            subject: row.subject,
            detail: row.detail,
            trace: row.trace,
        }
    }
}

/// Writes a row in the transaction of the deed it tells of.
pub(crate) async fn append(tx: &impl ConnectionTrait, audit: AuditRow) -> Result<()> {
    let sealed = audit.sealed_bytes();
    let active = row::ActiveModel {
        id: Set(audit.id),
        at: Set(audit.at),
        person: Set(audit.person),
        by_part: Set(audit.by),
        deed: Set(audit.deed),
        subject: Set(audit.subject),
        detail: Set(audit.detail),
        trace: Set(audit.trace),
        sealed: Set(sealed),
    };
    row::Entity::insert(active).exec_without_returning(tx).await?;
    Ok(())
}

/// What the list of the log is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    pub deed: Option<String>,
    pub person: Option<Uuid>,
    pub subject: Option<Uuid>,
}

/// Newest first.
pub(super) async fn list(
    db: &impl ConnectionTrait,
    filter: AuditFilter,
    request: &PageRequest,
) -> Result<Page<AuditRow>> {
    let mut condition = Condition::all();
    if let Some(deed) = filter.deed {
        condition = condition.add(row::Column::Deed.starts_with(deed));
    }
    if let Some(person) = filter.person {
        condition = condition.add(row::Column::Person.eq(person));
    }
    if let Some(subject) = filter.subject {
        condition = condition.add(row::Column::Subject.eq(subject));
    }
    if let Some(after) = &request.after {
        condition = condition.add(row::Column::Id.lt(after.id));
    }
    let rows = row::Entity::find()
        .filter(condition)
        .order_by_desc(row::Column::Id)
        .limit(request.limit + 1)
        .all(db)
        .await?;
    Ok(Page::cut(rows, request.limit, |row| Cursor { key: String::new(), id: row.id }).map(AuditRow::from))
}

pub(super) async fn head(db: &impl ConnectionTrait) -> Result<Head> {
    match link::Entity::find().order_by_desc(link::Column::No).one(db).await? {
        Some(link) => Ok(Head { no: link.no, hash: stored_hash(&link.hash)? }),
        None => Ok(Head::START),
    }
}

fn to_link() -> RelationDef {
    row::Entity::belongs_to(link::Entity).from(row::Column::Id).to(link::Column::AuditId).into()
}

/// Rows that no link names yet, oldest first.
pub(super) async fn unlinked(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<(Uuid, Vec<u8>)>> {
    Ok(row::Entity::find()
        .select_only()
        .columns([row::Column::Id, row::Column::Sealed])
        .join(JoinType::LeftJoin, to_link())
        .filter(link::Column::No.is_null())
        .order_by_asc(row::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?)
}

pub(super) async fn count_unlinked_before(db: &impl ConnectionTrait, before: Instant) -> Result<u64> {
    let count: Option<i64> = row::Entity::find()
        .select_only()
        .column_as(row::Column::Id.count(), "count")
        .join(JoinType::LeftJoin, to_link())
        .filter(link::Column::No.is_null())
        .filter(row::Column::At.lt(before))
        .into_tuple()
        .one(db)
        .await?;
    Ok(u64::try_from(count.unwrap_or_default()).unwrap_or_default())
}

pub(super) async fn append_links(tx: &impl ConnectionTrait, links: Vec<(i64, Uuid, Hash)>) -> Result<()> {
    let rows = links.into_iter().map(|(no, audit, hash)| link::ActiveModel {
        no: Set(no),
        audit_id: Set(audit),
        hash: Set(hash.to_vec()),
    });
    link::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// A stretch of the chain after a number, each link with its row if that still exists.
pub(super) async fn stretch(
    db: &impl ConnectionTrait,
    after: i64,
    limit: u64,
) -> Result<Vec<(link::Model, Option<row::Model>)>> {
    let links = link::Entity::find()
        .filter(link::Column::No.gt(after))
        .order_by_asc(link::Column::No)
        .limit(limit)
        .all(db)
        .await?;
    let mut rows: std::collections::HashMap<Uuid, row::Model> = row::Entity::find()
        .filter(row::Column::Id.is_in(links.iter().map(|link| link.audit_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    Ok(links
        .into_iter()
        .map(|link| {
            let row = rows.remove(&link.audit_id);
            (link, row)
        })
        .collect())
}
