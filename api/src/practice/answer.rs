use actix_web::{
    post,
    web::{Json, Path},
};
use yuekao_core::practice::{self, PracticeId};

use super::wire::{PracticeAnswer, PracticeFeedback};
use crate::front::{Problem, Problems, Require, guard::SittingTake};

/// Answers one question of a run and learns at once what was right.
#[utoipa::path(
    tag = "practice",
    params(("id" = PracticeId, Path), ("index" = u16, Path)),
    request_body = PracticeAnswer,
    responses((status = OK, body = PracticeFeedback), Problems)
)]
#[post("/my/practice/{id}/answers/{index}")]
pub(super) async fn answer_practice(
    call: Require<SittingTake>,
    at: Path<(PracticeId, u16)>,
    answer: Json<PracticeAnswer>,
) -> Result<Json<PracticeFeedback>, Problem> {
    let (id, index) = at.into_inner();
    let response = answer.into_inner().response;
    let trial =
        practice::service::answer(call.db(), &call.app().shelf, call.cx(), id, index, response).await?;
    Ok(Json(trial.into()))
}
