use actix_web::{
    get,
    web::{Json, Path},
};
use yuekao_core::{exam::ExamId, standing};

use super::wire::Leaderboard;
use crate::front::{Problem, Problems, Require, guard::StandingRead};

/// An exam's results by group: the top of each list and one's own place.
#[utoipa::path(
    tag = "standing",
    params(("exam" = ExamId, Path)),
    responses((status = OK, body = Leaderboard), Problems)
)]
#[get("/leaderboard/{exam}")]
pub(super) async fn get_leaderboard(
    call: Require<StandingRead>,
    exam: Path<ExamId>,
) -> Result<Json<Leaderboard>, Problem> {
    let board = standing::service::leaderboard(call.db(), call.cx(), exam.into_inner()).await?;
    Ok(Json(board.into()))
}
