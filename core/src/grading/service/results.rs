//! Everyone's points, for those who may see them.

use std::{collections::HashMap, sync::Arc};

use super::super::{
    marker::Marker,
    model::{ExamResult, MarkOf, Sheet},
    ruling::passes,
    store,
};
use crate::{
    exam::{self, Candidate, ExamId, ExamState},
    kernel::{Context, Instant, Page, PageRequest, PersonId, Points, Result},
    paper::{Estimate, difficulty::Responses},
    sitting::service as sittings,
    unit::Db,
};

crate::text_enum! {
    /// How far a person's points are.
    pub enum ResultState {
        NotSat = "not_sat",
        Sitting = "sitting",
        BeingMarked = "being_marked",
        /// Marked; nothing is released yet.
        Marked = "marked",
        Released = "released",
    }
}

/// One person's points in an exam.
pub struct ResultRow {
    pub candidate: Candidate,
    pub state: ResultState,
    pub points: Option<Points>,
    pub full: Option<Points>,
    pub passed: Option<bool>,
    pub place: Option<i32>,
    pub handed_in_at: Option<Instant>,
}

/// Everyone on the list of an exam, with points as they stand.
///
/// # Errors
/// `NotFound` for an exam the caller may not see.
pub async fn results(db: &Db, cx: &Context, id: ExamId, request: &PageRequest) -> Result<Page<ResultRow>> {
    let exam = exam::service::get(db, cx, id).await?;
    let page = exam::service::list_candidates(db, cx, id, request).await?;
    let sittings: HashMap<_, _> = sittings::list_of_exam(db, id)
        .await?
        .into_iter()
        .map(|sitting| (sitting.head().person, sitting))
        .collect();
    let points = store::list_points(db.read(), id, exam.ruling).await?;
    let released: HashMap<PersonId, ExamResult> =
        list_results(db, id).await?.into_iter().map(|result| (result.person, result)).collect();
    Ok(page.map(|candidate| {
        let sitting = sittings.get(&candidate.person.id);
        let result = released.get(&candidate.person.id);
        let mark = sitting.and_then(|sitting| points.get(&sitting.head().key.id)).copied();
        let shown = result.map(|result| (result.points, result.full)).or(mark);
        ResultRow {
            state: match (sitting, shown) {
                (None, _) => ResultState::NotSat,
                (Some(sitting), _) if sitting.ending().is_none() => ResultState::Sitting,
                (Some(_), None) => ResultState::BeingMarked,
                (Some(_), Some(_)) if exam.state == ExamState::Released => ResultState::Released,
                (Some(_), Some(_)) => ResultState::Marked,
            },
            points: shown.map(|(points, _)| points),
            full: shown.map(|(_, full)| full),
            passed: result
                .map(|result| result.passed)
                .or(mark.map(|(points, _)| passes(points, exam.plan.pass, false))),
            place: result.and_then(|result| result.place),
            handed_in_at: sitting.and_then(|sitting| sitting.ending()).map(|ending| ending.at),
            candidate,
        }
    }))
}

/// The released results of an exam; empty before.
///
/// # Errors
/// Those of the database.
pub async fn list_results(db: &Db, exam: ExamId) -> Result<Vec<ExamResult>> {
    store::list_results(db.read(), exam).await
}

/// What the responses to an exam's questions earned, by pool index.
///
/// # Errors
/// Those of the database.
pub async fn responses(db: &Db, exam: ExamId, ruling: i32) -> Result<HashMap<u32, Responses>> {
    let mut found: HashMap<u32, Responses> = HashMap::new();
    for marked in list_marks(db, exam, ruling).await?.iter().flat_map(|of| &of.mark.detail) {
        let sum = found.entry(marked.index).or_default();
        sum.count += 1;
        let share = marked.share.of_points(Points(i64::from(Estimate::FULL))).hundredths();
        sum.shares += u64::try_from(share).unwrap_or_default();
    }
    Ok(found)
}

/// Every mark of an exam under one ruling, with each response: what an analysis reads.
///
/// # Errors
/// Those of the database.
pub async fn list_marks(db: &Db, exam: ExamId, ruling: i32) -> Result<Vec<MarkOf>> {
    store::list_marks(db.read(), exam, ruling).await
}

/// How each question of an exam is marked under all rulings up to one: the keys in force.
///
/// # Errors
/// `NotFound` before publication.
pub async fn sheet(marker: &Marker, db: &Db, exam: ExamId, ruling: i32) -> Result<Arc<Sheet>> {
    marker.sheet(db, exam, ruling).await
}
