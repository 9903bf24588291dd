use actix_web::{
    get,
    web::{Json, Query},
};
use yuekao_core::bank;

use super::wire::QuestionRow;
use crate::front::{ListQuery, PageBody, Problem, Problems, Require, guard::BankReview};

/// What waits for a second person; one's own questions are not among them.
#[utoipa::path(tag = "bank", params(ListQuery), responses((status = OK, body = PageBody<QuestionRow>), Problems))]
#[get("/bank/review")]
pub(super) async fn list_review(
    call: Require<BankReview>,
    list: Query<ListQuery>,
) -> Result<Json<PageBody<QuestionRow>>, Problem> {
    let page = bank::service::review_list(call.db(), call.cx(), &list.request()?).await?;
    Ok(Json(PageBody::of(page, QuestionRow::from)))
}
