//! The own results, and the own paper with what was right, once both may be seen.

use std::collections::HashMap;

use super::super::{
    marker::Marker,
    model::{ExamResult, Mark, Marked, Verdict},
    rule::GradingIssue,
    ruling::passes,
    store,
};
use crate::{
    bank::{
        self,
        model::{Key, Kind, Response},
    },
    exam::{self, Exam, ExamId, ExamState, PersonalExam, Phase, ReviewRelease},
    kernel::{Context, Error, Points, Result},
    materials::ClauseId,
    sitting::{
        model::Receipt,
        service::{self as sittings, receipt},
    },
    unit::Db,
};

/// One exam of the caller, as far as its points may be seen.
pub struct OwnResult {
    pub exam: PersonalExam,
    pub points: Points,
    pub full: Points,
    pub passed: bool,
    pub excellent: bool,
    /// The released result with its place; none while the points are an estimate.
    pub released: Option<ExamResult>,
    pub review_open: bool,
}

/// The caller's results, newest exam first: released ones, and estimates where the exam shows
/// points at hand-in.
///
/// # Errors
/// Those of the database.
pub async fn own_results(db: &Db, cx: &Context) -> Result<Vec<OwnResult>> {
    let person = cx.caller()?.id;
    let exams = exam::service::exams_of_person(db, person, cx.now()).await?;
    let mut results: HashMap<ExamId, ExamResult> =
        store::results_of(db.read(), person).await?.into_iter().map(|result| (result.exam, result)).collect();
    let sittings = sittings::list_of_person(db, person).await?;
    let mut own = Vec::new();
    for exam in exams {
        if let Some(result) = results.remove(&exam.id) {
            own.push(OwnResult {
                points: result.points,
                full: result.full,
                passed: result.passed,
                excellent: result.excellent,
                review_open: exam.review_release == ReviewRelease::AfterOver,
                released: Some(result),
                exam,
            });
            continue;
        }
        let sitting = sittings.iter().find(|sitting| sitting.head().key.exam == exam.id);
        if exam.phase != Phase::Released
            && super::points_at_hand_in(exam.points_release)
            && let Some(sitting) = sitting
            && sitting.ending().is_some()
            && let Some(of) = store::find_mark(db.read(), sitting.head().key).await?
        {
            own.push(OwnResult {
                points: of.mark.points,
                full: of.mark.full,
                passed: passes(of.mark.points, exam.pass, false),
                excellent: false,
                released: None,
                review_open: false,
                exam,
            });
        }
    }
    Ok(own)
}

/// One question of the own paper with all there is to know of it. Option numbers are places as
/// shown.
pub struct ReviewQuestion {
    pub section: u16,
    pub kind: Kind,
    pub stem: String,
    pub prompts: Vec<String>,
    pub options: Vec<String>,
    pub response: Option<Response>,
    pub points: Points,
    pub full: Points,
    pub verdict: Verdict,
    pub key: Key,
    pub explanation: String,
    pub clauses: Vec<ClauseId>,
    /// The reason of the last ruling on it.
    pub ruling: Option<String>,
}

/// The own paper, marked.
pub struct Review {
    pub exam: Exam,
    pub result: ExamResult,
    pub receipt: Receipt,
    pub questions: Vec<ReviewQuestion>,
}

/// # Errors
/// `NotFound` for an exam the caller has no result in, `Refused` before its review is open.
pub async fn review(marker: &Marker, db: &Db, cx: &Context, id: ExamId) -> Result<Review> {
    let person = cx.caller()?.id;
    let sitting = sittings::find_of(db, id, person).await?.ok_or(Error::NotFound("sitting"))?;
    let exam = exam::service::get(db, cx, id).await?;
    if exam.state != ExamState::Released || exam.plan.review_release != ReviewRelease::AfterOver {
        return Err(GradingIssue::ReviewNotOpen.into());
    }
    let result = store::results_of(db.read(), person).await?.into_iter().find(|result| result.exam == id);
    let result = result.ok_or(GradingIssue::ReviewNotOpen)?;
    let head = sitting.head();
    let of = store::find_mark(db.read(), head.key).await?.ok_or(GradingIssue::ReviewNotOpen)?;
    let questions = explained(marker, db, head, of.mark).await?;
    Ok(Review { exam, result, receipt: receipt(&sitting)?, questions })
}

async fn explained(
    marker: &Marker,
    db: &Db,
    head: &crate::sitting::model::Head,
    mark: Mark,
) -> Result<Vec<ReviewQuestion>> {
    let exam = head.key.exam;
    let paper = marker.shelf.paper(db, exam, head.candidate).await?;
    let sheet = marker.sheet(db, exam, mark.ruling).await?;
    let rulings = store::list_rulings(db.read(), exam).await?;
    let of_sheet = |index: u32| usize::try_from(index).ok().and_then(|index| sheet.questions.get(index));
    let revisions: Vec<_> =
        mark.detail.iter().filter_map(|marked| Some(of_sheet(marked.index)?.revision)).collect();
    let bodies = bank::service::bodies(db, &revisions).await?;
    let unknown = || Error::internal("a mark of a question that the exam does not have");
    mark.detail
        .into_iter()
        .zip(&paper.questions)
        .map(|(marked, asked)| {
            let line = of_sheet(marked.index).ok_or_else(unknown)?;
            let revision = bodies.get(&line.revision).ok_or_else(unknown)?;
            let body = &revision.body;
            let Marked { section, response, points, full, verdict, .. } = marked;
            let option =
                |option: &u8| body.options.get(usize::from(*option)).map(|choice| choice.text.clone());
            let key = line.marking.keys.first().unwrap_or(&body.key);
            let ruled = rulings.iter().filter(|ruling| ruling.index == marked.index);
            let ruled = ruled.filter(|ruling| ruling.applied_as.is_some_and(|no| no <= mark.ruling));
            Ok(ReviewQuestion {
                section,
                kind: body.kind,
                stem: body.stem.clone(),
                prompts: body.prompts.clone(),
                options: asked.options.iter().filter_map(option).collect(),
                response: response.map(|response| response.as_shown(&asked.options)),
                points,
                full,
                verdict,
                key: key.as_shown(&asked.options),
                explanation: body.explanation.clone(),
                clauses: revision.clauses.clone(),
                ruling: ruled.max_by_key(|ruling| ruling.applied_as).map(|ruling| ruling.reason.clone()),
            })
        })
        .collect()
}
