use actix_web::{post, web::Path};
use yuekao_core::{
    exam::{self, ExamId},
    kernel::Error,
};

use super::{answer, wire::Exam};
use crate::front::{IfMatch, Problem, Problems, Require, Tagged, guard::ExamManage};

/// Freezes everything that decides the papers, promises it and has the papers drawn. Of two
/// managers who publish at once one does; the other is told that it changed.
#[utoipa::path(
    tag = "exam",
    params(("id" = ExamId, Path), ("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = OK, body = Exam), Problems)
)]
#[post("/exams/{id}/publish")]
pub(super) async fn publish_exam(
    call: Require<ExamManage>,
    id: Path<ExamId>,
    version: IfMatch,
) -> Result<Tagged<Exam>, Problem> {
    let id = id.into_inner();
    match exam::service::publish(call.db(), call.cx(), id, version.0).await {
        Ok(()) | Err(Error::Already(_)) => {}
        Err(cause) => return Err(cause.into()),
    }
    answer(&call, exam::service::get(call.db(), call.cx(), id).await?).await
}
