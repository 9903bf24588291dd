use actix_web::{
    get,
    web::{Json, Path},
};
use yuekao_core::{exam::ExamId, sitting::service};

use super::wire::Board;
use crate::front::{Problem, Problems, Require, guard::SittingWatch};

/// Who has not begun, is on, has left the page or handed in, and how far each is.
#[utoipa::path(tag = "sitting", params(("id" = ExamId, Path)), responses((status = OK, body = Board), Problems))]
#[get("/exams/{id}/board")]
pub(super) async fn get_board(call: Require<SittingWatch>, id: Path<ExamId>) -> Result<Json<Board>, Problem> {
    Ok(Json(service::board(call.db(), call.cx(), id.into_inner()).await?.into()))
}
