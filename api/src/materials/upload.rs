use std::collections::BTreeMap;

use actix_multipart::Multipart;
use actix_web::post;
use utoipa::ToSchema;
use yuekao_core::{
    kernel::{DepartmentId, Error, Result},
    materials::{self, MaterialId, Theme, TopicId, UploadForm, extract, rule::MaterialsIssue},
};

use super::wire::Material;
use crate::front::{Problem, Problems, Require, Tagged, guard::MaterialsWrite, upload};

/// A lecture in a form. What is left out is taken from the file's own first lines.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only describes the form; upload::read takes it apart")]
pub(super) struct Form {
    /// docx, md or txt.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    title: Option<String>,
    topic: Option<TopicId>,
    theme: Option<Theme>,
    department: Option<DepartmentId>,
}

/// Takes a lecture into the archive: it gets its number and is split into clauses.
#[utoipa::path(
    tag = "materials",
    params(("Idempotency-Key" = Option<String>, Header)),
    request_body(content = Form, content_type = "multipart/form-data"),
    responses((status = OK, body = Material), Problems)
)]
#[post("/materials")]
pub(super) async fn upload_material(
    call: Require<MaterialsWrite>,
    form: Multipart,
) -> Result<Tagged<Material>, Problem> {
    let upload = upload::read(form, extract::MAX_BYTES).await?;
    let form = read_form(&upload.texts)?;
    let upload = materials::Upload { file_name: upload.name, bytes: upload.bytes, form };
    let id = match materials::service::upload(call.db(), &call.app().files, call.cx(), upload).await {
        Err(Error::Already(id)) => MaterialId(id),
        made => made?,
    };
    let material = materials::service::get(call.db(), id).await?;
    let version = material.row.version;
    Ok(Tagged(Material::of(&call, material), version))
}

/// A field that is left empty is not there.
fn read_form(texts: &BTreeMap<String, String>) -> Result<UploadForm> {
    let text = |field: &str| texts.get(field).map(String::as_str).filter(|text| !text.is_empty());
    let id = |field: &str, unknown: MaterialsIssue| {
        let wrong = |_| Error::invalid(unknown.at(format!("/{field}")));
        text(field).map(|id| id.parse().map_err(wrong)).transpose()
    };
    Ok(UploadForm {
        title: text("title").map(str::to_owned),
        topic: id("topic", MaterialsIssue::TopicUnknown)?.map(TopicId),
        theme: text("theme").and_then(Theme::find),
        department: id("department", MaterialsIssue::DepartmentUnknown)?.map(DepartmentId),
    })
}
