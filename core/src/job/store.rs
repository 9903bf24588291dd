//! The only queries on jobs.

use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, Statement, Value};

use super::{
    model::{Job, JobId, JobState, Order},
    table::job,
};
use crate::{
    kernel::{Instant, Result},
    unit::to_text,
};

impl TryFrom<job::Model> for Job {
    type Error = crate::kernel::Error;
    fn try_from(row: job::Model) -> Result<Self> {
        Ok(Self {
            id: row.id,
            state: JobState::stored(&row.state)?,
            kind: row.kind,
            key: row.unique_key,
            payload: row.payload,
            done: row.done,
            total: row.total,
            attempts: row.attempts,
            error: row.error,
        })
    }
}

/// A job that waits or runs already stays as it is; one that ended begins anew.
pub(super) async fn put(tx: &impl ConnectionTrait, id: JobId, order: &Order, now: Instant) -> Result<()> {
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        "INSERT INTO job (id, kind, unique_key, state, payload, done, total, attempts, due_at, created_at)
         VALUES ($1, $2, $3, 'waiting', $4, 0, 0, 0, $5, $5)
         ON CONFLICT (kind, unique_key) DO UPDATE
         SET state = 'waiting', payload = excluded.payload, done = 0, total = 0, attempts = 0,
             due_at = excluded.due_at, leased_until = NULL, error = NULL, ended_at = NULL
         WHERE job.state IN ('done', 'failed')",
        [id.into(), order.kind.into(), order.key.clone().into(), to_text(&order.payload)?.into(), now.into()],
    ))
    .await?;
    Ok(())
}

pub(super) async fn find(db: &impl ConnectionTrait, kind: &str, key: &str) -> Result<Option<Job>> {
    job::Entity::find()
        .filter(job::Column::Kind.eq(kind))
        .filter(job::Column::UniqueKey.eq(key))
        .one(db)
        .await?
        .map(Job::try_from)
        .transpose()
}

/// What can be taken at `$1`: due, or left by its holder.
fn takeable(kinds: &[&str]) -> String {
    let places = (0..kinds.len()).map(|no| format!("${}", no + 2)).collect::<Vec<_>>().join(", ");
    format!(
        "kind IN ({places})
         AND ((state = 'waiting' AND due_at <= $1) OR (state = 'running' AND leased_until < $1))"
    )
}

fn with_kinds(now: Instant, kinds: &[&str]) -> Vec<Value> {
    std::iter::once(now.into()).chain(kinds.iter().map(|kind| (*kind).into())).collect()
}

/// Asks without the writer, so that an idle service writes nothing.
pub(super) async fn any_due(db: &impl ConnectionTrait, kinds: &[&str], now: Instant) -> Result<bool> {
    let ask = format!("SELECT 1 AS one FROM job WHERE {} LIMIT 1", takeable(kinds));
    let ask = Statement::from_sql_and_values(db.get_database_backend(), ask, with_kinds(now, kinds));
    Ok(db.query_one_raw(ask).await?.is_some())
}

/// Takes the job that is due longest. On PostgreSQL one that another process is just taking is
/// skipped; on SQLite the one writer is alone.
pub(super) async fn take(
    tx: &impl ConnectionTrait,
    kinds: &[&str],
    now: Instant,
    until: Instant,
) -> Result<Option<Job>> {
    let backend = tx.get_database_backend();
    let skip = if backend == DbBackend::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
    let update = format!(
        "UPDATE job SET state = 'running', attempts = attempts + 1, leased_until = ${}
         WHERE id = (SELECT id FROM job WHERE {} ORDER BY due_at, id LIMIT 1 {skip})
         RETURNING *",
        kinds.len() + 2,
        takeable(kinds),
    );
    let mut values = with_kinds(now, kinds);
    values.push(until.into());
    job::Entity::find()
        .from_raw_sql(Statement::from_sql_and_values(backend, update, values))
        .one(tx)
        .await?
        .map(Job::try_from)
        .transpose()
}

/// Writes progress and renews the lease; false if the job is another's by now.
pub(super) async fn advance(
    tx: &impl ConnectionTrait,
    job: &Job,
    done: i64,
    total: i64,
    until: Instant,
) -> Result<bool> {
    let update = Statement::from_sql_and_values(
        tx.get_database_backend(),
        "UPDATE job SET done = $3, total = $4, leased_until = $5 WHERE id = $1 AND attempts = $2 AND state = 'running'",
        [job.id.into(), job.attempts.into(), done.into(), total.into(), until.into()],
    );
    Ok(tx.execute_raw(update).await?.rows_affected() == 1)
}

/// Ends the attempt: done, failed for good, or waiting until `due`.
pub(super) async fn end(
    tx: &impl ConnectionTrait,
    job: &Job,
    state: JobState,
    due: Instant,
    error: Option<String>,
    now: Instant,
) -> Result<()> {
    let ended = (state != JobState::Waiting).then_some(now);
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        "UPDATE job SET state = $3, due_at = $4, error = $5, ended_at = $6, leased_until = NULL
         WHERE id = $1 AND attempts = $2 AND state = 'running'",
        [job.id.into(), job.attempts.into(), state.as_str().into(), due.into(), error.into(), ended.into()],
    ))
    .await?;
    Ok(())
}

pub(super) async fn forget_done_before(tx: &impl ConnectionTrait, before: Instant) -> Result<()> {
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        "DELETE FROM job WHERE state = 'done' AND ended_at < $1",
        [before.into()],
    ))
    .await?;
    Ok(())
}
