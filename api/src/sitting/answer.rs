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
    wire::{AnswerInput, Saved},
};
use crate::front::{Problem, Problems};

/// Saves an answer. What this returns is on the disk.
#[utoipa::path(
    tag = "sitting",
    params(("sitting" = SittingId, Path), ("question" = Place, Path), ("X-Sitting-Pass" = String, Header)),
    request_body = AnswerInput,
    responses((status = OK, body = Saved), Problems),
    security(())
)]
#[put("/sittings/{sitting}/answers/{question}")]
pub(super) async fn answer_question(
    holder: Holder,
    path: Path<(SittingId, Place)>,
    input: Json<AnswerInput>,
) -> Result<Json<Saved>, Problem> {
    let (_, question) = path.into_inner();
    let AnswerInput { n, response, client_at } = input.into_inner();
    let act = Act::Answer { question, response };
    let desk = &holder.app().desk;
    let saved = service::report(desk, holder.cx(), &holder.pass, n, act, client_at).await?;
    Ok(Json(saved.into()))
}
