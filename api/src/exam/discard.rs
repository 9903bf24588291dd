use actix_web::{HttpResponse, delete, web::Path};
use yuekao_core::exam::{self, ExamId};

use crate::front::{Problem, Problems, Require, guard::ExamManage};

/// Throws a draft away. A published exam stays.
#[utoipa::path(tag = "exam", params(("id" = ExamId, Path)), responses((status = NO_CONTENT), Problems))]
#[delete("/exams/{id}")]
pub(super) async fn discard_exam(
    call: Require<ExamManage>,
    id: Path<ExamId>,
) -> Result<HttpResponse, Problem> {
    exam::service::discard(call.db(), call.cx(), id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}
