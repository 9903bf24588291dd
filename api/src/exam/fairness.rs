//! The fairness sheet. What the exam itself found is told by the marks and put together here.

use std::collections::HashMap;

use actix_web::{
    get,
    web::{Json, Path},
};
use serde::Serialize;
use utoipa::ToSchema;
use yuekao_core::{
    bank::QuestionId,
    exam::{self, ExamId, ExamState, Phase, rule, service::SheetBasis},
    grading,
    kernel::Permission,
    paper::{
        difficulty::Responses,
        fairness::{Drawing, Overlap},
    },
};

use crate::front::{
    Problem, Problems, Require,
    guard::{Call, SittingTake},
};

/// How equal papers are by one set of difficulties. Scores are in 1/10,000 of the full points.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FairnessSheet {
    target: u16,
    ours: Drawing,
    /// As many papers by plain random draws from the same pool.
    plain: Drawing,
    /// The standard error of one paper's expected score, on average.
    error: u16,
    /// The estimates rest on enough responses (else 未校准).
    calibrated: bool,
}

impl From<yuekao_core::paper::fairness::Sheet> for FairnessSheet {
    fn from(sheet: yuekao_core::paper::fairness::Sheet) -> Self {
        Self {
            target: sheet.target,
            ours: sheet.ours,
            plain: sheet.plain,
            error: sheet.error,
            calibrated: sheet.calibrated,
        }
    }
}

/// How often a question appears.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuestionExposure {
    /// In the frozen pool.
    index: u32,
    /// For who manages or inspects exams.
    #[schema(required)]
    question: Option<QuestionId>,
    papers: u32,
    fair: f64,
    /// Unless it is on every paper by the blueprint's wish.
    #[schema(required)]
    limit: Option<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Fairness {
    basis: SheetBasis,
    papers: usize,
    /// By the estimates of publication (按发布时估计).
    sheet: FairnessSheet,
    /// By the difficulties that the exam itself found, once it is over.
    #[schema(required)]
    found: Option<FairnessSheet>,
    /// What papers of different sessions share.
    #[schema(required)]
    between_sessions: Option<Overlap>,
    questions: Vec<QuestionExposure>,
}

impl Fairness {
    fn of(fairness: exam::service::Fairness, names: bool) -> Self {
        let question = |index: u32| {
            let at = usize::try_from(index).ok().filter(|_| names)?;
            fairness.questions.get(at).copied()
        };
        Self {
            basis: fairness.basis,
            papers: fairness.papers,
            questions: fairness
                .sheet
                .exposures
                .iter()
                .map(|exposure| QuestionExposure {
                    index: exposure.index,
                    question: question(exposure.index),
                    papers: exposure.papers,
                    fair: exposure.fair,
                    limit: exposure.limit,
                })
                .collect(),
            sheet: fairness.sheet.into(),
            found: fairness.found.map(FairnessSheet::from),
            between_sessions: fairness.between_sessions,
        }
    }
}

/// How equal the papers are: before the draw on a trial draw, then on the papers that were given.
/// Whoever only sits sees it once the exam is released.
#[utoipa::path(tag = "exam", params(("id" = ExamId, Path)), responses((status = OK, body = Fairness), Problems))]
#[get("/exams/{id}/fairness")]
pub(super) async fn get_fairness(
    call: Require<SittingTake>,
    id: Path<ExamId>,
) -> Result<Json<Fairness>, Problem> {
    let id = id.into_inner();
    let found = found(&call, id).await?;
    let fairness = exam::service::fairness(call.db(), &call.app().shelf, call.cx(), id, found).await?;
    Ok(Json(Fairness::of(fairness, call.cx().may(Permission::ExamRead))))
}

/// What each question of the pool earned, once nobody sits any more.
async fn found(call: &Call, id: ExamId) -> Result<Option<HashMap<u32, Responses>>, Problem> {
    let exam = exam::service::get(call.db(), call.cx(), id).await?;
    let over = matches!(rule::phase(exam.course(), call.cx().now()), Phase::Over | Phase::Released);
    if !over || exam.state == ExamState::Draft {
        return Ok(None);
    }
    let found = grading::service::responses(call.db(), id, exam.ruling).await?;
    Ok((!found.is_empty()).then_some(found))
}
