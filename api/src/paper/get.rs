use actix_web::{
    get,
    web::{Path, Query},
};
use serde::Deserialize;
use utoipa::IntoParams;
use yuekao_core::paper::{self, BlueprintId};

use super::wire::KeptBlueprint;
use crate::front::{
    Problem, Problems, Require, Tagged,
    guard::{Call, ExamRead},
};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct VersionQuery {
    /// An earlier version; the latest if none is named.
    version: Option<i32>,
}

/// A kept blueprint, as it stands now or at a version that an exam came from.
#[utoipa::path(
    tag = "paper",
    params(("id" = BlueprintId, Path), VersionQuery),
    responses((status = OK, body = KeptBlueprint), Problems)
)]
#[get("/blueprints/{id}")]
pub(super) async fn get_blueprint(
    call: Require<ExamRead>,
    id: Path<BlueprintId>,
    query: Query<VersionQuery>,
) -> Result<Tagged<KeptBlueprint>, Problem> {
    answer(&call, id.into_inner(), query.version).await
}

/// A blueprint as every operation on it answers.
pub(super) async fn answer(
    call: &Call,
    id: BlueprintId,
    version: Option<i32>,
) -> Result<Tagged<KeptBlueprint>, Problem> {
    let kept = paper::service::blueprint(call.db(), id, version).await?;
    let current = kept.current;
    Ok(Tagged(kept.into(), current))
}
