use actix_web::{post, web::Json};
use yuekao_core::{
    bank::{self, QuestionId},
    kernel::Error,
};

use super::{
    opened,
    wire::{Question, QuestionInput},
};
use crate::front::{Problem, Problems, Require, Tagged, guard::BankWrite};

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
    let id = match bank::service::create(call.db(), call.cx(), input.into_inner().into()).await {
        Err(Error::Already(id)) => QuestionId(id),
        made => made?,
    };
    opened(&call, id).await
}
