use actix_web::{post, web::Json};
use yuekao_core::sitting::{
    model::{Act, SittingId},
    service,
};

use super::{
    holder::Holder,
    wire::{EventInput, PageEvent, Saved},
};
use crate::front::{Problem, Problems};

/// Records that the page was left or returned to: a fact for the invigilator, no more.
#[utoipa::path(
    tag = "sitting",
    params(("sitting" = SittingId, Path), ("X-Sitting-Pass" = String, Header)),
    request_body = EventInput,
    responses((status = OK, body = Saved), Problems),
    security(())
)]
#[post("/sittings/{sitting}/events")]
pub(super) async fn report_event(holder: Holder, input: Json<EventInput>) -> Result<Json<Saved>, Problem> {
    let act = match input.what {
        PageEvent::Left => Act::Left,
        PageEvent::Returned => Act::Returned,
    };
    let desk = &holder.app().desk;
    let saved = service::report(desk, holder.cx(), &holder.pass, input.n, act, None).await?;
    Ok(Json(saved.into()))
}
