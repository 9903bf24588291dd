use actix_web::{
    get,
    web::{Json, Query},
};
use yuekao_core::exam;

use super::draw_wire::DrawRow;
use crate::front::{ListQuery, PageBody, Problem, Problems, Require, guard::SittingTake};

/// The draws of published exams, the latest month first: what was promised, and who witnessed it.
#[utoipa::path(
    tag = "exam",
    params(ListQuery),
    responses((status = OK, body = PageBody<DrawRow>), Problems)
)]
#[get("/draws")]
pub(super) async fn list_draws(
    call: Require<SittingTake>,
    list: Query<ListQuery>,
) -> Result<Json<PageBody<DrawRow>>, Problem> {
    let page = exam::service::list_draws(call.db(), call.cx(), &list.request()?).await?;
    Ok(Json(PageBody::of(page, DrawRow::from)))
}
