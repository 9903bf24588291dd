use actix_web::{
    get,
    web::{Json, Path, Query},
};
use yuekao_core::{exam::ExamId, grading};

use super::wire::ResultRow;
use crate::front::{ListQuery, PageBody, Problem, Problems, Require, guard::GradingRead};

/// Everyone's points by name, as they stand.
#[utoipa::path(
    tag = "grading",
    params(("id" = ExamId, Path), ListQuery),
    responses((status = OK, body = PageBody<ResultRow>), Problems)
)]
#[get("/exams/{id}/results")]
pub(super) async fn list_results(
    call: Require<GradingRead>,
    id: Path<ExamId>,
    list: Query<ListQuery>,
) -> Result<Json<PageBody<ResultRow>>, Problem> {
    let page = grading::service::results(call.db(), call.cx(), id.into_inner(), &list.request()?).await?;
    Ok(Json(PageBody::of(page, ResultRow::from)))
}
