use actix_web::{get, web::Json};
use yuekao_core::materials;

use super::wire::Topic;
use crate::front::{Problem, Problems, Require, guard::MaterialsRead};

/// The tree of topics, parents first.
#[utoipa::path(tag = "materials", responses((status = OK, body = Vec<Topic>), Problems))]
#[get("/topics")]
pub(super) async fn list_topics(call: Require<MaterialsRead>) -> Result<Json<Vec<Topic>>, Problem> {
    let topics = materials::service::topics(call.db()).await?;
    Ok(Json(topics.into_iter().map(Topic::from).collect()))
}
