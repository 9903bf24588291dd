use actix_web::{
    post,
    web::{Json, Path},
};
use yuekao_core::exam::{self, ExamId};

use super::{draw::shown, draw_wire::Draw};
use crate::front::{Problem, Problems, Require, guard::ExamManage};

/// Ends the witnessing before its hour, once somebody has added words; the papers are drawn. Everybody
/// sees who did so.
#[utoipa::path(tag = "exam", params(("id" = ExamId, Path)), responses((status = OK, body = Draw), Problems))]
#[post("/exams/{id}/draw/close")]
pub(super) async fn close_witnessing(
    call: Require<ExamManage>,
    id: Path<ExamId>,
) -> Result<Json<Draw>, Problem> {
    let id = id.into_inner();
    exam::service::close_witnessing(call.db(), call.cx(), id).await?;
    shown(&call, id).await
}
