use actix_web::{post, web::Path};
use yuekao_core::{exam::ExamId, sitting};

use super::wire::Joined;
use crate::front::{Problem, Problems, Require, guard::SittingTake};

/// Begins the own sitting, or goes on with it on this page: any page that held it before only
/// saves what it still has.
#[utoipa::path(
    tag = "sitting",
    params(("id" = ExamId, Path)),
    responses((status = OK, body = Joined), Problems)
)]
#[post("/exams/{id}/sitting")]
pub(super) async fn start_sitting(call: Require<SittingTake>, id: Path<ExamId>) -> Result<Joined, Problem> {
    let desk = &call.app().desk;
    let joined = sitting::service::start(desk, call.db(), call.cx(), id.into_inner()).await?;
    let pass = joined.pass.sign(&desk.passes);
    Ok(Joined::write(&joined, pass)?)
}
