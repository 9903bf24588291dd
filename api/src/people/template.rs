use actix_web::{HttpResponse, get};
use yuekao_core::people;

use crate::front::{Problem, Problems, Require, guard::PeopleManage, upload};

/// The workbook to fill in, with one row as an example.
#[utoipa::path(
    tag = "people",
    responses((status = OK, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), Problems)
)]
#[get("/people/template.xlsx")]
pub(super) async fn people_template(_call: Require<PeopleManage>) -> Result<HttpResponse, Problem> {
    Ok(upload::workbook("人员导入模板.xlsx", people::import::template()?))
}
