//! Many sittings whose deadline passes at the same instant.

use std::time::{Duration, Instant as Watch};

use tokio::time::sleep;
use yuekao_core::{
    exam::rule::GRACE,
    kernel::{Clock, Instant, SystemClock},
    unit::{Db, DbSettings},
};

use super::{Failure, marks, stage::Stage};

/// Longer than any machine needs.
const PATIENCE: Duration = Duration::from_secs(120);

/// Lets every open sitting fall due in a moment and waits until all `sittings` of the exam are
/// marked; gives the seconds from that moment.
///
/// # Errors
/// If they are not all closed and marked in the end.
pub async fn all_at_once(stage: &Stage, sittings: usize) -> Result<f64, Failure> {
    let due = SystemClock.now().plus_seconds(1);
    let deadline = due.plus_micros(-GRACE).micros();
    let sql =
        format!("UPDATE sitting SET base_deadline = {deadline}, deadline = {deadline} WHERE state = 'open'");
    stage.execute(&sql).await?;
    let db = Db::connect(&DbSettings::new(stage.url())).await?;
    let until = Watch::now() + PATIENCE;
    while marks::count(&db, stage.exam()).await? < sittings {
        if Watch::now() > until {
            return Err(format!("not all of {sittings} are marked").into());
        }
        sleep(Duration::from_millis(50)).await;
    }
    db.close().await;
    Ok(SystemClock.now().since(due) as f64 / Instant::SECOND as f64)
}
