//! Roots and receipts: what everyone can note down, and what proves the own place under it.

use actix_web::{
    get,
    web::{Json, Path},
};
use serde::Serialize;
use utoipa::ToSchema;
use yuekao_core::{
    exam::{self, ExamId},
    sitting::{
        root::{AuditHead, ReceiptFile, Root, RootsFile},
        service,
    },
};

use crate::front::{Problem, Problems, Require, guard::SittingTake};

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Roots {
    exam: ExamId,
    title: String,
    /// Oldest first; none until the exam is over.
    roots: Vec<Root>,
    /// The end of the audit log now.
    audit: AuditHead,
}

/// The roots that an exam has published, for everyone to note down.
#[utoipa::path(
    tag = "sitting",
    params(("id" = ExamId, Path)),
    responses((status = OK, body = Roots), Problems)
)]
#[get("/exams/{id}/roots")]
pub(super) async fn list_roots(call: Require<SittingTake>, id: Path<ExamId>) -> Result<Json<Roots>, Problem> {
    let id = id.into_inner();
    let exam = exam::service::get(call.db(), call.cx(), id).await?;
    let roots = service::list_roots(call.db(), id).await?;
    let audit = service::audit_head(call.db()).await?;
    Ok(Json(Roots { exam: id, title: exam.plan.title, roots, audit }))
}

/// The same with the hashes of all leaves: anyone builds the trees again.
#[utoipa::path(
    tag = "sitting",
    params(("id" = ExamId, Path)),
    responses((status = OK, body = RootsFile), Problems)
)]
#[get("/exams/{id}/roots/export")]
pub(super) async fn export_roots(
    call: Require<SittingTake>,
    id: Path<ExamId>,
) -> Result<Json<RootsFile>, Problem> {
    Ok(Json(service::roots_file(call.db(), call.cx(), id.into_inner()).await?))
}

/// The own receipt with all that it was made from and its way to each root: a file that
/// `yuekao verify` checks without any service.
#[utoipa::path(
    tag = "sitting",
    params(("exam" = ExamId, Path)),
    responses((status = OK, body = ReceiptFile), Problems)
)]
#[get("/my/receipts/{exam}")]
pub(super) async fn get_my_receipt(
    call: Require<SittingTake>,
    id: Path<ExamId>,
) -> Result<Json<ReceiptFile>, Problem> {
    Ok(Json(service::receipt_file(call.db(), call.cx(), id.into_inner()).await?))
}
