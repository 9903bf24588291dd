//! The draw in two steps: what witnesses add before the seed is fixed, what is added to the papers
//! afterwards, and what was decided on questions that changed in between. Exams that were published
//! before have their seed already.

use sea_orm_migration::prelude::*;

use crate::dialect::{drop, run};

pub(crate) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m20261124_174500_exam_witnesses"
    }
}

/// The seed comes later than the commitment now. SQLite can't loosen a column: the table is made anew.
const UP: &str = r"
ALTER TABLE exam ADD COLUMN witness_hours INTEGER
;;
ALTER TABLE exam ADD COLUMN witness_until BIGINT
;;
ALTER TABLE exam ADD COLUMN most_overlap INTEGER NOT NULL DEFAULT 50
;;
ALTER TABLE exam ADD COLUMN seeded_at BIGINT
;;
UPDATE exam SET seeded_at = published_at
;;
ALTER TABLE exam_commitment RENAME TO exam_commitment_before
;;
CREATE TABLE exam_commitment (
    exam_id {uuid} PRIMARY KEY REFERENCES exam (id),
    system_seed {bytes} NOT NULL,
    salts {bytes} NOT NULL,
    digests {text} NOT NULL,
    c {bytes} NOT NULL,
    at BIGINT NOT NULL,
    seed {bytes},
    witnessed {bool} NOT NULL,
    closed_by {uuid}
)
;;
INSERT INTO exam_commitment (exam_id, system_seed, salts, digests, c, at, seed, witnessed)
SELECT exam_id, system_seed, salts, digests, c, at, seed, witnessed FROM exam_commitment_before
;;
DROP TABLE exam_commitment_before
;;
CREATE TABLE exam_contribution (
    exam_id {uuid} NOT NULL REFERENCES exam (id),
    person_id {uuid} NOT NULL REFERENCES person (id),
    no INTEGER NOT NULL,
    witness {text} NOT NULL,
    words {text} NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (exam_id, person_id),
    UNIQUE (exam_id, no)
)
;;
CREATE TABLE exam_addendum (
    exam_id {uuid} NOT NULL REFERENCES exam (id),
    no INTEGER NOT NULL,
    change {text} NOT NULL,
    digest {bytes} NOT NULL,
    by_id {uuid} NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (exam_id, no)
)
;;
CREATE TABLE exam_concern (
    exam_id {uuid} NOT NULL REFERENCES exam (id),
    place INTEGER NOT NULL,
    choice {text} NOT NULL,
    reason {text} NOT NULL,
    by_id {uuid} NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (exam_id, place)
)
";

const DOWN: &str = r"
DELETE FROM exam_commitment WHERE seed IS NULL
;;
ALTER TABLE exam DROP COLUMN witness_hours
;;
ALTER TABLE exam DROP COLUMN witness_until
;;
ALTER TABLE exam DROP COLUMN most_overlap
;;
ALTER TABLE exam DROP COLUMN seeded_at
;;
ALTER TABLE exam_commitment DROP COLUMN closed_by
";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, UP).await
    }
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["exam_concern", "exam_addendum", "exam_contribution"]).await?;
        run(manager, DOWN).await
    }
}
