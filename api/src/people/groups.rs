use actix_web::{get, web::Json};
use yuekao_core::people;

use super::wire::Group;
use crate::front::{Problem, Problems, Require, guard::SittingTake};

/// All window categories, by name.
#[utoipa::path(tag = "people", responses((status = OK, body = Vec<Group>), Problems))]
#[get("/groups")]
pub(super) async fn list_groups(call: Require<SittingTake>) -> Result<Json<Vec<Group>>, Problem> {
    let groups = people::service::groups(call.db()).await?;
    Ok(Json(groups.into_iter().map(Group::from).collect()))
}
