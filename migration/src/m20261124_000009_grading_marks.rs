//! Marks, one a sitting and ruling; rulings; results.

crate::step!(
    "m20261124_000009_grading_marks",
    up: r"
CREATE TABLE grading_mark (
    exam_id {uuid} NOT NULL,
    sitting_id {uuid} NOT NULL,
    ruling_no INTEGER NOT NULL,
    points BIGINT NOT NULL,
    full_points BIGINT NOT NULL,
    detail {text} NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (exam_id, sitting_id, ruling_no),
    FOREIGN KEY (exam_id, sitting_id) REFERENCES sitting (exam_id, id)
)
;;
CREATE TABLE grading_ruling (
    exam_id {uuid} NOT NULL REFERENCES exam (id),
    no INTEGER NOT NULL,
    pool_index INTEGER NOT NULL,
    question_id {uuid} NOT NULL,
    kind {text} NOT NULL,
    key {text},
    reason {text} NOT NULL,
    author_id {uuid} NOT NULL REFERENCES person (id),
    second_id {uuid} REFERENCES person (id),
    state {text} NOT NULL,
    at BIGINT NOT NULL,
    decided_at BIGINT,
    applied_as INTEGER,
    moved INTEGER,
    PRIMARY KEY (exam_id, no)
)
;;
CREATE TABLE grading_result (
    exam_id {uuid} NOT NULL REFERENCES exam (id),
    person_id {uuid} NOT NULL REFERENCES person (id),
    sitting_id {uuid} NOT NULL,
    ruling_no INTEGER NOT NULL,
    points BIGINT NOT NULL,
    full_points BIGINT NOT NULL,
    passed {bool} NOT NULL,
    excellent {bool} NOT NULL,
    place INTEGER,
    group_id {uuid} REFERENCES people_group (id),
    group_size INTEGER NOT NULL,
    PRIMARY KEY (exam_id, person_id)
)
;;
CREATE INDEX grading_result_by_person ON grading_result (person_id)
",
    drops: &["grading_result", "grading_ruling", "grading_mark"]
);
