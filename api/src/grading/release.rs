use actix_web::post;
use actix_web::web::Path;
use yuekao_core::{
    exam::{self, ExamId},
    grading,
    kernel::Error,
};

use crate::{
    exam::wire::Exam,
    front::{IfMatch, Problem, Problems, Require, Tagged, guard::GradingRule},
};

/// Makes marks into results with places, and opens the review where the exam has one.
#[utoipa::path(
    tag = "grading",
    params(("id" = ExamId, Path), ("If-Match" = String, Header), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = OK, body = Exam), Problems)
)]
#[post("/exams/{id}/release")]
pub(super) async fn release_exam(
    call: Require<GradingRule>,
    id: Path<ExamId>,
    version: IfMatch,
) -> Result<Tagged<Exam>, Problem> {
    let id = id.into_inner();
    match grading::service::release(&call.app().marker, call.db(), call.cx(), id, version.0).await {
        Ok(()) | Err(Error::Already(_)) => {}
        Err(cause) => return Err(cause.into()),
    }
    crate::exam::answer(&call, exam::service::get(call.db(), call.cx(), id).await?).await
}
