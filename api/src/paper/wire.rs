//! Kept blueprints as they travel.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yuekao_core::{
    kernel::{Instant, Points},
    paper::{self, Blueprint, BlueprintId},
};

use crate::people::wire::PersonRef;

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct BlueprintInput {
    #[schema(example = "一月一考（标准）")]
    pub name: String,
    pub blueprint: Blueprint,
}

/// A kept blueprint in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BlueprintRow {
    id: BlueprintId,
    name: String,
    version: i32,
    questions: u32,
    total: Points,
    updated_at: Instant,
}

impl From<paper::BlueprintRow> for BlueprintRow {
    fn from(row: paper::BlueprintRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            version: row.version,
            questions: row.questions,
            total: row.total,
            updated_at: row.updated_at,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BlueprintVersion {
    version: i32,
    by: PersonRef,
    at: Instant,
}

/// A kept blueprint at one of its versions.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct KeptBlueprint {
    id: BlueprintId,
    name: String,
    /// The version that stands now.
    current: i32,
    /// The version that this is.
    version: i32,
    blueprint: Blueprint,
    /// Out of the list.
    retired: bool,
    /// The latest first.
    versions: Vec<BlueprintVersion>,
}

impl From<paper::KeptBlueprint> for KeptBlueprint {
    fn from(kept: paper::KeptBlueprint) -> Self {
        Self {
            id: kept.id,
            name: kept.name,
            current: kept.current,
            version: kept.version,
            blueprint: kept.blueprint,
            retired: kept.retired,
            versions: kept
                .versions
                .into_iter()
                .map(|made| BlueprintVersion { version: made.version, by: made.by.into(), at: made.at })
                .collect(),
        }
    }
}
