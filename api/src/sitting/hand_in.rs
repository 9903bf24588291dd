use std::time::Duration;

use actix_web::{post, web::Json};
use yuekao_core::{
    grading,
    sitting::{model::SittingId, service},
};

use super::{
    holder::Holder,
    wire::{HandInInput, HandInState, HandedIn},
};
use crate::front::{Problem, Problems};

/// The mark is waited for this long; what takes longer is told later.
const PATIENCE: Duration = Duration::from_secs(1);

/// Ends the sitting and has it marked. Handing in again answers as the first time.
#[utoipa::path(
    tag = "sitting",
    params(("sitting" = SittingId, Path), ("X-Sitting-Pass" = String, Header)),
    request_body = HandInInput,
    responses((status = OK, body = HandedIn), Problems),
    security(())
)]
#[post("/sittings/{sitting}/hand-in")]
pub(super) async fn hand_in(holder: Holder, input: Json<HandInInput>) -> Result<Json<HandedIn>, Problem> {
    let app = holder.app();
    let known = app.marker.known_ruling(holder.pass.key.exam).await;
    let handed_in = service::hand_in(&app.desk, holder.cx(), &holder.pass, input.n).await?;
    let plan = app.desk.shelf.plan(holder.db(), holder.pass.key.exam).await?;
    let marking = grading::service::mark_handed_in(&app.marker, holder.db(), holder.cx(), &handed_in, known);
    let mark = match tokio::time::timeout(PATIENCE, marking).await {
        Ok(Ok(mark)) => Some(mark),
        Ok(Err(cause)) => {
            tracing::warn!(%cause, sitting = %holder.pass.key.id, "not marked at once; the sweep will");
            None
        }
        Err(_) => None,
    };
    let shown = grading::service::points_at_hand_in(plan.points_release);
    Ok(Json(HandedIn {
        state: if mark.is_some() { HandInState::Marked } else { HandInState::BeingMarked },
        points: mark.filter(|_| shown).map(|mark| mark.points),
        full: plan.blueprint.total(),
        receipt: handed_in.receipt()?.into(),
        at: handed_in.ending.at,
    }))
}
