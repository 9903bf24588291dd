use actix_web::{
    get,
    web::{Json, Query},
};
use yuekao_core::paper;

use super::wire::BlueprintRow;
use crate::front::{ListQuery, PageBody, Problem, Problems, Require, guard::ExamRead};

/// Blueprints that are kept to be used again, the last changed first.
#[utoipa::path(
    tag = "paper",
    params(ListQuery),
    responses((status = OK, body = PageBody<BlueprintRow>), Problems)
)]
#[get("/blueprints")]
pub(super) async fn list_blueprints(
    call: Require<ExamRead>,
    list: Query<ListQuery>,
) -> Result<Json<PageBody<BlueprintRow>>, Problem> {
    let page = paper::service::list_blueprints(call.db(), &list.request()?).await?;
    Ok(Json(PageBody::of(page, BlueprintRow::from)))
}
