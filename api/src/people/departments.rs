use actix_web::{get, web::Json};
use yuekao_core::people;

use super::wire::Department;
use crate::front::{Problem, Problems, Require, guard::SittingTake};

/// All departments, by name.
#[utoipa::path(tag = "people", responses((status = OK, body = Vec<Department>), Problems))]
#[get("/departments")]
pub(super) async fn list_departments(call: Require<SittingTake>) -> Result<Json<Vec<Department>>, Problem> {
    let departments = people::service::departments(call.db()).await?;
    Ok(Json(departments.into_iter().map(Department::from).collect()))
}
