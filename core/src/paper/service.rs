//! Keeping what was frozen and what was drawn. The exam, a word above, decides when.

mod library;

use uuid::Uuid;

pub use library::{
    blueprint, has_blueprint, keep_blueprint, list_blueprints, retire_blueprint, revise_blueprint,
};

use super::{CandidateId, Frozen, Paper, PoolQuestion, store};
use crate::{
    kernel::{Result, number},
    unit::{Db, Unit},
};

/// What publishing froze.
#[derive(Clone, Debug)]
pub struct Pool {
    /// What the draw takes.
    pub frozen: Frozen,
    /// Which question and revision stands at each index.
    pub questions: Vec<PoolQuestion>,
}

/// Keeps what publishing froze. Frozen parameters are JSON, which is read back exactly; what is
/// promised of them is a seal of its own.
///
/// # Errors
/// Those of the database.
pub async fn keep_pool(unit: &Unit, exam: Uuid, pool: &Pool) -> Result<()> {
    store::insert_pool(unit, exam, &pool.frozen, &pool.questions).await
}

/// # Errors
/// `NotFound` before publication.
pub async fn pool(db: &Db, exam: Uuid) -> Result<Pool> {
    let (frozen, questions) = store::pool(db.read(), exam).await?;
    Ok(Pool { frozen, questions })
}

/// Keeps papers; one that is there already stays as it is, so that drawing can be repeated.
///
/// # Errors
/// Those of the database.
pub async fn keep_papers(unit: &Unit, exam: Uuid, papers: &[(CandidateId, Paper)]) -> Result<()> {
    if papers.is_empty() { Ok(()) } else { store::insert(unit, exam, papers).await }
}

/// Puts papers in the place of those that were drawn, before their sittings begin.
///
/// # Errors
/// Those of the database.
pub async fn replace_papers(unit: &Unit, exam: Uuid, papers: &[(CandidateId, Paper)]) -> Result<()> {
    store::replace(unit, exam, papers).await
}

/// One candidate's paper: one row, read at the start of a sitting.
///
/// # Errors
/// Those of the database.
pub async fn find(db: &Db, exam: Uuid, candidate: CandidateId) -> Result<Option<Paper>> {
    store::find(db.read(), exam, candidate).await
}

/// Every paper of an exam, for marking and analysing.
///
/// # Errors
/// Those of the database.
pub async fn list(db: &Db, exam: Uuid) -> Result<Vec<(CandidateId, Paper)>> {
    store::list(db.read(), exam).await
}

/// How many papers of an exam are drawn.
///
/// # Errors
/// Those of the database.
pub async fn count(db: &Db, exam: Uuid) -> Result<usize> {
    Ok(number::index(i64::try_from(store::count(db.read(), exam).await?).unwrap_or(i64::MAX)))
}
