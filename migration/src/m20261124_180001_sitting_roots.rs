//! The roots of an exam, each with the leaves that it stands for.

crate::step!(
    "m20261124_180001_sitting_roots",
    up: r"
CREATE TABLE sitting_root (
    exam_id {uuid} NOT NULL REFERENCES exam (id),
    no INTEGER NOT NULL,
    at BIGINT NOT NULL,
    body {text} NOT NULL,
    leaves {text} NOT NULL,
    PRIMARY KEY (exam_id, no)
)
",
    drops: &["sitting_root"]
);
