use actix_web::{HttpResponse, get, web::Path};
use yuekao_core::standing;

use crate::front::{Problem, Problems, Require, guard::StandingReadAll, upload};

/// The whole list of a month as a workbook.
#[utoipa::path(
    tag = "standing",
    params(("month" = i32, Path)),
    responses((status = OK, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), Problems)
)]
#[get("/standings/{month}/export.xlsx")]
pub(super) async fn export_standing(
    call: Require<StandingReadAll>,
    month: Path<i32>,
) -> Result<HttpResponse, Problem> {
    let month = month.into_inner();
    let bytes = standing::service::export(call.db(), call.cx(), month).await?;
    Ok(upload::workbook(&format!("月度排名{month}.xlsx"), bytes))
}
