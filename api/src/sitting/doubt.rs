use actix_web::{
    post,
    web::{Json, Path},
};
use yuekao_core::sitting::{
    model::{Act, Place, SittingId},
    service,
};

use super::{
    holder::Holder,
    wire::{DoubtInput, Saved},
};
use crate::front::{Problem, Problems};

/// Doubts a question (题目有疑): the trainers read it with the statistics.
#[utoipa::path(
    tag = "sitting",
    params(("sitting" = SittingId, Path), ("question" = Place, Path), ("X-Sitting-Pass" = String, Header)),
    request_body = DoubtInput,
    responses((status = OK, body = Saved), Problems),
    security(())
)]
#[post("/sittings/{sitting}/doubts/{question}")]
pub(super) async fn doubt_question(
    holder: Holder,
    path: Path<(SittingId, Place)>,
    input: Json<DoubtInput>,
) -> Result<Json<Saved>, Problem> {
    let (_, question) = path.into_inner();
    let DoubtInput { n, words } = input.into_inner();
    let act = Act::Doubt { question, words };
    let desk = &holder.app().desk;
    let saved = service::report(desk, holder.cx(), &holder.pass, n, act, None).await?;
    Ok(Json(saved.into()))
}
