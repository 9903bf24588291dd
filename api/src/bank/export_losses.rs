use actix_web::{
    get,
    web::{Json, Query},
};
use serde::Serialize;
use utoipa::ToSchema;
use yuekao_core::bank::{
    self, QuestionId,
    format::Piece,
    service::{Export, Loss},
};

use super::{export::Target, list::Filter};
use crate::front::{Problem, Problems, Require, guard::BankRead};

/// What a file would lose.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ExportLosses {
    /// How many questions fit.
    questions: usize,
    losses: Vec<ExportLoss>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ExportLoss {
    question: QuestionId,
    stem: String,
    what: Vec<Piece>,
}

/// What a file of these questions couldn't hold. No key leaves.
#[utoipa::path(
    tag = "bank",
    params(Target, Filter),
    responses((status = OK, body = ExportLosses), Problems)
)]
#[get("/bank/export/losses")]
pub(super) async fn list_export_losses(
    call: Require<BankRead>,
    target: Query<Target>,
    filter: Query<Filter>,
) -> Result<Json<ExportLosses>, Problem> {
    let filter = filter.into_inner().of(call.cx());
    let Export { questions, losses, .. } =
        bank::service::export_losses(call.db(), &filter, target.into_inner().format.into()).await?;
    let loss = |Loss { question, stem, what }: Loss| ExportLoss { question, stem, what };
    Ok(Json(ExportLosses { questions, losses: losses.into_iter().map(loss).collect() }))
}
