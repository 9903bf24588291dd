//! Telling news, and trimming what everyone has heard.

use sea_orm::ConnectionTrait;

use super::{
    model::{News, Telling},
    store,
};
use crate::{
    kernel::{Context, Instant, Result},
    unit::Db,
};

/// Streams read within seconds; an hour is for who looks into a fault.
const KEPT: i64 = Instant::HOUR;

/// Tells news in the transaction of what they tell of: a unit's, or that of a writer of its own.
///
/// # Errors
/// Those of the database.
pub async fn tell(tx: &impl ConnectionTrait, cx: &Context, at: Instant, told: Vec<Telling>) -> Result<()> {
    let told = told
        .into_iter()
        .map(|telling| News {
            id: cx.new_id(),
            at,
            exam: telling.exam,
            sitting: telling.sitting,
            what: telling.what.to_owned(),
            data: telling.data,
        })
        .collect();
    store::insert(tx, told).await
}

/// All news told after an instant, in order of telling.
///
/// # Errors
/// Those of the database.
pub async fn since(db: &Db, after: Instant) -> Result<Vec<News>> {
    store::list_after(db.read(), after).await
}

/// Forgets news that nobody waits for any more.
///
/// # Errors
/// Those of the database.
pub async fn trim(db: &Db, now: Instant) -> Result<()> {
    db.unsigned(async |tx| store::delete_before(tx, now.plus_micros(-KEPT)).await).await
}
