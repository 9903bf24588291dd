//! What the words that draw, mark and explain questions ask of the bank, and tell it.

use std::collections::{BTreeMap, HashMap};

use super::super::{Filed, PoolQuestion, QuestionId, Revision, RevisionId, Statistics, store};
use crate::{
    kernel::{PersonId, Result},
    materials::TopicId,
    unit::{Db, Unit},
};

/// Everything that can be drawn, in the order of ids.
///
/// # Errors
/// Those of the database.
pub async fn live_pool(db: &Db) -> Result<Vec<PoolQuestion>> {
    store::live_pool(db.read()).await
}

/// Who has opened another's key: such a question is not put to that person.
///
/// # Errors
/// Those of the database.
pub async fn key_viewers(db: &Db) -> Result<Vec<(QuestionId, PersonId)>> {
    store::key_viewers(db.read()).await
}

/// Revisions, key and all, for whoever makes an exam's book, marks it or explains it. Unknown ids
/// are left out.
///
/// # Errors
/// Those of the database.
pub async fn bodies(db: &Db, ids: &[RevisionId]) -> Result<HashMap<RevisionId, Revision>> {
    store::revisions(db.read(), ids).await
}

/// A released exam tells what was answered; a later ruling tells the difference.
///
/// # Errors
/// Those of the database.
pub async fn add_responses(unit: &Unit, more: &BTreeMap<RevisionId, Statistics>) -> Result<()> {
    store::add_statistics(unit, more).await
}

/// Where each of these questions is now. Unknown ids are left out.
///
/// # Errors
/// Those of the database.
pub async fn filed(db: &Db, ids: &[QuestionId]) -> Result<HashMap<QuestionId, Filed>> {
    store::filed(db.read(), ids).await
}

/// Under which topic each of these questions is filed. Unknown ids are left out.
///
/// # Errors
/// Those of the database.
pub async fn topics_of(db: &Db, ids: &[QuestionId]) -> Result<HashMap<QuestionId, TopicId>> {
    store::topics_of(db.read(), ids).await
}
