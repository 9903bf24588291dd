use actix_web::{post, web::Json};
use yuekao_core::{
    kernel::Error,
    practice::{self, PracticeId},
};

use super::wire::{Practice, PracticeWish};
use crate::front::{Problem, Problems, Require, guard::SittingTake};

/// Begins a run of practice. Sent again under the same key it gives the same one.
#[utoipa::path(
    tag = "practice",
    params(("Idempotency-Key" = Option<String>, Header)),
    request_body = PracticeWish,
    responses((status = OK, body = Practice), Problems)
)]
#[post("/my/practice")]
pub(super) async fn begin_practice(
    call: Require<SittingTake>,
    wish: Json<PracticeWish>,
) -> Result<Json<Practice>, Problem> {
    let wish = wish.into_inner().into();
    let run = match practice::service::begin(call.db(), &call.app().shelf, call.cx(), wish).await {
        Err(Error::Already(id)) => practice::service::get(call.db(), call.cx(), PracticeId(id)).await?,
        begun => begun?,
    };
    Ok(Json(run.into()))
}
