use actix_web::{
    HttpResponse, put,
    web::{Json, Path},
};
use serde::Deserialize;
use utoipa::ToSchema;
use yuekao_core::{
    exam::{self, ExamId, ExamSessionId},
    kernel::PersonId,
    sitting,
};

use crate::front::{Problem, Problems, Require, guard::ExamManage};

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct SessionChoice {
    session: ExamSessionId,
}

/// Puts a candidate into another session, for instance the make-up.
#[utoipa::path(
    tag = "exam",
    params(("id" = ExamId, Path), ("person" = PersonId, Path)),
    request_body = SessionChoice,
    responses((status = NO_CONTENT), Problems)
)]
#[put("/exams/{id}/candidates/{person}/session")]
pub(super) async fn move_candidate(
    call: Require<ExamManage>,
    path: Path<(ExamId, PersonId)>,
    choice: Json<SessionChoice>,
) -> Result<HttpResponse, Problem> {
    let (id, person) = path.into_inner();
    let begun = sitting::service::find_of(call.db(), id, person).await?.is_some();
    exam::service::move_candidate(call.db(), call.cx(), id, person, choice.session, begun).await?;
    Ok(HttpResponse::NoContent().finish())
}
