//! The only queries on news.

use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{model::News, table::news};
use crate::{
    kernel::{Instant, Result},
    unit::{from_text, to_text},
};

impl TryFrom<news::Model> for News {
    type Error = crate::kernel::Error;
    fn try_from(row: news::Model) -> Result<Self> {
        Ok(Self {
            id: row.id,
            at: row.at,
            exam: row.exam_id,
            sitting: row.sitting_id,
            what: row.what,
            data: from_text(&row.data)?,
        })
    }
}

pub(super) async fn insert(tx: &impl ConnectionTrait, told: Vec<News>) -> Result<()> {
    let rows = told
        .into_iter()
        .map(|news| {
            Ok(news::ActiveModel {
                id: Set(news.id),
                at: Set(news.at),
                exam_id: Set(news.exam),
                sitting_id: Set(news.sitting),
                what: Set(news.what),
                data: Set(to_text(&news.data)?),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    if !rows.is_empty() {
        news::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

pub(super) async fn list_after(db: &impl ConnectionTrait, after: Instant) -> Result<Vec<News>> {
    news::Entity::find()
        .filter(news::Column::At.gt(after))
        .order_by_asc(news::Column::At)
        .order_by_asc(news::Column::Id)
        .all(db)
        .await?
        .into_iter()
        .map(News::try_from)
        .collect()
}

pub(super) async fn delete_before(tx: &impl ConnectionTrait, before: Instant) -> Result<()> {
    news::Entity::delete_many().filter(news::Column::At.lt(before)).exec(tx).await?;
    Ok(())
}
