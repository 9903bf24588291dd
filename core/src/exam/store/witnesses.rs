//! What witnesses added, and which exams wait for them.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Statement,
};

use super::super::{
    model::{ExamId, ExamState, Witnessed},
    table::{contribution, exam},
};
use crate::{
    kernel::{Error, Instant, PersonId, Result},
    paper::commitment::Contribution,
    unit::Unit,
};

/// Holds the exam's row until the unit ends, so that what is added to an exam is added one after the
/// other; on PostgreSQL nobody begins a sitting of it meanwhile either, because a sitting refers to it.
pub(in crate::exam) async fn hold(unit: &Unit, exam: ExamId) -> Result<()> {
    let backend = unit.tx().get_database_backend();
    // A unit of SQLite is the only one that writes.
    let hold = if backend == DbBackend::Postgres { "FOR UPDATE" } else { "" };
    let sql = format!("SELECT version FROM exam WHERE id = $1 {hold}");
    let ask = Statement::from_sql_and_values(backend, sql, [exam.into()]);
    unit.tx().query_one_raw(ask).await?.map(drop).ok_or(Error::NotFound("exam"))
}

/// In order of arrival.
pub(in crate::exam) async fn list(db: &impl ConnectionTrait, exam: ExamId) -> Result<Vec<Witnessed>> {
    let rows = contribution::Entity::find()
        .filter(contribution::Column::ExamId.eq(exam))
        .order_by_asc(contribution::Column::No)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Witnessed {
            no: row.no,
            person: row.person_id,
            contribution: Contribution { witness: row.witness, words: row.words },
            at: row.at,
        })
        .collect())
}

/// How many contributions each of these exams has; none where it has none.
pub(in crate::exam) async fn counts(
    db: &impl ConnectionTrait,
    exams: &[ExamId],
) -> Result<std::collections::HashMap<ExamId, i64>> {
    let rows: Vec<(ExamId, i64)> = contribution::Entity::find()
        .select_only()
        .column(contribution::Column::ExamId)
        .column_as(contribution::Column::No.count(), "count")
        .filter(contribution::Column::ExamId.is_in(exams.iter().copied()))
        .group_by(contribution::Column::ExamId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

pub(in crate::exam) async fn insert(
    unit: &Unit,
    exam: ExamId,
    person: PersonId,
    no: i32,
    added: Contribution,
) -> Result<()> {
    contribution::Entity::insert(contribution::ActiveModel {
        exam_id: Set(exam),
        person_id: Set(person),
        no: Set(no),
        witness: Set(added.witness),
        words: Set(added.words),
        at: Set(unit.now()),
    })
    .exec_without_returning(unit.tx())
    .await?;
    Ok(())
}

/// Published exams whose seed is fixed and whose papers are not drawn yet.
pub(in crate::exam) async fn undrawn(db: &impl ConnectionTrait) -> Result<Vec<ExamId>> {
    Ok(exam::Entity::find()
        .select_only()
        .column(exam::Column::Id)
        .filter(exam::Column::State.eq(ExamState::Published.as_str()))
        .filter(exam::Column::SeededAt.is_not_null())
        .filter(exam::Column::DrawnAt.is_null())
        .into_tuple()
        .all(db)
        .await?)
}

/// Published exams whose hour has come and whose seed is not fixed yet.
pub(in crate::exam) async fn due(db: &impl ConnectionTrait, now: Instant) -> Result<Vec<ExamId>> {
    Ok(exam::Entity::find()
        .select_only()
        .column(exam::Column::Id)
        .filter(exam::Column::State.eq(ExamState::Published.as_str()))
        .filter(exam::Column::SeededAt.is_null())
        .filter(exam::Column::WitnessUntil.lte(now))
        .into_tuple()
        .all(db)
        .await?)
}
