use actix_web::{post, web::Json};
use yuekao_core::{
    kernel::Error,
    paper::{self, BlueprintId},
};

use super::{
    get::answer,
    wire::{BlueprintInput, KeptBlueprint},
};
use crate::front::{Problem, Problems, Require, Tagged, guard::ExamManage};

/// Keeps a blueprint under a name, to be used again.
#[utoipa::path(
    tag = "paper",
    params(("Idempotency-Key" = Option<String>, Header)),
    request_body = BlueprintInput,
    responses((status = OK, body = KeptBlueprint), Problems)
)]
#[post("/blueprints")]
pub(super) async fn keep_blueprint(
    call: Require<ExamManage>,
    input: Json<BlueprintInput>,
) -> Result<Tagged<KeptBlueprint>, Problem> {
    let id = match paper::service::keep_blueprint(call.db(), call.cx(), &input.name, &input.blueprint).await {
        Err(Error::Already(id)) => BlueprintId(id),
        kept => kept?,
    };
    answer(&call, id, None).await
}
