//! What publishing made, and what is told of a published exam.

use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, Statement};

use super::super::{
    model::ExamId,
    table::{book, commitment},
};
use crate::{
    kernel::{
        Error, Instant, Result,
        seal::{Hash, stored_hash},
    },
    paper::commitment::{Digest, Digests},
    unit::{Unit, to_text},
};

/// Turns a draft at this version into a published exam. Exactly one of two who try at once gets
/// true.
pub(in crate::exam) async fn publish(
    unit: &Unit,
    id: ExamId,
    version: i32,
    over_at: Option<Instant>,
) -> Result<bool> {
    let update = Statement::from_sql_and_values(
        unit.tx().get_database_backend(),
        "UPDATE exam SET state = 'published', version = version + 1, published_at = $3, over_at = $4
         WHERE id = $1 AND version = $2 AND state = 'draft'",
        [id.into(), version.into(), unit.now().into(), over_at.into()],
    );
    Ok(unit.tx().execute_raw(update).await?.rows_affected() == 1)
}

/// What publishing fixes for ever.
pub(in crate::exam) struct Fixed {
    pub system_seed: Hash,
    pub salts: Hash,
    pub digests: Digests,
    pub c: Digest,
    pub seed: Hash,
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
        seed: Set(fixed.seed.to_vec()),
        witnessed: Set(false),
    })
    .exec_without_returning(unit.tx())
    .await?;
    book::Entity::insert(book::ActiveModel { exam_id: Set(exam), bytes: Set(fixed.book) })
        .exec_without_returning(unit.tx())
        .await?;
    Ok(())
}

/// What the papers are drawn from.
pub(in crate::exam) async fn seed(db: &impl ConnectionTrait, exam: ExamId) -> Result<Hash> {
    let row = commitment::Entity::find_by_id(exam).one(db).await?.ok_or(Error::NotFound("exam"))?;
    stored_hash(&row.seed)
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
