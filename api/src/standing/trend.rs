use actix_web::{get, web::Json};
use yuekao_core::standing;

use super::wire::MyStanding;
use crate::front::{Problem, Problems, Require, guard::StandingRead};

/// One's own published months, the earliest first.
#[utoipa::path(tag = "standing", responses((status = OK, body = Vec<MyStanding>), Problems))]
#[get("/my/standing/trend")]
pub(super) async fn list_my_standings(call: Require<StandingRead>) -> Result<Json<Vec<MyStanding>>, Problem> {
    let months = standing::service::trend(call.db(), call.cx()).await?;
    Ok(Json(months.into_iter().map(MyStanding::from).collect()))
}
