//! Sittings and their journal. Every key begins with the exam: whoever partitions later will want
//! it so. The journal has no foreign key and no second index: it is what every click writes.

use sea_orm_migration::prelude::*;

use crate::dialect::{drop, run, run_where};

pub(crate) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m20261124_000008_sitting_journal"
    }
}

const TABLES: &str = r"
CREATE TABLE sitting (
    exam_id {uuid} NOT NULL REFERENCES exam (id),
    id {uuid} NOT NULL,
    person_id {uuid} NOT NULL REFERENCES person (id),
    attempt INTEGER NOT NULL,
    session_id {uuid} NOT NULL,
    candidate_id {uuid} NOT NULL,
    questions INTEGER NOT NULL,
    state {text} NOT NULL,
    lease INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    n_high BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    base_deadline BIGINT NOT NULL,
    extra_minutes INTEGER NOT NULL,
    deadline BIGINT NOT NULL,
    left_times INTEGER NOT NULL,
    last_seen_at BIGINT NOT NULL,
    closed_at BIGINT,
    closed_by {text},
    k INTEGER,
    nonce {bytes} NOT NULL,
    receipt {bytes},
    PRIMARY KEY (exam_id, id),
    UNIQUE (exam_id, person_id, attempt)
)
;;
CREATE INDEX sitting_due ON sitting (deadline) WHERE state = 'open'
;;
CREATE INDEX sitting_by_id ON sitting (id)
;;
CREATE INDEX sitting_by_person ON sitting (person_id)
;;
CREATE TABLE sitting_event (
    exam_id {uuid} NOT NULL,
    sitting_id {uuid} NOT NULL,
    writer INTEGER NOT NULL,
    n BIGINT NOT NULL,
    seq INTEGER NOT NULL,
    kind {text} NOT NULL,
    question INTEGER,
    body {text} NOT NULL,
    client_at BIGINT,
    at BIGINT NOT NULL,
    PRIMARY KEY (exam_id, sitting_id, writer, n)
)
;;
CREATE TABLE sitting_extra (
    exam_id {uuid} NOT NULL REFERENCES exam (id),
    id {uuid} NOT NULL,
    session_id {uuid} NOT NULL,
    minutes INTEGER NOT NULL,
    reason {text} NOT NULL,
    by_person {uuid} NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (exam_id, id)
)
";

/// Each batch of answers changes its sittings' rows: room on the page lets PostgreSQL do that
/// without touching an index.
const POSTGRES_ROOM: &str = "ALTER TABLE sitting SET (fillfactor = 50)";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, TABLES).await?;
        run_where(manager, POSTGRES_ROOM, "").await
    }
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["sitting_extra", "sitting_event", "sitting"]).await
    }
}
