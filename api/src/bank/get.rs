use actix_web::{get, web::Path};
use yuekao_core::bank::QuestionId;

use super::{opened, wire::Question};
use crate::front::{Problem, Problems, Require, Tagged, guard::BankRead};

/// A question with its key. Opening another's is recorded, and keeps it out of one's own papers.
#[utoipa::path(
    tag = "bank",
    params(("id" = QuestionId, Path)),
    responses((status = OK, body = Question), Problems)
)]
#[get("/questions/{id}")]
pub(super) async fn get_question(
    call: Require<BankRead>,
    id: Path<QuestionId>,
) -> Result<Tagged<Question>, Problem> {
    opened(&call, id.into_inner()).await
}
