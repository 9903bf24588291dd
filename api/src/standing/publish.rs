use actix_web::{
    post,
    web::{Json, Path},
};
use yuekao_core::standing;

use super::wire::{BulletinApproval, StandingHead};
use crate::front::{Problem, Problems, Require, guard::StandingManage};

/// Publishes a month's bulletin (通报) after its notice, with who approved it: it is frozen.
#[utoipa::path(
    tag = "standing",
    params(("month" = i32, Path)),
    request_body = BulletinApproval,
    responses((status = OK, body = StandingHead), Problems)
)]
#[post("/standings/{month}/publish")]
pub(super) async fn publish_standing(
    call: Require<StandingManage>,
    month: Path<i32>,
    approval: Json<BulletinApproval>,
) -> Result<Json<StandingHead>, Problem> {
    let BulletinApproval { approved_by, approved_on } = approval.into_inner();
    let month = month.into_inner();
    let head = standing::service::publish(call.db(), call.cx(), month, &approved_by, &approved_on).await?;
    Ok(Json(head.into()))
}
