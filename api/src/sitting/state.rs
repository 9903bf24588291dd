use actix_web::{get, web::Json};
use yuekao_core::sitting::{model::SittingId, service};

use super::{holder::Holder, wire::StateBody};
use crate::front::{Problem, Problems};

/// How the sitting stands, for a page that slept or lost the stream.
#[utoipa::path(
    tag = "sitting",
    params(("sitting" = SittingId, Path), ("X-Sitting-Pass" = String, Header)),
    responses((status = OK, body = StateBody), Problems),
    security(())
)]
#[get("/sittings/{sitting}/state")]
pub(super) async fn get_sitting_state(holder: Holder) -> Result<Json<StateBody>, Problem> {
    Ok(Json(service::standing(holder.db(), holder.cx(), &holder.pass).await?.into()))
}
