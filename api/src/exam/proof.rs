//! The proof of a released exam, and each person's own part of it.

use actix_web::{
    HttpResponse, get,
    web::{Json, Path},
};
use yuekao_core::{
    exam::{self, ExamId},
    kernel::Error,
    paper::export::{Export, OwnProof},
};

use crate::front::{Problem, Problems, Require, guard::SittingTake, upload::attachment};

/// Everything from which anyone can derive every paper again, once the exam is released, as a file for
/// `yuekao verify`. It holds no stem, no key and no name but those of the witnesses.
#[utoipa::path(
    tag = "exam",
    params(("id" = ExamId, Path)),
    responses((status = OK, body = Export), Problems)
)]
#[get("/exams/{id}/proof")]
pub(super) async fn get_proof(call: Require<SittingTake>, id: Path<ExamId>) -> Result<HttpResponse, Problem> {
    let id = id.into_inner();
    let exam = exam::service::get(call.db(), call.cx(), id).await?;
    let proof = exam::service::proof(call.db(), &call.app().shelf, call.cx(), id).await?;
    let bytes = serde_json::to_vec(&proof).map_err(Error::from)?;
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header(attachment(&format!("{} 组卷证明.json", exam.plan.title)))
        .body(bytes))
}

/// The own paper with what lifts the veils of its questions.
#[utoipa::path(
    tag = "exam",
    params(("exam" = ExamId, Path)),
    responses((status = OK, body = OwnProof), Problems)
)]
#[get("/my/proofs/{exam}")]
pub(super) async fn get_my_proof(
    call: Require<SittingTake>,
    exam: Path<ExamId>,
) -> Result<Json<OwnProof>, Problem> {
    let own = exam::service::own_proof(call.db(), &call.app().shelf, call.cx(), exam.into_inner()).await?;
    Ok(Json(own))
}
