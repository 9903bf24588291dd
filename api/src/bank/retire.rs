use actix_web::{
    post,
    web::{Json, Path},
};
use serde::Deserialize;
use utoipa::ToSchema;
use yuekao_core::bank::{self, QuestionId};

use super::{opened, wire::Question};
use crate::front::{Problem, Problems, Require, Tagged, guard::BankWrite};

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Retire {
    /// Stands in the audit log.
    reason: String,
}

/// Takes a question out of use for good.
#[utoipa::path(
    tag = "bank",
    params(("id" = QuestionId, Path)),
    request_body = Retire,
    responses((status = OK, body = Question), Problems)
)]
#[post("/questions/{id}/retire")]
pub(super) async fn retire_question(
    call: Require<BankWrite>,
    id: Path<QuestionId>,
    body: Json<Retire>,
) -> Result<Tagged<Question>, Problem> {
    let id = id.into_inner();
    bank::service::retire(call.db(), call.cx(), id, &body.reason).await?;
    opened(&call, id).await
}
