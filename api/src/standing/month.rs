use actix_web::{
    get,
    web::{Json, Path, Query},
};
use serde::Deserialize;
use utoipa::IntoParams;
use yuekao_core::{people::GroupId, standing};

use super::wire::Standing;
use crate::front::{Problem, Problems, Require, guard::StandingRead};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    group: Option<GroupId>,
}

/// A month by group: the top of each list and one's own line; every line for managers and
/// inspectors, the places of the own department for a head.
#[utoipa::path(
    tag = "standing",
    params(("month" = i32, Path), Filter),
    responses((status = OK, body = Standing), Problems)
)]
#[get("/standings/{month}")]
pub(super) async fn get_standing(
    call: Require<StandingRead>,
    month: Path<i32>,
    filter: Query<Filter>,
) -> Result<Json<Standing>, Problem> {
    let view = standing::service::month(call.db(), call.cx(), month.into_inner(), filter.group).await?;
    Ok(Json(view.into()))
}
