use std::collections::BTreeMap;

use actix_multipart::Multipart;
use actix_web::{post, web::Json};
use utoipa::ToSchema;
use yuekao_core::{
    bank::{
        self,
        format::{Field, MAX_BYTES, Mapping},
        rule::BankIssue,
    },
    kernel::Error,
    materials::MaterialId,
};

use super::wire::Reading;
use crate::front::{Problem, Problems, Require, guard::BankWrite, upload};

/// A file of questions in a form.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only describes the form; upload::read takes it apart")]
pub(super) struct Form {
    /// docx, xlsx, csv, text, GIFT, Aiken, Moodle XML, QTI or JSON: told from its content.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// Whose clauses 【依据】 speaks of.
    material: Option<MaterialId>,
    /// What the columns of a table hold, by their names, as JSON: `{"内容":"stem","甲":"option:A"}`.
    columns: Option<String>,
}

/// Says what is understood of a file of questions. Nothing is stored.
#[utoipa::path(
    tag = "bank",
    request_body(content = Form, content_type = "multipart/form-data"),
    responses((status = OK, body = Reading), Problems)
)]
#[post("/bank/read-file")]
pub(super) async fn read_question_file(
    call: Require<BankWrite>,
    form: Multipart,
) -> Result<Json<Reading>, Problem> {
    let upload = upload::read(form, MAX_BYTES).await?;
    let text = |field: &str| upload.texts.get(field).map(String::as_str).filter(|text| !text.is_empty());
    let wrong = |_| Error::NotFound("materials");
    let material = text("material").map(|id| id.parse().map_err(wrong)).transpose()?.map(MaterialId);
    let mapping = text("columns").map(mapping).transpose()?.unwrap_or_default();
    let (read, items) = bank::service::read_file(call.db(), upload.bytes, mapping, material).await?;
    Ok(Json(Reading::of_file(read, items)))
}

fn mapping(json: &str) -> Result<Mapping, Error> {
    let unknown = |field: &str| Error::invalid(BankIssue::UnknownMapping.at("/columns").with("field", field));
    let named: BTreeMap<String, String> = serde_json::from_str(json).map_err(|_| unknown(json))?;
    let field = |(name, field): (String, String)| Some((name, Field::find(&field)?));
    let count = named.len();
    let mapping: Mapping = named.clone().into_iter().filter_map(field).collect();
    if mapping.len() == count {
        return Ok(mapping);
    }
    let lost = named.values().find(|field| Field::find(field).is_none());
    Err(unknown(lost.map_or("", String::as_str)))
}
