use actix_web::{get, web::Json};
use yuekao_core::{grading, people};

use super::wire::MyResult;
use crate::front::{Problem, Problems, Require, guard::SittingTake};

/// The own results, newest first; estimates where an exam shows points at hand-in.
#[utoipa::path(tag = "grading", responses((status = OK, body = Vec<MyResult>), Problems))]
#[get("/my/results")]
pub(super) async fn list_my_results(call: Require<SittingTake>) -> Result<Json<Vec<MyResult>>, Problem> {
    let own = grading::service::own_results(call.db(), call.cx()).await?;
    let groups = people::service::groups(call.db()).await?;
    Ok(Json(own.into_iter().map(|own| MyResult::of(own, &groups)).collect()))
}
