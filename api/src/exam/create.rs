use actix_web::{post, web::Json};
use yuekao_core::{
    exam::{self, ExamId},
    kernel::Error,
};

use super::{
    answer,
    wire::{Exam, ExamInput},
};
use crate::front::{Problem, Problems, Require, Tagged, guard::ExamManage};

/// Makes a draft. Sent again under the same key it gives the same one.
#[utoipa::path(
    tag = "exam",
    params(("Idempotency-Key" = Option<String>, Header)),
    request_body = ExamInput,
    responses((status = OK, body = Exam), Problems)
)]
#[post("/exams")]
pub(super) async fn create_exam(
    call: Require<ExamManage>,
    input: Json<ExamInput>,
) -> Result<Tagged<Exam>, Problem> {
    let id = match exam::service::create(call.db(), call.cx(), input.into_inner().into()).await {
        Err(Error::Already(id)) => ExamId(id),
        made => made?,
    };
    answer(&call, exam::service::get(call.db(), call.cx(), id).await?).await
}
