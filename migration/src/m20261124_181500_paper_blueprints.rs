//! Blueprints that are kept to be used again, with every version, and which exams came from one.

use sea_orm_migration::prelude::*;

use crate::dialect::{drop, run};

pub(crate) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m20261124_181500_paper_blueprints"
    }
}

const UP: &str = r"
CREATE TABLE paper_blueprint (
    id {uuid} PRIMARY KEY,
    name {text} NOT NULL,
    version INTEGER NOT NULL,
    updated_at BIGINT NOT NULL,
    retired_at BIGINT
)
;;
CREATE TABLE paper_blueprint_version (
    blueprint_id {uuid} NOT NULL REFERENCES paper_blueprint (id),
    version INTEGER NOT NULL,
    body {text} NOT NULL,
    by_id {uuid} NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (blueprint_id, version)
)
;;
ALTER TABLE exam ADD COLUMN blueprint_id {uuid}
;;
ALTER TABLE exam ADD COLUMN blueprint_version INTEGER
";

const DOWN: &str = r"
ALTER TABLE exam DROP COLUMN blueprint_version
;;
ALTER TABLE exam DROP COLUMN blueprint_id
";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, UP).await
    }
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, DOWN).await?;
        drop(manager, &["paper_blueprint_version", "paper_blueprint"]).await
    }
}
