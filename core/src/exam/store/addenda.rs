//! What was added to the papers after the draw, and what was decided on questions that changed.

use std::collections::HashMap;

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::OnConflict,
};

use super::super::{
    model::{Added, ConcernChoice, Decision, ExamId},
    table::{addendum, concern},
};
use crate::{
    kernel::{Error, Instant, PersonId, Result, seal::stored_hash},
    paper::{commitment::Digest, export::Addendum},
    people::PersonRef,
    unit::{Unit, from_text, to_text},
};

/// An addendum as it is stored.
pub(in crate::exam) struct Stored {
    pub no: i32,
    pub addendum: Addendum,
    pub by: PersonId,
    pub at: Instant,
}

impl Stored {
    /// With the name of who made it.
    pub(in crate::exam) fn told(self, people: &HashMap<PersonId, PersonRef>) -> Option<Added> {
        let by = people.get(&self.by)?.clone();
        Some(Added { no: self.no, addendum: self.addendum, by, at: self.at })
    }
}

/// In order.
pub(in crate::exam) async fn list(db: &impl ConnectionTrait, exam: ExamId) -> Result<Vec<Stored>> {
    addendum::Entity::find()
        .filter(addendum::Column::ExamId.eq(exam))
        .order_by_asc(addendum::Column::No)
        .all(db)
        .await?
        .into_iter()
        .map(|row| {
            Ok(Stored {
                no: row.no,
                addendum: Addendum {
                    change: from_text(&row.change)?,
                    digest: Digest(stored_hash(&row.digest)?),
                },
                by: row.by_id,
                at: row.at,
            })
        })
        .collect()
}

pub(in crate::exam) async fn insert(
    unit: &Unit,
    exam: ExamId,
    no: i32,
    added: &Addendum,
    by: PersonId,
) -> Result<()> {
    addendum::Entity::insert(addendum::ActiveModel {
        exam_id: Set(exam),
        no: Set(no),
        change: Set(to_text(&added.change)?),
        digest: Set(added.digest.0.to_vec()),
        by_id: Set(by),
        at: Set(unit.now()),
    })
    .exec_without_returning(unit.tx())
    .await?;
    Ok(())
}

/// The latest decision on each pool index.
pub(in crate::exam) async fn decisions(
    db: &impl ConnectionTrait,
    exam: ExamId,
) -> Result<HashMap<u32, Decision<PersonId>>> {
    concern::Entity::find()
        .filter(concern::Column::ExamId.eq(exam))
        .all(db)
        .await?
        .into_iter()
        .map(|row| {
            let choice = ConcernChoice::stored(&row.choice)?;
            let decision = Decision { choice, reason: row.reason, by: row.by_id, at: row.at };
            Ok((u32::try_from(row.place).map_err(Error::internal)?, decision))
        })
        .collect()
}

pub(in crate::exam) async fn decide(
    unit: &Unit,
    exam: ExamId,
    place: u32,
    decision: &Decision<PersonId>,
) -> Result<()> {
    let row = concern::ActiveModel {
        exam_id: Set(exam),
        place: Set(i32::try_from(place).map_err(Error::internal)?),
        choice: Set(decision.choice.to_string()),
        reason: Set(decision.reason.clone()),
        by_id: Set(decision.by),
        at: Set(decision.at),
    };
    let newer =
        [concern::Column::Choice, concern::Column::Reason, concern::Column::ById, concern::Column::At];
    concern::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([concern::Column::ExamId, concern::Column::Place])
                .update_columns(newer)
                .to_owned(),
        )
        .exec_without_returning(unit.tx())
        .await?;
    Ok(())
}
