//! What lists of questions are narrowed, counted and searched by, kept narrow beside the questions,
//! with an index of their words that each database has in its own way. What there is already is
//! taken in; its words are cut into pairs of signs here as the service cuts new ones.

use sea_orm_migration::prelude::*;

use crate::dialect::{drop, run, run_where};

pub(crate) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m20261124_181801_bank_finder"
    }
}

const COLUMNS: &str = r"
    question_id {uuid} NOT NULL UNIQUE REFERENCES question (id) ON DELETE CASCADE,
    revision_id {uuid} NOT NULL UNIQUE,
    updated_at BIGINT NOT NULL,
    state {text} NOT NULL,
    kind {text} NOT NULL,
    topic_id {uuid} NOT NULL,
    label INTEGER NOT NULL,
    author_id {uuid} NOT NULL,
    material_id {uuid},
    answered {text} NOT NULL
";

const FILL: &str = r"
INSERT INTO bank_finder
    (question_id, revision_id, updated_at, state, kind, topic_id, label, author_id, material_id, answered)
SELECT q.id, q.revision_id, q.updated_at, q.state, q.kind, q.topic_id, q.label, q.author_id, c.material_id,
    CASE WHEN s.responses IS NULL OR s.responses = 0 THEN 'unused'
         WHEN s.responses < 30 THEN 'few'
         WHEN s.share_sum < 4000 * s.responses THEN 'hard'
         WHEN s.share_sum < 7000 * s.responses THEN 'middle'
         ELSE 'easy' END
FROM question q
LEFT JOIN bank_revision_clause c ON c.revision_id = q.revision_id AND c.sort = 1
LEFT JOIN bank_statistics s ON s.revision_id = q.revision_id
ORDER BY q.id
;;
CREATE INDEX bank_finder_newest ON bank_finder (updated_at, question_id)
;;
CREATE INDEX bank_finder_by_state ON bank_finder (state, updated_at, question_id)
;;
CREATE INDEX bank_finder_by_topic ON bank_finder (topic_id, updated_at, question_id)
;;
CREATE INDEX bank_finder_by_author ON bank_finder (author_id, updated_at, question_id)
;;
CREATE INDEX bank_finder_by_material ON bank_finder (material_id)
;;
CREATE INDEX bank_finder_counts ON bank_finder (state, kind, topic_id, label, answered)
;;
DROP INDEX question_newest
;;
DROP INDEX question_by_topic
";

/// The words stand out of line, so that rows to be counted are small.
const POSTGRES_WORDS: &str = r"
ALTER TABLE bank_finder ADD COLUMN words_fts tsvector
;;
ALTER TABLE bank_finder ALTER COLUMN words_fts SET STORAGE EXTERNAL
;;
ALTER TABLE bank_finder SET (toast_tuple_target = 128)
;;
UPDATE bank_finder SET words_fts = array_to_tsvector(ARRAY(
    SELECT DISTINCT substr(q.search_text, n, 2) FROM generate_series(1, length(q.search_text)) n))
FROM question q WHERE q.id = bank_finder.question_id
;;
CREATE INDEX bank_finder_words ON bank_finder USING gin (words_fts) WITH (fastupdate = off)
";

const SQLITE_WORDS: &str = r"
CREATE VIRTUAL TABLE bank_finder_fts USING
    fts5(words, content = '', contentless_delete = 1, detail = 'none', tokenize = 'ascii')
;;
INSERT INTO bank_finder_fts (rowid, words)
SELECT f.no, (
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < length(q.search_text))
    SELECT group_concat(substr(q.search_text, i, 2), ' ') FROM n)
FROM bank_finder f JOIN question q ON q.id = f.question_id
";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run_where(
            manager,
            &format!(
                "CREATE TABLE bank_finder (no BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, {COLUMNS})"
            ),
            &format!("CREATE TABLE bank_finder (no INTEGER PRIMARY KEY, {COLUMNS})"),
        )
        .await?;
        run(manager, FILL).await?;
        run_where(manager, POSTGRES_WORDS, SQLITE_WORDS).await?;
        run(manager, "ALTER TABLE question DROP COLUMN search_text").await
    }
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, "ALTER TABLE question ADD COLUMN search_text {text} NOT NULL DEFAULT ''").await?;
        run(
            manager,
            "CREATE INDEX question_newest ON question (updated_at, id)
;;
CREATE INDEX question_by_topic ON question (topic_id, updated_at, id)",
        )
        .await?;
        run_where(manager, "", "DROP TABLE bank_finder_fts").await?;
        drop(manager, &["bank_finder"]).await
    }
}
