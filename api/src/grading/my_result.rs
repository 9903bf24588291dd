use actix_web::{
    get,
    web::{Json, Path},
};
use yuekao_core::{exam::ExamId, grading, materials};

use super::wire::MyReview;
use crate::front::{Problem, Problems, Require, guard::SittingTake};

/// The own paper with key, explanation and clauses, once its review is open.
#[utoipa::path(
    tag = "grading",
    params(("exam" = ExamId, Path)),
    responses((status = OK, body = MyReview), Problems)
)]
#[get("/my/results/{exam}")]
pub(super) async fn get_my_result(
    call: Require<SittingTake>,
    exam: Path<ExamId>,
) -> Result<Json<MyReview>, Problem> {
    let marker = &call.app().marker;
    let review = grading::service::review(marker, call.db(), call.cx(), exam.into_inner()).await?;
    let cited: Vec<_> = review.questions.iter().flat_map(|question| question.clauses.clone()).collect();
    let clauses = materials::service::clause_refs(call.db(), &cited).await?;
    Ok(Json(MyReview::of(review, &clauses)))
}
