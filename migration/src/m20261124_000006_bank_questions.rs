//! Questions, their immutable revisions, what each revision rests on, its statistics, and who has
//! opened whose key.

crate::step!(
    "m20261124_000006_bank_questions",
    up: r"
CREATE TABLE question (
    id {uuid} PRIMARY KEY,
    revision_id {uuid} NOT NULL,
    kind {text} NOT NULL,
    topic_id {uuid} NOT NULL REFERENCES materials_topic (id),
    label INTEGER NOT NULL,
    state {text} NOT NULL,
    stem {text} NOT NULL,
    search_text {text} NOT NULL,
    author_id {uuid} NOT NULL REFERENCES person (id),
    reviewer_id {uuid} REFERENCES person (id),
    sent_back {text},
    version INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
)
;;
CREATE INDEX question_newest ON question (updated_at, id)
;;
CREATE INDEX question_by_state ON question (state, updated_at, id)
;;
CREATE INDEX question_by_topic ON question (topic_id, updated_at, id)
;;
CREATE INDEX question_by_author ON question (author_id, updated_at, id)
;;
CREATE TABLE bank_revision (
    id {uuid} PRIMARY KEY,
    question_id {uuid} NOT NULL REFERENCES question (id),
    no INTEGER NOT NULL,
    body {text} NOT NULL,
    author_id {uuid} NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    UNIQUE (question_id, no)
)
;;
CREATE TABLE bank_revision_clause (
    revision_id {uuid} NOT NULL REFERENCES bank_revision (id),
    sort INTEGER NOT NULL,
    clause_id {uuid} NOT NULL REFERENCES materials_clause (id),
    material_id {uuid} NOT NULL REFERENCES material (id),
    PRIMARY KEY (revision_id, sort)
)
;;
CREATE INDEX bank_revision_clause_by_clause ON bank_revision_clause (clause_id)
;;
CREATE INDEX bank_revision_clause_by_material ON bank_revision_clause (material_id)
;;
CREATE TABLE bank_statistics (
    revision_id {uuid} PRIMARY KEY REFERENCES bank_revision (id),
    responses BIGINT NOT NULL,
    share_sum BIGINT NOT NULL
)
;;
CREATE TABLE bank_key_view (
    question_id {uuid} NOT NULL REFERENCES question (id),
    person_id {uuid} NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (question_id, person_id)
)
",
    drops: &["bank_key_view", "bank_statistics", "bank_revision_clause", "bank_revision", "question"]
);
