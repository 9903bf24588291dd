//! Stored files, work in the background, and what pages should hear.

crate::step!(
    "m20261124_000004_file_job_news",
    up: r"
CREATE TABLE file (
    id {uuid} PRIMARY KEY,
    sha256 {text} NOT NULL,
    name {text} NOT NULL,
    media_type {text} NOT NULL,
    size BIGINT NOT NULL,
    by_person {uuid},
    created_at BIGINT NOT NULL,
    used {bool} NOT NULL
)
;;
CREATE INDEX file_by_content ON file (sha256)
;;
CREATE TABLE job (
    id {uuid} PRIMARY KEY,
    kind {text} NOT NULL,
    unique_key {text} NOT NULL,
    state {text} NOT NULL,
    payload {text} NOT NULL,
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    due_at BIGINT NOT NULL,
    leased_until BIGINT,
    error {text},
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    UNIQUE (kind, unique_key)
)
;;
CREATE INDEX job_due ON job (state, due_at)
;;
CREATE TABLE news (
    id {uuid} PRIMARY KEY,
    at BIGINT NOT NULL,
    exam_id {uuid},
    sitting_id {uuid},
    what {text} NOT NULL,
    data {text} NOT NULL
)
;;
CREATE INDEX news_at ON news (at)
",
    drops: &["news", "job", "file"]
);
