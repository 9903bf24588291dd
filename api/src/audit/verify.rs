use std::time::Instant as Moment;

use actix_web::{post, web::Json};
use yuekao_core::audit;

use super::wire::{AuditVerdict, ChainBreak, ChainHead};
use crate::front::{Problem, Problems, Require, guard::AuditVerify};

/// Checks the whole hash chain. It reads only.
#[utoipa::path(tag = "audit", responses((status = OK, body = AuditVerdict), Problems))]
#[post("/audit/verify")]
pub(super) async fn verify_audit(call: Require<AuditVerify>) -> Result<Json<AuditVerdict>, Problem> {
    let begun = Moment::now();
    let verdict = audit::service::verify(call.db().read(), call.cx().now()).await?;
    Ok(Json(AuditVerdict {
        head: ChainHead { no: verdict.head.no, hash: hex::encode(verdict.head.hash) },
        unlinked: verdict.unlinked,
        broken: verdict.broken.map(|broken| ChainBreak { no: broken.no, why: broken.why }),
        took_ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
    }))
}
