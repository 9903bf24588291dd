use actix_web::{HttpResponse, get};
use yuekao_core::bank::format;

use crate::front::{Problem, Problems, Require, guard::BankWrite, upload};

/// The workbook to fill in and import: a row of each kind shows how.
#[utoipa::path(
    tag = "bank",
    responses((status = OK, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), Problems)
)]
#[get("/bank/template.xlsx")]
pub(super) async fn question_template(_: Require<BankWrite>) -> Result<HttpResponse, Problem> {
    Ok(upload::workbook("试题导入模板.xlsx", format::template()?))
}
