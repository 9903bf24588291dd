//! Who is stated to be away, and who confirmed it.

use std::collections::HashSet;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Statement};

use super::super::{
    model::{ExamId, LeaveReason},
    table::leave,
};
use crate::{
    kernel::{PersonId, Result},
    unit::Unit,
};

/// What the rules ask of a leave.
pub(in crate::exam) struct Stated {
    pub stated_by: PersonId,
    pub confirmed: bool,
}

pub(in crate::exam) async fn find(
    db: &impl ConnectionTrait,
    exam: ExamId,
    person: PersonId,
) -> Result<Option<Stated>> {
    let row = leave::Entity::find_by_id((exam, person)).one(db).await?;
    Ok(row.map(|row| Stated { stated_by: row.stated_by, confirmed: row.confirmed_at.is_some() }))
}

/// The exams from which this person is excused.
pub(in crate::exam) async fn confirmed_of(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Result<HashSet<ExamId>> {
    let exams: Vec<ExamId> = leave::Entity::find()
        .select_only()
        .column(leave::Column::ExamId)
        .filter(leave::Column::PersonId.eq(person))
        .filter(leave::Column::ConfirmedAt.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(exams.into_iter().collect())
}

/// States a leave, or states it anew while nobody has confirmed it; false if somebody has.
pub(in crate::exam) async fn put(
    unit: &Unit,
    exam: ExamId,
    person: PersonId,
    reason: LeaveReason,
    words: &str,
    by: PersonId,
) -> Result<bool> {
    let upsert = Statement::from_sql_and_values(
        unit.tx().get_database_backend(),
        "INSERT INTO exam_leave (exam_id, person_id, reason, words, stated_by, stated_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (exam_id, person_id) DO UPDATE
         SET reason = excluded.reason, words = excluded.words, stated_by = excluded.stated_by,
             stated_at = excluded.stated_at
         WHERE exam_leave.confirmed_at IS NULL",
        [exam.into(), person.into(), reason.as_str().into(), words.into(), by.into(), unit.now().into()],
    );
    Ok(unit.tx().execute_raw(upsert).await?.rows_affected() == 1)
}

/// False if there is none to confirm, or it was confirmed already.
pub(in crate::exam) async fn confirm(
    unit: &Unit,
    exam: ExamId,
    person: PersonId,
    by: PersonId,
) -> Result<bool> {
    let update = Statement::from_sql_and_values(
        unit.tx().get_database_backend(),
        "UPDATE exam_leave SET confirmed_by = $3, confirmed_at = $4
         WHERE exam_id = $1 AND person_id = $2 AND confirmed_at IS NULL",
        [exam.into(), person.into(), by.into(), unit.now().into()],
    );
    Ok(unit.tx().execute_raw(update).await?.rows_affected() == 1)
}

pub(in crate::exam) async fn delete(unit: &Unit, exam: ExamId, person: PersonId) -> Result<bool> {
    let deleted = leave::Entity::delete_many()
        .filter(leave::Column::ExamId.eq(exam))
        .filter(leave::Column::PersonId.eq(person))
        .exec(unit.tx())
        .await?;
    Ok(deleted.rows_affected == 1)
}
