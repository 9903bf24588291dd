use actix_web::{
    put,
    web::{Json, Path},
};
use yuekao_core::exam::{self, ExamId};

use super::{
    answer,
    wire::{Exam, ExamInput},
};
use crate::front::{IfMatch, Problem, Problems, Require, Tagged, guard::ExamManage};

/// Changes a draft, from the version that was read.
#[utoipa::path(
    tag = "exam",
    params(("id" = ExamId, Path), ("If-Match" = String, Header)),
    request_body = ExamInput,
    responses((status = OK, body = Exam), Problems)
)]
#[put("/exams/{id}")]
pub(super) async fn edit_exam(
    call: Require<ExamManage>,
    id: Path<ExamId>,
    version: IfMatch,
    input: Json<ExamInput>,
) -> Result<Tagged<Exam>, Problem> {
    let plan = input.into_inner().into();
    answer(&call, exam::service::edit(call.db(), call.cx(), id.into_inner(), version.0, plan).await?).await
}
