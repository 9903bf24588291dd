use actix_web::{
    HttpResponse, delete, post, put,
    web::{Json, Path},
};
use serde::Deserialize;
use utoipa::ToSchema;
use yuekao_core::{
    exam::{self, ExamId, LeaveReason},
    kernel::PersonId,
};

use crate::front::{
    Problem, Problems, Require,
    guard::{ExamAttend, ExamManage},
};

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct LeaveInput {
    reason: LeaveReason,
    #[serde(default)]
    #[schema(example = "10月12日至16日外出培训")]
    words: String,
}

/// States why somebody of the own department can't sit; a manager may for anybody.
#[utoipa::path(
    tag = "exam",
    params(("id" = ExamId, Path), ("person" = PersonId, Path)),
    request_body = LeaveInput,
    responses((status = NO_CONTENT), Problems)
)]
#[put("/exams/{id}/leave/{person}")]
pub(super) async fn state_leave(
    call: Require<ExamAttend>,
    path: Path<(ExamId, PersonId)>,
    input: Json<LeaveInput>,
) -> Result<HttpResponse, Problem> {
    let (id, person) = path.into_inner();
    exam::service::state_leave(call.db(), call.cx(), id, person, input.reason, &input.words).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A manager other than who stated it finds the leave good: the person is excused.
#[utoipa::path(
    tag = "exam",
    params(("id" = ExamId, Path), ("person" = PersonId, Path)),
    responses((status = NO_CONTENT), Problems)
)]
#[post("/exams/{id}/leave/{person}/confirm")]
pub(super) async fn confirm_leave(
    call: Require<ExamManage>,
    path: Path<(ExamId, PersonId)>,
) -> Result<HttpResponse, Problem> {
    let (id, person) = path.into_inner();
    exam::service::confirm_leave(call.db(), call.cx(), id, person).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes a leave back: a head one that nobody has confirmed, a manager any.
#[utoipa::path(
    tag = "exam",
    params(("id" = ExamId, Path), ("person" = PersonId, Path)),
    responses((status = NO_CONTENT), Problems)
)]
#[delete("/exams/{id}/leave/{person}")]
pub(super) async fn withdraw_leave(
    call: Require<ExamAttend>,
    path: Path<(ExamId, PersonId)>,
) -> Result<HttpResponse, Problem> {
    let (id, person) = path.into_inner();
    exam::service::withdraw_leave(call.db(), call.cx(), id, person).await?;
    Ok(HttpResponse::NoContent().finish())
}
