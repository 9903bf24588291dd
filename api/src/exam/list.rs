use actix_web::{
    get,
    web::{Json, Query},
};
use serde::Deserialize;
use utoipa::IntoParams;
use yuekao_core::{
    exam::{self, ExamState, service::ExamFilter},
    sitting,
};

use super::wire::ExamRow;
use crate::front::{
    ListQuery, PageBody, Problem, Problems, Require,
    guard::{ExamAttend, ExamRead},
};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    state: Option<ExamState>,
    /// yyyymm
    month: Option<i32>,
}

/// The latest month first. A head sees no drafts.
#[utoipa::path(tag = "exam", params(Filter, ListQuery), responses((status = OK, body = PageBody<ExamRow>), Problems))]
#[get("/exams")]
pub(super) async fn list_exams(
    call: Require<(ExamRead, ExamAttend)>,
    filter: Query<Filter>,
    list: Query<ListQuery>,
) -> Result<Json<PageBody<ExamRow>>, Problem> {
    let filter = ExamFilter { state: filter.state, month: filter.month, published_only: false };
    let page = exam::service::list(call.db(), call.cx(), &filter, &list.request()?).await?;
    let ids: Vec<_> = page.items.iter().map(|row| row.id).collect();
    let handed_in = sitting::service::count_closed(call.db(), &ids).await?;
    Ok(Json(PageBody::of(page, |row| {
        let handed_in = handed_in.get(&row.id).copied().unwrap_or_default();
        ExamRow::of(row, handed_in)
    })))
}
