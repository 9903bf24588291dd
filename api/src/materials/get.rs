use actix_web::{get, web::Path};
use yuekao_core::materials::{self, MaterialId};

use super::wire::Material;
use crate::front::{Problem, Problems, Require, Tagged, guard::MaterialsRead};

/// A material with the clauses of its newest edition.
#[utoipa::path(
    tag = "materials",
    params(("id" = MaterialId, Path)),
    responses((status = OK, body = Material), Problems)
)]
#[get("/materials/{id}")]
pub(super) async fn get_material(
    call: Require<MaterialsRead>,
    id: Path<MaterialId>,
) -> Result<Tagged<Material>, Problem> {
    let material = materials::service::get(call.db(), id.into_inner()).await?;
    let version = material.row.version;
    Ok(Tagged(Material::of(&call, material), version))
}
