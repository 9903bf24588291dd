//! The only queries on blueprints that are kept.

use std::collections::HashMap;

use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Statement,
};

use super::super::{
    Blueprint, BlueprintId, BlueprintRow, BlueprintVersion, KeptBlueprint,
    table::{blueprint, blueprint_version},
};
use crate::{
    kernel::{Instant, Page, PageRequest, PersonId, Result, page::Cursor},
    people::PersonRef,
    unit::{Unit, from_text, to_text},
};

/// One version about to be written.
pub(in crate::paper) struct New<'a> {
    pub id: BlueprintId,
    pub version: i32,
    pub blueprint: &'a Blueprint,
    pub by: PersonId,
}

/// Who made a version when.
pub(in crate::paper) struct Made {
    pub version: i32,
    pub by: PersonId,
    pub at: Instant,
}

/// A blueprint as it is stored.
pub(in crate::paper) struct Stored {
    pub id: BlueprintId,
    pub name: String,
    pub current: i32,
    pub version: i32,
    pub blueprint: Blueprint,
    pub retired: bool,
    pub versions: Vec<Made>,
}

impl Stored {
    pub(in crate::paper) fn told(self, people: &HashMap<PersonId, PersonRef>) -> KeptBlueprint {
        KeptBlueprint {
            id: self.id,
            name: self.name,
            current: self.current,
            version: self.version,
            blueprint: self.blueprint,
            retired: self.retired,
            versions: self
                .versions
                .into_iter()
                .filter_map(|made| {
                    let by = people.get(&made.by)?.clone();
                    Some(BlueprintVersion { version: made.version, by, at: made.at })
                })
                .collect(),
        }
    }
}

/// By when they were changed last.
pub(in crate::paper) async fn list(
    db: &impl ConnectionTrait,
    request: &PageRequest,
) -> Result<Page<BlueprintRow>> {
    let mut condition = Condition::all().add(blueprint::Column::RetiredAt.is_null());
    if let Some(after) = &request.after {
        let at = Instant(after.key.parse().unwrap_or_default());
        let same =
            Condition::all().add(blueprint::Column::UpdatedAt.eq(at)).add(blueprint::Column::Id.lt(after.id));
        condition = condition.add(Condition::any().add(blueprint::Column::UpdatedAt.lt(at)).add(same));
    }
    let rows = blueprint::Entity::find()
        .filter(condition)
        .order_by_desc(blueprint::Column::UpdatedAt)
        .order_by_desc(blueprint::Column::Id)
        .limit(request.limit + 1)
        .all(db)
        .await?;
    let page = Page::cut(rows, request.limit, |row| Cursor {
        key: row.updated_at.micros().to_string(),
        id: row.id.0,
    });
    let mut items = Vec::with_capacity(page.items.len());
    for row in page.items {
        let body = body(db, row.id, row.version).await?;
        items.extend(body.map(|blueprint| BlueprintRow {
            id: row.id,
            name: row.name,
            version: row.version,
            questions: blueprint.count(),
            total: blueprint.total(),
            updated_at: row.updated_at,
        }));
    }
    Ok(Page { items, next: page.next })
}

async fn body(db: &impl ConnectionTrait, id: BlueprintId, version: i32) -> Result<Option<Blueprint>> {
    let row = blueprint_version::Entity::find_by_id((id, version)).one(db).await?;
    row.map(|row| from_text(&row.body)).transpose()
}

/// At a version, or as it stands now.
pub(in crate::paper) async fn find(
    db: &impl ConnectionTrait,
    id: BlueprintId,
    version: Option<i32>,
) -> Result<Option<Stored>> {
    let Some(row) = blueprint::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let version = version.unwrap_or(row.version);
    let Some(blueprint) = body(db, id, version).await? else { return Ok(None) };
    let versions = blueprint_version::Entity::find()
        .filter(blueprint_version::Column::BlueprintId.eq(id))
        .order_by_desc(blueprint_version::Column::Version)
        .all(db)
        .await?
        .into_iter()
        .map(|row| Made { version: row.version, by: row.by_id, at: row.at })
        .collect();
    Ok(Some(Stored {
        id,
        name: row.name,
        current: row.version,
        version,
        blueprint,
        retired: row.retired_at.is_some(),
        versions,
    }))
}

/// The version that stands now of one in use.
pub(in crate::paper) async fn version(db: &impl ConnectionTrait, id: BlueprintId) -> Result<Option<i32>> {
    let row = blueprint::Entity::find_by_id(id).one(db).await?;
    Ok(row.filter(|row| row.retired_at.is_none()).map(|row| row.version))
}

pub(in crate::paper) async fn insert(unit: &Unit, id: BlueprintId, name: &str) -> Result<()> {
    blueprint::Entity::insert(blueprint::ActiveModel {
        id: Set(id),
        name: Set(name.to_owned()),
        version: Set(1),
        updated_at: Set(unit.now()),
        retired_at: Set(None),
    })
    .exec_without_returning(unit.tx())
    .await?;
    Ok(())
}

pub(in crate::paper) async fn add(unit: &Unit, new: &New<'_>) -> Result<()> {
    blueprint_version::Entity::insert(blueprint_version::ActiveModel {
        blueprint_id: Set(new.id),
        version: Set(new.version),
        body: Set(to_text(new.blueprint)?),
        by_id: Set(new.by),
        at: Set(unit.now()),
    })
    .exec_without_returning(unit.tx())
    .await?;
    Ok(())
}

/// Goes on to the next version; false if it is another one by now.
pub(in crate::paper) async fn advance(
    unit: &Unit,
    id: BlueprintId,
    version: i32,
    name: &str,
) -> Result<bool> {
    let update = Statement::from_sql_and_values(
        unit.tx().get_database_backend(),
        "UPDATE paper_blueprint SET version = version + 1, name = $3, updated_at = $4
         WHERE id = $1 AND version = $2 AND retired_at IS NULL",
        [id.into(), version.into(), name.into(), unit.now().into()],
    );
    Ok(unit.tx().execute_raw(update).await?.rows_affected() == 1)
}

pub(in crate::paper) async fn retire(unit: &Unit, id: BlueprintId) -> Result<bool> {
    let update = Statement::from_sql_and_values(
        unit.tx().get_database_backend(),
        "UPDATE paper_blueprint SET retired_at = $2 WHERE id = $1 AND retired_at IS NULL",
        [id.into(), unit.now().into()],
    );
    Ok(unit.tx().execute_raw(update).await?.rows_affected() == 1)
}
