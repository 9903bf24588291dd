use actix_web::{
    get,
    web::{Json, Query},
};
use serde::Deserialize;
use utoipa::IntoParams;
use yuekao_core::exam::{self, ExamKind};

use super::wire::ExamInput;
use crate::front::{Problem, Problems, Require, guard::ExamManage};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    kind: Option<ExamKind>,
}

/// Where a new exam begins: 50 questions, 100 points, 60 minutes, everybody, a week ahead.
#[utoipa::path(tag = "exam", params(Wanted), responses((status = OK, body = ExamInput), Problems))]
#[get("/exams/template")]
pub(super) async fn exam_template(
    call: Require<ExamManage>,
    wanted: Query<Wanted>,
) -> Result<Json<ExamInput>, Problem> {
    let kind = wanted.kind.unwrap_or(ExamKind::Monthly);
    Ok(Json(exam::service::template(call.db(), call.cx(), kind).await?.into()))
}
