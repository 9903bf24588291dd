use actix_web::{HttpResponse, delete, web::Path};
use yuekao_core::paper::{self, BlueprintId};

use crate::front::{Problem, Problems, Require, guard::ExamManage};

/// Takes a blueprint out of the list; exams that came from it keep theirs.
#[utoipa::path(
    tag = "paper",
    params(("id" = BlueprintId, Path)),
    responses((status = NO_CONTENT), Problems)
)]
#[delete("/blueprints/{id}")]
pub(super) async fn retire_blueprint(
    call: Require<ExamManage>,
    id: Path<BlueprintId>,
) -> Result<HttpResponse, Problem> {
    paper::service::retire_blueprint(call.db(), call.cx(), id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}
