//! Taking a question that changed out of the papers that nobody has begun.

use std::collections::HashSet;

use super::super::store;
use crate::{
    exam::{self, ExamId, Shelf},
    kernel::{Context, PersonId, Result},
    unit::{Db, Deed},
};

/// Replaces a question of the frozen pool for everybody who has not begun. Nobody begins while that
/// happens, so that everybody is asked what the record says.
///
/// # Errors
/// `Invalid` without a reason; `Refused` for a question that is as it was frozen, before the draw, once
/// everybody has begun or the exam is over, and where the cell has nothing else.
pub async fn replace_question(
    db: &Db,
    shelf: &Shelf,
    cx: &Context,
    exam: ExamId,
    place: u32,
    reason: &str,
) -> Result<()> {
    let planned = exam::service::plan_replacement(db, shelf, cx, exam, place, reason).await?;
    let deed = Deed::new("exam.replace_question").on(exam.0).with("index", place).with("reason", reason);
    db.unit(cx, deed, async |unit| {
        store::hold_beginnings(unit.tx()).await?;
        let begun: HashSet<PersonId> =
            store::list_of_exam(unit.tx(), exam).await?.iter().map(|sitting| sitting.head().person).collect();
        exam::service::replace(unit, planned, &begun).await
    })
    .await
}
