//! What invigilators want takers to read, and what an exam lets leaving the page come to.

use sea_orm_migration::prelude::*;

use crate::dialect::{drop, run};

pub(crate) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m20261124_170001_sitting_messages"
    }
}

const UP: &str = r"
CREATE TABLE sitting_message (
    exam_id {uuid} NOT NULL REFERENCES exam (id),
    id {uuid} NOT NULL,
    sitting_id {uuid},
    text {text} NOT NULL,
    by_person {uuid} NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (exam_id, id)
)
;;
ALTER TABLE exam ADD COLUMN leaving_then {text} NOT NULL DEFAULT 'nothing'
;;
ALTER TABLE exam ADD COLUMN leaving_limit INTEGER NOT NULL DEFAULT 3
";

const DOWN: &str = r"
ALTER TABLE exam DROP COLUMN leaving_limit
;;
ALTER TABLE exam DROP COLUMN leaving_then
";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, UP).await
    }
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, DOWN).await?;
        drop(manager, &["sitting_message"]).await
    }
}
