use actix_web::{
    post,
    web::{Json, Path},
};
use yuekao_core::{
    exam::ExamId,
    kernel::Error,
    sitting::{model::SittingId, service},
};

use super::wire::{ExtendInput, Extended, ExtendedAll};
use crate::front::{Problem, Problems, Require, guard::SittingInvigilate};

/// Gives one taker extra time, with a reason; the open page shows it within two seconds.
#[utoipa::path(
    tag = "sitting",
    params(("sitting" = SittingId, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body = ExtendInput,
    responses((status = OK, body = Extended), Problems)
)]
#[post("/sittings/{sitting}/extend")]
pub(super) async fn extend_sitting(
    call: Require<SittingInvigilate>,
    id: Path<SittingId>,
    input: Json<ExtendInput>,
) -> Result<Json<Extended>, Problem> {
    let ExtendInput { minutes, reason } = input.into_inner();
    let id = id.into_inner();
    let sitting = match service::extend(call.db(), call.cx(), id, minutes, &reason).await {
        Err(Error::Already(_)) => service::get(call.db(), id).await?,
        extended => extended?,
    };
    let head = sitting.head();
    Ok(Json(Extended { deadline: head.deadline(), extra_minutes: head.extra_minutes }))
}

/// Gives everyone of the session that runs, or of the next one, extra time.
#[utoipa::path(
    tag = "sitting",
    params(("id" = ExamId, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body = ExtendInput,
    responses((status = OK, body = ExtendedAll), Problems)
)]
#[post("/exams/{id}/extend")]
pub(super) async fn extend_exam(
    call: Require<SittingInvigilate>,
    id: Path<ExamId>,
    input: Json<ExtendInput>,
) -> Result<Json<ExtendedAll>, Problem> {
    let ExtendInput { minutes, reason } = input.into_inner();
    let id = id.into_inner();
    let sat = match service::extend_all(call.db(), call.cx(), id, minutes, &reason).await {
        Err(Error::Already(_)) => service::count_open(call.db(), id).await?,
        extended => extended?,
    };
    Ok(Json(ExtendedAll { sat }))
}
