use actix_web::{post, web::Path};
use yuekao_core::bank::{self, QuestionId};

use super::{opened, wire::Question};
use crate::front::{Problem, Problems, Require, Tagged, guard::BankReview};

/// Finds another's question good: it is live.
#[utoipa::path(
    tag = "bank",
    params(("id" = QuestionId, Path)),
    responses((status = OK, body = Question), Problems)
)]
#[post("/questions/{id}/accept")]
pub(super) async fn accept_question(
    call: Require<BankReview>,
    id: Path<QuestionId>,
) -> Result<Tagged<Question>, Problem> {
    let id = id.into_inner();
    bank::service::accept(call.db(), call.cx(), id).await?;
    opened(&call, id).await
}
