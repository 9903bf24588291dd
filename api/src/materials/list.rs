use actix_web::{
    get,
    web::{Json, Query},
};
use serde::Deserialize;
use utoipa::IntoParams;
use yuekao_core::materials::{self, TopicId, service::MaterialFilter};

use super::wire::MaterialRow;
use crate::front::{ListQuery, PageBody, Problem, Problems, Require, guard::MaterialsRead};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Words of a title, or a number.
    search: Option<String>,
    topic: Option<TopicId>,
}

/// The archive, the last number first.
#[utoipa::path(
    tag = "materials",
    params(Filter, ListQuery),
    responses((status = OK, body = PageBody<MaterialRow>), Problems)
)]
#[get("/materials")]
pub(super) async fn list_materials(
    call: Require<MaterialsRead>,
    filter: Query<Filter>,
    list: Query<ListQuery>,
) -> Result<Json<PageBody<MaterialRow>>, Problem> {
    let Filter { search, topic } = filter.into_inner();
    let filter = MaterialFilter { search, topic };
    let page = materials::service::list(call.db(), &filter, &list.request()?).await?;
    Ok(Json(PageBody::of(page, MaterialRow::from)))
}
