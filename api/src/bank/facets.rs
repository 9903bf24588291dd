use actix_web::{
    get,
    web::{Json, Query},
};
use yuekao_core::bank;

use super::{list::Filter, wire::Facets};
use crate::front::{Problem, Problems, Require, guard::BankRead};

/// How many questions there are of each value of each facet, under the list's filters.
#[utoipa::path(tag = "bank", params(Filter), responses((status = OK, body = Facets), Problems))]
#[get("/questions/facets")]
pub(super) async fn count_questions(
    call: Require<BankRead>,
    filter: Query<Filter>,
) -> Result<Json<Facets>, Problem> {
    let filter = filter.into_inner().of(call.cx());
    Ok(Json(bank::service::facets(call.db(), &filter).await?.into()))
}
