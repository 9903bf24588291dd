use actix_web::{post, web::Path};
use yuekao_core::bank::{self, QuestionId};

use super::{opened, wire::Question};
use crate::front::{Problem, Problems, Require, Tagged, guard::BankWrite};

/// Gives one's own draft to review.
#[utoipa::path(
    tag = "bank",
    params(("id" = QuestionId, Path)),
    responses((status = OK, body = Question), Problems)
)]
#[post("/questions/{id}/submit")]
pub(super) async fn submit_question(
    call: Require<BankWrite>,
    id: Path<QuestionId>,
) -> Result<Tagged<Question>, Problem> {
    let id = id.into_inner();
    bank::service::submit(call.db(), call.cx(), id).await?;
    opened(&call, id).await
}
