use actix_web::{
    get,
    web::{Json, Path},
};
use yuekao_core::{kernel::PersonId, standing};

use super::wire::StandingExplanation;
use crate::front::{Problem, Problems, Require, guard::StandingRead};

/// How a person's total came about; another's is for managers and inspectors.
#[utoipa::path(
    tag = "standing",
    params(("month" = i32, Path), ("person" = PersonId, Path)),
    responses((status = OK, body = StandingExplanation), Problems)
)]
#[get("/standings/{month}/people/{person}")]
pub(super) async fn explain_standing(
    call: Require<StandingRead>,
    at: Path<(i32, PersonId)>,
) -> Result<Json<StandingExplanation>, Problem> {
    let (month, person) = at.into_inner();
    let explained = standing::service::explanation(call.db(), call.cx(), month, person).await?;
    Ok(Json(explained.into()))
}
