use actix_web::{get, web::Json};
use yuekao_core::standing;

use super::wire::StandingMonth;
use crate::front::{Problem, Problems, Require, guard::StandingRead};

/// The months there are, the latest first; drafts are for who sees every place.
#[utoipa::path(tag = "standing", responses((status = OK, body = Vec<StandingMonth>), Problems))]
#[get("/standings/months")]
pub(super) async fn list_standing_months(
    call: Require<StandingRead>,
) -> Result<Json<Vec<StandingMonth>>, Problem> {
    let months = standing::service::months(call.db(), call.cx()).await?;
    Ok(Json(months.into_iter().map(|(month, state)| StandingMonth { month, state }).collect()))
}
