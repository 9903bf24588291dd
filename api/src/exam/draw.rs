use actix_web::{
    get,
    web::{Json, Path},
};
use yuekao_core::exam::{self, ExamId};

use super::draw_wire::Draw;
use crate::front::{
    Problem, Problems, Require,
    guard::{Call, SittingTake},
};

/// The draw of a published exam, for everybody: what was promised when, what witnesses added, how far
/// the papers are, and what was added to them since.
#[utoipa::path(tag = "exam", params(("id" = ExamId, Path)), responses((status = OK, body = Draw), Problems))]
#[get("/exams/{id}/draw")]
pub(super) async fn get_draw(call: Require<SittingTake>, id: Path<ExamId>) -> Result<Json<Draw>, Problem> {
    shown(&call, id.into_inner()).await
}

/// A draw as every operation on it answers.
pub(super) async fn shown(call: &Call, id: ExamId) -> Result<Json<Draw>, Problem> {
    let draw = exam::service::draw(call.db(), &call.app().shelf, call.cx(), id).await?;
    Ok(Json(Draw::of(draw, call.cx())))
}
