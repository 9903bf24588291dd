use actix_web::{
    post,
    web::{Json, Path},
};
use serde::Deserialize;
use utoipa::ToSchema;
use yuekao_core::bank::{self, QuestionId};

use super::{opened, wire::Question};
use crate::front::{Problem, Problems, Require, Tagged, guard::BankReview};

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct SendBack {
    /// What is to be mended.
    words: String,
}

/// Gives another's question back to its author, as a draft, with words.
#[utoipa::path(
    tag = "bank",
    params(("id" = QuestionId, Path)),
    request_body = SendBack,
    responses((status = OK, body = Question), Problems)
)]
#[post("/questions/{id}/send-back")]
pub(super) async fn send_back_question(
    call: Require<BankReview>,
    id: Path<QuestionId>,
    body: Json<SendBack>,
) -> Result<Tagged<Question>, Problem> {
    let id = id.into_inner();
    bank::service::send_back(call.db(), call.cx(), id, &body.words).await?;
    opened(&call, id).await
}
