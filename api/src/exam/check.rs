use actix_web::{
    post,
    web::{Json, Path},
};
use yuekao_core::exam::{self, ExamId};

use super::wire::{AllocationReport, ExamInput};
use crate::front::{Problem, Problems, Require, guard::ExamManage};

/// What the bank has for a draft, and everything that stands between it and its publication.
#[utoipa::path(
    tag = "exam",
    params(("id" = ExamId, Path)),
    responses((status = OK, body = AllocationReport), Problems)
)]
#[post("/exams/{id}/check")]
pub(super) async fn check_exam(
    call: Require<ExamManage>,
    id: Path<ExamId>,
) -> Result<Json<AllocationReport>, Problem> {
    Ok(Json(exam::service::check(call.db(), call.cx(), id.into_inner()).await?.into()))
}

/// The same for a plan that isn't saved yet.
#[utoipa::path(
    tag = "exam",
    request_body = ExamInput,
    responses((status = OK, body = AllocationReport), Problems)
)]
#[post("/exams/check")]
pub(super) async fn check_exam_plan(
    call: Require<ExamManage>,
    input: Json<ExamInput>,
) -> Result<Json<AllocationReport>, Problem> {
    let plan = input.into_inner().into();
    Ok(Json(exam::service::check_plan(call.db(), call.cx(), &plan).await?.into()))
}
