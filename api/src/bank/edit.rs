use actix_web::{
    put,
    web::{Json, Path},
};
use yuekao_core::bank::{self, QuestionId};

use super::{
    opened,
    wire::{Question, QuestionInput},
};
use crate::front::{IfMatch, Problem, Problems, Require, Tagged, guard::BankWrite};

/// Writes a new revision of one's own question, which is a draft again and wants a review. Papers
/// keep the revision that they drew.
#[utoipa::path(
    tag = "bank",
    params(("id" = QuestionId, Path), ("If-Match" = String, Header)),
    request_body = QuestionInput,
    responses((status = OK, body = Question), Problems)
)]
#[put("/questions/{id}")]
pub(super) async fn edit_question(
    call: Require<BankWrite>,
    id: Path<QuestionId>,
    version: IfMatch,
    input: Json<QuestionInput>,
) -> Result<Tagged<Question>, Problem> {
    let id = id.into_inner();
    bank::service::edit(call.db(), call.cx(), id, version.0, input.into_inner().into()).await?;
    opened(&call, id).await
}
