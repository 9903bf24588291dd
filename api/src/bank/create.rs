use actix_web::{post, web::Json};
use yuekao_core::bank::{self, QuestionId};

use super::{
    opened,
    wire::{Question, QuestionInput},
};
use crate::front::{Problem, Problems, Require, Tagged, guard::BankWrite, idempotency};

/// A new question, as a draft of the caller's.
#[utoipa::path(
    tag = "bank",
    params(("Idempotency-Key" = Option<String>, Header)),
    request_body = QuestionInput,
    responses((status = OK, body = Question), Problems)
)]
#[post("/questions")]
pub(super) async fn create_question(
    call: Require<BankWrite>,
    input: Json<QuestionInput>,
) -> Result<Tagged<Question>, Problem> {
    let made = bank::service::create(call.db(), call.cx(), input.into_inner().into()).await;
    opened(&call, idempotency::made(made, QuestionId)?).await
}
