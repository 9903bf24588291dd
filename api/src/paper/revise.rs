use actix_web::{
    put,
    web::{Json, Path},
};
use yuekao_core::paper::{self, BlueprintId};

use super::{
    get::answer,
    wire::{BlueprintInput, KeptBlueprint},
};
use crate::front::{IfMatch, Problem, Problems, Require, Tagged, guard::ExamManage};

/// Makes a new version; exams that came from an earlier one keep it.
#[utoipa::path(
    tag = "paper",
    params(("id" = BlueprintId, Path), ("If-Match" = String, Header)),
    request_body = BlueprintInput,
    responses((status = OK, body = KeptBlueprint), Problems)
)]
#[put("/blueprints/{id}")]
pub(super) async fn revise_blueprint(
    call: Require<ExamManage>,
    id: Path<BlueprintId>,
    version: IfMatch,
    input: Json<BlueprintInput>,
) -> Result<Tagged<KeptBlueprint>, Problem> {
    let id = id.into_inner();
    let (db, cx) = (call.db(), call.cx());
    paper::service::revise_blueprint(db, cx, id, version.0, &input.name, &input.blueprint).await?;
    answer(&call, id, None).await
}
