use actix_web::{get, web::Path};
use yuekao_core::exam::{self, ExamId};

use super::{answer, wire::Exam};
use crate::front::{
    Problem, Problems, Require, Tagged,
    guard::{ExamAttend, ExamRead},
};

/// One exam with its blueprint, its promise and how far its papers are drawn.
#[utoipa::path(tag = "exam", params(("id" = ExamId, Path)), responses((status = OK, body = Exam), Problems))]
#[get("/exams/{id}")]
pub(super) async fn get_exam(
    call: Require<(ExamRead, ExamAttend)>,
    id: Path<ExamId>,
) -> Result<Tagged<Exam>, Problem> {
    answer(&call, exam::service::get(call.db(), call.cx(), id.into_inner()).await?).await
}
