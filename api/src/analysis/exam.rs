use actix_web::{
    get,
    web::{Json, Path},
};
use yuekao_core::{analysis, exam::ExamId};

use super::wire::ExamAnalysis;
use crate::front::{Problem, Problems, Require, guard::AnalysisRead};

/// What the responses say of an exam, its questions and which of them to look at again.
#[utoipa::path(
    tag = "analysis",
    params(("id" = ExamId, Path)),
    responses((status = OK, body = ExamAnalysis), Problems)
)]
#[get("/exams/{id}/analysis")]
pub(super) async fn analyse_exam(
    call: Require<AnalysisRead>,
    id: Path<ExamId>,
) -> Result<Json<ExamAnalysis>, Problem> {
    let found =
        analysis::service::analysis(&call.app().analyst, call.db(), call.cx(), id.into_inner()).await?;
    Ok(Json(ExamAnalysis::of(&found)))
}
