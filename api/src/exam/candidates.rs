use actix_web::{
    get,
    web::{Json, Path, Query},
};
use yuekao_core::{
    exam::{self, ExamId},
    sitting,
};

use super::wire::Candidate;
use crate::front::{
    ListQuery, PageBody, Problem, Problems, Require,
    guard::{ExamAttend, ExamRead},
};

/// Who sits, by name; a head sees the own department. Before publication: who would sit now.
#[utoipa::path(
    tag = "exam",
    params(("id" = ExamId, Path), ListQuery),
    responses((status = OK, body = PageBody<Candidate>), Problems)
)]
#[get("/exams/{id}/candidates")]
pub(super) async fn list_candidates(
    call: Require<(ExamRead, ExamAttend)>,
    id: Path<ExamId>,
    list: Query<ListQuery>,
) -> Result<Json<PageBody<Candidate>>, Problem> {
    let id = id.into_inner();
    let page = exam::service::list_candidates(call.db(), call.cx(), id, &list.request()?).await?;
    let sat = sitting::service::people_of(call.db(), id).await?;
    let now = call.cx().now();
    Ok(Json(PageBody::of(page, |candidate| {
        let sat = sat.contains(&candidate.person.id);
        Candidate::of(candidate, sat, now)
    })))
}
