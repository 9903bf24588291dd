//! Scores of a month, from a template and back.

use actix_multipart::Multipart;
use actix_web::{
    HttpResponse, get, post,
    web::{Json, Path, Query},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use yuekao_core::{
    people::import::Action,
    standing::{Component, service},
};

use super::wire::{ImportedComponent, ValuesImport};
use crate::front::{Problem, Problems, Require, guard::StandingManage, upload};

const LARGEST: usize = 8 * 1024 * 1024;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    #[param(inline)]
    component: ImportedComponent,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Options {
    #[param(inline)]
    component: ImportedComponent,
    /// Write it; otherwise only say what it would do.
    #[serde(default)]
    commit: bool,
    /// Write the good rows although others have faults.
    #[serde(default)]
    good_rows: bool,
}

/// A workbook of scores in a form.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only describes the form; upload::read takes it apart")]
pub(super) struct ValuesForm {
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// The workbook to fill in, with everyone who is ranked in it.
#[utoipa::path(
    tag = "standing",
    params(Wanted),
    responses((status = OK, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), Problems)
)]
#[get("/standings/values/template.xlsx")]
pub(super) async fn values_template(
    call: Require<StandingManage>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    let component = Component::from(wanted.component);
    let name = match wanted.component {
        ImportedComponent::Performance => "服务业绩分值导入模板.xlsx",
        ImportedComponent::Conduct => "工作作风分值导入模板.xlsx",
    };
    Ok(upload::workbook(name, service::template(call.db(), component).await?))
}

/// Imports a month's scores for a component from a workbook. With faults nothing is written, unless
/// the good rows are asked for; a score that stands is updated.
#[utoipa::path(
    tag = "standing",
    params(("month" = i32, Path), Options),
    request_body(content = ValuesForm, content_type = "multipart/form-data"),
    responses((status = OK, body = ValuesImport), Problems)
)]
#[post("/standings/{month}/values")]
pub(super) async fn import_values(
    call: Require<StandingManage>,
    month: Path<i32>,
    options: Query<Options>,
    form: Multipart,
) -> Result<Json<ValuesImport>, Problem> {
    let month = month.into_inner();
    let component = Component::from(options.component);
    let upload = upload::read(form, LARGEST).await?;
    let rows = service::plan_values(call.db(), call.cx(), month, component, upload.bytes).await?;
    let faultless = rows.iter().all(|row| row.action != Action::Error);
    let commit = options.commit && (faultless || options.good_rows);
    if commit {
        service::take_values(call.db(), call.cx(), month, component, &upload.name, &rows).await?;
    }
    Ok(Json(ValuesImport::of(rows, commit)))
}
