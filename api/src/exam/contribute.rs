use actix_web::{
    post,
    web::{Json, Path},
};
use yuekao_core::{
    exam::{self, ExamId},
    kernel::Error,
};

use super::{
    draw::shown,
    draw_wire::{ContributionInput, Draw},
};
use crate::front::{Problem, Problems, Require, guard::ExamWitness};

/// A witness adds words or dice to the seed, once, until the hour set. They are shown to everybody at
/// once and stay.
#[utoipa::path(
    tag = "exam",
    params(("id" = ExamId, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body = ContributionInput,
    responses((status = OK, body = Draw), Problems)
)]
#[post("/exams/{id}/draw/contributions")]
pub(super) async fn witness_draw(
    call: Require<ExamWitness>,
    id: Path<ExamId>,
    input: Json<ContributionInput>,
) -> Result<Json<Draw>, Problem> {
    let id = id.into_inner();
    match exam::service::contribute(call.db(), call.cx(), id, &input.words).await {
        Ok(()) | Err(Error::Already(_)) => shown(&call, id).await,
        Err(cause) => Err(cause.into()),
    }
}
