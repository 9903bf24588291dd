use actix_web::{
    post,
    web::{Json, Path},
};
use yuekao_core::{exam::ExamId, kernel::Error, sitting::service};

use super::wire::{ExtendInput, ExtendedAll};
use crate::front::{Problem, Problems, Require, guard::SittingInvigilate};

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
