use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;
use yuekao_core::{audit, audit::model::BreakKind, kernel::Instant};

use crate::people::wire::PersonRef;

/// A row of the log.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditRow {
    pub id: Uuid,
    pub at: Instant,
    /// None where the service itself acted.
    #[schema(required)]
    pub person: Option<PersonRef>,
    /// `person`, or the part of the service that acted.
    #[schema(example = "person")]
    pub by: String,
    #[schema(example = "exam.publish")]
    pub deed: String,
    #[schema(required)]
    pub subject: Option<Uuid>,
    /// Ids, counts and reasons.
    #[schema(value_type = Object)]
    pub detail: Value,
    pub trace: String,
}

impl AuditRow {
    pub(super) fn of(row: audit::model::AuditRow, person: Option<PersonRef>) -> Self {
        Self {
            id: row.id,
            at: row.at,
            person,
            by: row.by,
            deed: row.deed,
            subject: row.subject,
            detail: serde_json::from_str(&row.detail).unwrap_or_default(),
            trace: row.trace,
        }
    }
}

/// What checking the whole chain found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditVerdict {
    pub head: ChainHead,
    /// Rows older than ten seconds that no link names.
    pub unlinked: u64,
    #[schema(required)]
    pub broken: Option<ChainBreak>,
    pub took_ms: u64,
}

/// The end of the chain: write it down outside, and every later change of what came before shows.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChainHead {
    pub no: i64,
    /// SHA-256 in hex.
    pub hash: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChainBreak {
    pub no: i64,
    pub why: BreakKind,
}
