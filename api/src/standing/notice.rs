use actix_web::{
    post,
    web::{Json, Path},
};
use yuekao_core::standing;

use super::wire::StandingHead;
use crate::front::{Problem, Problems, Require, guard::StandingManage};

/// Begins a month's notice (公示): everyone sees the list, and the scheme is fixed for it.
#[utoipa::path(
    tag = "standing",
    params(("month" = i32, Path)),
    responses((status = OK, body = StandingHead), Problems)
)]
#[post("/standings/{month}/notice")]
pub(super) async fn begin_notice(
    call: Require<StandingManage>,
    month: Path<i32>,
) -> Result<Json<StandingHead>, Problem> {
    let head = standing::service::notice(call.db(), call.cx(), month.into_inner()).await?;
    Ok(Json(head.into()))
}
