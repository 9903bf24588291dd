//! Asking for work, taking it, and the housekeeping of the rooms below.

use super::{
    model::{Job, JobId, JobState, Order},
    rule, store,
};
use crate::{
    audit,
    kernel::{Error, Instant, Result},
    unit::{Db, Unit, sweep_once},
};

/// Names the sealer's lock among the processes on one database.
const SEALER: i64 = 0x5945_0001;
/// How long a finished job is kept for who asks what happened.
const KEPT_DAYS: i64 = 30;

/// Asks for work as part of `unit`: it is there if and only if the unit commits.
///
/// # Errors
/// Those of the database.
pub async fn enqueue(unit: &Unit, order: &Order) -> Result<()> {
    store::put(unit.tx(), JobId::new(unit.cx()), order, unit.now()).await
}

/// # Errors
/// Those of the database.
pub async fn find(db: &Db, kind: &str, key: &str) -> Result<Option<Job>> {
    store::find(db.read(), kind, key).await
}

/// Takes one job of these kinds, if one is due.
pub(super) async fn take(db: &Db, kinds: &[&str], now: Instant) -> Result<Option<Job>> {
    if kinds.is_empty() || !store::any_due(db.read(), kinds, now).await? {
        return Ok(None);
    }
    db.unsigned(async |tx| store::take(tx, kinds, now, rule::lease_until(now)).await).await
}

pub(super) async fn advance(db: &Db, job: &Job, done: usize, total: usize, now: Instant) -> Result<()> {
    let [done, total] = [done, total].map(crate::kernel::number::signed);
    let mine =
        db.unsigned(async |tx| store::advance(tx, job, done, total, rule::lease_until(now)).await).await?;
    if mine { Ok(()) } else { Err(Error::internal(format!("the lease of job {} was lost", job.id))) }
}

pub(super) async fn finish(db: &Db, job: &Job, now: Instant) -> Result<()> {
    db.unsigned(async |tx| store::end(tx, job, JobState::Done, now, None, now).await).await
}

pub(super) async fn fail(db: &Db, job: &Job, cause: &Error, now: Instant) -> Result<()> {
    let (state, due) = match rule::retry_at(job.attempts, now) {
        Some(due) => (JobState::Waiting, due),
        None => (JobState::Failed, now),
    };
    db.unsigned(async |tx| store::end(tx, job, state, due, Some(cause.to_string()), now).await).await
}

/// Links the audit rows that have no link yet, if no other process is just doing so.
///
/// # Errors
/// Those of the database.
pub async fn seal_audit(db: &Db) -> Result<()> {
    while let Some(1..) = db.alone(SEALER, async |tx| audit::service::seal(tx).await).await? {}
    Ok(())
}

/// Forgets idempotency keys and finished jobs whose time is over.
///
/// # Errors
/// Those of the database.
pub async fn sweep(db: &Db, now: Instant) -> Result<()> {
    db.unsigned(async |tx| {
        sweep_once(tx, now).await?;
        store::forget_done_before(tx, now.plus_days(-KEPT_DAYS)).await
    })
    .await
}
