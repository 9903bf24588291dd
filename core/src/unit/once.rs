//! Idempotency keys: what a request made is recorded in the unit that made it, so that the same
//! request sent again after a lost reply finds it instead of doing it twice. Kept 48 hours.

use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};
use uuid::Uuid;

use crate::kernel::{Context, Error, Instant, Issue, Once, PersonId, Result};

crate::codes! {
    pub enum OnceIssue in "idempotency" {
        /// The key was used for another request.
        KeyReused = "key_reused",
    }
}

/// How long a key is remembered.
const KEPT: i64 = 48 * Instant::HOUR;

/// The key of this request, if it has one and no unit of the request took it before.
pub(super) fn taken(cx: &Context) -> Option<(PersonId, &Once)> {
    let once = cx.once.as_deref()?;
    let person = cx.person()?;
    once.take().then_some((person, once))
}

/// Claims the key, or tells what the same request made before.
pub(super) async fn claim(
    tx: &DatabaseTransaction,
    person: PersonId,
    once: &Once,
    now: Instant,
) -> Result<()> {
    let backend = tx.get_database_backend();
    let insert = Statement::from_sql_and_values(
        backend,
        "INSERT INTO idempotency (person, key, fingerprint, made, at) VALUES ($1, $2, $3, NULL, $4)
         ON CONFLICT (person, key) DO NOTHING",
        [person.into(), once.key.clone().into(), once.fingerprint.clone().into(), now.into()],
    );
    if tx.execute_raw(insert).await?.rows_affected() == 1 {
        return Ok(());
    }
    let find = Statement::from_sql_and_values(
        backend,
        "SELECT fingerprint, made FROM idempotency WHERE person = $1 AND key = $2",
        [person.into(), once.key.clone().into()],
    );
    let Some(row) = tx.query_one_raw(find).await? else {
        return Err(Error::internal("an idempotency key vanished while it was read"));
    };
    if row.try_get::<String>("", "fingerprint")? != once.fingerprint {
        return Err(Error::invalid(Issue::new("Idempotency-Key", OnceIssue::KeyReused)));
    }
    Err(Error::Already(row.try_get::<Option<Uuid>>("", "made")?.unwrap_or_default()))
}

/// Records what the deed made.
pub(super) async fn record(
    tx: &DatabaseTransaction,
    person: PersonId,
    once: &Once,
    made: Uuid,
) -> Result<()> {
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        "UPDATE idempotency SET made = $3 WHERE person = $1 AND key = $2",
        [person.into(), once.key.clone().into(), made.into()],
    ))
    .await?;
    Ok(())
}

/// Forgets keys whose time is over.
pub(crate) async fn sweep(tx: &DatabaseTransaction, now: Instant) -> Result<()> {
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        "DELETE FROM idempotency WHERE at < $1",
        [now.plus_micros(-KEPT).into()],
    ))
    .await?;
    Ok(())
}
