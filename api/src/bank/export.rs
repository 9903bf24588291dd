use actix_web::{HttpResponse, get, http::header::ContentType, web::Query};
use serde::Deserialize;
use utoipa::IntoParams;
use yuekao_core::bank::{
    self,
    format::{Format, ending},
    service::Export,
};

use super::list::Filter;
use crate::front::{Problem, Problems, Require, guard::BankRead, upload};

yuekao_core::text_enum! {
    /// A format that questions are written in.
    pub(super) enum ExportFormat {
        Gift = "gift",
        Moodle = "moodle_xml",
        Qti3 = "qti3",
        Xlsx = "xlsx",
        Docx = "docx",
        Json = "json",
    }
}

impl From<ExportFormat> for Format {
    fn from(format: ExportFormat) -> Self {
        match format {
            ExportFormat::Gift => Self::Gift,
            ExportFormat::Moodle => Self::Moodle,
            ExportFormat::Qti3 => Self::Qti3,
            ExportFormat::Xlsx => Self::Xlsx,
            ExportFormat::Docx => Self::Docx,
            ExportFormat::Json => Self::Json,
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Target {
    #[param(inline)]
    pub format: ExportFormat,
}

/// The questions that fit, as a file, keys and all. Taking others' is recorded, and keeps these
/// questions out of one's own papers.
#[utoipa::path(
    tag = "bank",
    params(Target, Filter),
    responses((status = OK, body = Vec<u8>, content_type = "application/octet-stream"), Problems)
)]
#[get("/bank/export")]
pub(super) async fn export_questions(
    call: Require<BankRead>,
    target: Query<Target>,
    filter: Query<Filter>,
) -> Result<HttpResponse, Problem> {
    let format = Format::from(target.format);
    let filter = filter.into_inner().of(call.cx());
    let Export { bytes, .. } = bank::service::export(call.db(), call.cx(), &filter, format).await?;
    Ok(HttpResponse::Ok()
        .content_type(ContentType::octet_stream())
        .insert_header(upload::attachment(&format!("题库.{}", ending(format))))
        .body(bytes))
}
