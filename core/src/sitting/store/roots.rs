//! Published roots, with what they say of everyone.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement};

use crate::{
    exam::ExamId,
    kernel::{Instant, Result},
    sitting::{
        root::{Leaf, Root},
        table::root,
    },
    unit::{from_text, to_text},
};

/// Oldest first.
pub(in crate::sitting) async fn list_roots(
    db: &impl ConnectionTrait,
    exam: ExamId,
) -> Result<Vec<(Root, Vec<Leaf>)>> {
    let found = root::Entity::find()
        .filter(root::Column::ExamId.eq(exam.0))
        .order_by_asc(root::Column::No)
        .all(db)
        .await?;
    found.iter().map(|row| Ok((from_text(&row.body)?, from_text(&row.leaves)?))).collect()
}

/// False if a root of this number stands already.
pub(in crate::sitting) async fn add_root(
    tx: &impl ConnectionTrait,
    exam: ExamId,
    new: &Root,
    leaves: &[Leaf],
) -> Result<bool> {
    let sql = "INSERT INTO sitting_root (exam_id, no, at, body, leaves) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (exam_id, no) DO NOTHING";
    let values =
        [exam.0.into(), new.no.into(), new.at.into(), to_text(new)?.into(), to_text(&leaves)?.into()];
    let insert = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    Ok(tx.execute_raw(insert).await?.rows_affected() == 1)
}

/// Published exams that are over and have no root since; nobody sits them any more.
pub(in crate::sitting) async fn list_rootless(
    db: &impl ConnectionTrait,
    now: Instant,
) -> Result<Vec<ExamId>> {
    let sql =
        "SELECT e.id FROM exam e WHERE e.state = 'published' AND e.drawn_at IS NOT NULL AND e.over_at <= $1
         AND NOT EXISTS (SELECT 1 FROM sitting_root r WHERE r.exam_id = e.id AND r.at >= e.over_at)
         AND NOT EXISTS (SELECT 1 FROM sitting s WHERE s.exam_id = e.id AND s.state = 'open')";
    let ask = Statement::from_sql_and_values(db.get_database_backend(), sql, [now.into()]);
    db.query_all_raw(ask).await?.iter().map(|row| Ok(ExamId(row.try_get("", "id")?))).collect()
}

pub(in crate::sitting) async fn has_root(db: &impl ConnectionTrait, exam: ExamId) -> Result<bool> {
    let ask = Statement::from_sql_and_values(
        db.get_database_backend(),
        "SELECT no FROM sitting_root WHERE exam_id = $1 LIMIT 1",
        [exam.0.into()],
    );
    Ok(db.query_one_raw(ask).await?.is_some())
}
