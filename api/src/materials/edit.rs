use actix_web::{
    put,
    web::{Json, Path},
};
use yuekao_core::materials::{self, MaterialId};

use super::wire::{Material, MaterialEdit};
use crate::front::{IfMatch, Problem, Problems, Require, Tagged, guard::MaterialsWrite};

/// Changes title, topic or theme, from the version that was read.
#[utoipa::path(
    tag = "materials",
    params(("id" = MaterialId, Path), ("If-Match" = String, Header)),
    request_body = MaterialEdit,
    responses((status = OK, body = Material), Problems)
)]
#[put("/materials/{id}")]
pub(super) async fn edit_material(
    call: Require<MaterialsWrite>,
    id: Path<MaterialId>,
    version: IfMatch,
    edit: Json<MaterialEdit>,
) -> Result<Tagged<Material>, Problem> {
    let id = id.into_inner();
    materials::service::edit(call.db(), call.cx(), id, version.0, edit.into_inner().into()).await?;
    let material = materials::service::get(call.db(), id).await?;
    let version = material.row.version;
    Ok(Tagged(Material::of(&call, material), version))
}
