//! What publishing made, and what is told of a published exam.

use std::collections::HashMap;

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Statement,
};

use super::super::{
    model::{ExamId, Promise},
    table::{book, commitment},
};
use crate::{
    kernel::{
        Error, Instant, PersonId, Result,
        seal::{Hash, stored_hash},
    },
    paper::commitment::{Digest, Digests},
    unit::{Unit, from_text, to_text},
};

/// Turns a draft at this version into a published exam. Exactly one of two who try at once gets
/// true.
pub(in crate::exam) async fn publish(
    unit: &Unit,
    id: ExamId,
    version: i32,
    witness_until: Option<Instant>,
    over_at: Option<Instant>,
) -> Result<bool> {
    let update = Statement::from_sql_and_values(
        unit.tx().get_database_backend(),
        "UPDATE exam SET state = 'published', version = version + 1, published_at = $3, witness_until = $4,
                over_at = $5
         WHERE id = $1 AND version = $2 AND state = 'draft'",
        [id.into(), version.into(), unit.now().into(), witness_until.into(), over_at.into()],
    );
    Ok(unit.tx().execute_raw(update).await?.rows_affected() == 1)
}

/// What publishing fixes for ever.
pub(in crate::exam) struct Fixed {
    pub system_seed: Hash,
    pub salts: Hash,
    pub digests: Digests,
    pub c: Digest,
    pub book: Vec<u8>,
}

pub(in crate::exam) async fn insert_fixed(unit: &Unit, exam: ExamId, fixed: Fixed) -> Result<()> {
    commitment::Entity::insert(commitment::ActiveModel {
        exam_id: Set(exam),
        system_seed: Set(fixed.system_seed.to_vec()),
        salts: Set(fixed.salts.to_vec()),
        digests: Set(to_text(&fixed.digests)?),
        c: Set(fixed.c.0.to_vec()),
        at: Set(unit.now()),
        seed: Set(None),
        witnessed: Set(false),
        closed_by: Set(None),
    })
    .exec_without_returning(unit.tx())
    .await?;
    book::Entity::insert(book::ActiveModel { exam_id: Set(exam), bytes: Set(fixed.book) })
        .exec_without_returning(unit.tx())
        .await?;
    Ok(())
}

/// What was committed, and what came of it. Everything in it but C, the digests and who closed the
/// witnessing is secret until the proof is shown; the salts are for ever.
pub(in crate::exam) struct Committed {
    pub system_seed: Hash,
    pub salts: Hash,
    pub digests: Digests,
    pub c: Digest,
    pub at: Instant,
    /// Once the witnessing has ended.
    pub seed: Option<Hash>,
    pub closed_by: Option<PersonId>,
}

pub(in crate::exam) async fn committed(db: &impl ConnectionTrait, exam: ExamId) -> Result<Committed> {
    let row = commitment::Entity::find_by_id(exam).one(db).await?.ok_or(Error::NotFound("exam"))?;
    Ok(Committed {
        system_seed: stored_hash(&row.system_seed)?,
        salts: stored_hash(&row.salts)?,
        digests: from_text(&row.digests)?,
        c: Digest(stored_hash(&row.c)?),
        at: row.at,
        seed: row.seed.as_deref().map(stored_hash).transpose()?,
        closed_by: row.closed_by,
    })
}

/// The promises of these exams; drafts have none.
pub(in crate::exam) async fn promises(
    db: &impl ConnectionTrait,
    exams: &[ExamId],
) -> Result<HashMap<ExamId, Promise>> {
    commitment::Entity::find()
        .select_only()
        .columns([
            commitment::Column::ExamId,
            commitment::Column::C,
            commitment::Column::At,
            commitment::Column::Witnessed,
        ])
        .filter(commitment::Column::ExamId.is_in(exams.iter().copied()))
        .into_tuple::<(ExamId, Vec<u8>, Instant, bool)>()
        .all(db)
        .await?
        .into_iter()
        .map(|(exam, c, at, witnessed)| Ok((exam, Promise { c: stored_hash(&c)?, at, witnessed })))
        .collect()
}

/// Fixes what the papers are drawn from; false if that was done already.
pub(in crate::exam) async fn set_seed(
    unit: &Unit,
    exam: ExamId,
    seed: &Hash,
    witnessed: bool,
    closed_by: Option<PersonId>,
) -> Result<bool> {
    let backend = unit.tx().get_database_backend();
    let values = [exam.into(), unit.now().into()];
    let sql = "UPDATE exam SET seeded_at = $2 WHERE id = $1 AND seeded_at IS NULL";
    let update = Statement::from_sql_and_values(backend, sql, values);
    if unit.tx().execute_raw(update).await?.rows_affected() == 0 {
        return Ok(false);
    }
    let values = [exam.into(), seed.to_vec().into(), witnessed.into(), closed_by.into()];
    let sql = "UPDATE exam_commitment SET seed = $2, witnessed = $3, closed_by = $4 WHERE exam_id = $1";
    unit.tx().execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    Ok(true)
}

pub(in crate::exam) async fn book(db: &impl ConnectionTrait, exam: ExamId) -> Result<Vec<u8>> {
    Ok(book::Entity::find_by_id(exam).one(db).await?.ok_or(Error::NotFound("exam"))?.bytes)
}

/// Makes the papers visible; false if they were already.
pub(in crate::exam) async fn set_drawn(unit: &Unit, exam: ExamId) -> Result<bool> {
    let update = Statement::from_sql_and_values(
        unit.tx().get_database_backend(),
        "UPDATE exam SET drawn_at = $2 WHERE id = $1 AND drawn_at IS NULL",
        [exam.into(), unit.now().into()],
    );
    Ok(unit.tx().execute_raw(update).await?.rows_affected() == 1)
}

/// Keeps a published exam open at least until an instant; false if it is not published.
pub(in crate::exam) async fn hold_open(unit: &Unit, exam: ExamId, until: Instant) -> Result<bool> {
    let update = Statement::from_sql_and_values(
        unit.tx().get_database_backend(),
        "UPDATE exam SET over_at = CASE WHEN over_at < $2 THEN $2 ELSE over_at END
         WHERE id = $1 AND state = 'published'",
        [exam.into(), until.into()],
    );
    Ok(unit.tx().execute_raw(update).await?.rows_affected() == 1)
}

/// Marks a published exam at this version as released; false if it is another version or state.
pub(in crate::exam) async fn release(unit: &Unit, exam: ExamId, version: i32) -> Result<bool> {
    let update = Statement::from_sql_and_values(
        unit.tx().get_database_backend(),
        "UPDATE exam SET state = 'released', version = version + 1, released_at = $3
         WHERE id = $1 AND version = $2 AND state = 'published'",
        [exam.into(), version.into(), unit.now().into()],
    );
    Ok(unit.tx().execute_raw(update).await?.rows_affected() == 1)
}

/// Gives a published exam the next number that marks must follow; false if it is not published.
pub(in crate::exam) async fn renew_marks(unit: &Unit, exam: ExamId) -> Result<bool> {
    let update = Statement::from_sql_and_values(
        unit.tx().get_database_backend(),
        "UPDATE exam SET ruling = ruling + 1, version = version + 1 WHERE id = $1 AND state = 'published'",
        [exam.into()],
    );
    Ok(unit.tx().execute_raw(update).await?.rows_affected() == 1)
}

pub(in crate::exam) async fn set_ruling(unit: &Unit, exam: ExamId, ruling: i32) -> Result<()> {
    let update = Statement::from_sql_and_values(
        unit.tx().get_database_backend(),
        "UPDATE exam SET ruling = $2, version = version + 1 WHERE id = $1 AND ruling < $2",
        [exam.into(), ruling.into()],
    );
    unit.tx().execute_raw(update).await?;
    Ok(())
}
