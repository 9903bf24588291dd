use actix_multipart::Multipart;
use actix_web::{
    post,
    web::{Json, Query},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use yuekao_core::{
    access,
    people::{self, import::Action},
};

use super::wire::PeopleImport;
use crate::front::{Problem, Problems, Require, guard::PeopleManage, upload};

const LARGEST: usize = 8 * 1024 * 1024;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Options {
    /// Write it; otherwise only say what it would do.
    #[serde(default)]
    commit: bool,
    /// Write the good rows although others have faults.
    #[serde(default)]
    good_rows: bool,
}

/// A workbook in a form.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only describes the form; upload::read takes it apart")]
pub(super) struct Form {
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Imports people from a workbook. With faults nothing is written, unless the good rows are asked
/// for; sent again it changes nothing.
#[utoipa::path(
    tag = "people",
    params(Options),
    request_body(content = Form, content_type = "multipart/form-data"),
    responses((status = OK, body = PeopleImport), Problems)
)]
#[post("/people/import")]
pub(super) async fn import_people(
    call: Require<PeopleManage>,
    options: Query<Options>,
    form: Multipart,
) -> Result<Json<PeopleImport>, Problem> {
    let upload = upload::read(form, LARGEST).await?;
    let rows = people::service::plan_import(call.db(), &upload.bytes).await?;
    let faultless = rows.iter().all(|row| row.action != Action::Error);
    let commit = options.commit && (faultless || options.good_rows);
    let first =
        if commit { access::service::import_people(call.db(), call.cx(), &rows).await? } else { Vec::new() };
    Ok(Json(PeopleImport::of(rows, commit, first)))
}
