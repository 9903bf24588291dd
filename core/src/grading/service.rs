//! What takers and managers do with marks: look at the own results, read them all, rule, release.

mod own;
mod release;
mod results;
mod root;
mod rulings;

pub use own::{OwnResult, Review, ReviewQuestion, own_results, review};
pub use release::{REMARK, release, remark};
pub use results::{ResultRow, ResultState, list_marks, list_results, responses, results, sheet};
pub use rulings::{Moved, Preview, Proposal, confirm, list_rulings, preview, propose, ruled_stem, withdraw};

use super::{
    marker::Marker,
    model::{Mark, MarkOf},
    store,
};
use crate::{
    exam::{Exam, PointsRelease},
    kernel::{Context, Result},
    sitting::{machine::Sitting, model::SittingKey, service as sittings, service::HandedIn},
    unit::Db,
};

/// Marks what was just handed in, or finds the mark of one who hands in again. `known` is what the
/// marker said before.
///
/// # Errors
/// Those of the database; the sweep marks what this could not.
pub async fn mark_handed_in(
    marker: &Marker,
    db: &Db,
    cx: &Context,
    handed_in: &HandedIn,
    known: i32,
) -> Result<Mark> {
    let head = handed_in.sitting.head();
    if let Some(answers) = &handed_in.answers {
        return Ok(marker.mark(db, head, answers, known, cx.now()).await?.mark);
    }
    if let Some(of) = store::find_mark(db.read(), head.key).await? {
        return Ok(of.mark);
    }
    let answers = sittings::answers(db, head.key).await?;
    Ok(marker.mark(db, head, &answers, known, cx.now()).await?.mark)
}

/// The latest mark of a sitting.
///
/// # Errors
/// Those of the database.
pub async fn find_mark(db: &Db, of: SittingKey) -> Result<Option<MarkOf>> {
    store::find_mark(db.read(), of).await
}

/// Whether a taker sees points before the release.
#[must_use]
pub fn points_at_hand_in(release: PointsRelease) -> bool {
    release == PointsRelease::AtHandIn
}

/// The closed sittings of an exam.
async fn closed_sittings(db: &Db, exam: &Exam) -> Result<Vec<Sitting>> {
    let all = sittings::list_of_exam(db, exam.id).await?;
    Ok(all.into_iter().filter(|sitting| sitting.ending().is_some()).collect())
}
