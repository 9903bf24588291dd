use actix_web::{post, web::Json};
use yuekao_core::sitting::{
    model::{Act, SittingId},
    service,
};

use super::{
    holder::Holder,
    wire::{EventInput, Noticed, PageEvent},
};
use crate::front::{Problem, Problems};

/// Records what the page noticed of itself: a fact for the invigilator, and no more unless the exam
/// says what leaving too often comes to.
#[utoipa::path(
    tag = "sitting",
    params(("sitting" = SittingId, Path), ("X-Sitting-Pass" = String, Header)),
    request_body = EventInput,
    responses((status = OK, body = Noticed), Problems),
    security(())
)]
#[post("/sittings/{sitting}/events")]
pub(super) async fn report_event(holder: Holder, input: Json<EventInput>) -> Result<Json<Noticed>, Problem> {
    let act = match input.what {
        PageEvent::Left => Act::Left,
        PageEvent::Returned => Act::Returned,
        PageEvent::Copied => Act::Copied,
        PageEvent::FullscreenLeft => Act::FullscreenLeft,
    };
    let desk = &holder.app().desk;
    let noticed = service::notice(desk, holder.db(), holder.cx(), &holder.pass, input.n, act).await?;
    Ok(Json(noticed.into()))
}
