use actix_web::{
    put,
    web::{Json, Path},
};
use yuekao_core::sitting::{
    model::{Act, Place, SittingId},
    service,
};

use super::{
    holder::Holder,
    wire::{FlagInput, Saved},
};
use crate::front::{Problem, Problems};

/// Flags a question to come back to, or takes the flag away.
#[utoipa::path(
    tag = "sitting",
    params(("sitting" = SittingId, Path), ("question" = Place, Path), ("X-Sitting-Pass" = String, Header)),
    request_body = FlagInput,
    responses((status = OK, body = Saved), Problems),
    security(())
)]
#[put("/sittings/{sitting}/flags/{question}")]
pub(super) async fn flag_question(
    holder: Holder,
    path: Path<(SittingId, Place)>,
    input: Json<FlagInput>,
) -> Result<Json<Saved>, Problem> {
    let (_, question) = path.into_inner();
    let FlagInput { n, on } = input.into_inner();
    let act = Act::Flag { question, on };
    let desk = &holder.app().desk;
    let saved = service::report(desk, holder.cx(), &holder.pass, n, act, None).await?;
    Ok(Json(saved.into()))
}
